//! Part of a price for part of a period, by actual days.

use super::apportion::apportion;
use crate::money::{MoneyError, Rupiah, round_half_up};

/// Why a price could not be divided.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProrateError {
    /// Nothing to divide by.
    #[error("a price cannot be divided over nothing")]
    OfNothing,
    /// More days than the period has.
    #[error("`{days}` days are more than the `{of}` of the period")]
    Beyond {
        /// Days asked for.
        days: u32,
        /// Days of the period.
        of: u32,
    },
    /// A share is out of range. Never seen: a part is smaller than its whole.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// `price × days ÷ of` in whole rupiah, rounded half up; of a credit the magnitude is rounded.
///
/// The day of activation counts, the day of the end does not.
///
/// ```
/// use wikarta_core::billing::prorate;
/// use wikarta_core::money::Rupiah;
///
/// // Active 20 to 30 November: 11 of 30 days.
/// let part = prorate(Rupiah::new(250_000)?, 11, 30)?;
/// assert_eq!(part.to_string(), "Rp91.667");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prorate(price: Rupiah, days: u32, of: u32) -> Result<Rupiah, ProrateError> {
    if of == 0 {
        return Err(ProrateError::OfNothing);
    }
    if days > of {
        return Err(ProrateError::Beyond { days, of });
    }
    let part = round_half_up(i128::from(price.get()) * i128::from(days), i128::from(of));
    rupiah(part)
}

/// A price divided over parts, such as days under one plan and days under another, so that the
/// shares add up to the price: the method of largest remainders, of equal ones the earlier first.
///
/// ```
/// use wikarta_core::billing::split;
/// use wikarta_core::money::Rupiah;
///
/// let shares = split(Rupiah::new(100)?, &[1, 1, 1])?;
/// assert_eq!(shares.iter().map(|share| share.get()).collect::<Vec<_>>(), [34, 33, 33]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn split(price: Rupiah, parts: &[u32]) -> Result<Vec<Rupiah>, ProrateError> {
    let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
    if whole == 0 {
        return Err(ProrateError::OfNothing);
    }
    let amount = i128::from(price.get());
    let magnitude = amount.abs();
    let exact: Vec<i128> = parts.iter().map(|part| magnitude * i128::from(*part)).collect();
    let shares = apportion(magnitude, &exact, whole);
    shares.into_iter().map(|share| rupiah(share * amount.signum())).collect()
}

/// What a change of plan within a period adds to the bill: two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanChange {
    /// The unused rest of the old plan: negative or zero.
    pub credit: Rupiah,
    /// The rest of the period under the new plan.
    pub charge: Rupiah,
}

impl PlanChange {
    /// Both together: negative when the new plan is the cheaper one.
    #[must_use]
    pub fn net(self) -> Rupiah {
        self.credit.saturating_plus(self.charge)
    }
}

/// Gives back the unused days of the old price and charges them at the new one, each rounded.
///
/// ```
/// use wikarta_core::billing::change_of_plan;
/// use wikarta_core::money::Rupiah;
///
/// // 16 November, from 250.000 to 350.000: 15 of 30 days are left.
/// let change = change_of_plan(Rupiah::new(250_000)?, Rupiah::new(350_000)?, 15, 30)?;
/// assert_eq!((change.credit.get(), change.charge.get()), (-125_000, 175_000));
/// assert_eq!(change.net().get(), 50_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn change_of_plan(
    old_price: Rupiah,
    new_price: Rupiah,
    unused_days: u32,
    period_days: u32,
) -> Result<PlanChange, ProrateError> {
    let credit = prorate(old_price, unused_days, period_days)?.negated();
    let charge = prorate(new_price, unused_days, period_days)?;
    Ok(PlanChange { credit, charge })
}

fn rupiah(amount: i128) -> Result<Rupiah, ProrateError> {
    let amount = i64::try_from(amount).map_err(|_| MoneyError::OutOfRange)?;
    Ok(Rupiah::new(amount)?)
}
