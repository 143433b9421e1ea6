//! What was handed over to whom: one row for each message and channel, claimed before a provider is
//! asked and ended with its answer.
//!
//! **Invariant:** of one key and channel at most one row is accepted, and an accepted row never
//! changes back. A row that was claimed and not ended is all that a crash between a provider's yes
//! and our note leaves behind.

use sqlx::{FromRow, Row};
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::message::{MessageChannel, Receipt, ReceiptState};
use wikarta_core::ports::{Delivery, Fault, Message, MessageKind, Repeat};
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Whether a message may be handed over now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It may, by whoever asked: end it with [`SqlxStore::end_message`].
    Ours,
    /// It was accepted before.
    Accepted {
        /// What receipts call it.
        provider_id: Option<String>,
    },
    /// It was handed over before and nobody noted what came of it.
    Open,
}

/// A message of which a receipt speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Its key.
    pub key: String,
    /// Whom it was for.
    pub account: AccountId,
    /// What it was about.
    pub invoice: InvoiceId,
    /// What kind.
    pub kind: MessageKind,
    /// When it was first handed over.
    pub at: Timestamp,
}

impl SqlxStore {
    /// Takes the right to hand a message over on a channel. What failed before may be handed over
    /// again; what may have been taken, only where a repeat is safe.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_message(
        &self,
        message: &Message,
        channel: MessageChannel,
        repeat: Repeat,
        now: Timestamp,
    ) -> Result<Claim, Fault> {
        let (kept, again) = (message.clone(), repeat == Repeat::Safe);
        let make = move || {
            sqlx::query(sqlite::CLAIM_MESSAGE)
                .bind(kept.key.clone())
                .bind(channel.as_str())
                .bind(kept.account.to_string())
                .bind(kept.invoice.to_string())
                .bind(kept.kind.as_str())
                .bind(kept.amount.get())
                .bind(now.as_micros())
                .bind(again)
        };
        if self.writer.submit(make).await? > 0 {
            return Ok(Claim::Ours);
        }
        let mut stands = self.stands(&message.key).await?.into_iter();
        let ours = stands.rfind(|row| row.channel == channel.as_str());
        Ok(match ours {
            Some(row) if row.state == "accepted" => {
                Claim::Accepted { provider_id: row.provider_id }
            }
            Some(_) | None => Claim::Open,
        })
    }

    /// Notes what came of a message that was claimed.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_message(
        &self,
        key: &str,
        channel: MessageChannel,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let (state, provider_id, reason) = match delivery {
            Delivery::Accepted { provider_id, .. } => {
                ("accepted", provider_id.clone(), String::new())
            }
            Delivery::Permanent { reason } => ("permanent", None, reason.clone()),
            Delivery::Passing { reason, .. } => ("passing", None, reason.clone()),
            Delivery::Unknown { reason } => ("unknown", None, reason.clone()),
        };
        let key = key.to_owned();
        let make = move || {
            sqlx::query(sqlite::END_MESSAGE)
                .bind(key.clone())
                .bind(channel.as_str())
                .bind(state)
                .bind(provider_id.clone())
                .bind(reason.clone())
                .bind(now.as_micros())
        };
        self.writer.submit(make).await.map(drop)
    }

    /// The channel on which a message was accepted already, and what receipts call it there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn accepted_on(
        &self,
        key: &str,
    ) -> Result<Option<(MessageChannel, Option<String>)>, Fault> {
        let accepted = self.stands(key).await?.into_iter().find(|row| row.state == "accepted");
        let Some(row) = accepted else { return Ok(None) };
        let channel = row.channel.parse();
        let channel = channel.map_err(|error| fault::broken("notification_jobs", key, &error))?;
        Ok(Some((channel, row.provider_id)))
    }

    /// Notes what a provider told of a message, unless more was told before, and says which message
    /// it was; `None` for one that nobody here handed over.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_receipt(
        &self,
        receipt: &Receipt,
        now: Timestamp,
    ) -> Result<Option<Handed>, Fault> {
        let found = sqlx::query(sqlite::MESSAGE_OF_RECEIPT)
            .bind(receipt.channel.as_str())
            .bind(receipt.provider_id.as_str())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let Some(row) = found else { return Ok(None) };
        let text = |name: &str| row.try_get::<String, _>(name).map_err(fault::of);
        let key = text("key")?;
        let odd = |error: &dyn std::fmt::Display| {
            fault::broken("notification_jobs", &key, &error.to_string())
        };
        let account = text("account_id")?.parse().map_err(|error| odd(&error))?;
        let invoice = text("invoice_id")?.parse().map_err(|error| odd(&error))?;
        let kind = text("kind")?.parse().map_err(|error| odd(&error))?;
        let at = crate::micros(row.try_get("created_at").map_err(fault::of)?)?;
        let (channel, state) = (receipt.channel, receipt.state);
        let (provider_id, weaker) = (receipt.provider_id.clone(), weaker_than(state));
        let make = move || {
            sqlx::query(sqlite::NOTE_RECEIPT)
                .bind(channel.as_str())
                .bind(provider_id.clone())
                .bind(state.as_str())
                .bind(now.as_micros())
                .bind(weaker.clone())
        };
        self.writer.submit(make).await?;
        Ok(Some(Handed { key, account, invoice, kind, at }))
    }

    /// How many messages about an invoice were accepted.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn messages_about(&self, invoice: &InvoiceId) -> Result<u32, Fault> {
        let count: i64 = sqlx::query_scalar(sqlite::MESSAGES_ABOUT)
            .bind(invoice.as_str())
            .fetch_one(&self.readers)
            .await
            .map_err(fault::of)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Keeps the hash of a short link's code, and the bill that it leads to.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_link(&self, hash: [u8; 32], invoice: &InvoiceId) -> Result<(), Fault> {
        let invoice = invoice.to_string();
        let make = move || sqlx::query(sqlite::KEEP_LINK).bind(hash.to_vec()).bind(invoice.clone());
        self.writer.submit(make).await.map(drop)
    }

    /// The bill that a short link leads to.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn linked(&self, hash: [u8; 32]) -> Result<Option<InvoiceId>, Fault> {
        let found: Option<String> = sqlx::query_scalar(sqlite::LINK)
            .bind(hash.to_vec())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let read =
            |id: String| id.parse().map_err(|error| fault::broken("short_links", &id, &error));
        found.map(read).transpose()
    }

    async fn stands(&self, key: &str) -> Result<Vec<Stands>, Fault> {
        let rows = sqlx::query_as(sqlite::MESSAGES_OF_KEY).bind(key);
        rows.fetch_all(&self.readers).await.map_err(fault::of)
    }
}

#[derive(FromRow)]
struct Stands {
    channel: String,
    state: String,
    provider_id: Option<String>,
}

/// What a state may replace, as the statement looks for it: nothing told yet, and every weaker word.
fn weaker_than(state: ReceiptState) -> String {
    let weaker = ReceiptState::ALL.iter().filter(|other| **other < state);
    weaker.fold(",,".to_owned(), |list, one| format!("{list}{one},"))
}
