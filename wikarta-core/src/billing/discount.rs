//! placeholder
use crate::money::{Rate, Rupiah};
use serde::{Deserialize, Serialize};
/// p
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum DiscountKind {
    /// p
    Percent(Rate),
    /// p
    Amount(Rupiah),
    /// p
    FreeDays(u16),
    /// p
    FreeMonths(u8),
    /// p
    InstallWaived,
}
