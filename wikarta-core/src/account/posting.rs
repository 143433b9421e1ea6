//! Money taken by hand: cash at the desk, a transfer seen on the bank's list.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::Placed;
use crate::hand::{Ending, Hand};
use crate::id::{InvoiceId, PostingId};
use crate::money::Rupiah;
use crate::words::words;

/// Money taken by hand. It counts once a second person has checked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The posting.
    pub id: PostingId,
    /// How it came.
    pub method: PostingMethod,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// The civil day on which it came, in the seller's zone.
    pub received_on: NaiveDate,
    /// The bank's reference or the number of the receipt: never twice for one customer.
    pub evidence: String,
    /// A note for colleagues; may be empty.
    pub note: String,
    /// Which bills it is for, in this order; empty: oldest due first.
    pub invoices: Vec<InvoiceId>,
    /// Where it stands.
    pub state: PostingState,
    /// Who recorded it.
    pub recorded: Hand,
    /// Who checked it.
    pub verified: Option<Hand>,
    /// Where it was put, once it counts.
    pub placed: Vec<Placed>,
    /// How much of it went back.
    pub refunded: Rupiah,
    /// Who ended it without money, and why.
    pub ended: Option<Ending>,
}

words! {
    /// How money came by hand.
    PostingMethod {
        /// Banknotes at the desk.
        Cash = "cash",
        /// A bank transfer outside the gateway.
        Transfer = "transfer",
    }
}

words! {
    /// Where a posting stands.
    PostingState {
        /// Waits for a second person; no money counts.
        Recorded = "RECORDED",
        /// Checked; the money counts.
        Verified = "VERIFIED",
        /// Refused by the second person.
        Rejected = "REJECTED",
        /// Taken back after it had counted.
        Reversed = "REVERSED",
    }
}

/// Which acts a posting takes in which state, and the state they lead to.
#[rustfmt::skip]
pub const POSTING_TABLE: &[(PostingState, PostingAct, PostingState)] = &[
    (PostingState::Recorded, PostingAct::Verify, PostingState::Verified),
    (PostingState::Recorded, PostingAct::Reject, PostingState::Rejected),
    (PostingState::Verified, PostingAct::Reverse, PostingState::Reversed),
];

impl Posting {
    /// The state that an act leads to; `None` where the posting does not take it.
    #[must_use]
    pub fn after(&self, act: PostingAct) -> Option<PostingState> {
        let row = POSTING_TABLE.iter().find(|(from, by, _)| (*from, *by) == (self.state, act));
        row.map(|(_, _, to)| *to)
    }

    /// What it takes now.
    #[must_use]
    pub fn takes(&self) -> Vec<PostingAct> {
        let rows = POSTING_TABLE.iter().filter(|(from, ..)| *from == self.state);
        rows.map(|(_, act, _)| *act).collect()
    }

    /// Whether its money counts.
    #[must_use]
    pub const fn counts(&self) -> bool {
        match self.state {
            PostingState::Verified => true,
            PostingState::Recorded | PostingState::Rejected | PostingState::Reversed => false,
        }
    }
}

words! {
    /// What moves a posting.
    PostingAct {
        /// Record it.
        Record = "record",
        /// Check it as a second person.
        Verify = "verify",
        /// Refuse it.
        Reject = "reject",
        /// Take it back.
        Reverse = "reverse",
    }
}
