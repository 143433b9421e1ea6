//! What customers are told, as data: the words, the address and the provider are the notifier's.

mod channel;
mod reason;
mod stage;
mod tried;
mod window;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, InvoiceId};
use crate::money::Rupiah;
use crate::time::Timestamp;

pub use channel::{MessageChannel, ReceiptState, StageKey};
pub use reason::{CancelReason, Reach, SkipReason, StopReason, Why};
pub use stage::{Stage, StageError};
pub use tried::{Accepted, Carrier, Receipt, Repeat, Try, TryOutcome};
pub use window::{Timeliness, Window};

/// A message as data; texts and addresses are looked up by the notifier when it sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The same key never reaches the customer twice.
    pub key: String,
    /// Whom it is for.
    pub account: AccountId,
    /// What it is about: of several bills the one that was due first.
    pub invoice: InvoiceId,
    /// The other bills that it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<InvoiceId>,
    /// What kind of message.
    pub kind: MessageKind,
    /// The step of dunning, of a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Rupiah that the message speaks of: of all bills together.
    pub amount: Rupiah,
    /// When it was decided to be sent; days to the due date count from there.
    pub at: Timestamp,
    /// On which channel; absent where the first one goes that reaches the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<MessageChannel>,
}

crate::words::words! {
    /// The kinds of message.
    MessageKind {
        /// Money has been received for an invoice.
        Receipt = "receipt",
        /// A step of dunning.
        Reminder = "reminder",
        /// Service is limited.
        Isolated = "isolated",
        /// Service is open again.
        Reopened = "reopened",
    }
}
