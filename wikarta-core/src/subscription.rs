//! What a customer has bought, at the price that was agreed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{Pricing, TaxCode};
use crate::id::{PackageId, SubscriptionId};
use crate::money::Rupiah;
use crate::words::words;

/// A running agreement. The price is the one agreed, so a later price of the package changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The subscription.
    pub id: SubscriptionId,
    /// The package that was chosen.
    pub package: PackageId,
    /// The package's code when it was chosen.
    pub package_code: String,
    /// The package's name when it was chosen.
    pub package_name: String,
    /// Whole rupiah a month as agreed.
    pub price: Rupiah,
    /// Whether `price` contains the tax.
    pub pricing: Pricing,
    /// How the service is taxed.
    pub tax_code: TaxCode,
    /// The first civil day of service, in the customer's zone.
    pub starts_on: NaiveDate,
    /// Whether service runs.
    pub status: SubscriptionStatus,
}

words! {
    /// Whether service runs.
    SubscriptionStatus {
        /// Service runs.
        Active = "ACTIVE",
        /// Service is limited for unpaid bills.
        Isolated = "ISOLATED",
        /// Service has ended.
        Terminated = "TERMINATED",
    }
}
