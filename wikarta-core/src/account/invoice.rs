//! The bill as a document, and its status as a function of facts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{Line, TaxSummary};
use crate::id::{InvoiceId, OrderId, SubscriptionId};
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
    /// The calendar month it bills.
    pub period: Month,
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
}

impl Invoice {
    /// What is still to be paid.
    #[must_use]
    pub fn open_amount(&self) -> Rupiah {
        self.total.less(self.paid)
    }

    /// Whether money may be put on it.
    #[must_use]
    pub fn takes_money(&self) -> bool {
        self.document == Document::Issued && self.open_amount().is_positive()
    }

    /// Whether the money on it covers it, whatever went back since.
    #[must_use]
    pub fn paid_in_full(&self) -> bool {
        self.document == Document::Issued && self.paid >= self.total
    }

    /// Recomputes the sums from the allocations.
    pub(super) fn sum_up(&mut self) {
        self.paid = self.allocations.iter().map(|allocation| allocation.amount).sum();
        self.refunded = self.allocations.iter().map(|allocation| allocation.refunded).sum();
    }
}
