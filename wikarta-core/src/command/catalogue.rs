//! What is on sale, and what customers have of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{BillingMode, Cycle, DiscountKind, LineKind, PeriodLength, Pricing};
use crate::id::{AccountId, PackageId, PromoId, SubscriptionId};
use crate::money::Rupiah;

/// What may be asked about packages and promotions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueCommand {
    /// Propose another price.
    ProposePrice {
        /// The package.
        package: PackageId,
        /// Whole rupiah a month.
        price: Rupiah,
        /// Whether it contains the tax.
        pricing: Pricing,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to a proposed price; a new package goes on sale with it.
    ApprovePrice {
        /// The package.
        package: PackageId,
    },
    /// Say no to a proposed price.
    RejectPrice {
        /// The package.
        package: PackageId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Change a package's words.
    #[serde(rename = "describe_package")]
    Describe {
        /// The package.
        package: PackageId,
        /// Name as customers read it.
        name: String,
        /// What it is.
        description: String,
    },
    /// Take a package off sale; agreements that run go on.
    #[serde(rename = "archive_package")]
    Archive {
        /// The package.
        package: PackageId,
    },
    /// Propose a promotion.
    ProposePromo(ProposePromo),
    /// Agree to it.
    ApprovePromo {
        /// The promotion.
        promo: PromoId,
    },
    /// Say no to it.
    RejectPromo {
        /// The promotion.
        promo: PromoId,
        /// Why, at least 10 characters.
        reason: String,
    },
}

/// A promotion to propose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposePromo {
    /// Short code, 1 to 24 characters.
    pub code: String,
    /// Name as customers read it.
    pub name: String,
    /// What it takes off.
    pub kind: DiscountKind,
    /// For how many first periods, at least 1.
    pub periods: u16,
    /// First day on which it may be given.
    pub from: NaiveDate,
    /// Last day on which it may be given.
    pub until: NaiveDate,
}

/// What may be asked about subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionCommand {
    /// Sell a package on these terms.
    #[serde(rename = "sell_package")]
    Sell(Sell),
    /// Service was installed and runs from a day on.
    #[serde(rename = "activate_subscription")]
    Activate {
        /// The subscription.
        subscription: SubscriptionId,
        /// First day of service, in the customer's zone.
        on: NaiveDate,
    },
    /// Another package from a day on: what is unused of the old is taken off, the rest of the new
    /// is charged, with the next bill.
    ChangePlan {
        /// The subscription.
        subscription: SubscriptionId,
        /// The package from then on.
        package: PackageId,
        /// From when.
        when: ChangeWhen,
    },
    /// Limit service.
    #[serde(rename = "isolate_subscription")]
    Isolate {
        /// The subscription.
        subscription: SubscriptionId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Open service again.
    #[serde(rename = "restore_subscription")]
    Restore {
        /// The subscription.
        subscription: SubscriptionId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Ask for its end.
    RequestTermination {
        /// The subscription.
        subscription: SubscriptionId,
        /// Last day of service.
        on: NaiveDate,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to its end.
    ApproveTermination {
        /// The subscription.
        subscription: SubscriptionId,
    },
    /// Say no to its end.
    RejectTermination {
        /// The subscription.
        subscription: SubscriptionId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Give it an approved promotion.
    GivePromo {
        /// The subscription.
        subscription: SubscriptionId,
        /// The promotion.
        promo: PromoId,
    },
    /// Put a fee on its next bill.
    AddFee {
        /// The subscription.
        subscription: SubscriptionId,
        /// What kind: installation, device rent, other.
        kind: LineKind,
        /// What for, as the customer reads it.
        description: String,
        /// Whole rupiah before tax, more than zero.
        amount: Rupiah,
    },
}

/// A package to sell, and on which terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sell {
    /// Who buys.
    pub account: AccountId,
    /// What.
    pub package: PackageId,
    /// First day of service, in the customer's zone.
    pub starts_on: NaiveDate,
    /// Whether service runs from that day, or waits for its installation.
    pub installed: Installed,
    /// How periods are cut.
    pub cycle: Cycle,
    /// How long a period is.
    pub length: PeriodLength,
    /// Whether periods are paid before or after.
    pub mode: BillingMode,
    /// A promotion to give at once.
    pub promo: Option<PromoId>,
    /// A deposit to take with the first bill; zero for none.
    pub deposit: Rupiah,
}

crate::words::words! {
    /// Whether service runs already.
    Installed {
        /// Yes, from the first day on.
        Yes = "yes",
        /// It waits for a technician.
        No = "no",
    }
}

/// From when another package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeWhen {
    /// With the next period that is not billed yet; nothing is shared out.
    NextPeriod,
    /// What is usual: a dearer plan at once, a cheaper one with the next period.
    Usual,
    /// From a day on: today or tomorrow in the customer's zone.
    On(NaiveDate),
}
