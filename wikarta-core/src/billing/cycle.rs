//! placeholder
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
/// p
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor(u8);
/// p
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cycle {
    /// p
    Calendar,
    /// p
    Anniversary {
        /// p
        anchor: Anchor,
    },
}
/// p
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodLength(u8);
crate::words::words! {
    /// p
    BillingMode {
        /// p
        Prepaid = "prepaid",
        /// p
        Postpaid = "postpaid",
    }
}
/// p
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// p
    pub from: NaiveDate,
    /// p
    pub until: NaiveDate,
}
impl PeriodLength {
    /// p
    pub const MONTH: Self = Self(1);
}
