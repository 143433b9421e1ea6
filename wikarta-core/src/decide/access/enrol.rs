//! A new member of staff. The operator at the machine gives the roles at once: somebody has to be
//! the first. A superuser cannot: the roles are a proposal that a supervisor agrees to.

use std::collections::BTreeSet;

use super::super::{Answer, Context, Decision};
use super::facts;
use crate::access::{Actor, CaseDeed, Permission, Role, authorize};
use crate::event::Event;
use crate::id::{AccessChangeId, UserId};
use crate::refusal::Refusal;
use crate::roster::{AccessChange, AccessWhat, Member, Roster, RosterAct};
use crate::staff::{Standing, User};

/// A person to take in.
pub(in super::super) struct NewUser {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub roles: BTreeSet<Role>,
}

/// Takes a person in, with everything about address and name checked before.
pub(in super::super) fn enrol(
    mut roster: Roster,
    new: NewUser,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let at_once = match context.actor {
        Actor::System => true,
        Actor::Staff { .. } | Actor::Gateway | Actor::Scheduler | Actor::Payer { .. } => {
            authorize(context.actor, Permission::RbacPropose)?;
            false
        }
    };
    let NewUser { id, email, name, roles } = new;
    let given = if at_once { roles.clone() } else { BTreeSet::new() };
    let member = Member {
        roles: given.clone(),
        custom: BTreeSet::new(),
        standing: Standing::Active,
        customer: None,
        assigned: None,
    };
    roster.members.insert(id.clone(), member);
    let user = User {
        id: id.clone(),
        email,
        name,
        roles: given,
        custom: BTreeSet::new(),
        standing: Standing::Active,
    };
    let mut events = vec![
        Event::UserAdded(id.clone(), user),
        Event::RosterStepped(RosterAct::Enrol, roster.clone()),
    ];
    if !at_once {
        let change = AccessChange {
            id: AccessChangeId::derived(context.id, 0),
            what: AccessWhat::Assign { user: id.clone(), roles, custom: BTreeSet::new() },
            reason: "roles of a new member of staff".to_owned(),
            proposed: facts::hand(context, CaseDeed::ProposeAccess)?,
            ended: None,
        };
        roster.changes.insert(change.id.clone(), change);
        events.push(Event::RosterStepped(RosterAct::Propose, roster));
    }
    Ok(Decision::with(Answer::User { id }, events))
}
