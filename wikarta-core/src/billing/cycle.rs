//! Billing periods as a function of the first day of service: nothing is carried from the period
//! before, so nothing drifts.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::Month;
use crate::words::words;

words! {
    /// Whether a period is paid before or after it is served.
    BillingMode {
        /// Billed before the period, due on its first day.
        Prepaid = "prepaid",
        /// Billed on the first day after the period.
        Postpaid = "postpaid",
    }
}

/// Why a cycle, an anchor or a length was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CycleError {
    /// The anchor is no day of a month.
    #[error("`{0}` is not a day of a month; an anchor is 1 to 31")]
    Anchor(u32),
    /// The length is out of range.
    #[error("`{0}` months is not a period; a period has 1 to 12 months")]
    Length(u8),
    /// The text names no cycle.
    #[error("`{0}` is not a cycle; write calendar or anniversary-1 to anniversary-31")]
    Text(String),
}

/// The day of the month on which periods begin, 1 to 31. In a month that is too short the period
/// begins on the last day; the anchor itself is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Anchor(u32);

impl Anchor {
    /// Checks the range and wraps.
    pub const fn new(day: u32) -> Result<Self, CycleError> {
        if day < 1 || day > 31 {
            return Err(CycleError::Anchor(day));
        }
        Ok(Self(day))
    }

    /// The day of the month that a day is.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(day.day())
    }

    /// The day of the month.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Anchor {
    type Error = CycleError;
    fn try_from(day: u32) -> Result<Self, CycleError> {
        Self::new(day)
    }
}

impl From<Anchor> for u32 {
    fn from(anchor: Anchor) -> Self {
        anchor.0
    }
}

/// How many months a period has, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct PeriodLength(u8);

impl PeriodLength {
    /// One month.
    pub const MONTH: Self = Self(1);

    /// Checks the range and wraps.
    pub const fn new(months: u8) -> Result<Self, CycleError> {
        if months < 1 || months > 12 {
            return Err(CycleError::Length(months));
        }
        Ok(Self(months))
    }

    /// Months.
    #[must_use]
    pub const fn months(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for PeriodLength {
    type Error = CycleError;
    fn try_from(months: u8) -> Result<Self, CycleError> {
        Self::new(months)
    }
}

impl From<PeriodLength> for u8 {
    fn from(length: PeriodLength) -> Self {
        length.0
    }
}

/// Where periods begin. The canonical texts are `calendar` and `anniversary-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cycle {
    /// On the first of a month.
    Calendar,
    /// On the same day of the month as the first.
    Anniversary {
        /// That day.
        anchor: Anchor,
    },
}

impl Cycle {
    /// The cycle that begins on the day of the month on which service began: its first period is
    /// never cut.
    #[must_use]
    pub fn anniversary_of(first_day: NaiveDate) -> Self {
        Self::Anniversary { anchor: Anchor::of(first_day) }
    }

    const fn anchor(self) -> Anchor {
        match self {
            Self::Calendar => Anchor(1),
            Self::Anniversary { anchor } => anchor,
        }
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar => f.write_str("calendar"),
            Self::Anniversary { anchor } => write!(f, "anniversary-{}", anchor.0),
        }
    }
}

impl FromStr for Cycle {
    type Err = CycleError;
    fn from_str(text: &str) -> Result<Self, CycleError> {
        let refused = || CycleError::Text(text.chars().take(40).collect());
        if text == "calendar" {
            return Ok(Self::Calendar);
        }
        let day = text.strip_prefix("anniversary-").ok_or_else(refused)?;
        let anchor = day.parse().ok().and_then(|day| Anchor::new(day).ok()).ok_or_else(refused)?;
        let cycle = Self::Anniversary { anchor };
        if cycle.to_string() == text { Ok(cycle) } else { Err(refused()) }
    }
}

impl TryFrom<String> for Cycle {
    type Error = CycleError;
    fn try_from(text: String) -> Result<Self, CycleError> {
        text.parse()
    }
}

impl From<Cycle> for String {
    fn from(cycle: Cycle) -> Self {
        cycle.to_string()
    }
}

/// A billing period: civil days in the customer's zone, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day that is served.
    pub from: NaiveDate,
    /// The first day that is not.
    pub until: NaiveDate,
    /// Where the whole period begins: before `from` only when service began within it.
    pub opens: NaiveDate,
}

impl Period {
    /// Days served.
    #[must_use]
    pub fn days(self) -> u32 {
        days_between(self.from, self.until)
    }

    /// Days of the whole period, which the price is for.
    #[must_use]
    pub fn whole_days(self) -> u32 {
        days_between(self.opens, self.until)
    }

    /// The last day served.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.until.pred_opt().unwrap_or(self.until)
    }

    /// The month in which the whole period begins. It names the period: no two periods of one
    /// subscription begin in one month.
    ///
    /// It is the month of `from`, save where an anniversary's anchor lies later in the month than
    /// the first day of service: of service from 3 January with the anchor 5, the two days before
    /// the anchor are the end of December's period.
    #[must_use]
    pub fn month(self) -> Month {
        Month::of(self.opens)
    }
}

/// The period that a day lies in; nothing before the first day of service or outside the years 2000
/// to 2199.
///
/// ```
/// use chrono::NaiveDate;
/// use wikarta_core::billing::{Cycle, PeriodLength, next_period, period_containing};
///
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).ok_or("no such day");
/// let cycle = Cycle::anniversary_of(day(1, 31)?);
/// let january = period_containing(cycle, PeriodLength::MONTH, day(1, 31)?, day(2, 27)?);
/// let january = january.ok_or("after the first day")?;
/// assert_eq!(january.until, day(2, 28)?);
/// let february = next_period(cycle, PeriodLength::MONTH, january).ok_or("in range")?;
/// assert_eq!((february.from, february.until), (day(2, 28)?, day(3, 31)?));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn period_containing(
    cycle: Cycle,
    length: PeriodLength,
    first_day: NaiveDate,
    day: NaiveDate,
) -> Option<Period> {
    if day < first_day {
        return None;
    }
    let first = count_of_period_start(cycle, first_day)?;
    let month = count_of_period_start(cycle, day)?;
    let months = i32::from(length.0);
    let begins = first + (month - first).div_euclid(months) * months;
    period(cycle, length, begins, first_day)
}

/// The period that [`Period::month`] names; nothing where no period begins in that month.
#[must_use]
pub fn period_of_month(
    cycle: Cycle,
    length: PeriodLength,
    first_day: NaiveDate,
    month: Month,
) -> Option<Period> {
    let first = count_of_period_start(cycle, first_day)?;
    let begins = count(month.first_day());
    if begins < first || (begins - first) % i32::from(length.0) != 0 {
        return None;
    }
    period(cycle, length, begins, first_day)
}

/// The period after: its first day is computed from the anchor, never from where `period` was
/// clamped to.
#[must_use]
pub fn next_period(cycle: Cycle, length: PeriodLength, of: Period) -> Option<Period> {
    period(cycle, length, count(of.opens) + i32::from(length.0), of.until)
}

/// The day on which a period is billed: prepaid `lead_days` before its first day, postpaid on the
/// first day after it.
///
/// For a prepaid first period the day lies before service began; bill at once.
#[must_use]
pub fn bill_on(period: Period, mode: BillingMode, lead_days: u16) -> NaiveDate {
    match mode {
        BillingMode::Prepaid => {
            let lead = Days::new(u64::from(lead_days));
            period.from.checked_sub_days(lead).unwrap_or(period.from)
        }
        BillingMode::Postpaid => period.until,
    }
}

/// The day on which the bill of a period falls due: prepaid on its first day, postpaid
/// `terms_days` after the issue, and in no case sooner than `terms_days_min` after the issue.
#[must_use]
pub fn due_on(
    period: Period,
    mode: BillingMode,
    issued_on: NaiveDate,
    terms_days: u16,
    terms_days_min: u16,
) -> NaiveDate {
    let after =
        |days| issued_on.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX);
    let wanted = match mode {
        BillingMode::Prepaid => period.from,
        BillingMode::Postpaid => after(terms_days),
    };
    wanted.max(after(terms_days_min))
}

fn period(cycle: Cycle, length: PeriodLength, begins: i32, first_day: NaiveDate) -> Option<Period> {
    // Outside these years months have no name of their own.
    if !(2000 * 12..2200 * 12).contains(&begins) {
        return None;
    }
    let opens = begin(cycle, begins)?;
    let until = begin(cycle, begins + i32::from(length.0))?;
    Some(Period { from: opens.max(first_day), until, opens })
}

/// The count of the month in which the one-month period around a day begins.
fn count_of_period_start(cycle: Cycle, day: NaiveDate) -> Option<i32> {
    let month = count(day);
    Some(if begin(cycle, month)? > day { month - 1 } else { month })
}

/// Months since the year 0.
fn count(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

/// The day on which a period begins in a month: the anchor, or the last day before it that exists.
fn begin(cycle: Cycle, month: i32) -> Option<NaiveDate> {
    let (year, number) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let anchor = cycle.anchor().get();
    let existing = |day| NaiveDate::from_ymd_opt(year, number.cast_unsigned(), day);
    (0..=3).find_map(|back| existing(anchor.saturating_sub(back)))
}

fn days_between(from: NaiveDate, until: NaiveDate) -> u32 {
    u32::try_from(until.signed_duration_since(from).num_days()).unwrap_or(0)
}
