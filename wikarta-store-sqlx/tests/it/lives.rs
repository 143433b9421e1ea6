//! Whole simulated lives, lived again over the database and held against the store in memory, call by
//! call. `SEEDS=100 FROM=7000` asks for more, or for others.

use wikarta_core::testkit::conformance::Fresh;
use wikarta_core::testkit::conformance::lives::{Relived, relive};
use wikarta_core::testkit::simulate::{Faults, Plan};

use crate::conformance::{InMemory, on_two_threads};

/// How many seeds, unless `SEEDS` says otherwise.
const SEEDS: u64 = 4;

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// Every second without faults, and one customer more each time, up to three.
fn plan(seed: u64) -> Plan {
    let faults = if seed.is_multiple_of(2) { Faults::all() } else { Faults::none() };
    let customers = u32::try_from(1 + seed % 3).unwrap();
    Plan { customers, months: 1 + u32::from(seed % 5 == 4), seed, faults, steps: None }
}

fn lives_are_alike_in(fresh: &dyn Fresh) {
    let from = asked("FROM", 1);
    let mut all = Relived::default();
    for seed in from..from + asked("SEEDS", SEEDS) {
        let told = on_two_threads(relive(fresh, &plan(seed))).unwrap();
        all.calls += told.calls;
        all.written += told.written;
        all.refused += told.refused;
        all.looks += told.looks;
    }
    println!("{all:?}");
    assert!(
        all.calls > 5_000 && all.written > 300 && all.refused > 60 && all.looks > 1_500,
        "{all:?}"
    );
}

#[test]
fn lives_are_alike_in_sqlite() {
    lives_are_alike_in(&InMemory);
}
