//! The seller's policy: one proposes, another agrees, and what was in force stays as it was.

use super::authority::Asked;
use super::{Answer, Context, Decision, facts, not_found, reason};
use crate::access::{CaseDeed, CaseFacts, Permission, separate};
use crate::aggregate::Books;
use crate::command::SettingCommand as C;
use crate::event::Event;
use crate::hand::Ending;
use crate::policy::{Policy, PolicyAct, PolicyBook, PolicyProposal};
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::SeedPolicy { .. } => Asked::Machine,
        C::ProposePolicy { .. } | C::WithdrawPolicy { .. } => {
            Asked::Staff(Permission::SettingUpdate)
        }
        C::AdoptPolicy { .. } | C::RejectPolicy { .. } => Asked::Staff(Permission::SettingApprove),
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::SeedPolicy { policy } => seed(books, policy, context),
        C::ProposePolicy { policy, reason } => propose(books, policy, reason, context),
        C::AdoptPolicy { proposal } => adopt(books, *proposal, context),
        C::RejectPolicy { proposal, reason } => reject(books, *proposal, reason, context),
        C::WithdrawPolicy { proposal } => withdraw(books, *proposal, context),
    }
}

fn book(books: &Books) -> Result<&PolicyBook, Refusal> {
    books.policy().ok_or_else(|| not_found("policy", "seller"))
}

fn stepped(act: PolicyAct, number: u32, book: PolicyBook) -> Decision {
    let answer = Answer::Policy { proposal: number, version: book.current.version };
    Decision::with(answer, vec![Event::PolicyStepped(act, Box::new(book))])
}

fn seed(books: &Books, policy: &Policy, context: &Context<'_>) -> Result<Decision, Refusal> {
    if let Some(known) = books.policy() {
        let version = known.current.version;
        return Ok(Decision::new(Answer::Policy { proposal: 0, version }));
    }
    policy.check()?;
    Ok(stepped(PolicyAct::Seed, 0, PolicyBook::seeded(policy.clone(), context.at)))
}

fn propose(
    books: &Books,
    policy: &Policy,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (book, deed) = (book(books)?, CaseDeed::ProposePolicy);
    let roster = books.roster();
    separate(deed, context.actor, &facts::among(&roster, context.actor.person(), context.at))?;
    let by = facts::hand(context, deed)?;
    if let Some(waiting) = &book.proposal {
        return Err(Refusal::Duplicate { kind: "policy", id: waiting.number.to_string() });
    }
    // Whoever wrote it must have had the policy in force before them.
    if policy.version != book.current.version {
        return Err(Refusal::State {
            kind: "policy",
            id: policy.version.to_string(),
            state: "replaced".to_owned(),
            act: "changed",
            allowed: Vec::new(),
        });
    }
    policy.check()?;
    if *policy == book.current {
        return Err(Refusal::Nothing("change"));
    }
    let number = book.proposals.saturating_add(1);
    let policy = Policy { version: book.next_version(), ..policy.clone() };
    let proposal = PolicyProposal { number, policy, reason: reason::checked(why)?, by };
    let after =
        PolicyBook { proposal: Some(proposal), proposals: number, rejected: None, ..book.clone() };
    Ok(stepped(PolicyAct::Propose, number, after))
}

/// The proposal, when it is the one that waits.
fn waiting(book: &PolicyBook, number: u32) -> Result<&PolicyProposal, Refusal> {
    let proposal = book.proposal.as_ref().filter(|proposal| proposal.number == number);
    proposal.ok_or_else(|| {
        if number == 0 || number > book.proposals {
            return not_found("proposal", number);
        }
        Refusal::State {
            kind: "proposal",
            id: number.to_string(),
            state: "over".to_owned(),
            act: "decided",
            allowed: Vec::new(),
        }
    })
}

/// The same, when nothing keeps the person from deciding it.
fn decidable<'a>(
    books: &'a Books,
    (number, deed): (u32, CaseDeed),
    context: &Context<'_>,
) -> Result<(&'a PolicyBook, &'a PolicyProposal), Refusal> {
    let book = book(books)?;
    let proposal = waiting(book, number)?;
    let roster = books.roster();
    let facts = CaseFacts {
        requester: Some(&proposal.by.by),
        emergency: facts::emergency_at(&roster, [proposal.by.at]),
        ..facts::among(&roster, context.actor.person(), context.at)
    };
    separate(deed, context.actor, &facts)?;
    Ok((book, proposal))
}

fn adopt(books: &Books, number: u32, context: &Context<'_>) -> Result<Decision, Refusal> {
    let deed = CaseDeed::ApprovePolicy;
    let (book, proposal) = decidable(books, (number, deed), context)?;
    let after = book.adopting(proposal, facts::hand(context, deed)?);
    Ok(stepped(PolicyAct::Adopt, number, after))
}

fn reject(
    books: &Books,
    number: u32,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let (book, _) = decidable(books, (number, CaseDeed::RejectPolicy), context)?;
    let reason = reason::checked(why)?;
    Ok(stepped(PolicyAct::Reject, number, ended(book, reason, context)))
}

fn withdraw(books: &Books, number: u32, context: &Context<'_>) -> Result<Decision, Refusal> {
    let book = book(books)?;
    let proposal = waiting(book, number)?;
    if context.actor.person() != Some(&proposal.by.by) {
        return Err(Refusal::NotYours { kind: "proposal", id: number.to_string() });
    }
    Ok(stepped(PolicyAct::Withdraw, number, ended(book, "withdrawn".to_owned(), context)))
}

fn ended(book: &PolicyBook, reason: String, context: &Context<'_>) -> PolicyBook {
    let by = context.actor.person().cloned();
    let rejected = Some(Ending { by, at: context.at, reason });
    PolicyBook { proposal: None, rejected, ..book.clone() }
}
