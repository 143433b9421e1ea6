//! Who may do what, changed by two people; and emergencies, for an hour at most.

mod change;
mod emergency;
mod enrol;
mod legal;

use super::authority::Asked;
use super::{Answer, Context, Decision, facts, not_found};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::AccessCommand as C;
use crate::event::Event;
use crate::refusal::Refusal;
use crate::roster::{AccessWhat, Roster, RosterAct};

pub(super) use enrol::{NewUser, enrol};

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Propose { what, .. } => match what {
            AccessWhat::Stand { .. } => Asked::Staff(Permission::UserManage),
            AccessWhat::Assign { .. } | AccessWhat::Define { .. } => {
                Asked::Staff(Permission::RbacPropose)
            }
        },
        C::Withdraw { .. } => Asked::Staff(Permission::RbacPropose),
        C::Approve { .. } | C::Reject { .. } => Asked::Staff(Permission::RbacApprove),
        C::BreakGlass { .. } | C::EndBreakGlass => Asked::Staff(Permission::UserManage),
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::Propose { what, reason } => change::propose(books, what, reason, context),
        C::Approve { change, subject } => {
            change::approve(books, (change, subject.as_ref()), context)
        }
        C::Reject { change, reason } => change::reject(books, change, reason, context),
        C::Withdraw { change } => change::withdraw(books, change, context),
        C::BreakGlass { reason, minutes } => emergency::begin(books, (reason, *minutes), context),
        C::EndBreakGlass => emergency::end(books, context),
    }
}

fn stepped(answer: Answer, act: RosterAct, roster: Roster) -> Decision {
    Decision::with(answer, vec![Event::RosterStepped(act, roster)])
}
