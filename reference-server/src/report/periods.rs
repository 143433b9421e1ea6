//! Days and months of a report, in the seller's zone.

use chrono::NaiveDate;
use wikarta_core::time::{Month, TimeError, Timestamp, Zone};
use wikarta_store_sqlx::views::report::Span;

/// A span of civil days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Days {
    /// A whole month.
    #[must_use]
    pub fn of(month: Month) -> Self {
        Self { from: month.first_day(), to: month.last_day() }
    }

    /// The month, when it is exactly one.
    #[must_use]
    pub fn month(self) -> Option<Month> {
        let month = Month::of(self.from);
        (self == Self::of(month)).then_some(month)
    }

    /// How many days.
    #[must_use]
    pub fn count(self) -> i64 {
        self.to.signed_duration_since(self.from).num_days() + 1
    }

    /// The same as instants.
    ///
    /// # Errors
    /// [`TimeError`] for days beyond all time.
    pub fn span(self, zone: Zone) -> Result<Span, TimeError> {
        let from = Timestamp::start_of_day(self.from, zone)?;
        let until = Timestamp::start_of_day(after(self.to), zone)?;
        Ok(Span { from, until })
    }
}

/// The next day.
pub(super) fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}
