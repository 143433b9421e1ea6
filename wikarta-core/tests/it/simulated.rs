//! A provider's life, simulated: the laws hold in every seed, the same seed does the same, and
//! rules that are broken on purpose are found.

use std::thread;

use wikarta_core::testkit::simulate::{Faults, Plan, run, shrink};

fn plan(seed: u64, faults: Faults) -> Plan {
    Plan { customers: 3, months: 2, seed, faults, steps: None }
}

/// Runs, and says how to repeat what broke; how many commands it took otherwise.
fn holds(plan: &Plan) -> u64 {
    let ran = run(plan, &mut |_| {}).unwrap();
    if let Some(violation) = ran.violation {
        let smaller = shrink(plan, violation.law).unwrap();
        panic!("{violation}\nwikarta simulate {plan}\nsmaller: wikarta simulate {smaller}");
    }
    ran.report.commands()
}

#[test]
fn the_same_seed_does_the_same() {
    let [one, other] = [(); 2].map(|()| run(&plan(7, Faults::all()), &mut |_| {}).unwrap());
    assert_eq!(one.report.to_string(), other.report.to_string());
    let third = run(&plan(8, Faults::all()), &mut |_| {}).unwrap();
    assert_ne!(one.report.history(), third.report.history());
}

#[test]
fn without_faults_the_laws_hold() {
    for seed in 0..10 {
        holds(&plan(seed, Faults::none()));
    }
}

/// Small worlds in numbers, on two processors.
#[test]
fn with_every_fault_the_laws_hold() {
    let share = &|from: u64| {
        let small = |seed| Plan { customers: 2, months: 1, ..plan(seed, Faults::all()) };
        let commands = (from..240).step_by(2).map(|seed| holds(&small(seed))).sum::<u64>();
        commands + (from..16).step_by(2).map(|seed| holds(&plan(seed, Faults::all()))).sum::<u64>()
    };
    let both = thread::scope(|scope| {
        let halves = [0, 1].map(|from| scope.spawn(move || share(from)));
        halves.map(|half| half.join().unwrap())
    });
    assert!(both.iter().sum::<u64>() > 10_000, "{both:?} commands are no life");
}

#[test]
fn a_plan_stops_where_it_is_told_and_names_itself() {
    let short = Plan { steps: Some(40), ..plan(3, "drops,crashes".parse().unwrap()) };
    let told = "--customers 3 --months 2 --seed 3 --faults drops,crashes --steps 40";
    assert_eq!(short.to_string(), told);
    assert_eq!(run(&short, &mut |_| {}).unwrap().report.steps(), 40);
    assert!("drops,crahses".parse::<Faults>().is_err());
}

#[cfg(feature = "canary")]
#[test]
fn every_rule_that_is_broken_on_purpose_is_found() {
    use wikarta_core::testkit::simulate::canary::{canaries, hunt};
    let all = canaries();
    assert!(all.len() >= 30, "{} canaries", all.len());
    let share = &|from: usize| {
        let mut alive = Vec::new();
        for canary in all.iter().skip(from).step_by(2) {
            match hunt(canary, 12).unwrap() {
                Some(found) => {
                    println!("{:<24} {:>3} {}", canary.name, found.seeds, found.violation.law);
                }
                None => alive.push(format!("{}: {}", canary.name, canary.breaks)),
            }
        }
        alive
    };
    let alive = thread::scope(|scope| {
        let halves = [0, 1].map(|from| scope.spawn(move || share(from)));
        halves.map(|half| half.join().unwrap()).concat()
    });
    assert!(alive.is_empty(), "nobody noticed {alive:#?}");
}
