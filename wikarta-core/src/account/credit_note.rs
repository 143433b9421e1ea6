//! A reduction of an issued bill: asked for by one person, agreed to by another.

use serde::{Deserialize, Serialize};

use crate::hand::{Approval, Ending, Hand};
use crate::id::{CreditNoteId, InvoiceId};
use crate::money::Rupiah;
use crate::words::words;

/// A credit note. The bill itself never changes; the note lowers what is owed on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditNote {
    /// The note.
    pub id: CreditNoteId,
    /// The bill.
    pub invoice: InvoiceId,
    /// Whole rupiah, tax included, more than zero.
    pub amount: Rupiah,
    /// How much of `amount` is PPN, in the proportion of the bill.
    pub tax: Rupiah,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Where it stands.
    pub state: CreditNoteState,
    /// Who asked.
    pub requested: Hand,
    /// Who agreed.
    pub approved: Option<Approval>,
    /// How it ended without effect.
    pub ended: Option<Ending>,
    /// The part that became the customer's credit because the bill was paid already.
    pub to_credit: Rupiah,
}

words! {
    /// Where a credit note stands.
    CreditNoteState {
        /// Somebody asked.
        Requested = "REQUESTED",
        /// It counts.
        Approved = "APPROVED",
        /// Somebody said no.
        Rejected = "REJECTED",
    }
}

words! {
    /// What moves a credit note.
    CreditNoteAct {
        /// Ask for it.
        Request = "request",
        /// Agree.
        Approve = "approve",
        /// Say no.
        Reject = "reject",
    }
}
