//! What the books tell about a bill right before a message about it goes.

use super::super::Context;
use crate::account::{
    Account, Attempt, CaseKind, CaseState, Invoice, InvoiceStatus, Posting, PostingState, Reminder,
    Source,
};
use crate::dunning::{Calendar, Facts, PendingMoney, Recheck, recheck};
use crate::message::{CancelReason, Reach};
use crate::time::Timestamp;

/// What becomes of a reminder now. Channels are not asked for here: each is, when its turn comes.
pub(super) fn check(
    account: &Account,
    reminder: &Reminder,
    calendar: &Calendar<'_>,
    context: &Context<'_>,
) -> Recheck {
    let cancelled = |reason, since| Recheck::Cancelled { reason, since };
    let Some(invoice) = account.invoices.get(&reminder.invoice) else {
        return cancelled(CancelReason::NotIssued, context.at);
    };
    let facts = facts(account, invoice, context.at);
    match recheck(&facts, reminder.window, context.at, calendar) {
        ended @ Recheck::Cancelled { .. } => ended,
        going @ (Recheck::Go | Recheck::Later(_)) => {
            if invoice.due_date != Some(reminder.due) {
                return cancelled(CancelReason::Moved, context.at);
            }
            match &account.customer.reminding.paused {
                Some(paused) => cancelled(CancelReason::Paused, paused.by.at),
                None => going,
            }
        }
    }
}

fn facts(account: &Account, invoice: &Invoice, now: Timestamp) -> Facts {
    Facts {
        status: status(invoice),
        status_since: settled_since(account, invoice).unwrap_or(now).min(now),
        in_dispute_since: in_dispute(account, invoice),
        promise: account.customer.reminding.last_promise(),
        open_charge_since: open_charge(account, invoice).map(|attempt| attempt.opened_at),
        erased_at: account.customer.deleted.as_ref().map(|deleted| deleted.by.at),
        reach: Reach::Open,
        reach_since: now,
    }
}

/// A bill that a credit note or tax kept back covers is owed as little as one that is paid.
fn status(invoice: &Invoice) -> InvoiceStatus {
    if invoice.status.payable() && !invoice.takes_money() {
        InvoiceStatus::Paid
    } else {
        invoice.status
    }
}

/// When the money that is on a bill came.
fn settled_since(account: &Account, invoice: &Invoice) -> Option<Timestamp> {
    let came = |source: &Source| match source {
        Source::Attempt(order) => account.attempts.get(order)?.booking.as_ref()?.settled_at,
        Source::Posting(posting) => {
            account.postings.get(posting)?.verified.as_ref().map(|hand| hand.at)
        }
        Source::Credit | Source::Suspense(_) => None,
    };
    invoice.allocations.iter().filter_map(|allocation| came(&allocation.source)).max()
}

/// The newest payment that was begun and may still come.
pub(super) fn open_charge<'a>(account: &'a Account, invoice: &'a Invoice) -> Option<&'a Attempt> {
    let live = account.attempts_of(&invoice.id).filter(|attempt| attempt.is_live());
    live.max_by_key(|attempt| attempt.opened_at)
}

/// Since when people have been looking into a bill: an open case about its money, a request to take
/// it back, money taken by hand that waits for a second person.
pub(super) fn in_dispute(account: &Account, invoice: &Invoice) -> Option<Timestamp> {
    let about = |order: &crate::id::OrderId| {
        account.attempts.get(order).is_some_and(|attempt| attempt.names(&invoice.id))
    };
    let cases = account.cases.values().filter(|case| {
        let named = case.invoice.as_ref() == Some(&invoice.id);
        case.state == CaseState::Open
            && disputes(case.kind)
            && (named || case.order_id.as_ref().is_some_and(about))
    });
    let voids =
        account.voids.values().filter(|void| void.invoice == invoice.id && !void.stage.is_final());
    let postings = account.postings.values().filter(|posting| {
        posting.state == PostingState::Recorded && posting.invoices.contains(&invoice.id)
    });
    let since = cases.map(|case| case.opened_at);
    let since = since.chain(voids.map(|void| void.requested.at));
    since.chain(postings.map(|posting| posting.recorded.at)).min()
}

/// What may be on its way to us from a customer. A parked notification is about an attempt that is
/// live, or about money that waits in suspense.
pub(super) fn pending(account: &Account) -> Vec<PendingMoney> {
    let open: Vec<&Invoice> =
        account.invoices.values().filter(|invoice| invoice.takes_money()).collect();
    let live = open.iter().any(|invoice| open_charge(account, invoice).is_some());
    let recorded = |posting: &Posting| posting.state == PostingState::Recorded;
    let claimed = open.iter().any(|invoice| in_dispute(account, invoice).is_some());
    [
        (live, PendingMoney::LiveAttempt),
        (account.postings.values().any(recorded), PendingMoney::UnverifiedPosting),
        (claimed, PendingMoney::Claim),
        (account.suspense.is_positive(), PendingMoney::Suspense),
    ]
    .into_iter()
    .filter_map(|(is_so, money)| is_so.then_some(money))
    .collect()
}

/// Whether a case of this kind may mean that the customer paid, or owes something else.
const fn disputes(kind: CaseKind) -> bool {
    match kind {
        CaseKind::AmountMismatch
        | CaseKind::CurrencyMismatch
        | CaseKind::LatePayment
        | CaseKind::PaidTwice
        | CaseKind::PaidAfterVoid
        | CaseKind::GatewayCancelled
        | CaseKind::Reversal
        | CaseKind::Chargeback
        | CaseKind::Contradiction
        | CaseKind::UnknownStatus
        | CaseKind::StillPending
        | CaseKind::Mismatch => true,
        CaseKind::RefundFound
        | CaseKind::ChargeLost
        | CaseKind::RefundUnknown
        | CaseKind::IsolationDue => false,
    }
}
