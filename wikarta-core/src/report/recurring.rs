//! What a subscription brings in a period, without tax and after its running discounts.

use chrono::NaiveDate;

use super::kpi::Recurring;
use crate::billing::{DiscountKind, TaxPolicy, net_of_tax};
use crate::money::{MoneyError, Part, Rupiah};
use crate::subscription::Subscription;

impl Recurring {
    /// What a subscription brings in, by its plan and the tax rule of a day.
    ///
    /// A discount counts while periods are left to it; what is given once (free days and months, the
    /// installation) lowers a bill and not what recurs.
    ///
    /// # Errors
    /// [`MoneyError`] when a period costs more than money can say.
    pub fn of(
        subscription: &Subscription,
        on: NaiveDate,
        tax: &TaxPolicy,
    ) -> Result<Self, MoneyError> {
        let (plan, length) = (subscription.plan_of_period(on), subscription.terms.length);
        let whole = Rupiah::new(plan.price.get().saturating_mul(i64::from(length.months())))?;
        let mut left = whole;
        for promo in subscription.promos.iter().filter(|promo| promo.used < promo.periods) {
            let off = match promo.kind {
                DiscountKind::Percent(rate) => rate.of(whole, Part::WHOLE)?,
                DiscountKind::Amount(amount) => amount,
                DiscountKind::FreeDays(_)
                | DiscountKind::FreeMonths(_)
                | DiscountKind::InstallWaived => Rupiah::ZERO,
            };
            left = left.less(off).max(Rupiah::ZERO);
        }
        let price = net_of_tax(left, plan.pricing, plan.tax_code, (tax, on))?;
        Ok(Self { status: subscription.status, price, length })
    }
}
