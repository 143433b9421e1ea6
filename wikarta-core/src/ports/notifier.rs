//! The channel to customers as the engine sees it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use crate::message::{Message, MessageKind};

/// Hands messages to people. Delivery is asked at least once; `key` makes repeats recognisable.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Hands one message over.
    async fn send(&self, message: &Message) -> Delivery;
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
