//! What follows from one look at an attempt: its state, its money, its invoices, its cases.

use super::{Context, Decision, money, placing};
use crate::account::{
    Account, AccountEvent, Attempt, AttemptState, Case, CaseKind, CaseState, Document, How,
    Invoice, Movement, Observed, Superseded,
};
use crate::event::{Effect, Event};
use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::policy::OnGatewayCancel;
use crate::provider::{ProviderStatus, Reading};

/// One look at an attempt.
pub(super) struct Seen<'a> {
    pub account: &'a Account,
    pub attempt: &'a Attempt,
    pub reading: &'a Reading,
    pub how: How,
}

/// Adds to a decision everything that follows from a look. Nothing follows from one that shows what
/// is known already.
pub(super) fn follow(decision: &mut Decision, seen: &Seen<'_>, context: &Context<'_>) {
    let mut scratch = seen.account.clone();
    let ledger = money::follow(&mut scratch, seen.attempt, seen.reading);
    if !is_news(seen, &ledger.movements) {
        return;
    }
    let mut observed = Observed {
        order_id: seen.attempt.order_id.clone(),
        how: seen.how,
        reading: Some(seen.reading.clone()),
        state: seen.attempt.state,
        movements: ledger.movements,
        not_needed: no_longer_needed(&scratch, seen.attempt),
        voids: voided(seen, context),
    };
    observed.state = state_after(seen.account, &observed);
    if revived_in_vain(&scratch, seen, observed.state) {
        observed.not_needed.push(seen.attempt.order_id.clone());
    }
    for movement in &observed.movements {
        let Movement::Booked { placed, .. } = movement else { continue };
        let source = (observed.order_id.as_str(), placed.as_slice());
        placing::receipts(decision, &seen.account.id, source, context);
    }
    placing::cancel(decision, &observed.not_needed, context);
    if still_payable_though_replaced(seen, observed.state) {
        let order_id = seen.attempt.order_id.clone();
        decision.plan(context, Effect::Cancel { order_id }, context.at);
    }
    let cancelled_elsewhere = seen.reading.status == ProviderStatus::Cancelled
        && seen.attempt.superseded == Superseded::No
        && matches!(seen.how, How::Read { .. });
    let account = seen.account.id.clone();
    decision.events.push(Event::Account(account, AccountEvent::Observed(Box::new(observed))));
    for (kind, amount) in ledger.cases {
        open_case_with(decision, seen, kind, Some(amount), context);
    }
    if cancelled_elsewhere {
        open_case(decision, seen, CaseKind::GatewayCancelled, context);
    }
}

/// The state that applying the observation gives: the rule is the account's own, never a copy.
fn state_after(account: &Account, observed: &Observed) -> AttemptState {
    let event = AccountEvent::Observed(Box::new(observed.clone()));
    Account::after(Some(account.clone()), &account.id, &event)
        .and_then(|after| after.attempts.get(&observed.order_id).map(|attempt| attempt.state))
        .unwrap_or(observed.state)
}

fn is_news(seen: &Seen<'_>, movements: &[Movement]) -> bool {
    let attempt = seen.attempt;
    let learnt = (attempt.transaction_id.is_none() && seen.reading.transaction_id.is_some())
        || (attempt.instructions.is_none() && seen.reading.instructions.is_some());
    let status_known = match seen.how {
        How::Told => attempt.facts.contains(&seen.reading.status),
        How::Read { .. } => attempt.read == Some(seen.reading.status) && attempt.facts.is_empty(),
    };
    learnt || !status_known || !movements.is_empty()
}

/// Live attempts whose invoices have all been paid by now, besides the one that paid.
fn no_longer_needed(after: &Account, paid_by: &Attempt) -> Vec<OrderId> {
    placing::unneeded(after)
        .map(|attempt| attempt.order_id.clone())
        .filter(|order_id| *order_id != paid_by.order_id)
        .collect()
}

/// An attempt held for ended turns out to be payable, but another took its place meanwhile or its
/// invoices are paid: there is at most one live attempt in a group.
fn revived_in_vain(after: &Account, seen: &Seen<'_>, state: AttemptState) -> bool {
    let attempt = seen.attempt;
    if attempt.is_open() || !state.is_open() || attempt.superseded != Superseded::No {
        return false;
    }
    let rival = |other: &Attempt| {
        other.order_id != attempt.order_id
            && other.is_live()
            && other.channel.group() == attempt.channel.group()
            && attempt.shares.iter().any(|share| other.names(&share.invoice))
    };
    let wanted = |id: &InvoiceId| after.invoices.get(id).is_some_and(Invoice::takes_money);
    after.attempts.values().any(rival) || !attempt.shares.iter().any(|share| wanted(&share.invoice))
}

/// A read finds an attempt payable that was replaced while the gateway's answer was lost, so that
/// the cancellation planned then found nothing to cancel.
fn still_payable_though_replaced(seen: &Seen<'_>, state: AttemptState) -> bool {
    seen.attempt.superseded != Superseded::No
        && state.is_open()
        && matches!(seen.how, How::Read { .. })
}

/// Invoices that a cancellation at the gateway takes back: the default of `on_gateway_cancel`, once
/// our own read confirms it, for a bill that nothing was ever paid on and nothing else is live for.
fn voided(seen: &Seen<'_>, context: &Context<'_>) -> Vec<InvoiceId> {
    let asked_for = seen.attempt.superseded != Superseded::No;
    let confirmed = matches!(seen.how, How::Read { .. });
    let cancelled = seen.reading.status == ProviderStatus::Cancelled;
    if asked_for
        || !confirmed
        || !cancelled
        || context.policy.on_gateway_cancel != OnGatewayCancel::Void
    {
        return Vec::new();
    }
    let account = seen.account;
    let takes_back = |id: &InvoiceId| {
        account.invoices.get(id).is_some_and(|invoice| {
            invoice.document == Document::Issued
                && invoice.allocations.is_empty()
                && invoice.current.as_ref() == Some(&seen.attempt.order_id)
                && account.attempts_of(id).all(|attempt| {
                    let other = attempt.order_id != seen.attempt.order_id;
                    let money = attempt.booking.is_some()
                        || attempt.reversals > 0
                        || !attempt.refunds.is_empty();
                    !(money || other && attempt.is_live())
                })
        })
    };
    let shares = seen.attempt.shares.iter();
    shares.map(|share| &share.invoice).filter(|id| takes_back(id)).cloned().collect()
}

/// Opens a case about an attempt unless the same finding is open already.
pub(super) fn open_case(
    decision: &mut Decision,
    seen: &Seen<'_>,
    kind: CaseKind,
    context: &Context<'_>,
) {
    open_case_with(decision, seen, kind, Some(seen.reading.amount), context);
}

/// As [`open_case`], about an attempt that was not seen at the gateway.
pub(super) fn open_case_of(
    decision: &mut Decision,
    account: &Account,
    attempt: &Attempt,
    kind: CaseKind,
    context: &Context<'_>,
) {
    push_case(decision, account, attempt, (kind, Some(attempt.amount)), context);
}

fn open_case_with(
    decision: &mut Decision,
    seen: &Seen<'_>,
    kind: CaseKind,
    amount: Option<Rupiah>,
    context: &Context<'_>,
) {
    push_case(decision, seen.account, seen.attempt, (kind, amount), context);
}

/// As [`open_case`], with what it is about and how much.
pub(super) fn push_case(
    decision: &mut Decision,
    account: &Account,
    attempt: &Attempt,
    (kind, amount): (CaseKind, Option<Rupiah>),
    context: &Context<'_>,
) {
    let id = Case::id_for(kind, &attempt.order_id);
    let open = |case: &Case| case.id == id && case.state == CaseState::Open;
    let just_opened = decision.events.iter().any(
        |event| matches!(event, Event::Account(_, AccountEvent::CaseOpened { case }) if open(case)),
    );
    if just_opened || account.cases.get(&id).is_some_and(open) {
        return;
    }
    let case = Case {
        id,
        kind,
        order_id: Some(attempt.order_id.clone()),
        invoice: attempt.shares.first().map(|share| share.invoice.clone()),
        amount,
        opened_at: context.at,
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    };
    decision.events.push(Event::Account(account.id.clone(), AccountEvent::CaseOpened { case }));
}
