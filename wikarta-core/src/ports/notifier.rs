//! The channel to customers as the engine sees it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, InvoiceId};
use crate::money::Rupiah;

/// Hands messages to people. Delivery is asked at least once; `key` makes repeats recognisable.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Hands one message over.
    async fn send(&self, message: &Message) -> Delivery;
}

/// A message as data; texts and addresses are looked up by the notifier when it sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The same key never reaches the customer twice.
    pub key: String,
    /// Whom it is for.
    pub account: AccountId,
    /// What it is about.
    pub invoice: InvoiceId,
    /// What kind of message.
    pub kind: MessageKind,
    /// Rupiah that the message speaks of.
    pub amount: Rupiah,
}

crate::words::words! {
    /// The kinds of message.
    MessageKind {
        /// Money has been received for an invoice.
        Receipt = "receipt",
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Delivery {
    /// Taken over by the channel.
    Accepted,
    /// Will never work; say why.
    Permanent {
        /// Why, without personal data.
        reason: String,
    },
    /// May work later.
    Passing {
        /// Why, without personal data.
        reason: String,
    },
}
