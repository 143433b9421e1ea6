//! Taking in what the gateway answered to our own status read: the truth, as far as we can know.

use super::notification::{self, Verdict, answered};
use super::observe::{self, Seen};
use super::{Answer, Context, Decision, desk};
use crate::account::{
    Account, AccountEvent, Attempt, AttemptState, CaseKind, How, Observed, Superseded,
};
use crate::aggregate::Books;
use crate::command::{ReadCause, TakeRead};
use crate::event::{Effect, Event};
use crate::id::OrderId;
use crate::provider::{ProviderStatus, Reading, StatusOutcome};
use crate::refusal::Refusal;
use crate::suspense::SuspenseItem;

/// A charge is asked for anew (under the same order id) for so many waits; then it is given up.
const CHARGE_WAITS_MAX: i64 = 10;

pub(super) fn decide(
    books: &Books,
    read: &TakeRead,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    if matches!(read.outcome, StatusOutcome::Unknown { .. }) {
        // No answer decides nothing; above all it refutes nobody.
        return Err(Refusal::Invalid { field: "outcome", problem: "is no answer; read again" });
    }
    let Some((account, attempt)) = notification::find(books, &read.order_id) else {
        let reads = books.suspense(&read.order_id).map_or(0, |item| item.reads);
        in_sequence(&read.order_id, read.seq, reads)?;
        return Ok(unknown_order(books, read, context));
    };
    in_sequence(&read.order_id, read.seq, attempt.reads)?;
    if pays_again(attempt, read) {
        return Ok(unknown_order(books, read, context));
    }
    let mut decision = Decision::new(Answer::Taken);
    match &read.outcome {
        StatusOutcome::Found(reading) => {
            let how = How::Read { seq: read.seq };
            take(&mut decision, &Seen { account, attempt, reading, how }, context);
        }
        StatusOutcome::Missing | StatusOutcome::Unknown { .. } => {
            missing(&mut decision, account, attempt, read, context);
        }
    }
    if let ReadCause::Hint(hint) = &read.cause {
        let verdict = judge(&hint.reading, &read.outcome, &decision);
        if verdict == Verdict::Refuted && claims_much(&hint.reading) {
            let seen = Seen { account, attempt, reading: &hint.reading, how: How::Told };
            observe::open_case(&mut decision, &seen, CaseKind::Contradiction, context);
        }
        decision.answer = Answer::Notification { verdict };
    }
    Ok(decision)
}

/// Whether a payment link's child brings money that is not the money booked on its parent: a link
/// can be paid more than once, and each payment is its own order at the gateway.
fn pays_again(attempt: &Attempt, read: &TakeRead) -> bool {
    let StatusOutcome::Found(reading) = &read.outcome else { return false };
    attempt.order_id != read.order_id && attempt.booking.is_some() && other_named(attempt, reading)
}

/// Whether the gateway names another transaction than it named, authenticated, before.
fn other_named(attempt: &Attempt, reading: &Reading) -> bool {
    match (&attempt.transaction_id, &reading.transaction_id) {
        (Some(known), Some(told)) => known != told && attempt.is_authenticated(),
        _ => false,
    }
}

fn in_sequence(order_id: &OrderId, given: u32, reads: u32) -> Result<(), Refusal> {
    let next = reads.saturating_add(1);
    if given == next {
        return Ok(());
    }
    Err(Refusal::StaleRead { order_id: order_id.clone(), given, next })
}

fn take(decision: &mut Decision, seen: &Seen<'_>, context: &Context<'_>) {
    if !seen.reading.in_rupiah() {
        return observe::open_case(decision, seen, CaseKind::CurrencyMismatch, context);
    }
    if seen.reading.status == ProviderStatus::Unrecognised {
        return observe::open_case(decision, seen, CaseKind::UnknownStatus, context);
    }
    if seen.reading.status.means_money() && !seen.reading.amount.is_positive() {
        return observe::open_case(decision, seen, CaseKind::AmountMismatch, context);
    }
    if seen.attempt.booking.is_some() {
        match against_money(seen) {
            Against::Nothing => {}
            Against::Harmless => return,
            Against::Case(kind) => return observe::open_case(decision, seen, kind, context),
        }
    }
    observe::follow(decision, seen, context);
}

/// What a read says against money that is booked.
enum Against {
    /// It may be followed.
    Nothing,
    /// It speaks of another transaction, which brought nothing.
    Harmless,
    /// It cannot be followed: people must look.
    Case(CaseKind),
}

/// Money is only taken back by a bank, which shows as the end of the very transaction that brought
/// it. A gateway whose history runs backwards is not followed: what is booked stays.
fn against_money(seen: &Seen<'_>) -> Against {
    let (attempt, status) = (seen.attempt, seen.reading.status);
    if other_named(attempt, seen.reading) {
        return match status.means_money() {
            true => Against::Case(CaseKind::PaidTwice),
            false => Against::Harmless,
        };
    }
    if status.means_money() || (status.is_dead_end() && attempt.refunds.is_empty()) {
        return Against::Nothing;
    }
    Against::Case(CaseKind::Contradiction)
}

/// Whether the read bears a notification out.
fn judge(claim: &Reading, outcome: &StatusOutcome, decision: &Decision) -> Verdict {
    let StatusOutcome::Found(truth) = outcome else { return Verdict::Refuted };
    let money_back = |reading: &Reading| {
        reading.status.means_money() && reading.status != ProviderStatus::Settled
    };
    let confirmed = if money_back(claim) {
        money_back(truth)
    } else if claim.status.means_money() {
        truth.status.means_money() && truth.amount == claim.amount
    } else if claim.status.is_dead_end() {
        truth.status.is_dead_end()
    } else {
        true
    };
    match (confirmed, decision.events.is_empty()) {
        (true, false) => Verdict::Applied,
        (true, true) => Verdict::Stale,
        (false, _) => Verdict::Refuted,
    }
}

/// Whether a refuted claim is worth a person's look: it spoke of money or of the end of a debt.
const fn claims_much(claim: &Reading) -> bool {
    match claim.status {
        ProviderStatus::Settled
        | ProviderStatus::PartiallyRefunded
        | ProviderStatus::Refunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::ChargedBack
        | ProviderStatus::Denied
        | ProviderStatus::Cancelled => true,
        ProviderStatus::Pending
        | ProviderStatus::Authorized
        | ProviderStatus::Challenged
        | ProviderStatus::Expired
        | ProviderStatus::Failed
        | ProviderStatus::Unrecognised => false,
    }
}

/// The gateway does not know an order of ours. Within the wait that proves nothing.
fn missing(
    decision: &mut Decision,
    account: &Account,
    attempt: &Attempt,
    read: &TakeRead,
    context: &Context<'_>,
) {
    let over = context.at >= attempt.expires_at;
    let order_id = attempt.order_id.clone();
    match attempt.state {
        _ if matches!(read.cause, ReadCause::Hint(_)) => return,
        AttemptState::Opened | AttemptState::Unknown => {
            let wait = i64::from(context.policy.charge_wait_seconds);
            let age = context.at.seconds_since(attempt.opened_at);
            if age < wait {
                let due = attempt.opened_at.plus_seconds(wait);
                return decision.plan(context, Effect::Read { order_id }, due);
            }
            if attempt.is_live() && !over && age < wait.saturating_mul(CHARGE_WAITS_MAX) {
                return decision.plan(context, Effect::Charge { order_id }, context.at);
            }
        }
        // It forgot what it had accepted, and the time is over: nothing is waited for any longer.
        AttemptState::Pending | AttemptState::Challenged if over => {}
        AttemptState::Pending
        | AttemptState::Challenged
        | AttemptState::Settled
        | AttemptState::PartiallyRefunded
        | AttemptState::Refunded
        | AttemptState::Reversed
        | AttemptState::Refused
        | AttemptState::Expired
        | AttemptState::Failed
        | AttemptState::Denied
        | AttemptState::Cancelled => return,
    }
    let observed = Observed {
        order_id,
        how: How::Read { seq: read.seq },
        reading: None,
        state: AttemptState::Failed,
        movements: Vec::new(),
        not_needed: Vec::new(),
        voids: Vec::new(),
    };
    let event = AccountEvent::Observed(Box::new(observed));
    decision.events.push(Event::Account(account.id.clone(), event));
    if attempt.superseded == Superseded::No {
        observe::open_case_of(decision, account, attempt, CaseKind::ChargeLost, context);
    }
}

/// Money under an order that nobody here knows is kept in sight, to the rupiah.
fn unknown_order(books: &Books, read: &TakeRead, context: &Context<'_>) -> Decision {
    let known = books.suspense(&read.order_id);
    let StatusOutcome::Found(reading) = &read.outcome else {
        return answered(Verdict::Refuted);
    };
    // Only money, or the end of a transaction that had brought some, says anything: a gateway whose
    // history runs backwards, or whose word nobody knows, takes nothing away.
    let ended = known.is_some() && reading.status.is_dead_end();
    if !reading.status.means_money() && !ended {
        return answered(Verdict::Stale);
    }
    let listed = reading.refunds.iter().map(|refund| refund.amount).sum();
    let item = SuspenseItem {
        order_id: read.order_id.clone(),
        amount: if reading.status.means_money() {
            reading.amount
        } else {
            crate::money::Rupiah::ZERO
        },
        refunded: reading.refunded_total.unwrap_or(listed),
        status: reading.status,
        settled_at: reading.settled_at,
        found_at: known.map_or(context.at, |item| item.found_at),
        reads: read.seq,
        proposal: known.and_then(|item| item.proposal.clone()),
        refused: known.and_then(|item| item.refused.clone()),
        moved: known.and_then(|item| item.moved.clone()),
    };
    let same =
        known.is_some_and(|known| SuspenseItem { reads: known.reads, ..item.clone() } == *known);
    if same {
        return answered(Verdict::Stale);
    }
    let mut decision = answered(Verdict::Applied);
    if let Some(known) = known {
        desk::gone_back(&mut decision, books, (known, &item), context);
    }
    decision.events.push(Event::SuspenseSeen(read.order_id.clone(), item));
    decision
}
