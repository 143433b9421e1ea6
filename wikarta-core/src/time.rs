//! Instants, zones and civil months. Nothing here reads a clock: time is always passed in.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, SecondsFormat, Utc,
};
use serde::{Deserialize, Serialize};

/// An instant in UTC with microsecond resolution, so that it is equal in every database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

/// Why a text is not an instant, a day or a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not an RFC 3339 instant.
    #[error("`{0}` is not an instant; write it as 2026-11-23T07:05:00Z")]
    NotAnInstant(String),
    /// Outside the years 2000 to 2199.
    #[error("the instant lies outside the years 2000 to 2199")]
    OutOfRange,
    /// Not a month.
    #[error("`{0}` is not a month; write it as 2026-11")]
    NotAMonth(String),
}

impl Timestamp {
    const EARLIEST: i64 = 946_684_800_000_000;
    const LATEST: i64 = 7_258_118_400_000_000 - 1;

    /// Microseconds since 1970-01-01T00:00:00Z, within the years 2000 to 2199.
    pub const fn from_micros(micros: i64) -> Result<Self, TimeError> {
        if micros < Self::EARLIEST || micros > Self::LATEST {
            return Err(TimeError::OutOfRange);
        }
        Ok(Self(micros))
    }

    /// The instant of a clock, held within the years 2000 to 2199.
    #[must_use]
    pub const fn clamped(micros: i64) -> Self {
        if micros < Self::EARLIEST {
            Self(Self::EARLIEST)
        } else if micros > Self::LATEST {
            Self(Self::LATEST)
        } else {
            Self(micros)
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z, the fraction cut.
    #[must_use]
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The instant moved by whole seconds, held within the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        let moved = self.0.saturating_add(seconds.saturating_mul(1_000_000));
        if moved < Self::EARLIEST {
            Self(Self::EARLIEST)
        } else if moved > Self::LATEST {
            Self(Self::LATEST)
        } else {
            Self(moved)
        }
    }

    /// Whole seconds from `earlier` to here, negative when `earlier` is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(1_000_000)
    }

    /// The civil day in a zone.
    #[must_use]
    pub fn day_in(self, zone: Zone) -> NaiveDate {
        self.civil_in(zone).date()
    }

    /// The civil date and time in a zone.
    #[must_use]
    pub fn civil_in(self, zone: Zone) -> NaiveDateTime {
        self.to_utc().with_timezone(&zone.offset()).naive_local()
    }

    /// The instant of a civil date and time in a zone.
    pub fn from_civil(civil: NaiveDateTime, zone: Zone) -> Result<Self, TimeError> {
        let shifted = civil.and_utc().timestamp_micros();
        Self::from_micros(shifted - i64::from(zone.hours()) * 3_600_000_000)
    }

    /// The last microsecond of a civil day in a zone: until when something due that day is in time.
    pub fn end_of_day(day: NaiveDate, zone: Zone) -> Result<Self, TimeError> {
        let next = day.checked_add_days(Days::new(1)).ok_or(TimeError::OutOfRange)?;
        let midnight = next.and_hms_opt(0, 0, 0).ok_or(TimeError::OutOfRange)?;
        let start = Self::from_civil(midnight, zone)?;
        Self::from_micros(start.0 - 1)
    }

    /// The first instant of a civil day in a zone.
    pub fn start_of_day(day: NaiveDate, zone: Zone) -> Result<Self, TimeError> {
        let midnight = day.and_hms_opt(0, 0, 0).ok_or(TimeError::OutOfRange)?;
        Self::from_civil(midnight, zone)
    }

    fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let parsed = DateTime::parse_from_rfc3339(text)
            .map_err(|_| TimeError::NotAnInstant(text.chars().take(40).collect()))?;
        Self::from_micros(parsed.timestamp_micros())
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimeError;
    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(value: Timestamp) -> Self {
        value.to_string()
    }
}

/// Indonesia's three zones. They have no daylight saving; the offsets have held since 1988.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Zone {
    /// Western Indonesian time, UTC+7; the zone of Midtrans' own times.
    Wib,
    /// Central Indonesian time, UTC+8.
    Wita,
    /// Eastern Indonesian time, UTC+9.
    Wit,
}

impl Zone {
    /// All zones, west to east.
    pub const ALL: [Self; 3] = [Self::Wib, Self::Wita, Self::Wit];

    /// Hours ahead of UTC.
    #[must_use]
    pub const fn hours(self) -> i32 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// The canonical text: `WIB`, `WITA`, `WIT`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    fn offset(self) -> FixedOffset {
        FixedOffset::east_opt(self.hours() * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A civil month, `2026-11`: the period that a monthly bill covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// Years 2000 to 2199, months 1 to 12.
    pub fn new(year: i32, month: u32) -> Result<Self, TimeError> {
        if !(2000..2200).contains(&year) || !(1..=12).contains(&month) {
            return Err(TimeError::NotAMonth(format!("{year}-{month}")));
        }
        Ok(Self { year, month })
    }

    /// The month that a day lies in; days outside the years 2000 to 2199 are held at the border.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year().clamp(2000, 2199), month: day.month() }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus_months(1)
    }

    /// The month `months` later.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        self.first_day().checked_add_months(Months::new(months)).map_or(self, Self::of)
    }

    /// The month `months` earlier.
    #[must_use]
    pub fn minus_months(self, months: u32) -> Self {
        self.first_day().checked_sub_months(Months::new(months)).map_or(self, Self::of)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let refused = || TimeError::NotAMonth(text.chars().take(40).collect());
        let (year, month) = text.split_once('-').ok_or_else(refused)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(refused());
        }
        let (year, month) =
            (year.parse().map_err(|_| refused())?, month.parse().map_err(|_| refused())?);
        Self::new(year, month).map_err(|_| refused())
    }
}

impl TryFrom<String> for Month {
    type Error = TimeError;
    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(value: Month) -> Self {
        value.to_string()
    }
}
