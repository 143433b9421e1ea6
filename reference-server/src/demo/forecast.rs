//! The status that a bill should end in when its steps have been done.
//!
//! Read off the steps alone, not off the story: a second look by which the plan checks itself, and
//! to compare the books with.

use wikarta_core::account::InvoiceStatus;
use wikarta_core::provider::ChannelGroup;
use wikarta_core::time::Timestamp;

use super::plan::Bill;
use super::step::{Delivery, PaidAmount, RefundAmount, Step, StepKind, steps_of};
use super::story::{Attempt, EXPIRY_KNOWN_AFTER};

/// What a bill should look like at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// The status.
    pub status: InvoiceStatus,
    /// For a pending bill, when the last of its living codes runs out.
    pub pending_until: Option<Timestamp>,
}

/// An attempt as our books should know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Live,
    /// Paid, and nobody told us.
    Unheard,
    Settled,
    /// Settled at an amount that fits nothing.
    Misfit,
    Expired,
    Superseded,
    Cancelled,
    Reversed,
    Refunded,
}

struct Seen {
    group: ChannelGroup,
    expires_at: Timestamp,
    known: Known,
}

/// The forecast for a bill at `now`.
#[must_use]
pub fn forecast(bill: &Bill, now: Timestamp) -> Forecast {
    let mut issued = false;
    let mut attempts: Vec<Seen> = Vec::new();
    for step in steps_of(bill, now) {
        issued |= matches!(step.what, StepKind::IssueInvoice { .. });
        see(&mut attempts, bill, step);
    }
    let has = |known| attempts.iter().any(|seen| seen.known == known);
    let live = |seen: &&Seen| matches!(seen.known, Known::Live | Known::Unheard);
    let pending_until = attempts.iter().filter(live).map(|seen| seen.expires_at).max();
    let newest = attempts.last().map(|seen| seen.known);
    let status = if !issued {
        InvoiceStatus::Draft
    } else if has(Known::Cancelled) {
        InvoiceStatus::Void
    } else if has(Known::Settled) {
        InvoiceStatus::Paid
    } else if has(Known::Refunded) {
        InvoiceStatus::Refund
    } else if pending_until.is_some() {
        InvoiceStatus::Pending
    } else if newest == Some(Known::Expired) {
        InvoiceStatus::Expired
    } else {
        InvoiceStatus::Issued
    };
    let pending_until = if status == InvoiceStatus::Pending { pending_until } else { None };
    Forecast { status, pending_until }
}

fn see(attempts: &mut Vec<Seen>, bill: &Bill, step: Step) {
    let mut settle = |attempt: u8, known: Known| {
        if let Some(seen) = attempts.get_mut(usize::from(attempt)) {
            seen.known = known;
        }
    };
    match step.what {
        StepKind::RegisterCustomer
        | StepKind::Subscribe
        | StepKind::DraftInvoice { .. }
        | StepKind::IssueInvoice { .. } => {}
        StepKind::Charge { channel, by, .. } => {
            let group = channel.group();
            for older in attempts.iter_mut().filter(|seen| seen.group == group) {
                if older.known == Known::Live {
                    older.known = Known::Superseded;
                }
            }
            let attempt = Attempt { channel, charge_at: step.at, by };
            let expires_at = attempt.expires_at(bill.va_until);
            attempts.push(Seen { group, expires_at, known: Known::Live });
        }
        StepKind::Pay { attempt, amount: PaidAmount::Short(_) | PaidAmount::Over(_), .. } => {
            settle(attempt, Known::Misfit);
        }
        StepKind::Pay { attempt, deliver: Delivery::Never, .. } => settle(attempt, Known::Unheard),
        StepKind::Pay { attempt, .. } => {
            settle(attempt, Known::Settled);
        }
        StepKind::Deadline { attempt, .. } => {
            if let Some(seen) = attempts.get_mut(usize::from(attempt)) {
                seen.known = match seen.known {
                    Known::Live => Known::Expired,
                    Known::Unheard => Known::Settled,
                    other => other,
                };
            }
        }
        StepKind::CancelAtGateway { attempt, .. } => settle(attempt, Known::Cancelled),
        StepKind::Deny { attempt, .. } => settle(attempt, Known::Reversed),
        StepKind::RefundAtGateway { attempt, amount: RefundAmount::Full, .. } => {
            settle(attempt, Known::Refunded);
        }
        StepKind::RefundAtGateway { amount: RefundAmount::Part(_), .. } => {}
    }
}

impl Forecast {
    /// Whether the status will hold for `seconds` after `now` if nobody does anything.
    #[must_use]
    pub fn lasts(&self, now: Timestamp, seconds: i64) -> bool {
        self.pending_until
            .is_none_or(|until| until.plus_seconds(EXPIRY_KNOWN_AFTER) > now.plus_seconds(seconds))
    }
}
