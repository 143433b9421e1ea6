//! Recording: what came, when, and what proves it. No money counts yet.

use super::super::{Answer, Context, Decision, facts, not_found, placing, written};
use crate::access::{CaseDeed, separate};
use crate::account::{Account, AccountEvent, Posting, PostingAct, PostingState};
use crate::aggregate::Books;
use crate::command::RecordPosting;
use crate::id::PostingId;
use crate::money::Rupiah;
use crate::refusal::Refusal;

pub(super) fn record(
    books: &Books,
    order: &RecordPosting,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let account =
        books.account(&order.account).ok_or_else(|| not_found("customer", &order.account))?;
    let deed = CaseDeed::RecordPosting;
    separate(
        deed,
        context.actor,
        &facts::about(account, &books.roster(), context.actor.person(), context.at),
    )?;
    if !order.amount.is_positive() {
        return Err(Refusal::Invalid { field: "amount", problem: "must be more than zero" });
    }
    if order.received_on > context.at.day_in(context.policy.zone) {
        return Err(Refusal::Invalid { field: "received_on", problem: "lies in the future" });
    }
    let evidence = written::evidence(&order.evidence)?;
    let note = written::note(&order.note)?;
    new_evidence(account, &evidence)?;
    placing::check_named(books, account, &order.invoices)?;
    let id = PostingId::derived(context.id, 0);
    let posting = Posting {
        id: id.clone(),
        method: order.method,
        amount: order.amount,
        received_on: order.received_on,
        evidence,
        note,
        invoices: order.invoices.clone(),
        state: PostingState::Recorded,
        recorded: facts::hand(context, deed)?,
        verified: None,
        placed: Vec::new(),
        refunded: Rupiah::ZERO,
        ended: None,
    };
    let answer = Answer::Posting { id, state: posting.state };
    let event = AccountEvent::PostingStepped {
        act: PostingAct::Record,
        posting: Box::new(posting),
        not_needed: Vec::new(),
    };
    Ok(Decision::with(answer, vec![placing::event(account, event)]))
}

/// One proof is one payment. What was refused or taken back may be recorded again, rightly.
fn new_evidence(account: &Account, evidence: &str) -> Result<(), Refusal> {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
    };
    let given = plain(evidence);
    let stands = |posting: &&Posting| match posting.state {
        PostingState::Recorded | PostingState::Verified => plain(&posting.evidence) == given,
        PostingState::Rejected | PostingState::Reversed => false,
    };
    match account.postings.values().find(stands) {
        Some(known) => Err(Refusal::Duplicate { kind: "payment", id: known.id.to_string() }),
        None => Ok(()),
    }
}
