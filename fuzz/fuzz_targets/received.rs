#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| wikarta_fuzz_bodies::received::run(input));
