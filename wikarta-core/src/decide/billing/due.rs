//! Which bills a subscription is due on a day: what a billing run asks for.

use chrono::NaiveDate;

use super::compose::is_final;
use super::slice::{Slice, is_billed};
use crate::billing::{BillingMode, bill_on, period_containing};
use crate::policy::Policy;
use crate::subscription::Subscription;
use crate::time::Month;

/// The most periods that are looked at; a subscription that was forgotten for longer is billed in
/// several runs.
const PERIODS_MAX: usize = 240;

/// A bill that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// The bill of a period.
    Period(Month),
    /// What is left when service has ended: fees, and the rest of the deposit.
    FinalAccount,
}

/// The bills that are due on a day and not made yet, oldest first: prepaid periods from
/// [`crate::policy::BillingPolicy::prepaid_lead_days`] before their first day on, postpaid ones from
/// the day after their last. Periods without a day that is charged are passed over.
///
/// What is billed is told by [`Subscription::billed_until`]; a bill of an earlier period that was
/// taken back is made again by people, never by a run.
#[must_use]
pub fn billing_due(subscription: &Subscription, on: NaiveDate, policy: &Policy) -> Vec<Due> {
    let mut due = Vec::new();
    if !is_billed(subscription.status) {
        return due;
    }
    let (terms, first, last) =
        (subscription.terms, subscription.starts_on, subscription.last_day());
    let mut day = subscription.billed_until.unwrap_or(first).max(first);
    for _ in 0..PERIODS_MAX {
        let Some(period) = period_containing(terms.cycle, terms.length, first, day) else { break };
        if last.is_some_and(|last| day > last) {
            break;
        }
        let slice = Slice::of(subscription, period, &policy.billing);
        let from = match terms.mode {
            BillingMode::Prepaid => {
                bill_on(period, BillingMode::Prepaid, policy.billing.prepaid_lead_days)
            }
            BillingMode::Postpaid => slice.until,
        };
        if from > on {
            break;
        }
        if slice.charged > 0 {
            due.push(Due::Period(period.month()));
        }
        day = period.until;
    }
    let waits = !subscription.charges.is_empty() || subscription.deposit.is_positive();
    if is_final(subscription) && waits && last.is_some_and(|last| on > last) {
        due.push(Due::FinalAccount);
    }
    due
}
