//! The ways to reach a customer, what a provider tells about a message, and the key that lets it
//! through once.

use std::fmt;

use chrono::NaiveDate;

use super::stage::Stage;
use crate::id::InvoiceId;
use crate::words::words;

words! {
    /// A way to reach a customer, in the order in which they are tried.
    MessageChannel {
        /// E-mail.
        Email = "email",
        /// WhatsApp.
        WhatsApp = "whatsapp",
        /// Text message.
        Sms = "sms",
    }
}

words! {
    /// What a provider tells about a message it took, in the order of strength: a message that was
    /// delivered or read has not failed, whatever is told later or again.
    ReceiptState {
        /// It waits at the provider.
        Queued = "queued",
        /// It left the provider.
        Sent = "sent",
        /// It did not arrive.
        Failed = "failed",
        /// It arrived.
        Delivered = "delivered",
        /// It was opened, and so arrived: that event may never come by itself.
        Read = "read",
    }
}

impl ReceiptState {
    /// What two receipts of one message say together. Order and repeats do not matter.
    ///
    /// ```
    /// use wikarta_core::dunning::ReceiptState::{Delivered, Failed, Read, Sent};
    ///
    /// assert_eq!(Sent.join(Failed), Failed);
    /// assert_eq!(Failed.join(Delivered), Delivered);
    /// assert_eq!(Read.join(Delivered), Read);
    /// ```
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether the message reached the customer.
    #[must_use]
    pub const fn has_arrived(self) -> bool {
        match self {
            Self::Delivered | Self::Read => true,
            Self::Queued | Self::Sent | Self::Failed => false,
        }
    }
}

/// Names one message of one step of one bill on one channel: at most one is accepted. A moved due
/// date makes another key, so the steps begin anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageKey {
    /// The bill.
    pub invoice: InvoiceId,
    /// The step.
    pub stage: Stage,
    /// The due date that the step was planned for.
    pub due: NaiveDate,
    /// The channel.
    pub channel: MessageChannel,
}

impl fmt::Display for StageKey {
    /// `inv_…|T-7|2026-12-20|email`: unique in every database.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}|{}", self.invoice, self.stage, self.due, self.channel)
    }
}
