//! The bill as a document, and its status as a function of facts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{Line, TaxSummary};
use crate::id::{InvoiceId, OrderId, PostingId, SubscriptionId};
use crate::money::Rupiah;
use crate::series::InvoiceNumber;
use crate::time::{Month, Timestamp};
use crate::words::words;

/// A bill: a document with the money that was put on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// The invoice.
    pub id: InvoiceId,
    /// What it bills.
    pub subscription: SubscriptionId,
    /// The month in which the period that it bills begins.
    pub period: Month,
    /// 0 for the bill of the period; counts up for bills of something else within it.
    #[serde(default)]
    pub sequence: u16,
    /// What the document is.
    pub document: Document,
    /// What people are shown; always equal to [`Invoice::status_from`].
    pub status: InvoiceStatus,
    /// Given at issue, never before and never again.
    pub number: Option<InvoiceNumber>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Tax.
    pub tax: TaxSummary,
    /// Base plus tax.
    pub total: Rupiah,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// Until the end of which civil day, in the customer's zone, it is in time.
    pub due_date: Option<NaiveDate>,
    /// How many payment attempts were opened for it.
    pub attempts: u32,
    /// The newest attempt.
    pub current: Option<OrderId>,
    /// Money put on it.
    pub allocations: Vec<Allocation>,
    /// Sum of the allocations.
    pub paid: Rupiah,
    /// How much of `paid` went back to the payer.
    pub refunded: Rupiah,
    /// The version of the policy that it was billed by.
    pub policy_version: u32,
    /// Sum of the credit notes that count.
    #[serde(default)]
    pub credited: Rupiah,
    /// Income tax that the customer keeps back and pays for the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Withheld>,
    /// The tax office's number, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_document: Option<TaxDocument>,
    /// How many steps of the late fee were charged for it.
    #[serde(default)]
    pub late_fee_steps: u8,
}

/// Tax kept back by a customer: part of the total that comes as a slip, not as money. PPh 23 on the
/// price (PMK 141/2015), and PPN that an office of the state pays to the state itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// The price before PPN that it is counted from.
    pub base: Rupiah,
    /// PPh 23 kept back, whole rupiah.
    pub amount: Rupiah,
    /// PPN that is shown and not paid to the seller, whole rupiah.
    #[serde(default)]
    pub ppn: Rupiah,
    /// Whether the slip is here.
    pub state: WithheldState,
    /// The slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
    /// Why the slip will never come, when that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Withheld {
    /// How much of it stands in the place of money: nothing once it is rejected.
    #[must_use]
    pub fn counts(&self) -> Rupiah {
        match self.state {
            WithheldState::Expected | WithheldState::SlipReceived => {
                self.amount.saturating_plus(self.ppn)
            }
            WithheldState::Rejected => Rupiah::ZERO,
        }
    }
}

/// A withholding slip (*bukti potong*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its number.
    pub number: String,
    /// Its civil day.
    pub date: NaiveDate,
    /// The tax month it belongs to.
    pub period: Month,
    /// The name of the stored file.
    pub evidence: String,
}

words! {
    /// Whether a withholding slip is here.
    WithheldState {
        /// Not yet: a receivable of its own.
        Expected = "EXPECTED",
        /// Yes.
        SlipReceived = "SLIP_RECEIVED",
        /// It will never come: the amount is owed as money.
        Rejected = "REJECTED",
    }
}

/// The tax office's number of an invoice (NSFP); while it stands the invoice cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxDocument {
    /// 17 digits, or 16 of the older form.
    pub number: String,
    /// Why it was cancelled at the tax office, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<String>,
}

words! {
    /// What the document is.
    Document {
        /// Not sent, not numbered.
        Draft = "draft",
        /// Sent and owed.
        Issued = "issued",
        /// Taken back.
        Void = "void",
    }
}

words! {
    /// The seven statuses that people are shown.
    InvoiceStatus {
        /// Not issued.
        Draft = "DRAFT",
        /// Owed, nothing under way.
        Issued = "ISSUED",
        /// A payment attempt is under way.
        Pending = "PENDING",
        /// Paid in full.
        Paid = "PAID",
        /// Owed; the newest attempt ran out of time. Still payable.
        Expired = "EXPIRED",
        /// Taken back.
        Void = "VOID",
        /// All the money went back to the payer.
        Refund = "REFUND",
    }
}

impl InvoiceStatus {
    /// Whether a payer can still pay it.
    #[must_use]
    pub const fn payable(self) -> bool {
        match self {
            Self::Issued | Self::Pending | Self::Expired => true,
            Self::Draft | Self::Paid | Self::Void | Self::Refund => false,
        }
    }
}

/// Money of one source on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Where the money came from.
    pub source: Source,
    /// How much was put on the invoice.
    pub amount: Rupiah,
    /// How much of it went back to the payer after the invoice was paid in full.
    pub refunded: Rupiah,
}

/// Where allocated money came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A payment attempt.
    Attempt(OrderId),
    /// The customer's credit.
    Credit,
    /// Money taken by hand.
    Posting(PostingId),
    /// Money that had come under an unknown order.
    Suspense(OrderId),
}

impl Invoice {
    /// What has to come as money: the total without credit notes and without tax kept back.
    #[must_use]
    pub fn owed(&self) -> Rupiah {
        self.total.less(self.credited).less(self.kept_back())
    }

    /// Tax kept back that still counts.
    #[must_use]
    pub fn kept_back(&self) -> Rupiah {
        self.withheld.as_ref().map_or(Rupiah::ZERO, Withheld::counts)
    }

    /// What is still to be paid.
    #[must_use]
    pub fn open_amount(&self) -> Rupiah {
        self.owed().less(self.paid)
    }

    /// Whether money may be put on it.
    #[must_use]
    pub fn takes_money(&self) -> bool {
        self.document == Document::Issued && self.open_amount().is_positive()
    }

    /// Whether the money on it covers it, whatever went back since.
    #[must_use]
    pub fn paid_in_full(&self) -> bool {
        self.document == Document::Issued && self.paid >= self.owed()
    }

    /// Recomputes the sums from the allocations.
    pub(super) fn sum_up(&mut self) {
        self.paid = self.allocations.iter().map(|allocation| allocation.amount).sum();
        self.refunded = self.allocations.iter().map(|allocation| allocation.refunded).sum();
    }
}
