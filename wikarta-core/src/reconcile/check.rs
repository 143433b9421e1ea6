//! When to ask after an attempt whose time is over.

use crate::account::Attempt;
use crate::policy::ReconcilePolicy;
use crate::time::Timestamp;

/// What is to be done about an attempt that nobody has told us the end of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextCheck {
    /// It has ended, or its time is not over: nobody asks.
    None,
    /// Ask after it for the so-many-th time (0 is the first), unless that was done.
    Ask(u32),
    /// It has been asked after often enough: ask once more under this number, and if that was done,
    /// let people look.
    GiveUp(u32),
}

/// When an attempt is asked after: `grace` seconds after its end, then after each pause of
/// [`ReconcilePolicy::checks`], the last one again and again, until
/// [`ReconcilePolicy::give_up_hours`] have passed.
///
/// The answer follows from the attempt's own deadline, so it survives a crash, and every process
/// counts alike.
#[must_use]
pub fn next_check(
    attempt: &Attempt,
    now: Timestamp,
    grace: i64,
    policy: &ReconcilePolicy,
) -> NextCheck {
    let over = now.seconds_since(attempt.expires_at);
    if !attempt.is_open() || over < grace {
        return NextCheck::None;
    }
    let number = looks_due(over - grace, &policy.checks);
    if over >= i64::from(policy.give_up_hours) * 3_600 {
        return NextCheck::GiveUp(looks_due(
            i64::from(policy.give_up_hours) * 3_600,
            &policy.checks,
        ));
    }
    NextCheck::Ask(number)
}

/// How many pauses fit into so many seconds.
fn looks_due(seconds: i64, pauses: &[u32]) -> u32 {
    let mut left = seconds;
    let mut number = 0;
    for pause in pauses {
        left -= i64::from(*pause);
        if left < 0 {
            return number;
        }
        number += 1;
    }
    // Nothing repeats without a pause.
    let Some(last) = pauses.last().filter(|last| **last > 0) else { return number };
    number.saturating_add(u32::try_from(left / i64::from(*last)).unwrap_or(u32::MAX))
}
