//! Decisions of the posting group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::PostingCommand as C;
use crate::refusal::Refusal;

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
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("posting"))
}
