//! Decisions of the billing group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::BillingCommand as C;
use crate::refusal::Refusal;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::BillPeriod { .. } => Asked::StaffOrClock(Permission::InvoiceIssue),
        C::BillCharges { .. } => Asked::Staff(Permission::InvoiceIssue),
        C::DiscardDraft { .. } => Asked::Staff(Permission::InvoiceCreate),
        C::RecordSlip { .. } | C::RecordWithholding { .. } | C::RejectWithholding { .. } => {
            Asked::Staff(Permission::WithholdingRecord)
        }
        C::RecordTaxNumber { .. } | C::CancelTaxNumber { .. } => {
            Asked::Staff(Permission::InvoiceIssue)
        }
        C::RequestCreditNote { .. } => Asked::Staff(Permission::InvoiceRequestCredit),
        C::ApproveCreditNote { .. } | C::RejectCreditNote { .. } => {
            Asked::Staff(Permission::InvoiceApproveCredit)
        }
    }
}

/// Decides it.
pub(super) fn decide(
    _books: &Books,
    _command: &C,
    _context: &Context<'_>,
) -> Result<Decision, Refusal> {
    Err(Refusal::Nothing("billing"))
}
