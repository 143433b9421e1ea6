//! The payment gateway as the engine sees it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::id::{InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::Channel;
use crate::time::Timestamp;

pub use crate::provider::{
    ChargeOutcome, EndOutcome, GatewayRefusal, RefundOutcome, StatusOutcome,
};

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
    /// Gives money back under our own key. The same key asked again never moves money twice.
    async fn refund(&self, request: &RefundRequest) -> RefundOutcome;
}

/// What to give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequest {
    /// The attempt that brought the money.
    pub order_id: OrderId,
    /// Our name for this refund: 1 to 64 of `A-Z a-z 0-9 _ -`, the same in every try.
    pub key: String,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// Why, in words for the payer's statement, without personal data.
    pub reason: String,
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
