//! What can happen to an account.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, AttemptState};
use super::case::Case;
use super::invoice::Invoice;
use crate::billing::Bill;
use crate::customer::Customer;
use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::{Instructions, Reading};
use crate::series::InvoiceNumber;
use crate::subscription::Subscription;
use crate::time::Timestamp;

/// A fact about an account, decided once and kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AccountEvent {
    /// A customer was taken in.
    Registered {
        /// What is decided about the customer.
        customer: Customer,
    },
    /// A package was sold.
    SubscriptionStarted {
        /// The agreement.
        subscription: Subscription,
    },
    /// A bill was drafted.
    InvoiceDrafted {
        /// The draft.
        invoice: Box<Invoice>,
    },
    /// A draft was numbered and sent out.
    InvoiceIssued {
        /// The invoice.
        invoice: InvoiceId,
        /// Its number.
        number: InvoiceNumber,
        /// When.
        at: Timestamp,
        /// Its due day.
        due_date: NaiveDate,
        /// How much of the customer's credit paid for it at once.
        from_credit: Rupiah,
        /// The bill by the tax rule of the day of issue, when that is another than the draft's.
        restated: Option<Bill>,
    },
    /// A payment attempt was opened.
    AttemptOpened {
        /// The attempt.
        attempt: Box<Attempt>,
        /// Live attempts whose place it takes.
        replaces: Vec<OrderId>,
    },
    /// The gateway answered a charge.
    ChargeAnswered {
        /// The attempt.
        order_id: OrderId,
        /// What it answered.
        answer: ChargeAnswer,
    },
    /// The gateway told or was read, and what follows for the books.
    Observed(Box<Observed>),
    /// A finding for the finance desk.
    CaseOpened {
        /// The case.
        case: Case,
    },
}

/// The answer to a charge, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ChargeAnswer {
    /// The transaction exists.
    Accepted {
        /// The gateway's id.
        transaction_id: String,
        /// How to pay.
        instructions: Instructions,
        /// Until when, when the gateway says.
        expires_at: Option<Timestamp>,
    },
    /// Refused; nothing was made.
    Refused {
        /// The gateway's code.
        code: String,
        /// The gateway's words.
        message: String,
    },
    /// Nobody knows.
    Lost {
        /// What happened.
        reason: String,
    },
}

/// One look at the gateway that changed something, with the money that it moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The attempt.
    pub order_id: OrderId,
    /// How it was learnt.
    pub how: How,
    /// What was seen; absent when the gateway does not know the order and its time is over.
    pub reading: Option<Reading>,
    /// What the attempt is afterwards.
    pub state: AttemptState,
    /// What it does to the money.
    pub movements: Vec<Movement>,
    /// Attempts that are no longer needed because their invoices are paid now.
    pub not_needed: Vec<OrderId>,
    /// Invoices that are taken back.
    pub voids: Vec<InvoiceId>,
}

/// How a fact was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum How {
    /// A notification, applied at once.
    Told,
    /// Our own status read.
    Read {
        /// Its number.
        seq: u32,
    },
}

/// Money of an attempt moving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "movement", rename_all = "snake_case")]
pub enum Movement {
    /// Money arrived and was put somewhere to the last rupiah.
    Booked {
        /// All of it.
        amount: Rupiah,
        /// The gateway's fee that the payer bore on top.
        payer_fee: Rupiah,
        /// When, as the gateway says.
        settled_at: Option<Timestamp>,
        /// Where it was put; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// The bank took it back; everything that was placed is taken out again.
    Reversed {
        /// All of it.
        amount: Rupiah,
        /// Where it was taken from; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// Part of it went back to the payer.
    Refunded {
        /// The gateway's key.
        key: String,
        /// How much.
        amount: Rupiah,
        /// Whether the provider confirmed it.
        confirmed: bool,
        /// Whether the card's bank took it.
        chargeback: bool,
        /// Where it was taken from; adds up to `amount`.
        placed: Vec<Placed>,
    },
    /// The provider confirmed an earlier refund.
    RefundConfirmed {
        /// The gateway's key.
        key: String,
    },
}

/// A place where money is, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The place.
    pub place: Place,
    /// Whole rupiah.
    pub amount: Rupiah,
}

/// Where money of an attempt can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", content = "invoice", rename_all = "snake_case")]
pub enum Place {
    /// On an invoice.
    Invoice(InvoiceId),
    /// With the customer.
    Credit,
    /// Waiting for the finance desk.
    Suspense,
}

impl AccountEvent {
    /// What the audit trail calls it.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "customer.registered",
            Self::SubscriptionStarted { .. } => "subscription.started",
            Self::InvoiceDrafted { .. } => "invoice.drafted",
            Self::InvoiceIssued { .. } => "invoice.issued",
            Self::AttemptOpened { .. } => "payment.opened",
            Self::ChargeAnswered { answer, .. } => match answer {
                ChargeAnswer::Accepted { .. } => "payment.accepted",
                ChargeAnswer::Refused { .. } => "payment.refused",
                ChargeAnswer::Lost { .. } => "payment.unknown",
            },
            Self::Observed(observed) => observed_action(observed.state),
            Self::CaseOpened { .. } => "case.opened",
        }
    }
}

const fn observed_action(state: AttemptState) -> &'static str {
    match state {
        AttemptState::Opened | AttemptState::Unknown => "payment.checked",
        AttemptState::Pending => "payment.pending",
        AttemptState::Challenged => "payment.challenged",
        AttemptState::Settled => "payment.settled",
        AttemptState::PartiallyRefunded => "payment.partially_refunded",
        AttemptState::Refunded => "payment.refunded",
        AttemptState::Reversed => "payment.reversed",
        AttemptState::Refused => "payment.refused",
        AttemptState::Expired => "payment.expired",
        AttemptState::Failed => "payment.failed",
        AttemptState::Denied => "payment.denied",
        AttemptState::Cancelled => "payment.cancelled",
    }
}
