//! A provider's life, simulated: the laws hold in every seed, and the same seed does the same.

use wikarta_core::testkit::simulate::{Faults, Plan, run, shrink};

fn plan(seed: u64, faults: Faults) -> Plan {
    Plan { customers: 3, months: 3, seed, faults, steps: None }
}

/// Runs, and says how to repeat what broke.
fn holds(plan: &Plan) -> u64 {
    let ran = run(plan, &mut |_| {}).unwrap();
    if let Some(violation) = ran.violation {
        let smaller = shrink(plan, violation.law).unwrap();
        panic!("{violation}\nrepeat: {plan}\nsmaller: {smaller}");
    }
    ran.report.commands()
}

#[test]
fn the_same_seed_does_the_same() {
    let [one, other] = [(); 2].map(|()| run(&plan(7, Faults::all()), &mut |_| {}).unwrap());
    assert_eq!(one.report.to_string(), other.report.to_string());
    let third = run(&plan(8, Faults::all()), &mut |_| {}).unwrap();
    assert_ne!(one.report.history(), third.report.history());
    println!("{}", one.report);
}

#[test]
fn without_faults_the_laws_hold() {
    for seed in 0..20 {
        holds(&plan(seed, Faults::none()));
    }
}

#[test]
fn with_every_fault_the_laws_hold() {
    for seed in 0..50 {
        holds(&plan(seed, Faults::all()));
    }
}
