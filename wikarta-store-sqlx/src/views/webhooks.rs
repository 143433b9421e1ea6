//! Notifications with the stages that they have passed.

use sqlx::FromRow;
use wikarta_core::id::{AccountId, IdError, InvoiceId, OrderId};
use wikarta_core::ports::{Fault, InboxState};
use wikarta_core::provider::{Hint, ProviderStatus};
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// One notification.
#[derive(Debug, Clone)]
pub struct WebhookRow {
    /// The order that it names.
    pub order_id: OrderId,
    /// What it claimed.
    pub claimed: ProviderStatus,
    /// What became of it.
    pub state: InboxState,
    /// Why.
    pub reason: String,
    /// What the gateway said when it was asked.
    pub read_status: Option<String>,
    /// The account, when known.
    pub account: Option<AccountId>,
    /// The oldest invoice of the order, when it is one of ours.
    pub invoice: Option<InvoiceId>,
    /// The request.
    pub trace: String,
    /// Stage *received*.
    pub received_at: Timestamp,
    /// Stage *signature verified*.
    pub verified_at: Timestamp,
    /// Stage *idempotency checked*.
    pub checked_at: Option<Timestamp>,
    /// Stage *updated*.
    pub updated_at: Option<Timestamp>,
    /// Stage *audited*.
    pub audited_at: Option<Timestamp>,
    /// Stage *notified*.
    pub notified_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Listed {
    order_id: String,
    hint: String,
    state: String,
    reason: String,
    read_status: Option<String>,
    account_id: Option<String>,
    invoice_id: Option<String>,
    trace: String,
    received_at: i64,
    verified_at: i64,
    checked_at: Option<i64>,
    updated_at: Option<i64>,
    audited_at: Option<i64>,
    notified_at: Option<i64>,
}

impl SqlxStore {
    /// The newest notifications.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn recent_webhooks(&self, limit: u32) -> Result<Vec<WebhookRow>, Fault> {
        let found: Vec<Listed> = sqlx::query_as(sqlite::RECENT_WEBHOOKS)
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        found.into_iter().map(Listed::row).collect()
    }

    /// The notifications about an invoice's attempts, newest first, at most 200.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhooks_of(&self, invoice: &InvoiceId) -> Result<Vec<WebhookRow>, Fault> {
        let found: Vec<Listed> = sqlx::query_as(sqlite::WEBHOOKS_OF_INVOICE)
            .bind(invoice.as_str())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        found.into_iter().map(Listed::row).collect()
    }
}

fn id_of<T: std::str::FromStr<Err = IdError>>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|error| fault::broken("an id", text, &error))
}

impl Listed {
    fn row(self) -> Result<WebhookRow, Fault> {
        let hint: Hint = fault::read("a hint", &self.hint)?;
        let account = self.account_id.as_deref().map(id_of).transpose()?;
        let invoice = self.invoice_id.as_deref().map(id_of).transpose()?;
        let state: InboxState =
            self.state.parse().map_err(|error| fault::broken("a state", &self.state, &error))?;
        Ok(WebhookRow {
            order_id: self
                .order_id
                .parse()
                .map_err(|error| fault::broken("an order", &self.order_id, &error))?,
            claimed: hint.reading.status,
            state,
            reason: self.reason,
            read_status: self.read_status,
            account,
            invoice,
            trace: self.trace,
            received_at: micros(self.received_at)?,
            verified_at: micros(self.verified_at)?,
            checked_at: self.checked_at.map(micros).transpose()?,
            updated_at: self.updated_at.map(micros).transpose()?,
            audited_at: self.audited_at.map(micros).transpose()?,
            notified_at: self.notified_at.map(micros).transpose()?,
        })
    }
}
