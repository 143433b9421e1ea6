//! What keeps reminders back from a customer, and on which channels the customer takes them.

use serde::{Deserialize, Serialize};

use super::promise::Promise;
use crate::hand::Hand;
use crate::id::UserId;
use crate::message::{MessageChannel, Reach};
use crate::time::Timestamp;

/// What was agreed with a customer about messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminding {
    /// Channels on which the customer takes no messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opted_out: Vec<OptOut>,
    /// Who stopped reminders for a while, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Paused>,
    /// Promises to pay, kept or not, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<PromiseTaken>,
}

/// A channel that the customer does not want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Which.
    pub channel: MessageChannel,
    /// Since when.
    pub at: Timestamp,
    /// Who noted it; absent where the customer answered `BERHENTI` or `STOP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

/// Reminders that are stopped until somebody lets them run again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// Who stopped them, and when.
    pub by: Hand,
    /// Why, at least 10 characters.
    pub reason: String,
}

/// A promise with the person who agreed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseTaken {
    /// What was promised.
    pub promise: Promise,
    /// Who agreed to it.
    pub by: UserId,
    /// Why, at least 10 characters.
    pub reason: String,
}

impl Reminding {
    /// Whether nothing was agreed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The promise that was taken last.
    #[must_use]
    pub fn last_promise(&self) -> Option<Promise> {
        self.promises.last().map(|taken| taken.promise)
    }

    /// Whether the customer takes messages on a channel.
    #[must_use]
    pub fn reach(&self, channel: MessageChannel) -> Reach {
        if self.opted_out.iter().any(|out| out.channel == channel) {
            Reach::OptedOut
        } else {
            Reach::Open
        }
    }
}
