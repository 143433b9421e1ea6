//! Comparisons with the gateway's books, for people: runs, what they found, settlement files.

use sqlx::sqlite::SqliteRow;
use wikarta_core::id::{FindingId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;
use wikarta_core::provider::Channel;
use wikarta_core::reconcile::{FindingRow, FindingState, RunRecord, SettlementReport};
use wikarta_core::report::{Compared, MismatchKind};
use wikarta_core::time::Timestamp;

use super::page::{Order, Page, Place, column, parsed, words};
use crate::dialect::sqlite;
use crate::sheet::json;
use crate::{SqlxStore, fault, micros, observed};

/// Which differences.
#[derive(Debug, Clone)]
pub struct FindingFilter {
    /// Only in these states; empty means all.
    pub states: Vec<FindingState>,
    /// Only of these kinds; empty means all.
    pub kinds: Vec<MismatchKind>,
    /// Only of this run.
    pub run: Option<wikarta_core::id::ReconcileId>,
    /// Only those after this place.
    pub after: Option<Place>,
    /// At most so many, 1 to [`super::PAGE_MAX`].
    pub limit: u32,
}

/// A difference with whose order it is.
#[derive(Debug, Clone)]
pub struct FoundRow {
    /// The difference.
    pub finding: FindingRow,
    /// The customer's number; empty where the order is nobody's.
    pub customer_code: String,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// The number of the bill that the attempt was for first.
    pub invoice_number: Option<String>,
}

/// Money booked under an order that was paid through the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedRow {
    /// The order.
    pub order_id: OrderId,
    /// The channel.
    pub channel: Channel,
    /// Whole rupiah.
    pub amount: Rupiah,
    /// When it was paid, as far as the gateway says.
    pub settled_at: Option<Timestamp>,
}

/// A settlement file as it was compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SettlementFile {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub id: String,
    /// When.
    pub uploaded_at: Timestamp,
    /// By whom, as the audit trail names actors.
    pub uploaded_by: String,
    /// What the comparison said.
    pub report: SettlementReport,
}

impl SqlxStore {
    /// A page of runs, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reconcile_runs(
        &self,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<RunRecord>, Fault> {
        let newest = (sqlx::query(sqlite::RECONCILE_RUNS), Order::NewestFirst);
        self.page(newest, after, limit, observed::run).await
    }

    /// A page of differences, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn findings(&self, filter: &FindingFilter) -> Result<Page<FoundRow>, Fault> {
        let open = !filter.states.is_empty() && filter.states.iter().all(|state| state.is_open());
        let statement =
            if open { sqlite::RECONCILE_FINDINGS_OPEN } else { sqlite::RECONCILE_FINDINGS };
        let run = filter.run.as_ref().map_or_else(String::new, ToString::to_string);
        let bound =
            sqlx::query(statement).bind(words(&filter.states)).bind(words(&filter.kinds)).bind(run);
        let newest = (bound, Order::NewestFirst);
        self.page(newest, filter.after.as_ref(), filter.limit, found).await
    }

    /// One difference; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn finding(&self, id: &FindingId) -> Result<Option<FoundRow>, Fault> {
        self.one(sqlx::query(sqlite::RECONCILE_FINDING).bind(id.to_string()), found).await
    }

    /// The looks of a span, in no order.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn looks_between(
        &self,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<Vec<Compared>, Fault> {
        let bound = sqlx::query(sqlite::RECONCILE_LOOKS_SINCE)
            .bind(from.as_micros())
            .bind(until.as_micros());
        self.every(bound, observed::look).await
    }

    /// What was booked of payments of a span, and under named orders whenever they were paid, each
    /// order once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn booked(
        &self,
        span: Option<(Timestamp, Timestamp)>,
        named: &[OrderId],
    ) -> Result<Vec<BookedRow>, Fault> {
        let bound = sqlx::query(sqlite::RECONCILE_BOOKED_NAMED).bind(json(&named)?);
        let mut rows = self.every(bound, booked).await?;
        if let Some((from, until)) = span {
            let bound = sqlx::query(sqlite::RECONCILE_BOOKED_BETWEEN)
                .bind(from.as_micros())
                .bind(until.as_micros());
            rows.extend(self.every(bound, booked).await?);
        }
        rows.sort_by(|one, other| one.order_id.cmp(&other.order_id));
        rows.dedup_by(|one, other| one.order_id == other.order_id);
        Ok(rows)
    }

    /// Keeps a settlement file as it was compared; the same file again is compared anew.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_settlement(&self, file: &SettlementFile) -> Result<(), Fault> {
        let (id, by, at) = (file.id.clone(), file.uploaded_by.clone(), file.uploaded_at);
        let body = json(file)?;
        let make = move || {
            sqlx::query(sqlite::RECONCILE_KEEP_SETTLEMENT)
                .bind(id.clone())
                .bind(at.as_micros())
                .bind(by.clone())
                .bind(body.clone())
        };
        self.writer.submit(make).await.map(drop)
    }

    /// A page of settlement files, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn settlement_files(
        &self,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<SettlementFile>, Fault> {
        let newest = (sqlx::query(sqlite::RECONCILE_SETTLEMENTS), Order::NewestFirst);
        self.page(newest, after, limit, super::page::body("a settlement file")).await
    }
}

fn found(row: &SqliteRow) -> Result<FoundRow, Fault> {
    let kept: FindingRow = super::page::body("a finding")(row)?;
    let case: Option<String> = column(row, "case_id")?;
    let case = case
        .map(|id| id.parse().map_err(|error| fault::broken("reconcile_findings", &id, &error)))
        .transpose()?;
    Ok(FoundRow {
        finding: FindingRow { state: parsed(row, "state")?, case, ..kept },
        customer_code: column(row, "code")?,
        customer_name: column(row, "name")?,
        invoice_number: column(row, "number")?,
    })
}

fn booked(row: &SqliteRow) -> Result<BookedRow, Fault> {
    let (amount, settled_at): (i64, Option<i64>) =
        (column(row, "booked")?, column(row, "settled_at")?);
    Ok(BookedRow {
        order_id: parsed(row, "order_id")?,
        channel: parsed(row, "channel")?,
        amount: Rupiah::new(amount).map_err(|error| fault::broken("payments", "booked", &error))?,
        settled_at: settled_at.map(micros).transpose()?,
    })
}
