//! Rules, ports and policies broken on purpose, one at a time: what the simulator must find. Only
//! under the feature `canary`.
//!
//! A canary that sings wherever it is put proves nothing about the mine; one that never falls
//! proves nothing about the canary. So each is lived through until a law is broken, and the number
//! of seeds that it took is told.

mod decided;
mod ports;
mod rare;
mod reach;
mod refused;
mod told;

use super::processes::Rigging;
use super::profile::Leaning;
use super::{Faults, Plan, Run, rigged};
use crate::engine::Rules;
use crate::policy::{Policy, PolicyError};
use crate::testkit::laws::Violation;

pub use reach::{Reached, kinds, reached};

/// Something broken on purpose.
#[derive(Clone)]
pub struct Canary {
    /// Its name.
    pub name: &'static str,
    /// What is broken.
    pub breaks: &'static str,
    /// The faults that it needs beside it to be seen, if it needs any.
    faults: &'static str,
    rigging: Rigging,
}

impl std::fmt::Debug for Canary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canary").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How often the faults strike that a canary needs beside it, of a thousand.
const RATE: u64 = 200;

/// How a canary was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How many seeds it took, from 1.
    pub seeds: u64,
    /// What was broken.
    pub violation: Violation,
    /// What repeats it.
    pub plan: Plan,
}

/// Lives through seeds until the canary is found, or so many are over.
///
/// # Errors
/// A policy that cannot be made.
pub fn hunt(canary: &Canary, seeds: u64) -> Result<Option<Found>, PolicyError> {
    for seed in 1..=seeds {
        let faults = canary.faults.parse().unwrap_or_else(|_| Faults::none());
        let plan = Plan { customers: 4, months: 2, seed, faults, steps: None };
        let rigging = Rigging { rate: Some(RATE), ..canary.rigging.clone() };
        let Run { violation, .. } = rigged(&plan, &rigging, &mut |_| {})?;
        if let Some(violation) = violation {
            return Ok(Some(Found { seeds: seed, violation, plan }));
        }
    }
    Ok(None)
}

/// All of them.
#[must_use]
pub fn canaries() -> Vec<Canary> {
    let mut all = decided::all();
    all.extend(refused::all());
    all.extend(ports::all());
    all.extend(policies());
    all.extend(rare::all());
    all.extend(told::all());
    all
}

fn ruled(name: &'static str, breaks: &'static str, faults: &'static str, rules: Rules) -> Canary {
    Canary { name, breaks, faults, rigging: Rigging { rules: Some(rules), ..Rigging::default() } }
}

/// The same in worlds that lean to something: what it needs is rare elsewhere.
fn leaning(leaning: Leaning, canary: Canary) -> Canary {
    Canary { rigging: Rigging { leaning: Some(leaning), ..canary.rigging }, ..canary }
}

/// Limits that let one pair of hands do what needs more.
fn policies() -> Vec<Canary> {
    let of = |name, breaks, policy| Canary {
        name,
        breaks,
        faults: "none",
        rigging: Rigging { policy: Some(policy), ..Rigging::default() },
    };
    vec![
        of("tier-1-without-end", "one approval is enough for any refund", |mut policy: Policy| {
            policy.corrections.refund_tier1_max = crate::money::Rupiah::clamped(1_000_000_000);
            policy.corrections.refund_tier2_max = crate::money::Rupiah::clamped(2_000_000_000);
            policy
        }),
        of("window-of-a-day", "refunds of one customer are not added up", |mut policy: Policy| {
            policy.corrections.window_days = 0;
            policy
        }),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::{Came, Scene};
    use super::*;

    #[test]
    fn a_law_that_is_broken_is_the_last_scene_and_names_whom_it_is_about() {
        let canary = canaries().into_iter().next().unwrap();
        let Found { plan, violation, .. } = hunt(&canary, 50).unwrap().unwrap();
        let heard: Arc<Mutex<Vec<Scene>>> = Arc::default();
        let into = Arc::clone(&heard);
        let rigging = Rigging {
            rate: Some(RATE),
            listener: Some(Arc::new(Mutex::new(move |scene| into.lock().unwrap().push(scene)))),
            ..canary.rigging
        };
        let run = rigged(&plan, &rigging, &mut |_| {}).unwrap();
        assert_eq!(run.violation.as_ref(), Some(&violation));
        let scenes = std::mem::take(&mut *heard.lock().unwrap());
        let last = scenes.last().unwrap();
        assert_eq!(last.came, Came::Broken { law: violation.law, seen: violation.seen });
        assert!(last.about.is_some());
        let before = scenes.iter().rev().skip(1);
        assert!(before.filter(|scene| scene.about == last.about).count() > 0);
    }
}
