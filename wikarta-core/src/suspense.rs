//! Money that came under an order nobody here knows.

use serde::{Deserialize, Serialize};

use crate::id::OrderId;
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
}
