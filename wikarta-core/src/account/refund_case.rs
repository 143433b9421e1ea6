//! Money that is to go back to a payer: asked for, checked, agreed on, carried out.

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::customer::Sealed;
use crate::hand::{Approval, Ending, Hand};
use crate::id::{InvoiceId, OrderId, PostingId, RefundId};
use crate::money::Rupiah;
use crate::time::Timestamp;
use crate::words::words;

/// A refund from the first request to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundCase {
    /// The case.
    pub id: RefundId,
    /// The bill that was paid with the money; absent when it is the customer's credit.
    pub invoice: Option<InvoiceId>,
    /// The money that goes back.
    pub source: RefundSource,
    /// How it goes back.
    pub route: Route,
    /// Where to, sealed, when it goes back by bank transfer.
    pub payout: Option<Sealed>,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// Why, at least 10 characters.
    pub reason: String,
    /// What proves the reason, such as the name of a stored file.
    pub evidence: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// By the sum that counts for it: 1, 2 or 3.
    pub tier: u8,
    /// Who asked, and when.
    pub requested: Hand,
    /// Who checked it.
    pub verified: Option<Hand>,
    /// Who agreed.
    pub approvals: Vec<Approval>,
    /// Who carried it out.
    pub executed: Option<Hand>,
    /// What proves that a transfer by hand was made.
    pub proof: Option<Proof>,
    /// Why it ended without money.
    pub ended: Option<Ending>,
    /// When an unfinished one falls away.
    pub expires_at: Timestamp,
    /// Before this instant it may not be carried out (tier 3).
    pub not_before: Option<Timestamp>,
    /// Our name for it at the gateway: the same in every try.
    pub key: String,
    /// How often the gateway was asked.
    pub tries: u32,
}

/// The money that a refund takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundSource {
    /// Money of a payment attempt.
    Attempt(OrderId),
    /// Money that was taken by hand.
    Posting(PostingId),
    /// Money that had come under an unknown order.
    Suspense(OrderId),
    /// The customer's credit.
    Credit,
}

words! {
    /// How money goes back.
    Route {
        /// The gateway sends it the way it came.
        Gateway = "gateway",
        /// A bank transfer by hand, with evidence.
        Offline = "offline",
        /// It becomes the customer's credit.
        Credit = "credit",
    }
}

/// What proves a transfer by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The bank's reference.
    pub reference: String,
    /// The name of the stored file or the number of the slip.
    pub evidence: String,
}
