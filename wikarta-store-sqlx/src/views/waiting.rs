//! How much waits for a person.

use sqlx::FromRow;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Counts of what waits, whoever may decide about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Waiting {
    /// Refunds that are not at their end.
    pub refunds: i64,
    /// Voids that are not at their end.
    pub voids: i64,
    /// Money taken by hand that nobody has checked.
    pub postings: i64,
    /// Credit notes that nobody has decided about.
    pub credit_notes: i64,
    /// Open cases.
    pub cases: i64,
    /// Unknown orders whose money is nobody's.
    pub suspense: i64,
    /// Promotions that nobody has decided about.
    pub promos: i64,
    /// Prices that nobody has decided about.
    pub package_prices: i64,
    /// Terminations that nobody has agreed to.
    pub terminations: i64,
    /// Changes of access that nobody has decided about.
    pub access_changes: i64,
}

impl SqlxStore {
    /// How much waits for a person now.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn waiting(&self) -> Result<Waiting, Fault> {
        sqlx::query_as(sqlite::WAITING).fetch_one(&self.readers).await.map_err(fault::of)
    }
}
