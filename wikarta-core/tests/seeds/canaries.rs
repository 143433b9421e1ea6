//! Rules broken on purpose: each must be noticed.

use std::sync::Mutex;

use wikarta_core::testkit::simulate::canary::{canaries, hunt};

/// Within how many seeds.
const SEEDS: u64 = 40;

#[test]
fn every_rule_that_is_broken_on_purpose_is_found() {
    let all = canaries();
    let (found, alive) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    super::shared(all.len() as u64, |number| {
        let canary = &all[usize::try_from(number).unwrap()];
        match hunt(canary, SEEDS).unwrap() {
            Some(one) => found
                .lock()
                .unwrap()
                .push(format!("| `{}` | {} | {} |", canary.name, one.seeds, one.violation.law)),
            None => alive.lock().unwrap().push(format!("{}: {}", canary.name, canary.breaks)),
        }
        true
    });
    let (mut found, alive) = (found.into_inner().unwrap(), alive.into_inner().unwrap());
    found.sort();
    println!("{} of {} canaries found\n{}", found.len(), all.len(), found.join("\n"));
    assert!(alive.is_empty(), "nobody noticed {alive:#?}");
}
