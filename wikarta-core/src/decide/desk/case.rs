//! A case: looked at and closed, or its money out of suspense, by two people.

use super::super::{Answer, Context, Decision, facts, not_found, placing, reason, written};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::account::{
    Account, AccountEvent, Case, CaseKind, CaseState, CaseStep, Placed, Proposal, Resolution,
};
use crate::aggregate::Books;
use crate::event::Effect;
use crate::hand::Hand;
use crate::id::{CaseId, OrderId};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::roster::Roster;

/// What can be done about a case as things stand: for pages, for the API, and for the rules here.
#[must_use]
pub fn legal_steps(case: &Case, account: &Account) -> &'static [CaseStep] {
    // What the gateway says may still be booked: about that, too, two people decide.
    let gateways = case.kind == CaseKind::Mismatch;
    let waits = gateways || waiting(case, account).is_positive();
    match (case.state, &case.proposal, waits) {
        (CaseState::Open, None, true) if gateways => &[CaseStep::Propose, CaseStep::Close],
        (CaseState::Closed, _, _) => &[],
        (CaseState::Open, Some(_), true) => &[CaseStep::Approve, CaseStep::Reject],
        // Its money went elsewhere meanwhile.
        (CaseState::Open, Some(_), false) => &[CaseStep::Reject],
        (CaseState::Open, None, true) => &[CaseStep::Propose],
        (CaseState::Open, None, false) => &[CaseStep::Close],
    }
}

/// Money of the case's order that waits in suspense.
fn waiting(case: &Case, account: &Account) -> Rupiah {
    let attempt = case.order_id.as_ref().and_then(|order| account.attempts.get(order));
    let booking = attempt.and_then(|attempt| attempt.booking.as_ref());
    booking.map_or(Rupiah::ZERO, |booking| booking.suspended)
}

struct Found<'a> {
    account: &'a Account,
    case: &'a Case,
}

/// The case, when it takes the step and nothing keeps the person from it.
fn find<'a>(
    books: &'a Books,
    id: &CaseId,
    (step, deed): (CaseStep, CaseDeed),
    context: &Context<'_>,
) -> Result<Found<'a>, Refusal> {
    let missing = || not_found("case", id);
    let account = books.account_of_case(id).ok_or_else(missing)?;
    let case = account.cases.get(id).ok_or_else(missing)?;
    separate(deed, context.actor, &hands(account, case, &books.roster(), context))?;
    let legal = legal_steps(case, account);
    if legal.contains(&step) {
        return Ok(Found { account, case });
    }
    let act = match step {
        CaseStep::Close => "closed",
        CaseStep::Propose => "resolved",
        CaseStep::Approve => "approved",
        CaseStep::Reject => "rejected",
    };
    Err(Refusal::State {
        kind: "case",
        id: id.to_string(),
        state: case.state.to_string(),
        act,
        allowed: legal.iter().map(|step| step.as_str()).collect(),
    })
}

fn hands<'a>(
    account: &'a Account,
    case: &'a Case,
    roster: &'a Roster,
    context: &Context<'a>,
) -> CaseFacts<'a> {
    let proposed = case.proposal.as_ref().map(|proposal| &proposal.by);
    CaseFacts {
        requester: proposed.map(|hand| &hand.by),
        emergency: facts::emergency_at(roster, proposed.map(|hand| hand.at)),
        ..facts::about(account, roster, context.actor.person(), context.at)
    }
}

pub(super) fn close(
    books: &Books,
    id: &CaseId,
    note: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let deed = CaseDeed::CloseCase;
    let Found { account, case } = find(books, id, (CaseStep::Close, deed), context)?;
    let note = written::finding(note)?;
    let case = closed(case, facts::hand(context, deed)?, note);
    Ok(stepped(account, case, Vec::new(), context))
}

fn closed(case: &Case, by: Hand, note: String) -> Case {
    Case { state: CaseState::Closed, closed: Some(by), note: Some(note), ..case.clone() }
}

pub(super) fn propose(
    books: &Books,
    id: &CaseId,
    (resolution, why): (&Resolution, &str),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let deed = CaseDeed::ProposeCorrection;
    let Found { account, case } = find(books, id, (CaseStep::Propose, deed), context)?;
    fits(case, resolution)?;
    if let Resolution::Invoices { invoices } = resolution {
        placing::check_named(books, account, invoices)?;
    }
    let reason = reason::checked(why)?;
    let by = facts::hand(context, deed)?;
    let proposal = Proposal { resolution: resolution.clone(), reason, by };
    let case = Case { proposal: Some(proposal), note: None, ..case.clone() };
    Ok(stepped(account, case, Vec::new(), context))
}

/// A difference of the books is settled by the gateway's word; money in suspense never is.
fn fits(case: &Case, resolution: &Resolution) -> Result<(), Refusal> {
    let by_gateway = matches!(resolution, Resolution::Gateway);
    if by_gateway == (case.kind == CaseKind::Mismatch) {
        return Ok(());
    }
    let problem = match by_gateway {
        true => "says where money in suspense goes; `gateway` is for differences of the books",
        false => "must be `gateway`: what the gateway says is booked, or nothing",
    };
    Err(Refusal::Invalid { field: "resolution", problem })
}

pub(super) fn approve(
    books: &Books,
    id: &CaseId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let deed = CaseDeed::ApproveCorrection;
    let Found { account, case } = find(books, id, (CaseStep::Approve, deed), context)?;
    let Some(proposal) = &case.proposal else { return Err(not_found("proposal", id)) };
    let by_gateway = matches!(proposal.resolution, Resolution::Gateway);
    let placed = placing::resolve(account, waiting(case, account), &proposal.resolution);
    let read = case.order_id.clone().filter(|_| by_gateway);
    let case = closed(case, facts::hand(context, deed)?, proposal.reason.clone());
    let order = case.order_id.as_ref().map_or_else(|| id.to_string(), OrderId::to_string);
    let mut decision = stepped(account, case, placed.clone(), context);
    placing::receipts(&mut decision, &account.id, (&order, &placed), context);
    if let Some(order_id) = read {
        decision.plan(context, Effect::Read { order_id }, context.at);
    }
    Ok(decision)
}

pub(super) fn reject(
    books: &Books,
    id: &CaseId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let deed = CaseDeed::RejectCorrection;
    let Found { account, case } = find(books, id, (CaseStep::Reject, deed), context)?;
    let case = Case { proposal: None, note: Some(reason::checked(why)?), ..case.clone() };
    Ok(stepped(account, case, Vec::new(), context))
}

fn stepped(account: &Account, case: Case, placed: Vec<Placed>, context: &Context<'_>) -> Decision {
    let answer = Answer::Case { id: case.id.clone(), state: case.state };
    let event = |not_needed: Vec<OrderId>| AccountEvent::CaseStepped {
        case: case.clone(),
        placed: placed.clone(),
        not_needed,
    };
    let not_needed = match placed.is_empty() {
        true => Vec::new(),
        false => placing::not_needed(account, &event(Vec::new())),
    };
    let mut decision = Decision::new(answer);
    placing::cancel(&mut decision, &not_needed, context);
    decision.events.push(placing::event(account, event(not_needed)));
    decision
}
