//! The last look right before a message goes.

use super::calendar::Calendar;
use crate::account::InvoiceStatus;
use crate::customer::Promise;
use crate::message::{CancelReason, Reach, Timeliness, Window};
use crate::time::Timestamp;

/// How long a payment that was begun keeps a message back: two hours.
pub const OPEN_CHARGE_SECONDS: i64 = 2 * 3_600;

/// What is known at the moment of sending. Read anew each time, never taken from the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the bill is.
    pub status: InvoiceStatus,
    /// Since when.
    pub status_since: Timestamp,
    /// Since when somebody has been looking into a dispute about the bill.
    pub in_dispute_since: Option<Timestamp>,
    /// A promise to pay that covers the bill.
    pub promise: Option<Promise>,
    /// When the newest payment attempt that may still be paid was begun.
    pub open_charge_since: Option<Timestamp>,
    /// When the customer was erased.
    pub erased_at: Option<Timestamp>,
    /// Whether the channel about to be used reaches the customer.
    pub reach: Reach,
    /// Since when it is so, where it does not.
    pub reach_since: Timestamp,
}

/// What is to be done with the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recheck {
    /// It goes now.
    Go,
    /// It does not go.
    Cancelled {
        /// Why.
        reason: CancelReason,
        /// Since when that has been so: what came up before the window opened is no failure of ours,
        /// what came up later may be.
        since: Timestamp,
    },
    /// Look again then.
    Later(Timestamp),
}

/// Looks at the facts once more. What ends the matter for good is asked first.
///
/// A payment that was begun less than two hours ago keeps the message back until it is that old;
/// ask the gateway meanwhile. Outside the window and the sending hours nothing goes.
///
/// ```
/// # use wikarta_core::account::InvoiceStatus;
/// # use wikarta_core::dunning::*;
/// # use wikarta_core::time::{Timestamp, Zone};
/// # let (policy, holidays) = (SendingPolicy::default(), Holidays::indonesia_2026()?);
/// # let calendar = Calendar { policy: &policy, holidays: &holidays, zone: Zone::Wib };
/// let nine: Timestamp = "2026-12-12T02:00:00Z".parse()?;
/// let mut facts = Facts::owed(nine.plus_seconds(-86_400));
/// assert_eq!(recheck(&facts, calendar.window(nine), nine, &calendar), Recheck::Go);
///
/// facts.open_charge_since = Some(nine.plus_seconds(-600));
/// let later = Recheck::Later("2026-12-12T03:50:00Z".parse()?);
/// assert_eq!(recheck(&facts, calendar.window(nine), nine, &calendar), later);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn recheck(facts: &Facts, window: Window, now: Timestamp, calendar: &Calendar<'_>) -> Recheck {
    let cancelled = |reason, since| Recheck::Cancelled { reason, since };
    if let Some(since) = facts.erased_at {
        return cancelled(CancelReason::Erased, since);
    }
    if let Some(reason) = settled(facts.status) {
        return cancelled(reason, facts.status_since);
    }
    if let Some(since) = facts.in_dispute_since {
        return cancelled(CancelReason::InDispute, since);
    }
    if let Some(promise) = facts.promise.filter(|promise| promise.runs(now, calendar.zone)) {
        return cancelled(CancelReason::Promised, promise.given_at);
    }
    match facts.reach {
        Reach::Open => {}
        Reach::OptedOut => return cancelled(CancelReason::OptedOut, facts.reach_since),
        Reach::NoAddress => return cancelled(CancelReason::NoAddress, facts.reach_since),
    }
    let charge =
        facts.open_charge_since.filter(|since| now.seconds_since(*since) < OPEN_CHARGE_SECONDS);
    let from = charge.map_or(now, |since| now.max(since.plus_seconds(OPEN_CHARGE_SECONDS)));
    let closed = charge.map_or(cancelled(CancelReason::WindowClosed, window.closes), |since| {
        cancelled(CancelReason::OpenCharge, since)
    });
    if window.at(now) == Timeliness::Missed {
        return cancelled(CancelReason::WindowClosed, window.closes);
    }
    match calendar.next_allowed(from.max(window.opens)) {
        Some(next) if next == now => Recheck::Go,
        Some(next) if next < window.closes => Recheck::Later(next),
        Some(_) | None => closed,
    }
}

impl Facts {
    /// A bill that is owed since an instant, of a customer whom the channel reaches; nothing else is
    /// known.
    #[must_use]
    pub const fn owed(since: Timestamp) -> Self {
        Self {
            status: InvoiceStatus::Issued,
            status_since: since,
            in_dispute_since: None,
            promise: None,
            open_charge_since: None,
            erased_at: None,
            reach: Reach::Open,
            reach_since: since,
        }
    }
}

/// EXPIRED is the end of a payment attempt, not of the debt; PENDING is a payment begun.
const fn settled(status: InvoiceStatus) -> Option<CancelReason> {
    match status {
        InvoiceStatus::Paid => Some(CancelReason::Paid),
        InvoiceStatus::Void => Some(CancelReason::Void),
        InvoiceStatus::Refund => Some(CancelReason::Refunded),
        InvoiceStatus::Draft => Some(CancelReason::NotIssued),
        InvoiceStatus::Issued | InvoiceStatus::Pending | InvoiceStatus::Expired => None,
    }
}
