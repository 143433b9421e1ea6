//! Money taken by hand: recorded by one person, counted by a second, taken back by a third.

mod count;
mod record;
mod reverse;

use super::authority::Asked;
use super::{Answer, Context, Decision, facts, not_found, placing};
use crate::access::{CaseDeed, CaseFacts, Permission, separate};
use crate::account::{Account, AccountEvent, Posting, PostingAct};
use crate::aggregate::Books;
use crate::command::PostingCommand as C;
use crate::id::{OrderId, PostingId};
use crate::refusal::Refusal;
use crate::roster::Roster;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Record(_) => Asked::Staff(Permission::PaymentPostManual),
        C::Verify { .. } | C::Reject { .. } => Asked::Staff(Permission::PaymentVerifyManual),
        C::Reverse { .. } => Asked::Staff(Permission::PaymentReverse),
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::Record(order) => record::record(books, order, context),
        C::Verify { posting } => count::verify(books, posting, context),
        C::Reject { posting, reason } => count::reject(books, posting, reason, context),
        C::Reverse { posting, reason } => reverse::reverse(books, posting, reason, context),
    }
}

fn find<'a>(books: &'a Books, id: &PostingId) -> Result<(&'a Account, &'a Posting), Refusal> {
    let missing = || not_found("posting", id);
    let account = books.account_of_posting(id).ok_or_else(missing)?;
    account.postings.get(id).map(|posting| (account, posting)).ok_or_else(missing)
}

/// The posting after an act that its state takes, by a person whom nothing keeps from it.
fn step(
    (account, posting): (&Account, &Posting),
    (act, deed): (PostingAct, CaseDeed),
    books: &Books,
    context: &Context<'_>,
) -> Result<Posting, Refusal> {
    let roster = books.roster();
    separate(deed, context.actor, &hands((account, posting), &roster, context))?;
    let Some(state) = posting.after(act) else {
        let act = match act {
            PostingAct::Record => "recorded",
            PostingAct::Verify => "verified",
            PostingAct::Reject => "rejected",
            PostingAct::Reverse => "reversed",
        };
        return Err(Refusal::State {
            kind: "posting",
            id: posting.id.to_string(),
            state: posting.state.to_string(),
            act,
            allowed: posting.takes().into_iter().map(PostingAct::as_str).collect(),
        });
    };
    Ok(Posting { state, ..posting.clone() })
}

fn hands<'a>(
    (account, posting): (&'a Account, &'a Posting),
    roster: &'a Roster,
    context: &Context<'a>,
) -> CaseFacts<'a> {
    let touched = [Some(&posting.recorded), posting.verified.as_ref()];
    CaseFacts {
        requester: Some(&posting.recorded.by),
        poster: Some(&posting.recorded.by),
        verifier: posting.verified.as_ref().map(|hand| &hand.by),
        emergency: facts::emergency_at(roster, touched.into_iter().flatten().map(|hand| hand.at)),
        ..facts::about(account, roster, context.actor.person(), context.at)
    }
}

/// The answer and the event of a step; attempts that are no longer needed are cancelled.
fn stepped(
    account: &Account,
    act: PostingAct,
    posting: Posting,
    context: &Context<'_>,
) -> Decision {
    let answer = Answer::Posting { id: posting.id.clone(), state: posting.state };
    let event = |not_needed: Vec<OrderId>| AccountEvent::PostingStepped {
        act,
        posting: Box::new(posting.clone()),
        not_needed,
    };
    let not_needed = placing::not_needed(account, &event(Vec::new()));
    let mut decision = Decision::with(answer, Vec::new());
    placing::cancel(&mut decision, &not_needed, context);
    decision.events.push(placing::event(account, event(not_needed)));
    decision
}
