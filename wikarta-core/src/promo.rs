//! Promotions: proposed by Marketing, approved by a supervisor, then given to subscriptions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::DiscountKind;
use crate::hand::Hand;
use crate::id::PromoId;
use crate::words::words;

/// A promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promo {
    /// The promotion.
    pub id: PromoId,
    /// Its short code, 1 to 24 characters.
    pub code: String,
    /// Its name as customers read it.
    pub name: String,
    /// What it takes off.
    pub kind: DiscountKind,
    /// For how many first periods of a subscription; at least 1.
    pub periods: u16,
    /// First civil day on which it may be given.
    pub from: NaiveDate,
    /// Last civil day on which it may be given.
    pub until: NaiveDate,
    /// Where it stands.
    pub state: PromoState,
    /// Who proposed it.
    pub proposed: Hand,
    /// Who decided.
    pub decided: Option<Hand>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

words! {
    /// Where a promotion stands.
    PromoState {
        /// Waits for a supervisor.
        Proposed = "PROPOSED",
        /// May be given.
        Approved = "APPROVED",
        /// Refused.
        Rejected = "REJECTED",
    }
}

words! {
    /// What moves a promotion.
    PromoAct {
        /// Propose it.
        Propose = "proposed",
        /// Agree.
        Approve = "approved",
        /// Say no.
        Reject = "rejected",
    }
}
