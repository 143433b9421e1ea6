//! Money that came under an order nobody here knows.

use serde::{Deserialize, Serialize};

use crate::hand::Hand;
use crate::id::{AccountId, InvoiceId, OrderId};
use crate::money::Rupiah;
use crate::provider::ProviderStatus;
use crate::time::Timestamp;

/// One unknown order that the gateway says it collected money for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspenseItem {
    /// The order as the gateway names it.
    pub order_id: OrderId,
    /// Rupiah that the gateway holds for it.
    pub amount: Rupiah,
    /// Rupiah that went back to the payer.
    pub refunded: Rupiah,
    /// What the newest read said.
    pub status: ProviderStatus,
    /// When the money came, as the gateway says.
    pub settled_at: Option<Timestamp>,
    /// When it was found.
    pub found_at: Timestamp,
    /// How many reads were taken in.
    pub reads: u32,
    /// Whose it is said to be; a second person has to agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<SuspenseMove>,
    /// Why the last proposal was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whose it turned out to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<SuspenseMove>,
}

impl SuspenseItem {
    /// What the gateway still holds for us.
    #[must_use]
    pub fn left(&self) -> Rupiah {
        self.amount.less(self.refunded)
    }
}

/// What can happen with money in suspense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Resolution {
    /// It pays bills: these, in this order, or the oldest due first when none is named; what is left
    /// becomes credit.
    Invoices {
        /// Which.
        invoices: Vec<InvoiceId>,
    },
    /// It becomes the customer's credit.
    Credit,
    /// The gateway's word is booked: it is read anew, and what the read says is taken in.
    Gateway,
}

/// Money under an unknown order that is to become a customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspenseMove {
    /// Whose.
    pub account: AccountId,
    /// What becomes of it there.
    pub resolution: Resolution,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Who proposed it.
    pub by: Hand,
    /// Who agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Hand>,
}

crate::words::words! {
    /// What is done about money under an unknown order.
    SuspenseAct {
        /// Say whose it is.
        Propose = "propose",
        /// Say no to that.
        Refuse = "refuse",
        /// Agree: it moves.
        Move = "move",
    }
}
