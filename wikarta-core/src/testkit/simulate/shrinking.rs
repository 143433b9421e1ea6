//! Looking for a smaller plan that breaks the same law.

use super::{Plan, Run, run};
use crate::policy::PolicyError;
use crate::testkit::laws::Law;

/// How many plans are tried at most.
const TRIES_MAX: u32 = 60;

/// A plan with fewer steps, faults, months and customers that breaks the law, as far as one is found;
/// the given one otherwise.
///
/// # Errors
/// As [`run`].
pub fn shrink(plan: &Plan, law: Law) -> Result<Plan, PolicyError> {
    let mut search = Search { best: plan.clone(), law, tries: 0 };
    let whole = run(plan, &mut |_| {})?;
    let steps = whole.report.steps();
    search.tries(|best| Plan { steps: Some(steps), ..best.clone() })?;
    search.halve(|best| best.customers, |best, n| Plan { customers: n, ..best.clone() })?;
    search.halve(|best| best.months, |best, n| Plan { months: n, ..best.clone() })?;
    for kind in plan.faults.kinds() {
        search.tries(|best| Plan { faults: best.faults.without(&[kind]), ..best.clone() })?;
    }
    search.shorten()?;
    Ok(search.best)
}

struct Search {
    best: Plan,
    law: Law,
    tries: u32,
}

impl Search {
    /// Whether a smaller plan still breaks the law; then it is the best.
    fn tries(&mut self, smaller: impl Fn(&Plan) -> Plan) -> Result<bool, PolicyError> {
        let candidate = smaller(&self.best);
        if self.tries >= TRIES_MAX || candidate == self.best {
            return Ok(false);
        }
        self.tries += 1;
        let Run { violation, .. } = run(&candidate, &mut |_| {})?;
        let same = violation.is_some_and(|violation| violation.law == self.law);
        if same {
            self.best = candidate;
        }
        Ok(same)
    }

    fn halve(
        &mut self,
        size: impl Fn(&Plan) -> u32,
        with: impl Fn(&Plan, u32) -> Plan,
    ) -> Result<(), PolicyError> {
        for _ in 0..5 {
            let smaller = size(&self.best) / 2;
            if smaller == 0 || !self.tries(|best| with(best, smaller))? {
                break;
            }
        }
        Ok(())
    }

    /// Stops sooner and sooner, as long as the law is broken.
    fn shorten(&mut self) -> Result<(), PolicyError> {
        let (mut low, mut high) = (0, self.best.steps.unwrap_or(0));
        while low < high && self.tries < TRIES_MAX {
            let middle = low + (high - low) / 2;
            if self.tries(|best| Plan { steps: Some(middle), ..best.clone() })? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(())
    }
}
