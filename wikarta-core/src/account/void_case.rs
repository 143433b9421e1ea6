//! A bill that is to be taken back: asked for, agreed on, carried out.

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::hand::{Approval, Ending, Hand};
use crate::id::{InvoiceId, VoidId};
use crate::money::Rupiah;
use crate::time::Timestamp;

/// A void from the request to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidCase {
    /// The case.
    pub id: VoidId,
    /// The bill.
    pub invoice: InvoiceId,
    /// The bill's total when it was asked for: what the tier follows from.
    pub amount: Rupiah,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Where it stands.
    pub stage: Stage,
    /// 1 or 2: as many people have to agree.
    pub tier: u8,
    /// Who asked, and when.
    pub requested: Hand,
    /// Who checked it, if anybody did.
    pub verified: Option<Hand>,
    /// Who agreed.
    pub approvals: Vec<Approval>,
    /// Who carried it out.
    pub executed: Option<Hand>,
    /// Why it ended without taking the bill back.
    pub ended: Option<Ending>,
    /// When an unfinished one falls away.
    pub expires_at: Timestamp,
}
