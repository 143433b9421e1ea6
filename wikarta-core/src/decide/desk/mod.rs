//! Decisions of the desk group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::DeskCommand as C;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::ApplyCredit { .. } => Asked::Staff(Permission::PaymentPostManual),
        C::CloseCase { .. } | C::ProposeResolution { .. } | C::ProposeMove { .. } => {
            Asked::Staff(Permission::ReconcileProposeCorrection)
        }
        C::ApproveResolution { .. }
        | C::RejectResolution { .. }
        | C::ApproveMove { .. }
        | C::RejectMove { .. } => Asked::Staff(Permission::ReconcileApproveCorrection),
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("desk"))
}
