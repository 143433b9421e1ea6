//! Subscriptions as they stood at several instants.

use sqlx::sqlite::SqliteRow;
use wikarta_core::ports::Fault;
use wikarta_core::subscription::Subscription;
use wikarta_core::time::Timestamp;

use super::past::{Past, stood};
use crate::dialect::sqlite;
use crate::views::page::body;
use crate::{SqlxStore, fault};

impl SqlxStore {
    /// The subscriptions that were there at each instant; ended ones only where they had not ended
    /// at the earliest.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscriptions_at(
        &self,
        instants: &[Timestamp],
    ) -> Result<Vec<Vec<Subscription>>, Fault> {
        let mut stands = vec![Vec::new(); instants.len()];
        let Some(earliest) = instants.iter().min() else { return Ok(stands) };
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut past = Past::since(&mut snapshot, "subscription", *earliest).await?;
        let read: fn(&SqliteRow) -> Result<Subscription, Fault> = |row| body("a subscription")(row);
        let found = sqlx::query(sqlite::REPORT_SUBSCRIPTIONS)
            .bind(past.rows())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        for row in &found {
            let now = read(row)?;
            let later = past.take(now.id.as_str());
            for (stand, at) in stands.iter_mut().zip(instants) {
                stand.extend(stood(&now, &later, *at)?);
            }
        }
        Ok(stands)
    }
}
