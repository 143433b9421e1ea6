//! Refusals that are not made: a rule of separation is forgotten, a role is not asked for, a
//! notification is believed without asking.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::profile::Leaning;
use super::{Canary, leaning, ruled};
use crate::access::{Actor, Role, SeparationRule as R};
use crate::aggregate::Books;
use crate::command::{Command, CorrectionCommand, Envelope, ReadCause, TakeRead};
use crate::decide::{Answer, Decision, Verdict, decide, permit};
use crate::engine::Rules;
use crate::event::Event;
use crate::id::{CommandId, UserId};
use crate::policy::Policy;
use crate::ports::StatusOutcome;
use crate::refusal::Refusal;

type Decided = Result<Decision, Refusal>;

/// A canary that forgets what matches.
macro_rules! forgets {
    ($name:literal, $breaks:literal, $faults:literal, $refusal:pat) => {{
        fn broken(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
            match decide(books, envelope, policy) {
                Err($refusal) => as_another(books, envelope, policy),
                other => other,
            }
        }
        ruled($name, $breaks, $faults, Rules { permit, decide: broken })
    }};
}

/// Decides as if somebody who had no hand in anything asked, and writes the asker's name.
fn as_another(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    let Actor::Staff { id, roles, grants } = &envelope.actor else {
        return decide(books, envelope, policy);
    };
    let other = UserId::derived(&CommandId::new("nobody in particular"), 0);
    let actor = Actor::staff(other.clone(), roles.clone()).with(grants.clone());
    let mut decision = decide(books, &Envelope { actor, ..envelope.clone() }, policy)?;
    for event in &mut decision.events {
        rename(event, &other, id);
    }
    Ok(decision)
}

fn rename(event: &mut Event, from: &UserId, to: &UserId) {
    match event {
        Event::Account(_, event) => renamed(event, from, to),
        Event::PackageStepped(_, _, package) => renamed(package, from, to),
        Event::PromoStepped(_, _, promo) => renamed(promo, from, to),
        Event::SuspenseStepped(_, _, item) => renamed(item, from, to),
        Event::RosterStepped(_, roster) => renamed(roster, from, to),
        _ => {}
    }
}

fn renamed<T: Serialize + DeserializeOwned>(value: &mut T, from: &UserId, to: &UserId) {
    let text = serde_json::to_string(value).unwrap_or_default();
    if let Ok(other) = serde_json::from_str(&text.replace(from.as_str(), to.as_str())) {
        *value = other;
    }
}

pub(super) fn all() -> Vec<Canary> {
    let mut all = of_one_case();
    all.extend(of_what_came_before());
    all.extend(of_others());
    all
}

/// Separation among the hands in one case.
fn of_one_case() -> Vec<Canary> {
    vec![
        forgets!(
            "verifies-own",
            "who asks for a refund checks it",
            "forbidden-acts",
            Refusal::Separation { rule: R::RequesterVerifies, .. }
        ),
        forgets!(
            "executes-own",
            "who asks for a refund carries it out",
            "forbidden-acts",
            Refusal::Separation { rule: R::RequesterExecutes, .. }
        ),
        forgets!(
            "counts-own",
            "who takes money by hand checks it",
            "forbidden-acts",
            Refusal::Separation { rule: R::PosterVerifies, .. }
        ),
        forgets!(
            "reverses-own",
            "who checked money by hand takes it back",
            "forbidden-acts",
            Refusal::Separation { rule: R::PosterReverses, .. }
        ),
        leaning(
            Leaning::LargeByCode,
            forgets!(
                "verifies-and-executes",
                "who checked a large refund carries it out",
                "forbidden-acts",
                Refusal::Separation { rule: R::VerifierExecutes, .. }
            ),
        ),
    ]
}

/// Separation from what a person did before the case.
fn of_what_came_before() -> Vec<Canary> {
    vec![
        leaning(
            Leaning::Contacts,
            forgets!(
                "fresh-contact-decides",
                "who changed the contact data decides the refund",
                "none",
                Refusal::Separation { rule: R::ContactChanger, .. }
            ),
        ),
        leaning(
            Leaning::Contacts,
            forgets!(
                "payout-changer-executes",
                "who changed the bank account sends the money there",
                "none",
                Refusal::Separation { rule: R::PayoutChanger, .. }
            ),
        ),
        forgets!(
            "creator-approves",
            "who took the customer in agrees to the refund",
            "none",
            Refusal::Separation { rule: R::CustomerCreator, .. }
        ),
        forgets!(
            "poster-decides",
            "who took the money decides its refund",
            "none",
            Refusal::Separation { rule: R::PosterDecides, .. }
        ),
    ]
}

fn of_others() -> Vec<Canary> {
    let acts = "forbidden-acts";
    vec![
        forgets!(
            "decides-on-oneself",
            "people decide about their own access",
            "forbidden-acts",
            Refusal::Separation { rule: R::SubjectDecides, .. }
        ),
        forgets!(
            "approves-twice",
            "one person approves twice",
            "forbidden-acts",
            Refusal::AlreadyApproved { .. }
        ),
        ruled(
            "role-not-asked",
            "a void is approved by anybody",
            acts,
            Rules { permit: anybody, decide: as_supervisor },
        ),
        ruled(
            "edit-of-others",
            "anybody edits a refund",
            acts,
            Rules { permit: anybody, decide: as_marketing },
        ),
        ruled(
            "believes-hints",
            "what is told of money back is booked without asking",
            "forged-claims,duplicates",
            Rules { permit, decide: believing },
        ),
    ]
}

fn anybody(books: &Books, envelope: &Envelope) -> Result<(), Refusal> {
    match &envelope.command {
        Command::Correction(CorrectionCommand::ApproveVoid { .. })
        | Command::Posting(_)
        | Command::Billing(_) => Ok(()),
        _ => permit(books, envelope),
    }
}

fn with_roles(envelope: &Envelope, role: Role) -> Envelope {
    match envelope.actor.person() {
        Some(person) => {
            Envelope { actor: Actor::staff(person.clone(), [role]), ..envelope.clone() }
        }
        None => envelope.clone(),
    }
}

fn as_supervisor(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    match decide(books, envelope, policy) {
        Err(Refusal::Denied { .. }) => {
            decide(books, &with_roles(envelope, Role::Supervisor), policy)
        }
        other => other,
    }
}

fn as_marketing(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    match decide(books, envelope, policy) {
        Err(Refusal::Denied { .. }) => decide(books, &with_roles(envelope, Role::Keuangan), policy),
        other => other,
    }
}

/// A notification is taken for what the gateway would say if it were read.
fn believing(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
    let decision = decide(books, envelope, policy)?;
    let Command::Notify(notified) = &envelope.command else { return Ok(decision) };
    let parked = matches!(decision.answer, Answer::Notification { verdict: Verdict::Parked(_) });
    let order_id = notified.hint.order_id.clone();
    let account = books.account_of_order(&order_id);
    let attempt = account.and_then(|account| account.attempts.get(&order_id));
    let (true, Some(attempt)) = (parked, attempt) else { return Ok(decision) };
    let read = TakeRead {
        order_id,
        seq: attempt.reads + 1,
        outcome: StatusOutcome::Found(notified.hint.reading.clone()),
        cause: ReadCause::Hint(Box::new(notified.hint.clone())),
    };
    let (actor, command) = (Actor::System, Command::TakeRead(Box::new(read)));
    decide(books, &Envelope { actor, command, ..envelope.clone() }, policy)
}
