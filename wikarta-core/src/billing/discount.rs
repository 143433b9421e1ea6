//! What a promotion takes off a line, before tax.

use serde::{Deserialize, Serialize};

use super::{LineKind, PeriodLength, ProrateError, prorate};
use crate::money::{Part, Rate, Rupiah};

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountKind {
    /// A part of the price of each period.
    Percent(Rate),
    /// Whole rupiah off each period.
    Amount(Rupiah),
    /// So many days of service from its first day on, over as many periods as it takes.
    FreeDays(u16),
    /// So many months of service from its first day on, over as many periods as it takes.
    FreeMonths(u8),
    /// The installation.
    InstallWaived,
}

/// Which period of a subscription is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// The number of the period, counted from 1.
    pub number: u32,
    /// Days served before it.
    pub days_before: u32,
    /// Days served in it.
    pub days: u32,
    /// Months of a period.
    pub length: PeriodLength,
}

/// What a discount takes off a line: zero or more, at most the price. The line is of the given kind
/// and its `price` is what it costs without the discount.
///
/// All but [`DiscountKind::InstallWaived`] are for the service; that one is for the installation.
///
/// ```
/// use wikarta_core::billing::{DiscountKind, LineKind, PeriodLength, Served, amount_off};
/// use wikarta_core::money::Rupiah;
///
/// let first = Served { number: 1, days_before: 0, days: 30, length: PeriodLength::MONTH };
/// let price = Rupiah::new(250_000)?;
/// let off = amount_off(DiscountKind::FreeDays(3), LineKind::Recurring, price, first)?;
/// assert_eq!(off.get(), 25_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn amount_off(
    kind: DiscountKind,
    line: LineKind,
    price: Rupiah,
    period: Served,
) -> Result<Rupiah, ProrateError> {
    let service = matches!(line, LineKind::Recurring | LineKind::Proration);
    let installation = line == LineKind::Installation;
    let off = match kind {
        DiscountKind::Percent(rate) if service => rate.of(price, Part::WHOLE)?,
        DiscountKind::Amount(amount) if service => amount,
        DiscountKind::FreeDays(days) if service && period.days > 0 => {
            let left = u32::from(days).saturating_sub(period.days_before);
            prorate(price, left.min(period.days), period.days)?
        }
        DiscountKind::FreeMonths(months) if service => {
            let length = u32::from(period.length.months());
            let before = period.number.saturating_sub(1).saturating_mul(length);
            let left = u32::from(months).saturating_sub(before);
            prorate(price, left.min(length), length)?
        }
        DiscountKind::InstallWaived if installation => price,
        DiscountKind::Percent(_)
        | DiscountKind::Amount(_)
        | DiscountKind::FreeDays(_)
        | DiscountKind::FreeMonths(_)
        | DiscountKind::InstallWaived => Rupiah::ZERO,
    };
    Ok(off.min(price).max(Rupiah::ZERO))
}
