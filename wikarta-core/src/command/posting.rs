//! Money taken by hand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::account::PostingMethod;
use crate::id::{AccountId, InvoiceId, PostingId};
use crate::money::Rupiah;

/// What may be asked about money taken by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingCommand {
    /// Record it.
    #[serde(rename = "record_posting")]
    Record(RecordPosting),
    /// Check it as a second person: the money counts from now on.
    #[serde(rename = "verify_posting")]
    Verify {
        /// The posting.
        posting: PostingId,
    },
    /// Refuse it.
    #[serde(rename = "reject_posting")]
    Reject {
        /// The posting.
        posting: PostingId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take it back after it had counted, as a third person.
    #[serde(rename = "reverse_posting")]
    Reverse {
        /// The posting.
        posting: PostingId,
        /// Why, at least 10 characters.
        reason: String,
    },
}

/// Money taken by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPosting {
    /// Whose.
    pub account: AccountId,
    /// How it came.
    pub method: PostingMethod,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// The civil day on which it came, in the seller's zone; not in the future.
    pub received_on: NaiveDate,
    /// The bank's reference or the number of the receipt, 3 to 120 characters.
    pub evidence: String,
    /// A note for colleagues; may be empty, at most 500 characters.
    pub note: String,
    /// Which bills it is for, in this order; empty: oldest due first.
    pub invoices: Vec<InvoiceId>,
}
