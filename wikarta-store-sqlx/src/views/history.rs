//! Everything that happened to an invoice, its attempts and its cases, with the proof of each.

use sqlx::FromRow;
use wikarta_core::audit::FieldChange;
use wikarta_core::id::InvoiceId;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// One entry of the history.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// Place in the chain of the account.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as the trail names actors.
    pub actor: String,
    /// The person's name, for a member of staff.
    pub actor_name: Option<String>,
    /// The roles then.
    pub roles: String,
    /// What.
    pub action: String,
    /// The request.
    pub trace: String,
    /// What it changed, of everything.
    pub changes: Vec<FieldChange>,
    /// The hash in hexadecimal.
    pub hash: String,
    /// The hash of the entry before it in the chain; empty for the first.
    pub previous_hash: String,
}

/// A page of the history.
#[derive(Debug, Clone)]
pub struct History {
    /// The entries, newest first.
    pub rows: Vec<HistoryRow>,
    /// How many are older.
    pub older: u32,
}

#[derive(FromRow)]
struct Listed {
    seq: i64,
    at: i64,
    actor: String,
    actor_name: Option<String>,
    roles: String,
    action: String,
    trace: String,
    changes: String,
    hash: String,
    previous_hash: String,
    found: i64,
}

impl SqlxStore {
    /// What happened to an invoice, its attempts and its cases, newest first: at most `limit`
    /// entries, of those before the place `before` in the chain when one is given.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn history_of(
        &self,
        invoice: &InvoiceId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<History, Fault> {
        let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
        let listed: Vec<Listed> = sqlx::query_as(sqlite::HISTORY_OF_INVOICE)
            .bind(invoice.as_str())
            .bind(before)
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let found = listed.first().map_or(0, |row| u32::try_from(row.found).unwrap_or(u32::MAX));
        let rows: Vec<HistoryRow> =
            listed.into_iter().map(Listed::row).collect::<Result<_, _>>()?;
        let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Ok(History { rows, older: found.saturating_sub(shown) })
    }
}

impl Listed {
    fn row(self) -> Result<HistoryRow, Fault> {
        Ok(HistoryRow {
            seq: u64::try_from(self.seq).unwrap_or_default(),
            at: micros(self.at)?,
            actor: self.actor,
            actor_name: self.actor_name,
            roles: self.roles,
            action: self.action,
            trace: self.trace,
            changes: fault::read("changes", &self.changes)?,
            hash: self.hash,
            previous_hash: self.previous_hash,
        })
    }
}
