//! What is kept holds, and so does what lies near it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that meets the unexpected must stop there; how much was run is part of the proof"
)]

use std::fs;
use std::path::Path;

use wikarta_fuzz_bodies::TARGETS;
use wikarta_fuzz_bodies::mutator::Mutator;

/// Changed inputs a target.
const CHANGED: usize = 4_000;
/// What the kept inputs of a target may come to, so that the repository stays small.
const FILES_MAX: usize = 200;
const BYTES_MAX: usize = 1_000_000;

/// The kept inputs of a target by name, in the order of names.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|_| panic!("{target} keeps no inputs"));
    let read = |file: fs::DirEntry| {
        (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).unwrap())
    };
    let mut found: Vec<_> = files.map(|file| read(file.unwrap())).collect();
    found.sort();
    found
}

#[test]
fn every_target_holds_for_what_is_kept_and_for_what_lies_near_it() {
    let mut all = 0;
    for (name, body) in TARGETS {
        let inputs = kept(name);
        assert!(!inputs.is_empty(), "{name} keeps no inputs");
        inputs.iter().for_each(|(_, input)| body(input));
        let mut mutator = Mutator::new(2026);
        for round in 0..CHANGED {
            let (_, input) = &inputs[round % inputs.len()];
            let (_, other) = &inputs[(round * 7 + 3) % inputs.len()];
            body(&mutator.changed(input, other));
        }
        let executions = inputs.len() + CHANGED;
        println!("{name:<14} {executions:>6}");
        all += executions;
    }
    println!("{:<14} {all:>6}", "all");
}

#[test]
fn what_is_kept_stays_small() {
    let mut bytes = 0;
    for (name, _) in TARGETS {
        let inputs = kept(name);
        assert!(inputs.len() <= FILES_MAX, "{name} keeps {} inputs", inputs.len());
        bytes += inputs.iter().map(|(_, input)| input.len()).sum::<usize>();
    }
    assert!(bytes <= BYTES_MAX, "{bytes} bytes are kept");
}

/// A change that never changes anything would prove nothing.
#[test]
fn the_same_seed_makes_the_same_changes_and_they_are_changes() {
    let made = |seed| {
        let mut mutator = Mutator::new(seed);
        (0..200).map(|_| mutator.changed(b"order-1\n200\n", b"{}")).collect::<Vec<_>>()
    };
    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
    let changed = made(1).iter().filter(|bytes| *bytes != b"order-1\n200\n").count();
    assert!(changed > 180, "{changed} of 200");
    assert_eq!(Mutator::new(1).changed(b"", b"").len(), Mutator::new(1).changed(b"", b"").len());
}
