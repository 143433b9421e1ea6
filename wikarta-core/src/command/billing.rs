//! Billing what is due, and what is noted on bills.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::Slip;
use crate::id::{CreditNoteId, InvoiceId, SubscriptionId};
use crate::identity::TaxInvoiceNumber;
use crate::money::Rupiah;
use crate::time::Month;

/// What may be asked about bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingCommand {
    /// Draft, number and issue the bill of a period in one step, as a billing run does.
    BillPeriod {
        /// What to bill.
        subscription: SubscriptionId,
        /// The month in which the period begins.
        period: Month,
        /// The civil day that the run is for, in the seller's zone.
        on: NaiveDate,
    },
    /// Bill what waits on a subscription (fees, a change of package, a final account) now instead of
    /// with the next period.
    BillCharges {
        /// What to bill.
        subscription: SubscriptionId,
    },
    /// Throw a draft away.
    DiscardDraft {
        /// The draft.
        invoice: InvoiceId,
    },
    /// The slip of tax kept back has come.
    RecordSlip {
        /// The bill.
        invoice: InvoiceId,
        /// The slip.
        slip: Slip,
    },
    /// The customer kept tax back without having been expected to.
    RecordWithholding {
        /// The bill.
        invoice: InvoiceId,
    },
    /// The slip will never come: the amount is owed as money.
    RejectWithholding {
        /// The bill.
        invoice: InvoiceId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// The tax office's number has come.
    RecordTaxNumber {
        /// The bill.
        invoice: InvoiceId,
        /// The number.
        number: TaxInvoiceNumber,
    },
    /// The tax document was cancelled at the tax office.
    CancelTaxNumber {
        /// The bill.
        invoice: InvoiceId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Ask for a reduction of an issued bill.
    RequestCreditNote {
        /// The bill.
        invoice: InvoiceId,
        /// Whole rupiah, tax included, more than zero.
        amount: Rupiah,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to it.
    ApproveCreditNote {
        /// The note.
        note: CreditNoteId,
    },
    /// Say no to it.
    RejectCreditNote {
        /// The note.
        note: CreditNoteId,
        /// Why, at least 10 characters.
        reason: String,
    },
}
