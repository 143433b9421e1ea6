//! Whether the gateway's notifications arrive.

use wikarta_core::ports::Fault;
use wikarta_core::report::Pulse;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

impl SqlxStore {
    /// When a verified notification arrived last, and how many settlements were found by asking
    /// since then.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn pulse(&self) -> Result<Pulse, Fault> {
        let (heard, found, first): (Option<i64>, i64, Option<i64>) =
            sqlx::query_as(sqlite::PULSE).fetch_one(&self.readers).await.map_err(fault::of)?;
        Ok(Pulse {
            heard: heard.map(micros).transpose()?,
            found: u32::try_from(found).unwrap_or(u32::MAX),
            first_found: first.map(micros).transpose()?,
        })
    }
}
