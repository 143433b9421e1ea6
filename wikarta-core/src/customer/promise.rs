//! A promise to pay (*janji bayar*): a few days in which nobody is reminded or isolated.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::time::{Timestamp, Zone};

/// A promise that somebody agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// When it was agreed to.
    pub given_at: Timestamp,
    /// The last civil day, in the customer's zone, on which payment keeps it.
    pub until: NaiveDate,
}

/// How far promises go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRules {
    /// Days after the day on which it is given.
    pub days_max: u8,
    /// How many a customer may give in a calendar quarter.
    pub per_quarter: u8,
}

impl Default for PromiseRules {
    /// Three days, one a quarter.
    fn default() -> Self {
        Self { days_max: 3, per_quarter: 1 }
    }
}

/// Why a promise is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromiseError {
    /// Its day is over.
    #[error("{0} has passed; a promise is for today or later")]
    Past(NaiveDate),
    /// Its day is too far off.
    #[error("{wanted} is too far off; the latest day is {latest}")]
    TooLong {
        /// The day that was wanted.
        wanted: NaiveDate,
        /// The latest that can be.
        latest: NaiveDate,
    },
    /// The customer gave one this quarter.
    #[error("the customer gave {given} promises this quarter; {allowed} are allowed")]
    TooMany {
        /// How many.
        given: usize,
        /// How many may be.
        allowed: u8,
    },
}

impl Promise {
    /// Takes a promise, given what the customer promised before (all promises, kept or not). Days
    /// and quarters are civil ones in the customer's zone.
    pub fn take(
        given_at: Timestamp,
        until: NaiveDate,
        zone: Zone,
        before: &[Self],
        rules: PromiseRules,
    ) -> Result<Self, PromiseError> {
        let today = given_at.day_in(zone);
        if until < today {
            return Err(PromiseError::Past(until));
        }
        let days = Days::new(u64::from(rules.days_max));
        let latest = today.checked_add_days(days).unwrap_or(today);
        if until > latest {
            return Err(PromiseError::TooLong { wanted: until, latest });
        }
        let same = |promise: &&Self| quarter(promise.given_at.day_in(zone)) == quarter(today);
        let given = before.iter().filter(same).count();
        if given >= usize::from(rules.per_quarter) {
            return Err(PromiseError::TooMany { given, allowed: rules.per_quarter });
        }
        Ok(Self { given_at, until })
    }

    /// Whether the promise still keeps reminders and isolation back: from when it was given to the
    /// end of its last day.
    #[must_use]
    pub fn runs(&self, now: Timestamp, zone: Zone) -> bool {
        self.given_at <= now && now.day_in(zone) <= self.until
    }
}

fn quarter(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month0() / 3)
}
