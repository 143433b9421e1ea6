//! Every use case with every crash point: at each call of each port it makes, the call fails before it
//! does anything, or after it did everything, or the process dies there, before or after; another goes
//! on. Whatever it was, the tale ends as it does when nothing happens.

use wikarta_core::testkit::laws;

use crate::failing::{Failing, Plan};
use crate::kinds;
use crate::tale::{Tale, Trial};
use crate::tales;

const WAYS: [Failing; 4] = [Failing::Before, Failing::After, Failing::Dies, Failing::DiesAfter];

/// Shows only the lines that differ.
fn same(found: &[String], expected: &[String], told: &str) {
    if found == expected {
        return;
    }
    let place = found.iter().zip(expected).position(|(one, other)| one != other);
    let place = place.unwrap_or(0).saturating_sub(3);
    let shown = |lines: &[String]| lines.iter().skip(place).take(8).cloned().collect::<Vec<_>>();
    panic!("{told}: {:#?} instead of {:#?}", shown(found), shown(expected));
}

/// Tells a tale with every crash point; answers how many calls it makes.
fn storm(tale: &Tale) -> u32 {
    let plan = Plan::never();
    let trial = Trial::of(tale, plan.clone());
    trial.tell(tale);
    laws::check(&trial.world.store).unwrap();
    let (expected, calls) = (trial.picture(), plan.calls());
    for n in 1..=calls {
        // Alone, and with a call after it: a second fall while getting up.
        for at in [vec![n], vec![n, n + 1], vec![n, n + 3]] {
            for how in WAYS {
                let told = format!("`{}`, {how:?} at {at:?} of {calls} calls", tale.name);
                let trial = Trial::of(tale, Plan::new(at.clone(), how));
                trial.tell(tale);
                laws::check(&trial.world.store).unwrap_or_else(|broken| panic!("{told}: {broken}"));
                same(&trial.picture(), &expected, &told);
            }
        }
    }
    calls
}

#[test]
fn whatever_call_fails_or_kills_every_tale_ends_alike() {
    let tales = tales::all();
    let mut total = 0;
    for tale in &tales {
        let calls = storm(tale);
        println!("    {}: {calls} calls", tale.name);
        total += calls;
    }
    println!("crash points: {total} of {total}, each in {} ways, alone and twice", WAYS.len());
    let told = kinds::told();
    let untold: Vec<_> = kinds::all().into_iter().filter(|kind| !told.contains(kind)).collect();
    assert!(untold.is_empty(), "no tale uses these commands: {untold:?}");
    assert_eq!((tales.len(), total), (26, 608));
}
