//! The figures of the dashboard.

use chrono::NaiveDate;

use crate::billing::PeriodLength;
use crate::money::{MoneyError, Part, Rupiah};
use crate::ratio::Ratio;
use crate::subscription::SubscriptionStatus;

/// What a subscription brings in again and again, as of the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurring {
    /// Whether service runs at the end of the month.
    pub status: SubscriptionStatus,
    /// The price of a period after recurring discounts, before PPN.
    pub price: Rupiah,
    /// The months of a period.
    pub length: PeriodLength,
}

/// Monthly recurring revenue (MRR), before PPN.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mrr {
    /// Of subscriptions that run.
    pub active: Rupiah,
    /// Of isolated ones: *MRR berisiko*.
    pub at_risk: Rupiah,
}

impl Mrr {
    /// Both together.
    #[must_use]
    pub const fn total(self) -> Rupiah {
        self.active.saturating_plus(self.at_risk)
    }
}

/// The sum over subscriptions that are ACTIVE or ISOLATED at the end of the month of their price a
/// month; a longer period is divided by its months, each rounded half up.
pub fn mrr(subscriptions: &[Recurring]) -> Result<Mrr, MoneyError> {
    let mut sum = Mrr::default();
    for subscription in subscriptions {
        let monthly = Part::new(1, u32::from(subscription.length.months()))
            .map_or(Ok(subscription.price), |part| part.of(subscription.price))?;
        let counter = match subscription.status {
            SubscriptionStatus::Active => &mut sum.active,
            SubscriptionStatus::Isolated => &mut sum.at_risk,
            SubscriptionStatus::PendingInstall | SubscriptionStatus::Terminated => continue,
        };
        *counter = counter.plus(monthly)?;
    }
    Ok(sum)
}

/// A bill that fell due in the month that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CohortBill {
    /// Its total less credit notes; bills that were taken back are left out.
    pub total: Rupiah,
    /// What was settled of it by the day of the report: money and accepted withholding.
    pub settled: Rupiah,
    /// The day it was paid in full, if it was.
    pub paid_on: Option<NaiveDate>,
    /// When it fell due.
    pub due: NaiveDate,
}

/// Collection rate of a cohort: settled ÷ total of the bills due in the month. A surplus on one bill
/// does not cover for another.
#[must_use]
pub fn collection_rate(bills: &[CohortBill]) -> Ratio {
    let sum = |of: fn(&CohortBill) -> Rupiah| bills.iter().map(of).sum::<Rupiah>().get();
    Ratio::of(sum(|bill| bill.settled.min(bill.total)), sum(|bill| bill.total))
}

/// Share of the bills due in the month that were paid on their due day or before.
#[must_use]
pub fn on_time_rate(bills: &[CohortBill]) -> Ratio {
    let in_time = |bill: &&CohortBill| bill.paid_on.is_some_and(|day| day <= bill.due);
    Ratio::of(count(bills.iter().filter(in_time).count()), count(bills.len()))
}

/// Days sales outstanding: receivables at the end ÷ billed in the last 90 days × 90, in days.
#[must_use]
pub fn dso(receivables: Rupiah, billed_90_days: Rupiah) -> Ratio {
    Ratio::of(i128::from(receivables.get()) * 90, billed_90_days.get())
}

/// Average revenue per user: recurring revenue before PPN ÷ ((active at the start + at the end) ÷ 2),
/// rounded half up to whole rupiah; nothing without users.
#[must_use]
pub fn arpu(recurring: Rupiah, active_start: u32, active_end: u32) -> Option<Rupiah> {
    let users = i64::from(active_start) + i64::from(active_end);
    let value = Ratio::of(i128::from(recurring.get()) * 2, users).times(1)?;
    i64::try_from(value).ok().map(Rupiah::clamped)
}

/// Churn: subscriptions ended in the month ÷ active at its start.
#[must_use]
pub fn churn(terminated: u32, active_start: u32) -> Ratio {
    Ratio::of(i64::from(terminated), i64::from(active_start))
}

/// Revenue churn: recurring revenue lost in the month ÷ recurring revenue at its start.
#[must_use]
pub fn revenue_churn(lost: Rupiah, start: Rupiah) -> Ratio {
    Ratio::of(lost.get(), start.get())
}

/// The 95th percentile by nearest rank: the smallest value that at least 95 % of all do not exceed.
#[must_use]
pub fn percentile_95(values: &[i64]) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * 95).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}
