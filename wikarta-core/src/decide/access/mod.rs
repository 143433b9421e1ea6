//! Decisions of the access group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::AccessCommand as C;
use crate::ports::Subject;
use crate::refusal::Refusal;
use crate::roster::AccessWhat;

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

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::Propose {
            what: AccessWhat::Assign { user, .. } | AccessWhat::Stand { user, .. },
            ..
        }
        | C::Approve { subject: Some(user), .. } => {
            vec![Subject::Roster, Subject::User(user.clone())]
        }
        C::Propose { what: AccessWhat::Define { .. }, .. }
        | C::Approve { subject: None, .. }
        | C::Reject { .. }
        | C::Withdraw { .. }
        | C::BreakGlass { .. }
        | C::EndBreakGlass => vec![Subject::Roster],
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("access"))
}
