//! One time that a message was handed to a provider, and what came back.

use serde::{Deserialize, Serialize};

use super::channel::{MessageChannel, ReceiptState};
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// Whether a provider takes the same message twice without sending it twice.
    Repeat {
        /// It takes a key, so asking again is safe.
        Safe = "safe",
        /// It does not: after a silence nobody knows, and the message is not handed over again.
        Unsafe = "unsafe",
    }
}

/// A way that is open here, and whether its provider may be asked again after a silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Which.
    pub channel: MessageChannel,
    /// Whether asking again is safe.
    pub repeat: Repeat,
}

/// One time that a message was handed to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Try {
    /// On which channel.
    pub channel: MessageChannel,
    /// When.
    pub at: Timestamp,
    /// What came of it, with all receipts since.
    pub outcome: TryOutcome,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "detail", rename_all = "snake_case")]
pub enum TryOutcome {
    /// The provider took it; what it told since, joined.
    Accepted(ReceiptState),
    /// The provider will never take it: an invalid number, a refused template, any other 4xx.
    Permanent,
    /// Not now: 429, 5xx, no connection; after so many seconds, when it said so.
    Retry(Option<u32>),
    /// Nothing came back: nobody knows whether it was taken.
    Unknown,
    /// Nothing came back, and the provider's log shows that it was not taken.
    NotTaken,
}

/// The first message of a step that a provider took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// On which channel.
    pub channel: MessageChannel,
    /// When.
    pub at: Timestamp,
}

/// What a provider told later about a message that it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// On which channel.
    pub channel: MessageChannel,
    /// The provider's name of the message.
    pub provider_id: String,
    /// What it told.
    pub state: ReceiptState,
    /// When that was, as the provider says; when it arrived where it does not.
    pub at: Timestamp,
    /// The provider's code of a failure, without personal data.
    pub code: Option<String>,
}
