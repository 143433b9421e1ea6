//! When bills are made, when they fall due, and what is charged for time that was not served.

use serde::{Deserialize, Serialize};

use crate::billing::LateFeeStep;
use crate::money::Rupiah;
use crate::words::words;

/// The seller's choices about bills of periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BillingPolicy {
    /// Days before a prepaid period on which it is billed.
    pub prepaid_lead_days: u16,
    /// Days from the issue of a postpaid bill to its due date.
    pub postpaid_terms_days: u16,
    /// The fewest days from issue to due date.
    pub min_terms_days: u16,
    /// What is charged for a first period that is cut.
    pub first_period: FirstPeriod,
    /// What is charged while service is limited.
    pub while_isolated: WhileIsolated,
}

impl Default for BillingPolicy {
    fn default() -> Self {
        Self {
            prepaid_lead_days: 7,
            postpaid_terms_days: 15,
            min_terms_days: 5,
            first_period: FirstPeriod::Prorate,
            while_isolated: WhileIsolated::Continue { periods: 1 },
        }
    }
}

words! {
    /// What is charged for a first period that is shorter than the others.
    FirstPeriod {
        /// The days served.
        Prorate = "prorate",
        /// The whole price.
        Full = "full",
    }
}

/// What is charged while service is limited for unpaid bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum WhileIsolated {
    /// The price, for the period in which service was limited and so many that begin after; then
    /// nothing until it is opened again.
    Continue {
        /// How many.
        periods: u16,
    },
    /// Nothing from the first day to the last: limited days are taken off by the day.
    Pause,
}

/// *Denda* for bills that are late; none by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LateFeePolicy {
    /// The steps of lateness, each charged once for each bill, with the next bill of the same
    /// subscription.
    pub steps: Vec<LateFeeStep>,
    /// The most that one bill can earn, in whole rupiah.
    pub cap: Rupiah,
}
