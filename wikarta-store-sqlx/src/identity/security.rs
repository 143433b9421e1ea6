//! The security log: what was refused, bounded, unchained.

use sqlx::FromRow;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// The most entries kept of one kind; older ones are pruned, the count goes on.
const KEPT_PER_KIND: i64 = 10_000;

/// One refused or noteworthy thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRow {
    /// When.
    pub at: Timestamp,
    /// What kind.
    pub kind: String,
    /// Whom it concerns.
    pub subject: String,
    /// What was asked.
    pub detail: String,
    /// The request.
    pub trace: String,
}

/// How often a kind was seen since the beginning.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SecurityCount {
    /// The kind.
    pub kind: String,
    /// How often.
    pub seen: i64,
}

impl SqlxStore {
    /// Adds an entry, counts it, and prunes the oldest of its kind beyond 10 000.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_security(&self, row: &SecurityRow) -> Result<(), Fault> {
        let row = row.clone();
        let make = move || {
            sqlx::query(sqlite::NOTE_SECURITY)
                .bind(row.at.as_micros())
                .bind(row.kind.clone())
                .bind(row.subject.clone())
                .bind(row.detail.clone())
                .bind(row.trace.clone())
                .bind(KEPT_PER_KIND)
        };
        self.writer.submit(make).await.map(|_| ())
    }

    /// The newest entries.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn security_log(&self, limit: u32) -> Result<Vec<SecurityRow>, Fault> {
        let found: Vec<(i64, String, String, String, String)> =
            sqlx::query_as(sqlite::SECURITY_LOG)
                .bind(i64::from(limit))
                .fetch_all(&self.readers)
                .await
                .map_err(fault::of)?;
        let row = |(at, kind, subject, detail, trace)| {
            Ok(SecurityRow { at: micros(at)?, kind, subject, detail, trace })
        };
        found.into_iter().map(row).collect()
    }

    /// How often each kind was seen.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn security_counts(&self) -> Result<Vec<SecurityCount>, Fault> {
        sqlx::query_as(sqlite::SECURITY_COUNTS).fetch_all(&self.readers).await.map_err(fault::of)
    }
}
