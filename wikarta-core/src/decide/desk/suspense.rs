//! Money under an order that nobody knew: whose it is, by two people, and what happens to it after.

use super::super::{Answer, Context, Decision, facts, not_found, placing, reason};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::account::{
    Account, AccountEvent, Case, CaseKind, CaseState, CaseStep, Place, Placed, RefundSource,
    Resolution, Route, Source, Stage,
};
use crate::aggregate::Books;
use crate::event::Event;
use crate::id::{AccountId, OrderId};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::suspense::{SuspenseAct, SuspenseItem, SuspenseMove};

/// What can be done about money under an unknown order as things stand.
#[must_use]
pub fn legal_moves(item: &SuspenseItem) -> &'static [CaseStep] {
    let waits = item.left().is_positive();
    match (&item.moved, &item.proposal, waits) {
        (Some(_), _, _) | (None, None, false) => &[],
        (None, Some(_), true) => &[CaseStep::Approve, CaseStep::Reject],
        // It went back to its payer meanwhile.
        (None, Some(_), false) => &[CaseStep::Reject],
        (None, None, true) => &[CaseStep::Propose],
    }
}

/// The item, when it takes the step.
fn find<'a>(books: &'a Books, id: &OrderId, step: CaseStep) -> Result<&'a SuspenseItem, Refusal> {
    let item = books.suspense(id).ok_or_else(|| not_found("suspense", id))?;
    let legal = legal_moves(item);
    if legal.contains(&step) {
        return Ok(item);
    }
    let state = match (&item.moved, &item.proposal) {
        (Some(_), _) => "moved",
        (None, Some(_)) => "proposed",
        (None, None) if item.left().is_positive() => "waiting",
        (None, None) => "empty",
    };
    let act = match step {
        CaseStep::Close => "closed",
        CaseStep::Propose => "moved",
        CaseStep::Approve => "approved",
        CaseStep::Reject => "rejected",
    };
    Err(Refusal::State {
        kind: "suspense",
        id: id.to_string(),
        state: state.to_owned(),
        act,
        allowed: legal.iter().map(|step| step.as_str()).collect(),
    })
}

pub(super) fn propose(
    books: &Books,
    (order_id, account): (&OrderId, &AccountId),
    (resolution, why): (&Resolution, &str),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books.account(account).ok_or_else(|| not_found("customer", account))?;
    let item = find(books, order_id, CaseStep::Propose)?;
    let deed = CaseDeed::ProposeCorrection;
    separate(
        deed,
        context.actor,
        &facts::about(account, &books.roster(), context.actor.person(), context.at),
    )?;
    if matches!(resolution, Resolution::Gateway) {
        let problem = "says where the money goes: onto bills or to the customer's credit";
        return Err(Refusal::Invalid { field: "resolution", problem });
    }
    if let Resolution::Invoices { invoices } = resolution {
        placing::check_named(books, account, invoices)?;
    }
    let proposal = SuspenseMove {
        account: account.id.clone(),
        resolution: resolution.clone(),
        reason: reason::checked(why)?,
        by: facts::hand(context, deed)?,
        approved: None,
    };
    let item = SuspenseItem { proposal: Some(proposal), ..item.clone() };
    Ok(stepped(SuspenseAct::Propose, item))
}

pub(super) fn approve(
    books: &Books,
    (order_id, account): (&OrderId, &AccountId),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account = books.account(account).ok_or_else(|| not_found("customer", account))?;
    let item = find(books, order_id, CaseStep::Approve)?;
    let Some(proposal) = &item.proposal else { return Err(not_found("proposal", order_id)) };
    let deed = CaseDeed::ApproveCorrection;
    let roster = books.roster();
    let hands = CaseFacts {
        requester: Some(&proposal.by.by),
        emergency: facts::emergency_at(&roster, [proposal.by.at]),
        ..facts::about(account, &roster, context.actor.person(), context.at)
    };
    separate(deed, context.actor, &hands)?;
    if proposal.account != account.id {
        return Err(Refusal::ContentChanged { kind: "move", id: order_id.to_string() });
    }
    let placed = placing::resolve(account, item.left(), &proposal.resolution);
    let moved = SuspenseMove { approved: Some(facts::hand(context, deed)?), ..proposal.clone() };
    let item = SuspenseItem { proposal: None, moved: Some(moved), ..item.clone() };
    let received = |not_needed: Vec<OrderId>| AccountEvent::SuspenseReceived {
        order_id: order_id.clone(),
        placed: placed.clone(),
        not_needed,
    };
    let not_needed = placing::not_needed(account, &received(Vec::new()));
    let mut decision = stepped(SuspenseAct::Move, item);
    placing::cancel(&mut decision, &not_needed, context);
    decision.events.push(placing::event(account, received(not_needed)));
    placing::receipts(&mut decision, &account.id, (order_id.as_str(), &placed), context);
    Ok(decision)
}

pub(super) fn reject(
    books: &Books,
    order_id: &OrderId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let item = find(books, order_id, CaseStep::Reject)?;
    let deed = CaseDeed::RejectCorrection;
    separate(
        deed,
        context.actor,
        &facts::among(&books.roster(), context.actor.person(), context.at),
    )?;
    let refused = reason::checked(why)?;
    let item = SuspenseItem { proposal: None, refused: Some(refused), ..item.clone() };
    Ok(stepped(SuspenseAct::Refuse, item))
}

fn stepped(act: SuspenseAct, item: SuspenseItem) -> Decision {
    let order_id = item.order_id.clone();
    let answer = Answer::Suspense { order_id: order_id.clone() };
    Decision::with(answer, vec![Event::SuspenseStepped(order_id, act, item)])
}

/// Money of an order that had become a customer's went back at the gateway: it leaves the customer's
/// account too, and people look. Its customer's account is not always at hand; then only the item
/// says so.
pub(in super::super) fn gone_back(
    decision: &mut Decision,
    books: &Books,
    (before, after): (&SuspenseItem, &SuspenseItem),
    context: &Context<'_>,
) {
    let Some(moved) = &before.moved else { return };
    let Some(account) = books.account(&moved.account) else { return };
    let order_id = &before.order_id;
    let gone = before.left().less(after.left());
    let more = after.left().less(before.left());
    if gone.is_positive() {
        let held = placing::whereabouts(
            account,
            &Source::Suspense(order_id.clone()),
            before.left().less(sent_back(account, order_id)),
        );
        let placed = placing::up_to(held, gone);
        let event = AccountEvent::SuspenseReturned { order_id: order_id.clone(), placed };
        decision.events.push(placing::event(account, event));
    }
    if more.is_positive() {
        let event = AccountEvent::SuspenseReceived {
            order_id: order_id.clone(),
            placed: vec![Placed { place: Place::Credit, amount: more }],
            not_needed: Vec::new(),
        };
        decision.events.push(placing::event(account, event));
    }
    let kind = match after.status.means_money() {
        true if gone.is_positive() => CaseKind::RefundFound,
        true => CaseKind::AmountMismatch,
        false => CaseKind::Reversal,
    };
    open(decision, account, (kind, order_id, gone.max(more)), context);
}

/// What of an order's money we sent back ourselves, past the gateway.
fn sent_back(account: &Account, order_id: &OrderId) -> Rupiah {
    let source = RefundSource::Suspense(order_id.clone());
    account
        .refunds
        .values()
        .filter(|refund| refund.source == source && refund.stage == Stage::Done)
        .filter(|refund| refund.route != Route::Credit)
        .map(|refund| refund.amount)
        .sum()
}

fn open(
    decision: &mut Decision,
    account: &Account,
    (kind, order_id, amount): (CaseKind, &OrderId, Rupiah),
    context: &Context<'_>,
) {
    let id = Case::id_for(kind, order_id);
    if account.cases.get(&id).is_some_and(|case| case.state == CaseState::Open) {
        return;
    }
    let case = Case {
        id,
        kind,
        order_id: Some(order_id.clone()),
        invoice: None,
        amount: Some(amount),
        opened_at: context.at,
        state: CaseState::Open,
        proposal: None,
        closed: None,
        note: None,
    };
    decision.events.push(placing::event(account, AccountEvent::CaseOpened { case }));
}
