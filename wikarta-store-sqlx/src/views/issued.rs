//! Bills as the tax office hears of them, and the bills of one customer.

use sqlx::sqlite::SqliteRow;
use wikarta_core::account::Invoice;
use wikarta_core::audit::AccountRow;
use wikarta_core::customer::Customer;
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::page::{self, Order, Page, Place, body, column, parsed};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// An issued bill with its buyer. Identity numbers are in [`SqlxStore::personal`].
#[derive(Debug, Clone)]
pub struct IssuedRow {
    /// The bill with its lines; void when it was taken back since.
    pub invoice: Invoice,
    /// The buyer.
    pub account: AccountId,
    /// What is decided about the buyer: number, kind, tax treatment, zone.
    pub customer: Customer,
    /// The buyer's name; empty once erased.
    pub customer_name: String,
    /// The buyer's postal address; empty once erased.
    pub address: String,
    /// Counts the changes of the account.
    pub version: u64,
}

impl SqlxStore {
    /// Bills that were issued from `from` to just before `until`, oldest first, taken-back ones
    /// included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn issued(
        &self,
        (from, until): (Timestamp, Timestamp),
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<IssuedRow>, Fault> {
        let bound = sqlx::query(sqlite::ISSUED).bind(from.as_micros()).bind(until.as_micros());
        self.page((bound, Order::OldestFirst), after, limit, issued_row).await
    }

    /// All bills of a customer, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn invoices_of(
        &self,
        account: &AccountId,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<Invoice>, Fault> {
        let bound = sqlx::query(sqlite::INVOICES_OF_CUSTOMER).bind(account.to_string());
        self.page((bound, Order::NewestFirst), after, limit, body("an invoice")).await
    }
}

fn issued_row(row: &SqliteRow) -> Result<IssuedRow, Fault> {
    let customer: AccountRow = fault::read("a customer", column(row, "customer")?)?;
    Ok(IssuedRow {
        invoice: body("an invoice")(row)?,
        account: parsed(row, "account_id")?,
        customer: customer.customer,
        customer_name: column(row, "name")?,
        address: column(row, "address")?,
        version: page::version(row)?,
    })
}
