//! Decisions of the correction group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::CorrectionCommand as C;
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

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("correction"))
}
