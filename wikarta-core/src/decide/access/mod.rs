//! Decisions of the access group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::AccessCommand as C;
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

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("access"))
}
