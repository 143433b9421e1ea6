//! What a capturing channel kept in place of sending, and what it tells of it later.

use sqlx::sqlite::SqliteRow;
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::message::{MessageChannel, Receipt, ReceiptState};
use wikarta_core::ports::{Fault, MessageKind};
use wikarta_core::time::Timestamp;

use super::page::{Order, Page, Place, column, parsed};
use crate::dialect::sqlite;
use crate::{SqlxStore, micros};

/// A message as its reader would see it. `Debug` shows nothing of what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Captured {
    /// What receipts call it.
    pub id: String,
    /// Its key.
    pub key: String,
    /// On which channel.
    pub channel: MessageChannel,
    /// Whom it was for.
    pub account: AccountId,
    /// What it was about.
    pub invoice: InvoiceId,
    /// What kind.
    pub kind: MessageKind,
    /// The address or number, masked.
    pub recipient: String,
    /// The subject of an e-mail; the approved template of a WhatsApp message.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The words as a page, of an e-mail.
    pub html: String,
    /// When.
    pub at: Timestamp,
    /// What is told of it.
    pub receipt: ReceiptState,
    /// With which code, of a failure.
    pub code: Option<String>,
    /// When that is told.
    pub receipt_at: Timestamp,
}

impl std::fmt::Debug for Captured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Captured({} {})", self.channel, self.kind)
    }
}

/// Which captured messages.
#[derive(Debug, Clone, Default)]
pub struct CapturedFilter {
    /// Only of this channel.
    pub channel: Option<MessageChannel>,
    /// Only for this customer.
    pub account: Option<AccountId>,
}

impl SqlxStore {
    /// Keeps a message. The same key on the same channel is kept once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn capture(&self, message: Captured) -> Result<(), Fault> {
        let make = move || {
            let one = message.clone();
            sqlx::query(sqlite::CAPTURE)
                .bind(one.id)
                .bind(one.key)
                .bind(one.channel.as_str())
                .bind(one.account.to_string())
                .bind(one.invoice.to_string())
                .bind(one.kind.as_str())
                .bind(one.recipient)
                .bind(one.subject)
                .bind(one.text)
                .bind(one.html)
                .bind(one.at.as_micros())
                .bind(one.receipt.as_str())
                .bind(one.code)
                .bind(one.receipt_at.as_micros())
        };
        self.writer.submit(make).await.map(drop)
    }

    /// Captured messages, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn captured(
        &self,
        filter: &CapturedFilter,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Page<Captured>, Fault> {
        let channel = filter.channel.map_or("", MessageChannel::as_str);
        let bound = match &filter.account {
            None => sqlx::query(sqlite::CAPTURED).bind(channel),
            Some(account) => {
                sqlx::query(sqlite::CAPTURED_OF).bind(channel).bind(account.to_string())
            }
        };
        self.page((bound, Order::NewestFirst), after, limit, captured).await
    }

    /// One captured message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn captured_one(&self, id: &str) -> Result<Option<Captured>, Fault> {
        self.one(sqlx::query(sqlite::CAPTURED_ONE).bind(id.to_owned()), captured).await
    }

    /// The receipts that captured messages owe by an instant, oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn receipts_due(&self, by: Timestamp, limit: u32) -> Result<Vec<Receipt>, Fault> {
        let bound = sqlx::query(sqlite::UNTOLD).bind(by.as_micros()).bind(i64::from(limit));
        self.every(bound, receipt).await
    }

    /// Notes that the receipt of a captured message was told.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn receipt_told(&self, id: &str) -> Result<(), Fault> {
        let id = id.to_owned();
        let make = move || sqlx::query(sqlite::TELL).bind(id.clone());
        self.writer.submit(make).await.map(drop)
    }
}

fn captured(row: &SqliteRow) -> Result<Captured, Fault> {
    let at = |name: &str| column::<i64>(row, name).and_then(micros);
    Ok(Captured {
        id: column(row, "id")?,
        key: column(row, "key")?,
        channel: parsed(row, "channel")?,
        account: parsed(row, "account_id")?,
        invoice: parsed(row, "invoice_id")?,
        kind: parsed(row, "kind")?,
        recipient: column(row, "recipient")?,
        subject: column(row, "subject")?,
        text: column(row, "text")?,
        html: column(row, "html")?,
        at: at("at")?,
        receipt: parsed(row, "receipt")?,
        code: column(row, "code")?,
        receipt_at: at("receipt_at")?,
    })
}

fn receipt(row: &SqliteRow) -> Result<Receipt, Fault> {
    Ok(Receipt {
        channel: parsed(row, "channel")?,
        provider_id: column(row, "id")?,
        state: parsed(row, "receipt")?,
        at: column::<i64>(row, "receipt_at").and_then(micros)?,
        code: column(row, "code")?,
    })
}
