//! The payment gateway as the engine sees it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::{Channel, Instructions, Reading};
use crate::time::Timestamp;

/// A payment gateway. Outcomes are values, never errors: each says what may be believed afterwards.
///
/// An implementation repeats nothing by itself unless repeating is safe for that call, and gives up
/// within a bounded time.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Asks for a transaction under our own order id.
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome;
    /// Reads what the gateway holds about an order, authenticated by our key.
    async fn status(&self, order_id: &OrderId) -> StatusOutcome;
    /// Ends a transaction that has not been paid.
    async fn cancel(&self, order_id: &OrderId) -> EndOutcome;
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeRequest {
    /// Our name for the attempt.
    pub order_id: OrderId,
    /// The oldest of the invoices that the attempt is for; told to the gateway for people to see.
    pub invoice: InvoiceId,
    /// Whole rupiah to collect, more than zero.
    pub amount: Rupiah,
    /// How the payer wants to pay.
    pub channel: Channel,
    /// When the request is made.
    pub at: Timestamp,
    /// Until when it may be paid.
    pub expires_at: Timestamp,
    /// A short text for the payer's statement, without personal data.
    pub description: String,
}

/// What became of a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ChargeOutcome {
    /// The transaction exists and waits for its payer.
    Accepted {
        /// The gateway's id.
        transaction_id: String,
        /// How to pay.
        instructions: Instructions,
        /// Until when, as the gateway says; absent when it does not say.
        expires_at: Option<Timestamp>,
    },
    /// The order id is known at the gateway already: an earlier request of ours won. Read it.
    Exists,
    /// The gateway said no; nothing was made.
    Refused(GatewayRefusal),
    /// We cannot know whether the transaction was made. It must be looked up, never asked anew
    /// under another order id.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

/// A clear no of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayRefusal {
    /// The gateway's own code.
    pub code: String,
    /// The gateway's own words.
    pub message: String,
}

/// What became of a status read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum StatusOutcome {
    /// The gateway knows the order.
    Found(Reading),
    /// The gateway does not know the order (yet).
    Missing,
    /// No answer that can be believed: unreachable, slow, garbage, refused key.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}

/// What became of a cancellation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum EndOutcome {
    /// The transaction has ended without money.
    Ended,
    /// It cannot be ended in its state (paid or ended already): read it.
    NotPossible(GatewayRefusal),
    /// The gateway does not know the order.
    Missing,
    /// No answer that can be believed.
    Unknown {
        /// What happened, without secrets.
        reason: String,
    },
}
