//! Decisions of the desk group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::DeskCommand as C;
use crate::ports::Subject;
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

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::ApplyCredit { invoice, .. } => vec![Subject::Invoice(invoice.clone())],
        C::CloseCase { case, .. }
        | C::ProposeResolution { case, .. }
        | C::ApproveResolution { case }
        | C::RejectResolution { case, .. } => vec![Subject::Case(case.clone()), Subject::Roster],
        C::ProposeMove { order_id, account, .. } | C::ApproveMove { order_id, account } => vec![
            Subject::Order(order_id.clone()),
            Subject::Account(account.clone()),
            Subject::Roster,
        ],
        C::RejectMove { order_id, .. } => vec![Subject::Order(order_id.clone())],
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
