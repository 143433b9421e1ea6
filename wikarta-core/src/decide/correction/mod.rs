//! Decisions of the correction group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CorrectionCommand as C;
use crate::ports::Subject;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::RequestRefund(_) | C::EditRefund { .. } | C::WithdrawRefund { .. } => {
            Asked::Staff(Permission::RefundRequest)
        }
        C::VerifyRefund { .. } | C::VerifyVoid { .. } => Asked::Staff(Permission::RefundVerify),
        C::ApproveRefund { .. } | C::RejectRefund { .. } => Asked::Staff(Permission::RefundApprove),
        C::ExecuteRefund { .. } => Asked::Staff(Permission::RefundExecute),
        C::AnswerRefund { .. } => Asked::Machine,
        C::ExpireRefund { .. } | C::ExpireVoid { .. } => Asked::Clock,
        C::RequestVoid { .. } | C::WithdrawVoid { .. } | C::ExecuteVoid { .. } => {
            Asked::Staff(Permission::VoidRequest)
        }
        C::ApproveVoid { .. } | C::RejectVoid { .. } => Asked::Staff(Permission::VoidApprove),
    }
}

/// What it names.
pub(crate) fn subjects(command: &C) -> Vec<Subject> {
    match command {
        C::RequestRefund(order) => {
            vec![Subject::Invoice(order.invoice.clone()), Subject::Roster]
        }
        C::EditRefund { refund, .. }
        | C::VerifyRefund { refund }
        | C::ApproveRefund { refund, .. }
        | C::RejectRefund { refund, .. }
        | C::WithdrawRefund { refund, .. }
        | C::ExecuteRefund { refund, .. }
        | C::AnswerRefund { refund, .. }
        | C::ExpireRefund { refund } => vec![Subject::Refund(refund.clone()), Subject::Roster],
        C::RequestVoid { invoice, .. } => vec![Subject::Invoice(invoice.clone()), Subject::Roster],
        C::VerifyVoid { void }
        | C::ApproveVoid { void, .. }
        | C::RejectVoid { void, .. }
        | C::WithdrawVoid { void, .. }
        | C::ExecuteVoid { void }
        | C::ExpireVoid { void } => vec![Subject::Void(void.clone()), Subject::Roster],
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("correction"))
}
