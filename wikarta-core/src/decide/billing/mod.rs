//! Bills: what a period costs, drafted and issued; what is noted on bills; their reductions.

mod compose;
mod credit_note;
mod due;
mod fees;
mod fit;
mod issue;
mod papers;
mod promos;
mod slice;

use super::authority::Asked;
use super::{Answer, Context, Decision, divided, hand, not_found, reason};
use crate::access::Permission;
use crate::aggregate::Books;
use crate::command::BillingCommand as C;
use crate::refusal::Refusal;

pub(super) use credit_note::{Reduction, credited, step};
pub use due::{Due, billing_due};
pub(super) use issue::{draft, issue};
pub(super) use promos::nth_with;
pub(super) use slice::{days, whole_price};

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::BillPeriod { .. } | C::BillCharges { .. } => {
            Asked::StaffOrClock(Permission::InvoiceIssue)
        }
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
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::BillPeriod { subscription, period, on } => {
            issue::period(books, subscription, *period, *on, context)
        }
        C::BillCharges { subscription } => issue::charges(books, subscription, context),
        C::DiscardDraft { invoice } => issue::discard(books, invoice),
        C::RecordSlip { invoice, slip } => papers::slip(books, invoice, slip, context),
        C::RecordWithholding { invoice } => papers::withholding(books, invoice, context),
        C::RejectWithholding { invoice, reason } => papers::no_slip(books, invoice, reason),
        C::RecordTaxNumber { invoice, number } => papers::number(books, invoice, number),
        C::CancelTaxNumber { invoice, reason } => papers::cancel_number(books, invoice, reason),
        C::RequestCreditNote { invoice, amount, reason } => {
            credit_note::request(books, invoice, *amount, reason, context)
        }
        C::ApproveCreditNote { note } => credit_note::approve(books, note, context),
        C::RejectCreditNote { note, reason } => credit_note::reject(books, note, reason, context),
    }
}
