//! What to bill for a period: lines and their tax.

mod apportion;
mod cycle;
mod discount;
mod late_fee;
mod lines;
mod prorate;
mod tax;
mod withholding;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{MoneyError, Rupiah};
use crate::subscription::Subscription;
use crate::time::Month;
use crate::words::words;

pub(crate) use apportion::apportion;
pub use cycle::{
    Anchor, BillingMode, Cycle, CycleError, Period, PeriodLength, bill_on, due_on, next_period,
    period_containing, period_of_month,
};
pub use discount::{DiscountKind, Served, amount_off};
pub use late_fee::{LateFee, LateFeeStep, late_fees};
pub use lines::{BillError, LineKind, Priced, bill_of};
pub use prorate::{PlanChange, ProrateError, change_of_plan, prorate, split};
pub use tax::{SellerStatus, TaxPolicy, TaxPolicyError, TaxRule, TaxSummary};
pub use withholding::{Pph23, StampDuty, stamp_duty};

words! {
    /// Whether a price contains the tax.
    Pricing {
        /// The price is the base; tax comes on top.
        Exclusive = "exclusive",
        /// The price is the total; tax is inside.
        Inclusive = "inclusive",
    }
}

words! {
    /// How a line is taxed (`domain` tax codes; Coretax transaction code 04 is *DPP nilai lain*).
    TaxCode {
        /// PPN on the other tax base (11/12), Coretax code 04: ordinary services.
        Ppn04 = "PPN_04",
        /// No PPN: the seller is not a PKP.
        NonPkp = "NON_PKP",
        /// Free of PPN by law.
        Exempt = "EXEMPT",
        /// Not a supply: deposits, stamp duty, late fees.
        OutOfScope = "OUT_OF_SCOPE",
    }
}

/// A line of a bill. Amounts are before tax when the price is exclusive; for an inclusive price the
/// line holds the base, and `tax` holds the difference, so that the line's total is the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What was supplied, in words that the customer reads.
    pub description: String,
    /// First day of the period served.
    pub from: NaiveDate,
    /// Last day of the period served.
    pub to: NaiveDate,
    /// Units, at least 1.
    pub quantity: u32,
    /// Whole rupiah before tax, all units together.
    pub amount: Rupiah,
    /// How it is taxed.
    pub tax_code: TaxCode,
    /// This line's share of the bill's PPN.
    pub tax: Rupiah,
    /// What it is for; lines of a time before kinds were kept are of the service.
    #[serde(default = "recurring")]
    pub kind: LineKind,
}

const fn recurring() -> LineKind {
    LineKind::Recurring
}

/// A bill computed, not yet a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Its lines; never empty.
    pub lines: Vec<Line>,
    /// Its tax.
    pub tax: TaxSummary,
    /// Base plus tax.
    pub total: Rupiah,
}

/// The bill of one calendar month of a subscription, taxed by the rule in force on `issued_on`.
///
/// Which rule applies follows the day of supply on the invoice, not the day of payment
/// (UU PPN; PMK 131/2024 for the 11/12 base).
pub fn monthly_bill(
    subscription: &Subscription,
    month: Month,
    issued_on: NaiveDate,
    policy: &TaxPolicy,
) -> Result<Bill, MoneyError> {
    let rule = policy.on(issued_on);
    let code = policy.code_for(subscription.tax_code, issued_on);
    let tax = tax::summary(subscription.price, subscription.pricing, code, rule)?;
    let line = Line {
        description: format!("{} {}", subscription.package_code, subscription.package_name),
        from: month.first_day().max(subscription.starts_on.min(month.last_day())),
        to: month.last_day(),
        quantity: 1,
        amount: tax.base,
        tax_code: code,
        tax: tax.ppn,
        kind: LineKind::Recurring,
    };
    let total = tax.base.plus(tax.ppn)?;
    Ok(Bill { lines: vec![line], tax, total })
}

/// The tax of a price, by the rule in force on a day.
///
/// # Errors
/// [`MoneyError`] when a figure leaves the range of money.
pub fn tax_of(
    price: Rupiah,
    pricing: Pricing,
    code: TaxCode,
    (policy, on): (&TaxPolicy, NaiveDate),
) -> Result<TaxSummary, MoneyError> {
    tax::summary(price, pricing, policy.code_for(code, on), policy.on(on))
}

/// A price before tax, by the rule in force on a day.
///
/// # Errors
/// [`MoneyError`] when the division leaves the range of money.
pub fn net_of_tax(
    price: Rupiah,
    pricing: Pricing,
    code: TaxCode,
    (policy, on): (&TaxPolicy, NaiveDate),
) -> Result<Rupiah, MoneyError> {
    Ok(tax_of(price, pricing, code, (policy, on))?.base)
}
