//! The channels to customers as the engine sees them.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use crate::message::{Carrier, Message, MessageChannel, MessageKind, Repeat};

/// Hands messages to people. Delivery is asked at least once; `key` makes repeats recognisable.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// The channels that can be used here, in the order in which they are tried.
    fn carriers(&self) -> Vec<Carrier>;

    /// Hands one message over, on its channel or, without one, on the first that reaches the
    /// customer.
    async fn send(&self, message: &Message) -> Delivery;
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Delivery {
    /// Taken over by the channel.
    Accepted {
        /// By which.
        channel: MessageChannel,
        /// The provider's name of the message: what receipts call it.
        provider_id: Option<String>,
    },
    /// Will never work; say why.
    Permanent {
        /// Why, without personal data.
        reason: String,
    },
    /// May work later.
    Passing {
        /// Why, without personal data.
        reason: String,
        /// After so many seconds, when the provider said so.
        after: Option<u32>,
    },
    /// Nothing came back: nobody knows whether it was taken.
    Unknown {
        /// What happened, without personal data.
        reason: String,
    },
}
