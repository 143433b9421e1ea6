//! One customer, as a page about the customer needs it.

use chrono::NaiveDate;
use sqlx::FromRow;
use sqlx::sqlite::SqliteRow;
use wikarta_core::audit::AccountRow;
use wikarta_core::customer::Customer;
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;

use super::customers::{CustomerRow, Listed};
use super::page::{self, column};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// One customer with sums over everything. Bills are in [`SqlxStore::invoices_of`], what the desk
/// did in [`SqlxStore::corrections_of_customer`], full personal values in [`SqlxStore::personal`].
#[derive(Debug, Clone)]
pub struct CustomerDetail {
    /// The row of the list.
    pub row: CustomerRow,
    /// What is decided about the customer, deleted or not.
    pub customer: Customer,
    /// Money that came at an amount nobody asked for.
    pub suspense: Rupiah,
    /// Sum of the deposits of all subscriptions.
    pub deposit: Rupiah,
    /// How many bills there are, drafts and voids included.
    pub invoice_count: u32,
    /// The earliest due day of what is open.
    pub oldest_due: Option<NaiveDate>,
    /// Counts the changes of the account.
    pub version: u64,
}

impl SqlxStore {
    /// One customer, deleted ones included; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn customer(&self, id: &AccountId) -> Result<Option<CustomerDetail>, Fault> {
        self.one(sqlx::query(sqlite::CUSTOMER).bind(id.to_string()), detail).await
    }
}

fn detail(row: &SqliteRow) -> Result<CustomerDetail, Fault> {
    let own: AccountRow = fault::read("a customer", column(row, "account")?)?;
    let listed = Listed::from_row(row).map_err(fault::of)?.row()?;
    let oldest: Option<&str> = column(row, "oldest_due")?;
    let day = |text: &str| text.parse().map_err(|error| fault::broken("a due day", text, &error));
    Ok(CustomerDetail {
        customer: own.customer,
        suspense: own.suspense,
        deposit: listed.subscriptions.iter().map(|sold| sold.subscription.deposit).sum(),
        row: listed,
        invoice_count: page::count(row, "invoice_count")?,
        oldest_due: oldest.map(day).transpose()?,
        version: page::version(row)?,
    })
}
