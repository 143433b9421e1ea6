//! Giving money back and taking bills back: asked for, checked, agreed on, carried out, each by
//! another person.

mod answer;
mod bound;
mod needs;
mod pending;
mod people;
mod refund;
mod request;
mod run;
mod void;

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::account::{CaseAct, RefundCase, Stage, VoidCase, acts_in};
use crate::aggregate::Books;
use crate::command::CorrectionCommand as C;
use crate::refusal::Refusal;

pub use bound::approvals_needed;
pub use needs::{Need, refund_needs, void_needs};
pub(super) use void::settle as settle_voids;

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
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::RequestRefund(order) => request::refund(books, order, context),
        C::EditRefund { refund, amount, reason, evidence } => {
            let change = refund::Change { amount: *amount, reason, evidence: evidence.as_deref() };
            refund::edit(books, refund, &change, context)
        }
        C::VerifyRefund { refund } => refund::verify(books, refund, context),
        C::ApproveRefund { refund, reason } => {
            refund::approve(books, refund, reason.as_deref(), context)
        }
        C::RejectRefund { refund, reason } => {
            pending::reject::<RefundCase>(books, refund, reason, context)
        }
        C::WithdrawRefund { refund, reason } => {
            pending::withdraw::<RefundCase>(books, refund, reason, context)
        }
        C::ExecuteRefund { refund, proof } => run::refund(books, refund, proof.as_ref(), context),
        C::AnswerRefund { refund, outcome, .. } => answer::refund(books, refund, outcome, context),
        C::ExpireRefund { refund } => pending::expire::<RefundCase>(books, refund, context),
        C::RequestVoid { invoice, reason } => void::request(books, invoice, reason, context),
        C::VerifyVoid { void } => void::verify(books, void, context),
        C::ApproveVoid { void, reason } => void::approve(books, void, reason.as_deref(), context),
        C::RejectVoid { void, reason } => pending::reject::<VoidCase>(books, void, reason, context),
        C::WithdrawVoid { void, reason } => {
            pending::withdraw::<VoidCase>(books, void, reason, context)
        }
        C::ExecuteVoid { void } => void::execute(books, void, context),
        C::ExpireVoid { void } => pending::expire::<VoidCase>(books, void, context),
    }
}

/// The words of a refused act, to follow `cannot be`.
const fn participle(act: CaseAct) -> &'static str {
    match act {
        CaseAct::Request => "requested",
        CaseAct::Edit => "edited",
        CaseAct::Verify => "verified",
        CaseAct::Approve => "approved",
        CaseAct::Reject => "rejected",
        CaseAct::Withdraw => "withdrawn",
        CaseAct::Execute => "executed",
        CaseAct::Expire => "expired",
        CaseAct::Reset => "reset",
        CaseAct::Lose => "lost",
        CaseAct::Finish => "finished",
        CaseAct::Fail => "failed",
    }
}

/// Whether the table takes the act in the stage.
fn takes(
    table: &[(Stage, CaseAct, &[Stage])],
    (kind, id): (&'static str, String),
    stage: Stage,
    act: CaseAct,
) -> Result<(), Refusal> {
    let acts = acts_in(table, stage);
    if acts.contains(&act) {
        return Ok(());
    }
    let people = |act: &CaseAct| match act {
        CaseAct::Edit
        | CaseAct::Verify
        | CaseAct::Approve
        | CaseAct::Reject
        | CaseAct::Withdraw
        | CaseAct::Execute => Some(act.as_str()),
        CaseAct::Request
        | CaseAct::Expire
        | CaseAct::Reset
        | CaseAct::Lose
        | CaseAct::Finish
        | CaseAct::Fail => None,
    };
    let allowed = acts.iter().filter_map(people).collect();
    Err(Refusal::State { kind, id, state: stage.to_string(), act: participle(act), allowed })
}
