//! A provider's life, simulated: the same seed does the same, and a few small worlds. Thousands of
//! them, and rules broken on purpose, are in `tests/seeds`.

use wikarta_core::testkit::simulate::{Faults, Plan, run, shrink};

fn plan(seed: u64, faults: Faults) -> Plan {
    Plan { customers: 2, months: 1, seed, faults, steps: None }
}

/// Runs, and says how to repeat what broke.
fn holds(plan: &Plan) {
    if let Some(violation) = run(plan, &mut |_| {}).unwrap().violation {
        let smaller = shrink(plan, violation.law).unwrap();
        panic!("{violation}\nwikarta simulate {plan}\nsmaller: wikarta simulate {smaller}");
    }
}

#[test]
fn the_same_seed_does_the_same() {
    let [one, other] = [(); 2].map(|()| run(&plan(7, Faults::all()), &mut |_| {}).unwrap());
    assert_eq!(one.report.to_string(), other.report.to_string());
    let third = run(&plan(8, Faults::all()), &mut |_| {}).unwrap();
    assert_ne!(one.report.history(), third.report.history());
}

#[test]
fn with_every_fault_and_without_any_the_laws_hold() {
    for seed in 0..3 {
        holds(&plan(seed, Faults::none()));
        holds(&plan(seed, Faults::all()));
    }
}

#[test]
fn a_plan_stops_where_it_is_told_and_names_itself() {
    let short = Plan { steps: Some(40), ..plan(3, "drops,crashes".parse().unwrap()) };
    let told = "--customers 2 --months 1 --seed 3 --faults drops,crashes --steps 40";
    assert_eq!(short.to_string(), told);
    assert_eq!(run(&short, &mut |_| {}).unwrap().report.steps(), 40);
    assert!("drops,crahses".parse::<Faults>().is_err());
}
