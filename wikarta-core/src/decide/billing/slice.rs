//! The part of a period that is billed: without days before service, after its end, or without it.

use chrono::NaiveDate;

use super::divided;
use crate::billing::{
    LineKind, Period, PeriodLength, Priced, next_period, period_containing, period_of_month,
    prorate,
};
use crate::money::Rupiah;
use crate::policy::{BillingPolicy, FirstPeriod, WhileIsolated};
use crate::refusal::Refusal;
use crate::subscription::{Isolation, Subscription, SubscriptionStatus};
use crate::time::Month;

/// Whole days from one to another, the first counted and the second not.
pub(in crate::decide) fn days(from: NaiveDate, until: NaiveDate) -> u32 {
    u32::try_from(until.signed_duration_since(from).num_days()).unwrap_or(0)
}

/// The price of a whole period.
pub(in crate::decide) fn whole_price(
    month: Rupiah,
    length: PeriodLength,
) -> Result<Rupiah, Refusal> {
    Ok(Rupiah::new(month.get().saturating_mul(i64::from(length.months())))?)
}

/// A period as it is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slice {
    /// The whole of it.
    pub(super) period: Period,
    /// The first day that is not served: the end of the period, or of service.
    pub(super) until: NaiveDate,
    /// Days charged.
    pub(super) charged: u32,
    /// Days that the price is for.
    pub(super) of: u32,
}

impl Slice {
    /// What is to be billed of a period; `charged` may be 0.
    pub(super) fn of(subscription: &Subscription, period: Period, policy: &BillingPolicy) -> Self {
        let end = subscription.last_day().and_then(|last| last.succ_opt());
        let until = end.map_or(period.until, |end| end.clamp(period.from, period.until));
        let limited: u32 = subscription
            .isolations
            .iter()
            .filter_map(|isolation| uncharged(subscription, isolation, policy))
            .map(|(from, to)| {
                let to = to.map_or(until, |to| to.min(until));
                days(from.max(period.from), to)
            })
            .sum();
        let charged = days(period.from, until).saturating_sub(limited);
        let cut = period.from > period.opens;
        let of = match policy.first_period {
            FirstPeriod::Full if cut => period.days(),
            FirstPeriod::Full | FirstPeriod::Prorate => period.whole_days(),
        };
        Self { period, until, charged, of }
    }

    /// The period that a month names.
    pub(super) fn named(
        subscription: &Subscription,
        month: Month,
        policy: &BillingPolicy,
    ) -> Result<Self, Refusal> {
        let (terms, first) = (subscription.terms, subscription.starts_on);
        let Some(period) = period_of_month(terms.cycle, terms.length, first, month) else {
            let before = period_containing(terms.cycle, terms.length, first, first)
                .is_none_or(|first| month < first.month());
            if before {
                return Err(Refusal::PeriodBeforeStart { period: month });
            }
            let problem = "names no month in which a period of the subscription begins";
            return Err(Refusal::Invalid { field: "period", problem });
        };
        Ok(Self::of(subscription, period, policy))
    }

    /// The last day served.
    pub(super) fn last_day(&self) -> NaiveDate {
        self.until.pred_opt().unwrap_or(self.until)
    }

    /// The line of the service.
    pub(super) fn line(&self, subscription: &Subscription) -> Result<Priced, Refusal> {
        let plan = subscription.plan_of_period(self.period.from);
        let whole = whole_price(plan.price, subscription.terms.length)?;
        let charged = self.charged.min(self.of);
        let kind = if charged == self.of { LineKind::Recurring } else { LineKind::Proration };
        Ok(Priced {
            description: format!("{} {}", plan.code, plan.name),
            from: self.period.from,
            to: self.last_day(),
            quantity: 1,
            amount: prorate(whole, charged, self.of).map_err(divided)?,
            pricing: plan.pricing,
            tax_code: plan.tax_code,
            kind,
        })
    }
}

/// Whether bills of periods are made at all.
pub(super) const fn is_billed(status: SubscriptionStatus) -> bool {
    match status {
        SubscriptionStatus::PendingInstall => false,
        SubscriptionStatus::Active
        | SubscriptionStatus::Isolated
        | SubscriptionStatus::Terminated => true,
    }
}

/// The days of an isolation that are not charged, the second not counted and absent while it lasts.
fn uncharged(
    subscription: &Subscription,
    isolation: &Isolation,
    policy: &BillingPolicy,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let from = match policy.while_isolated {
        WhileIsolated::Pause => isolation.from,
        WhileIsolated::Continue { periods } => {
            let (terms, first) = (subscription.terms, subscription.starts_on);
            let day = isolation.from.max(first);
            let mut period = period_containing(terms.cycle, terms.length, first, day)?;
            for _ in 0..periods {
                period = next_period(terms.cycle, terms.length, period)?;
            }
            period.until
        }
    };
    (isolation.until.is_none_or(|until| from < until)).then_some((from, isolation.until))
}
