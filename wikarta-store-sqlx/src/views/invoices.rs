//! The list of invoices, and one of them whole.

use chrono::NaiveDate;
use sqlx::{FromRow, Row};
use wikarta_core::account::{Attempt, Invoice, InvoiceStatus};
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::provider::Channel;
use wikarta_core::time::{Timestamp, Zone};

use super::page::zone;
use super::{PAGE_MAX, anywhere};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};
use wikarta_core::ports::Fault;

/// Which invoices, oldest due first; drafts, which have no due day, come last.
#[derive(Debug, Clone, Default)]
pub struct InvoiceFilter {
    /// Only these statuses; empty means all.
    pub statuses: Vec<InvoiceStatus>,
    /// Only those whose number, order id, customer number or customer name has this text.
    pub text: Option<String>,
    /// Only those after this place.
    pub after: Option<InvoiceCursor>,
    /// At most so many, 1 to [`PAGE_MAX`].
    pub limit: u32,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceCursor {
    /// Due day, `9999-12-31` for drafts.
    pub due: NaiveDate,
    /// The invoice.
    pub id: InvoiceId,
}

impl InvoiceCursor {
    /// The place of an invoice.
    #[must_use]
    pub fn of(invoice: &Invoice) -> Self {
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
        Self { due: invoice.due_date.unwrap_or(last), id: invoice.id.clone() }
    }
}

/// One page of the list.
#[derive(Debug, Clone)]
pub struct InvoicePage {
    /// The rows.
    pub rows: Vec<InvoiceRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<InvoiceCursor>,
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct InvoiceRow {
    /// The invoice.
    pub invoice: Invoice,
    /// Whose.
    pub account: AccountId,
    /// The customer's number.
    pub customer_code: String,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// Counts the changes of the account.
    pub version: u64,
    /// The channel of the newest attempt.
    pub channel: Option<Channel>,
}

/// One invoice with everything around it.
#[derive(Debug, Clone)]
pub struct InvoiceDetail {
    /// The row of the list.
    pub row: InvoiceRow,
    /// The customer's zone.
    pub zone: Zone,
    /// The postal address; empty once erased.
    pub address: String,
    /// Every attempt that names it, newest first.
    pub attempts: Vec<Attempt>,
    /// When it last went out: the newest entry of its trail.
    pub changed_at: Option<Timestamp>,
}

impl SqlxStore {
    /// A page of the list of invoices.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn invoices(&self, filter: &InvoiceFilter) -> Result<InvoicePage, Fault> {
        let (rows, more) =
            self.listed(sqlite::INVOICES_ONWARDS, filter, filter.after.as_ref()).await?;
        let next = rows.last().map(|row| InvoiceCursor::of(&row.invoice)).filter(|_| more);
        Ok(InvoicePage { rows, next })
    }

    /// The page that ends just before a place, in the same order, and whether there is one before
    /// it. The filter's own place is not looked at.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn invoices_before(
        &self,
        filter: &InvoiceFilter,
        place: &InvoiceCursor,
    ) -> Result<(Vec<InvoiceRow>, bool), Fault> {
        let (mut rows, more) = self.listed(sqlite::INVOICES_BACKWARDS, filter, Some(place)).await?;
        rows.reverse();
        Ok((rows, more))
    }

    async fn listed(
        &self,
        statement: &'static str,
        filter: &InvoiceFilter,
        place: Option<&InvoiceCursor>,
    ) -> Result<(Vec<InvoiceRow>, bool), Fault> {
        let statuses = match filter.statuses.as_slice() {
            [] => String::new(),
            some => some.iter().fold(",".to_owned(), |list, one| list + one.as_str() + ","),
        };
        let limit = filter.limit.clamp(1, PAGE_MAX);
        let (due, id) = match place {
            Some(cursor) => (cursor.due.to_string(), cursor.id.to_string()),
            None => (String::new(), String::new()),
        };
        let found: Vec<Listed> = sqlx::query_as(statement)
            .bind(statuses)
            .bind(filter.text.as_deref().map(anywhere))
            .bind(due)
            .bind(id)
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let more = found.len() > limit as usize;
        let rows = found.into_iter().take(limit as usize).map(Listed::row);
        Ok((rows.collect::<Result<_, _>>()?, more))
    }

    /// One invoice with everything around it; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn invoice(&self, id: &InvoiceId) -> Result<Option<InvoiceDetail>, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let found = sqlx::query(sqlite::INVOICE)
            .bind(id.as_str())
            .fetch_optional(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let Some(found) = found else { return Ok(None) };
        let row = Listed::from_row(&found).map_err(fault::of)?.row()?;
        let changed_at: Option<i64> = found.try_get("changed_at").map_err(fault::of)?;
        let bodies: Vec<String> = sqlx::query_scalar(sqlite::ATTEMPTS_OF_INVOICE)
            .bind(id.as_str())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let attempts = bodies
            .iter()
            .map(|body| fault::read::<Attempt>("an attempt", body))
            .collect::<Result<_, _>>()?;
        Ok(Some(InvoiceDetail {
            row,
            zone: zone(&found)?,
            address: found.try_get("address").map_err(fault::of)?,
            attempts,
            changed_at: changed_at.map(micros).transpose()?,
        }))
    }
}

#[derive(FromRow)]
struct Listed {
    body: String,
    account_id: String,
    code: String,
    name: String,
    version: i64,
    channel: Option<String>,
}

impl Listed {
    fn row(self) -> Result<InvoiceRow, Fault> {
        let account = self.account_id.parse();
        let channel = self.channel.as_deref().map(str::parse);
        Ok(InvoiceRow {
            invoice: fault::read("an invoice", &self.body)?,
            account: account.map_err(|error| fault::broken("an id", &self.account_id, &error))?,
            customer_code: self.code,
            customer_name: self.name,
            version: u64::try_from(self.version).unwrap_or_default(),
            channel: channel.transpose().map_err(|error| fault::broken("a channel", "", &error))?,
        })
    }
}
