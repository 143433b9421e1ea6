//! What was refused or noted, who did what concerns safety, and how long notifications took.

use sqlx::FromRow;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::Span;
use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// How often something happened in a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyRow {
    /// What: a kind of the security log, or an act of the trail.
    pub kind: String,
    /// Whom it concerns, or who did it.
    pub subject: String,
    /// How often.
    pub seen: u64,
    /// When last.
    pub last: Timestamp,
}

#[derive(FromRow)]
struct Counted {
    kind: String,
    subject: String,
    seen: i64,
    last: i64,
}

impl SqlxStore {
    /// What the security log noted in a span, as far as its bound has kept it, and the acts of people
    /// that concern safety: personal values looked at, changes of access.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn safety(&self, span: Span) -> Result<Vec<SafetyRow>, Fault> {
        let mut rows = Vec::new();
        for statement in [sqlite::REPORT_SECURITY, sqlite::REPORT_ACTS] {
            let found: Vec<Counted> = sqlx::query_as(statement)
                .bind(span.from.as_micros())
                .bind(span.until.as_micros())
                .fetch_all(&self.readers)
                .await
                .map_err(fault::of)?;
            for row in found {
                rows.push(SafetyRow {
                    kind: row.kind,
                    subject: row.subject,
                    seen: u64::try_from(row.seen).unwrap_or_default(),
                    last: micros(row.last)?,
                });
            }
        }
        Ok(rows)
    }

    /// How many notifications of a span were signed with a key that is being replaced.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn signed_by_older_keys(&self, span: Span) -> Result<u64, Fault> {
        let found: i64 = sqlx::query_scalar(sqlite::REPORT_OLDER_KEYS)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .fetch_one(&self.readers)
            .await
            .map_err(fault::of)?;
        Ok(u64::try_from(found).unwrap_or_default())
    }

    /// From the arrival of a notification to the books being changed, in microseconds, for the ones
    /// of a span that changed something.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhook_delays(&self, span: Span) -> Result<Vec<i64>, Fault> {
        sqlx::query_scalar(sqlite::REPORT_WEBHOOK_DELAYS)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)
    }
}
