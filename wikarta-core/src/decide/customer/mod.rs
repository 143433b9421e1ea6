//! Decisions of the customer group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CustomerCommand as C;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Change(_) => Asked::Staff(Permission::CustomerManage),
        C::Delete { .. } => Asked::Staff(Permission::CustomerDelete),
        C::Reveal { .. } => Asked::Staff(Permission::CustomerRevealPii),
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("customer"))
}
