//! A share of one figure in another, kept as the two figures, so that nothing is lost to rounding
//! and an empty denominator is no zero.

use std::fmt;

use crate::money::round_half_up;

/// `numerator / denominator`. A denominator of 0 prints `–`: nothing was there to measure.
///
/// ```
/// use wikarta_core::ratio::Ratio;
///
/// assert_eq!(Ratio::of(987, 1_000).percent(), "98,70 %");
/// assert_eq!(Ratio::of(0, 0).percent(), "–");
/// assert_eq!((Ratio::of(0, 0).is_at_least_percent(99), Ratio::of(99, 100).is_at_least_percent(99)),
///     (None, Some(true)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// The share. A denominator below 0 turns the sign of both.
    #[must_use]
    pub fn of(numerator: impl Into<i128>, denominator: impl Into<i128>) -> Self {
        let (numerator, denominator) = (numerator.into(), denominator.into());
        if denominator < 0 {
            let turned = (numerator.saturating_neg(), denominator.saturating_neg());
            return Self { numerator: turned.0, denominator: turned.1 };
        }
        Self { numerator, denominator }
    }

    /// The figure above.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The figure below; never negative.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The value times `by`, rounded half up; nothing when there is nothing to measure.
    #[must_use]
    pub fn times(self, by: u32) -> Option<i128> {
        let scaled = self.numerator.checked_mul(i128::from(by))?;
        (self.denominator > 0).then(|| round_half_up(scaled, self.denominator))
    }

    /// Hundredths of a per cent, rounded half up; nothing when there is nothing to measure.
    #[must_use]
    pub fn basis_points(self) -> Option<i128> {
        self.times(10_000)
    }

    /// Whether the value reaches so many per cent, exactly; nothing when there is nothing to measure.
    #[must_use]
    pub fn is_at_least_percent(self, percent: u8) -> Option<bool> {
        let (have, need) =
            (self.numerator.checked_mul(100)?, self.denominator.checked_mul(i128::from(percent))?);
        (self.denominator > 0).then_some(have >= need)
    }

    /// As people read a share: `98,70 %`, or `–`. The last digit is rounded half up, so a share just
    /// below a target may print as the target: ask [`Ratio::is_at_least_percent`].
    #[must_use]
    pub fn percent(self) -> String {
        self.printed(10_000).map_or_else(|| "–".to_owned(), |value| format!("{value} %"))
    }

    /// As people read a quotient: `32,50`, or `–`.
    #[must_use]
    pub fn plain(self) -> String {
        self.printed(100).unwrap_or_else(|| "–".to_owned())
    }

    fn printed(self, scale: u32) -> Option<String> {
        let value = self.times(scale)?;
        let sign = if value < 0 { "\u{2212}" } else { "" };
        let (whole, rest) = (value.unsigned_abs() / 100, value.unsigned_abs() % 100);
        Some(format!("{sign}{whole},{rest:02}"))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.numerator, self.denominator)
    }
}
