//! The finance desk: credit, cases, and money that fits nowhere, with its legal next steps.

mod case;
mod credit;
mod suspense;

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::DeskCommand as C;
use crate::refusal::Refusal;

pub use case::legal_steps;
pub(super) use suspense::gone_back;
pub use suspense::legal_moves;

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
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::ApplyCredit { invoice, amount } => credit::apply(books, invoice, *amount, context),
        C::CloseCase { case, note } => case::close(books, case, note, context),
        C::ProposeResolution { case, resolution, reason } => {
            case::propose(books, case, (resolution, reason), context)
        }
        C::ApproveResolution { case } => case::approve(books, case, context),
        C::RejectResolution { case, reason } => case::reject(books, case, reason, context),
        C::ProposeMove { order_id, account, resolution, reason } => {
            suspense::propose(books, (order_id, account), (resolution, reason), context)
        }
        C::ApproveMove { order_id, account } => {
            suspense::approve(books, (order_id, account), context)
        }
        C::RejectMove { order_id, reason } => suspense::reject(books, order_id, reason, context),
    }
}
