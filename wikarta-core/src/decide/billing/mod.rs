//! Decisions of the billing group.

use super::authority::Asked;
use super::{Context, Decision};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::BillingCommand as C;
use crate::policy::Policy;
use crate::ports::Subject;
use crate::refusal::Refusal;
use crate::time::{Month, Timestamp};

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

/// What it names.
pub(crate) fn subjects(command: &C, at: Timestamp, policy: &Policy) -> Vec<Subject> {
    let month = Subject::Series(Month::of(at.day_in(policy.zone)));
    match command {
        C::BillPeriod { subscription, period, .. } => {
            vec![Subject::Subscription(subscription.clone(), Some(*period)), month]
        }
        C::BillCharges { subscription } => {
            vec![Subject::Subscription(subscription.clone(), None), month]
        }
        C::DiscardDraft { invoice }
        | C::RecordSlip { invoice, .. }
        | C::RecordWithholding { invoice }
        | C::RejectWithholding { invoice, .. }
        | C::RecordTaxNumber { invoice, .. }
        | C::CancelTaxNumber { invoice, .. }
        | C::RequestCreditNote { invoice, .. } => vec![Subject::Invoice(invoice.clone())],
        C::ApproveCreditNote { note } | C::RejectCreditNote { note, .. } => {
            vec![Subject::CreditNote(note.clone()), Subject::Roster]
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
