//! Whole rupiah, and the one place where a fraction is rounded.
//!
//! The rupiah has no usable minor unit: amounts are integers at every edge and in storage. Rates are
//! decimals; they meet an amount only in [`Rate::of`], which rounds half up once, as PER-11/PJ/2025
//! art. 129 asks for tax documents.

use std::fmt;
use std::iter::Sum;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount in whole rupiah. Negative amounts exist only for lines that reduce a bill.
///
/// The range is ±[`Rupiah::LIMIT`], so that sums of a lifetime of bills cannot overflow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(try_from = "i64", into = "i64")]
pub struct Rupiah(i64);

/// Why an amount was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The amount lies outside ±[`Rupiah::LIMIT`].
    #[error("amount is outside the range of {} rupiah either way", Rupiah::LIMIT)]
    OutOfRange,
    /// The text is not an amount of whole rupiah.
    #[error("`{0}` is not an amount of whole rupiah; write 1234567, 1.234.567 or Rp 1.234.567")]
    NotAnAmount(String),
}

impl Rupiah {
    /// The largest magnitude an amount may have, in rupiah (one quadrillion).
    pub const LIMIT: i64 = 1_000_000_000_000_000;
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Checks the range and wraps.
    pub const fn new(rupiah: i64) -> Result<Self, MoneyError> {
        if rupiah > Self::LIMIT || rupiah < -Self::LIMIT {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(rupiah))
    }

    /// The amount held within the range; for figures that a program writes down.
    #[must_use]
    pub const fn clamped(rupiah: i64) -> Self {
        if rupiah > Self::LIMIT {
            Self(Self::LIMIT)
        } else if rupiah < -Self::LIMIT {
            Self(-Self::LIMIT)
        } else {
            Self(rupiah)
        }
    }

    /// The amount in whole rupiah.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether there is something.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum, refused outside the range.
    pub const fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Self::new(self.0 + other.0)
    }

    /// The difference, refused outside the range.
    pub const fn minus(self, other: Self) -> Result<Self, MoneyError> {
        Self::new(self.0 - other.0)
    }

    /// The difference, never below zero: what is still open of `self` after `other`.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        if other.0 >= self.0 { Self(0) } else { self.saturating_plus(other.negated()) }
    }

    /// The sum held at the limit; for totals of state that was checked when it was built.
    #[must_use]
    pub const fn saturating_plus(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        if sum > Self::LIMIT {
            Self(Self::LIMIT)
        } else if sum < -Self::LIMIT {
            Self(-Self::LIMIT)
        } else {
            Self(sum)
        }
    }

    /// The amount with its sign turned.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// Reads what people write: `1234567`, `1.234.567`, `Rp 1.234.567`, `1,234,567.00`.
    ///
    /// Fractions other than zero are refused, never rounded.
    pub fn parse_typed(text: &str) -> Result<Self, MoneyError> {
        let refused = || MoneyError::NotAnAmount(text.chars().take(40).collect());
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix("Rp").unwrap_or(trimmed).trim_start();
        let whole = strip_zero_fraction(digits);
        let plain = ungroup(whole).ok_or_else(refused)?;
        let value = plain.parse::<i64>().map_err(|_| refused())?;
        Self::new(value)
    }

    /// `1.234.567`, with U+2212 for a negative amount; for columns whose head says rupiah.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
        if self.0 < 0 {
            out.push('\u{2212}');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push('.');
            }
            out.push(digit);
        }
        out
    }
}

fn strip_zero_fraction(text: &str) -> &str {
    for (tail, mark) in [(".00", '.'), (",00", ','), (",-", ',')] {
        // `1.000.00` is a slip of the finger, not a thousand: the mark that groups cannot end.
        if let Some(whole) = text.strip_suffix(tail).filter(|whole| !whole.contains(mark)) {
            return whole;
        }
    }
    text
}

/// Takes out one kind of group separator when every group after the first has three digits.
fn ungroup(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > 24 {
        return None;
    }
    let separator = if text.contains('.') { '.' } else { ',' };
    let mut parts = text.split(separator);
    let first = parts.next()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) {
        return None;
    }
    let rest: Vec<&str> = parts.collect();
    if !rest.is_empty() && first.len() > 3 {
        return None;
    }
    if rest.iter().any(|part| part.len() != 3 || !digits(part)) {
        return None;
    }
    Some(std::iter::once(first).chain(rest).collect())
}

impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grouped = self.grouped();
        match grouped.strip_prefix('\u{2212}') {
            Some(rest) => write!(f, "\u{2212}Rp{rest}"),
            None => write!(f, "Rp{grouped}"),
        }
    }
}

impl TryFrom<i64> for Rupiah {
    type Error = MoneyError;
    fn try_from(value: i64) -> Result<Self, MoneyError> {
        Self::new(value)
    }
}

impl From<Rupiah> for i64 {
    fn from(value: Rupiah) -> Self {
        value.0
    }
}

impl Sum for Rupiah {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::saturating_plus)
    }
}

/// `numerator / denominator` rounded half up; the denominator must be positive.
///
/// Negative values round as their magnitude does (credits round the positive amount, then negate).
#[must_use]
pub const fn round_half_up(numerator: i128, denominator: i128) -> i128 {
    if denominator <= 0 {
        return 0;
    }
    // Quotient and rest instead of doubling: no numerator overflows.
    let (quotient, rest) = (numerator / denominator, (numerator % denominator).unsigned_abs());
    let up = rest >= denominator.unsigned_abs() - rest;
    match (up, numerator < 0) {
        (false, _) => quotient,
        (true, false) => quotient + 1,
        (true, true) => quotient - 1,
    }
}

/// A rate such as `0.12` for twelve per cent. Between 0 and 1, at most six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Decimal", into = "Decimal")]
pub struct Rate(Decimal);

/// Why a rate was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a rate is between 0 and 1 with at most six decimals, not `{0}`")]
pub struct RateError(Decimal);

impl Rate {
    /// Nothing.
    pub const NONE: Self = Self(Decimal::ZERO);

    /// Checks the range and wraps.
    pub fn new(rate: Decimal) -> Result<Self, RateError> {
        let rate = rate.normalize();
        if rate < Decimal::ZERO || rate > Decimal::ONE || rate.scale() > 6 {
            return Err(RateError(rate));
        }
        Ok(Self(rate))
    }

    /// A rate in hundredths of a per cent: `of_basis_points(1200)` is twelve per cent.
    pub fn of_basis_points(points: u16) -> Result<Self, RateError> {
        Self::new(Decimal::new(i64::from(points), 4))
    }

    /// The rate as a decimal number.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }

    /// `amount × rate × part`, rounded half up to whole rupiah, once.
    pub fn of(self, amount: Rupiah, part: Part) -> Result<Rupiah, MoneyError> {
        let scale = 10_i128.pow(self.0.scale());
        let numerator = i128::from(amount.get()) * self.0.mantissa() * i128::from(part.numerator);
        let rounded = round_half_up(numerator, scale * i128::from(part.denominator));
        i64::try_from(rounded).map_err(|_| MoneyError::OutOfRange).and_then(Rupiah::new)
    }
}

impl TryFrom<Decimal> for Rate {
    type Error = RateError;
    fn try_from(value: Decimal) -> Result<Self, RateError> {
        Self::new(value)
    }
}

impl From<Rate> for Decimal {
    fn from(value: Rate) -> Self {
        value.0
    }
}

/// A fraction of an amount, such as the 11/12 of *DPP nilai lain* (PMK 131/2024).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Part {
    numerator: u32,
    denominator: u32,
}

/// Why a fraction was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a part needs a denominator of at least 1 and a numerator of at least 1")]
pub struct PartError;

impl Part {
    /// The whole.
    pub const WHOLE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator / denominator`, both at least 1.
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, PartError> {
        if denominator == 0 || numerator == 0 {
            return Err(PartError);
        }
        Ok(Self { numerator, denominator })
    }

    /// The part of an amount, rounded half up to whole rupiah.
    pub fn of(self, amount: Rupiah) -> Result<Rupiah, MoneyError> {
        let numerator = i128::from(amount.get()) * i128::from(self.numerator);
        let rounded = round_half_up(numerator, i128::from(self.denominator));
        i64::try_from(rounded).map_err(|_| MoneyError::OutOfRange).and_then(Rupiah::new)
    }

    /// Numerator and denominator.
    #[must_use]
    pub const fn get(self) -> (u32, u32) {
        (self.numerator, self.denominator)
    }
}

impl TryFrom<(u32, u32)> for Part {
    type Error = PartError;
    fn try_from(value: (u32, u32)) -> Result<Self, PartError> {
        Self::new(value.0, value.1)
    }
}

impl From<Part> for (u32, u32) {
    fn from(value: Part) -> Self {
        (value.numerator, value.denominator)
    }
}
