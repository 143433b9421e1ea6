//! What customers are told, as data.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, InvoiceId};
use crate::money::Rupiah;

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
