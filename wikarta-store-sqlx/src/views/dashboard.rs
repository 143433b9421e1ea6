//! The figures of a month, what is overdue, and what waits for a person.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sqlx::FromRow;
use wikarta_core::account::{CaseState, InvoiceStatus};
use wikarta_core::money::{MoneyError, Rupiah};
use wikarta_core::ports::Fault;
use wikarta_core::suspense::SuspenseItem;
use wikarta_core::time::Timestamp;

use super::desk::{CaseRow, DeskFilter};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// The figures of a span of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Totals of what was issued in it, voids left out.
    pub billed: Rupiah,
    /// What was received in it by settlement time, less what went back of it.
    pub collected: Rupiah,
    /// What is open now, whenever it was issued.
    pub outstanding: Rupiah,
    /// How many invoices have which status now.
    pub counts: BTreeMap<InvoiceStatus, u32>,
}

/// A bucket of the aging table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgingRow {
    /// Days past due from which it holds; `i64::MIN` for what is not due yet.
    pub from_days: i64,
    /// How many invoices.
    pub count: u32,
    /// What is open on them.
    pub open: Rupiah,
}

#[derive(FromRow)]
struct Sums {
    billed: i64,
    collected: i64,
    outstanding: i64,
}

#[derive(FromRow)]
struct Bucket {
    from_days: i64,
    count: i64,
    open: i64,
}

fn rupiah(value: i64) -> Result<Rupiah, Fault> {
    Rupiah::new(value).map_err(|e: MoneyError| fault::broken("an amount", &value.to_string(), &e))
}

impl SqlxStore {
    /// The figures from `from` to just before `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn figures(&self, from: Timestamp, until: Timestamp) -> Result<Figures, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let sums: Sums = sqlx::query_as(sqlite::FIGURES)
            .bind(from.as_micros())
            .bind(until.as_micros())
            .fetch_one(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let counted: Vec<(String, i64)> = sqlx::query_as(sqlite::STATUS_COUNTS)
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let mut counts = BTreeMap::new();
        for (status, count) in counted {
            let status: InvoiceStatus =
                status.parse().map_err(|error| fault::broken("a status", &status, &error))?;
            counts.insert(status, u32::try_from(count).unwrap_or(u32::MAX));
        }
        Ok(Figures {
            billed: rupiah(sums.billed)?,
            collected: rupiah(sums.collected)?,
            outstanding: rupiah(sums.outstanding)?,
            counts,
        })
    }

    /// What is open, by days past due on a day.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn aging(&self, on: NaiveDate) -> Result<Vec<AgingRow>, Fault> {
        let found: Vec<Bucket> = sqlx::query_as(sqlite::AGING)
            .bind(on.to_string())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let row = |bucket: Bucket| {
            Ok(AgingRow {
                from_days: if bucket.from_days < 0 { i64::MIN } else { bucket.from_days },
                count: u32::try_from(bucket.count).unwrap_or(u32::MAX),
                open: rupiah(bucket.open)?,
            })
        };
        found.into_iter().map(row).collect()
    }

    /// Open cases, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn open_cases(&self, limit: u32) -> Result<Vec<CaseRow>, Fault> {
        let states = vec![CaseState::Open];
        Ok(self.cases(&DeskFilter { states, after: None, limit }).await?.rows)
    }

    /// Money under orders that nobody here knows, newest found first, as long as it has not gone
    /// back.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn open_suspense(&self, limit: u32) -> Result<Vec<SuspenseItem>, Fault> {
        Ok(self.suspense_items(None, limit).await?.rows)
    }
}
