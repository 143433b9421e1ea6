//! What our own clock and workers ask when the gateway's books and ours are compared. What people ask
//! about the cases that come of it is the desk's ([`super::DeskCommand`]).

use serde::{Deserialize, Serialize};

use crate::id::OrderId;
use crate::money::Rupiah;

/// What may be asked about an order that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReconcileCommand {
    /// Stop asking after an attempt whose time was over long ago: people look instead.
    #[serde(rename = "give_up_attempt")]
    GiveUp {
        /// The attempt.
        order_id: OrderId,
    },
    /// Lay a difference before people that no read settled, or none may settle alone.
    OpenCase {
        /// The attempt.
        order_id: OrderId,
        /// Rupiah in question.
        amount: Rupiah,
    },
}
