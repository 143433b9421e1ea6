//! How much one pair of hands may give back, and how long it has for it.

use serde::{Deserialize, Serialize};

use crate::money::Rupiah;

/// The limits of refunds and voids.
///
/// A refund of at most `refund_tier1_max` needs one approval, of at most `refund_tier2_max` two by
/// supervisors, above it two and a wait. Amounts of one customer within `window_days` count
/// together, so that splitting escapes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Corrections {
    /// The largest refund of the first tier.
    pub refund_tier1_max: Rupiah,
    /// The largest refund of the second tier.
    pub refund_tier2_max: Rupiah,
    /// Hours between the last approval and the execution of a refund of the third tier.
    pub cooling_off_hours: u16,
    /// Days until a request or an approval that nobody carried on runs out.
    pub lifetime_days: u16,
    /// Days over which a customer's refunds are added up for the tier.
    pub window_days: u16,
    /// The largest open bill that one supervisor may void; above it two.
    pub void_single_max: Rupiah,
}

impl Default for Corrections {
    fn default() -> Self {
        Self {
            refund_tier1_max: Rupiah::clamped(500_000),
            refund_tier2_max: Rupiah::clamped(5_000_000),
            cooling_off_hours: 24,
            lifetime_days: 7,
            window_days: 30,
            void_single_max: Rupiah::clamped(1_000_000),
        }
    }
}
