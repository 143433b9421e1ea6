//! A change of access: one proposes, another agrees, neither is the one it is about.

use super::super::{Answer, Context, Decision, reason};
use super::{facts, legal, not_found, stepped};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::aggregate::Books;
use crate::event::Event;
use crate::hand::{Ending, Hand};
use crate::id::{AccessChangeId, UserId};
use crate::refusal::Refusal;
use crate::roster::{AccessChange, AccessWhat, Roster, RosterAct};
use crate::staff::User;

/// How many changes that came to nothing are kept in sight.
const REFUSED_KEPT: usize = 50;

pub(super) fn propose(
    books: &Books,
    what: &AccessWhat,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let mut roster = books.roster();
    let deed = CaseDeed::ProposeAccess;
    let facts = CaseFacts {
        subject: what.subject(),
        ..facts::among(&roster, context.actor.person(), context.at)
    };
    separate(deed, context.actor, &facts)?;
    legal::after(&roster, what)?;
    let same = |change: &&AccessChange| change.ended.is_none() && change.what.concerns(what);
    if let Some(known) = roster.changes.values().find(same) {
        return Err(Refusal::Duplicate { kind: "change of access", id: known.id.to_string() });
    }
    let change = AccessChange {
        id: AccessChangeId::derived(context.id, 0),
        what: what.clone(),
        reason: reason::checked(why)?,
        proposed: facts::hand(context, deed)?,
        ended: None,
    };
    let answer = Answer::Access { id: change.id.clone() };
    roster.changes.insert(change.id.clone(), change);
    Ok(stepped(answer, RosterAct::Propose, roster))
}

/// The change, when it waits and nothing keeps the person from deciding it.
fn waiting<'a>(
    roster: &'a Roster,
    id: &AccessChangeId,
    deed: CaseDeed,
    context: &Context<'_>,
) -> Result<&'a AccessChange, Refusal> {
    let change = open(roster, id)?;
    let facts = CaseFacts {
        requester: Some(&change.proposed.by),
        subject: change.what.subject(),
        emergency: facts::emergency_at(roster, [change.proposed.at]),
        ..facts::among(roster, context.actor.person(), context.at)
    };
    separate(deed, context.actor, &facts)?;
    Ok(change)
}

fn open<'a>(roster: &'a Roster, id: &AccessChangeId) -> Result<&'a AccessChange, Refusal> {
    let change = roster.changes.get(id).ok_or_else(|| not_found("change of access", id))?;
    match change.ended {
        None => Ok(change),
        Some(_) => Err(Refusal::State {
            kind: "change of access",
            id: id.to_string(),
            state: "over".to_owned(),
            act: "decided",
            allowed: Vec::new(),
        }),
    }
}

pub(super) fn approve(
    books: &Books,
    (id, subject): (&AccessChangeId, Option<&UserId>),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let roster = books.roster();
    let change = waiting(&roster, id, CaseDeed::ApproveAccess, context)?;
    if change.what.subject() != subject {
        let problem = "is not the person whose access changes";
        return Err(Refusal::Invalid { field: "subject", problem });
    }
    let mut after = legal::after(&roster, &change.what)?;
    after.changes.remove(id);
    let mut events = Vec::new();
    match &change.what {
        AccessWhat::Assign { user, roles, custom } => {
            if let Some(member) = after.members.get_mut(user) {
                let by = change.proposed.by.clone();
                member.assigned = Some(Hand { by, at: context.at });
            }
            let known = known(books, user)?;
            let (roles, custom) = (roles.clone(), custom.clone());
            changed(&mut events, known, User { roles, custom, ..known.clone() });
        }
        AccessWhat::Stand { user, standing } => {
            let known = known(books, user)?;
            changed(&mut events, known, User { standing: *standing, ..known.clone() });
        }
        AccessWhat::Define { .. } => {}
    }
    events.push(Event::RosterStepped(RosterAct::Approve, after));
    Ok(Decision::with(Answer::Access { id: id.clone() }, events))
}

fn known<'a>(books: &'a Books, user: &UserId) -> Result<&'a User, Refusal> {
    books.user(user).ok_or_else(|| not_found("user", user))
}

fn changed(events: &mut Vec<Event>, before: &User, after: User) {
    if *before != after {
        events.push(Event::UserChanged(after.id.clone(), after));
    }
}

pub(super) fn reject(
    books: &Books,
    id: &AccessChangeId,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let mut roster = books.roster();
    let deed = CaseDeed::RejectAccess;
    waiting(&roster, id, deed, context)?;
    let by = facts::hand(context, deed)?;
    end(&mut roster, id, Ending { by: Some(by.by), at: by.at, reason: reason::checked(why)? });
    Ok(stepped(Answer::Access { id: id.clone() }, RosterAct::Reject, roster))
}

pub(super) fn withdraw(
    books: &Books,
    id: &AccessChangeId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let mut roster = books.roster();
    let change = open(&roster, id)?;
    let by = facts::hand(context, CaseDeed::ProposeAccess)?;
    if change.proposed.by != by.by {
        return Err(Refusal::NotYours { kind: "change of access", id: id.to_string() });
    }
    end(&mut roster, id, Ending { by: Some(by.by), at: by.at, reason: "withdrawn".to_owned() });
    Ok(stepped(Answer::Access { id: id.clone() }, RosterAct::Withdraw, roster))
}

/// Marks a change as over, and forgets the oldest ones that came to nothing; the trail has them all.
fn end(roster: &mut Roster, id: &AccessChangeId, ending: Ending) {
    if let Some(change) = roster.changes.get_mut(id) {
        change.ended = Some(ending);
    }
    let over = |change: &&AccessChange| change.ended.is_some();
    while roster.changes.values().filter(over).count() > REFUSED_KEPT {
        let oldest = roster.changes.values().filter(over).min_by_key(|it| it.proposed.at);
        let Some(oldest) = oldest.map(|it| it.id.clone()) else { return };
        roster.changes.remove(&oldest);
    }
}
