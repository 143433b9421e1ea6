//! What a customer has bought, at the price that was agreed.

mod table;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::billing::{BillingMode, Cycle, DiscountKind, LineKind, PeriodLength, Pricing, TaxCode};
use crate::hand::{Ending, Hand};
use crate::id::{InvoiceId, PackageId, PromoId, SubscriptionId};
use crate::money::Rupiah;
use crate::words::words;

pub use table::{SubscriptionAct, TABLE, acts_in, step};

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
    /// How periods are cut, and whether they are paid before or after.
    #[serde(default)]
    pub terms: Terms,
    /// A package that holds from a later day on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_plan: Option<NextPlan>,
    /// Promotions that were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promos: Vec<GivenPromo>,
    /// What the next bill charges besides the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Money held as a deposit (*uang jaminan*); it is the customer's.
    #[serde(default)]
    pub deposit: Rupiah,
    /// When service was limited, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub isolations: Vec<Isolation>,
    /// What was asked and agreed about its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termination: Option<Termination>,
    /// How many periods were billed.
    #[serde(default)]
    pub billed_periods: u32,
    /// The first day that is not billed yet; absent before the first bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billed_until: Option<NaiveDate>,
    /// How many bills of something else were made within `billed_periods`.
    #[serde(default)]
    pub extra_bills: u16,
    /// The plan by which periods are billed that another plan took over in before they were billed;
    /// the charges of the change stand beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<FormerPlan>,
    /// What the final account left the customer as credit: the rest of the deposit, and what was paid
    /// and not served.
    #[serde(default)]
    pub returned: Rupiah,
}

/// How periods are cut and paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// By the calendar, or from an anchor day.
    pub cycle: Cycle,
    /// Months a period.
    pub length: PeriodLength,
    /// Before or after.
    pub mode: BillingMode,
}

impl Default for Terms {
    /// Calendar months, billed in the month they run in.
    fn default() -> Self {
        Self { cycle: Cycle::Calendar, length: PeriodLength::MONTH, mode: BillingMode::Prepaid }
    }
}

/// What is sold at which price: a package as it was when it was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The package.
    pub package: PackageId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whole rupiah a month.
    pub price: Rupiah,
    /// Whether `price` contains the tax.
    pub pricing: Pricing,
    /// How it is taxed.
    pub tax_code: TaxCode,
}

/// A plan that holds from a later day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextPlan {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// Its first day.
    pub from: NaiveDate,
}

/// A plan that another took the place of within a period that was not billed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerPlan {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// The first day of the first period that is not billed by it.
    pub until: NaiveDate,
}

impl Subscription {
    /// What holds now.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan {
            package: self.package.clone(),
            code: self.package_code.clone(),
            name: self.package_name.clone(),
            price: self.price,
            pricing: self.pricing,
            tax_code: self.tax_code,
        }
    }

    /// The subscription with another plan in the place of the one that holds.
    #[must_use]
    pub fn under(self, plan: Plan) -> Self {
        Self {
            package: plan.package,
            package_code: plan.code,
            package_name: plan.name,
            price: plan.price,
            pricing: plan.pricing,
            tax_code: plan.tax_code,
            ..self
        }
    }

    /// The plan that a period which begins on a day is billed by.
    #[must_use]
    pub fn plan_of_period(&self, from: NaiveDate) -> Plan {
        if let Some(former) = self.former.as_ref().filter(|former| from < former.until) {
            return former.plan.clone();
        }
        match self.next_plan.as_ref().filter(|next| next.from <= from) {
            Some(next) => next.plan.clone(),
            None => self.plan(),
        }
    }

    /// Whether service has not ended.
    #[must_use]
    pub const fn runs(&self) -> bool {
        match self.status {
            SubscriptionStatus::PendingInstall
            | SubscriptionStatus::Active
            | SubscriptionStatus::Isolated => true,
            SubscriptionStatus::Terminated => false,
        }
    }

    /// The last day of service, once its end is agreed.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let agreed = self.termination.as_ref().filter(|end| end.approved.is_some());
        agreed.map(|end| end.on)
    }
}

/// A promotion that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenPromo {
    /// The promotion.
    pub promo: PromoId,
    /// Its name when it was given.
    pub name: String,
    /// What it takes off.
    pub kind: DiscountKind,
    /// For how many first periods.
    pub periods: u16,
    /// How many of them were used.
    pub used: u16,
    /// The first day that was billed with it; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
}

/// Something that the next bill charges, or takes off when it is negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Names it: the same thing is never charged twice.
    pub key: String,
    /// What kind.
    pub kind: LineKind,
    /// What for, as the customer reads it.
    pub description: String,
    /// First day served.
    pub from: NaiveDate,
    /// Last day served.
    pub to: NaiveDate,
    /// Whole rupiah; negative takes off.
    pub amount: Rupiah,
    /// Whether `amount` contains the tax.
    pub pricing: Pricing,
    /// How it is taxed.
    pub tax_code: TaxCode,
}

/// A time in which service was limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isolation {
    /// First day.
    pub from: NaiveDate,
    /// The day on which service was opened again.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Why it was opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<String>,
    /// The unpaid bill for which it was limited: only then it is opened again without a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bill: Option<InvoiceId>,
}

/// What was asked and agreed about the end of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Termination {
    /// Last day of service.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub requested: Hand,
    /// Who agreed.
    pub approved: Option<Hand>,
    /// Who said no, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Ending>,
}

impl Termination {
    /// Whether nobody has decided yet.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.approved.is_none() && self.refused.is_none()
    }
}

words! {
    /// Whether service runs.
    SubscriptionStatus {
        /// Sold, waits for its installation.
        PendingInstall = "PENDING_INSTALL",
        /// Service runs.
        Active = "ACTIVE",
        /// Service is limited for unpaid bills.
        Isolated = "ISOLATED",
        /// Service has ended.
        Terminated = "TERMINATED",
    }
}
