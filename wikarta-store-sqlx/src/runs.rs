//! The last day that a daily run was done for.

use chrono::NaiveDate;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

impl SqlxStore {
    /// The last day that a run was done for; `None` before the first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn last_run(&self, name: &'static str) -> Result<Option<NaiveDate>, Fault> {
        let day: Option<String> = sqlx::query_scalar(sqlite::LAST_RUN)
            .bind(name)
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |day: String| {
            day.parse().map_err(|error| fault::broken("scheduled_runs", &day, &error))
        };
        day.map(read).transpose()
    }

    /// Remembers that a run was done for a day. An earlier day changes nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_run(&self, name: &'static str, day: NaiveDate) -> Result<(), Fault> {
        let make = move || sqlx::query(sqlite::NOTE_RUN).bind(name).bind(day.to_string());
        self.writer.submit(make).await.map(drop)
    }
}
