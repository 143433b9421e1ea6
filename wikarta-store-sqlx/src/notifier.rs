//! A channel that keeps every message in `notification_jobs` instead of sending it.

use async_trait::async_trait;
use sqlx::FromRow;
use wikarta_core::id::InvoiceId;
use wikarta_core::ports::{Delivery, Fault, Message, Notifier};

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// Keeps messages, each key once: what a demo or a test shows in place of a real channel.
#[derive(Debug, Clone)]
pub struct CaptureNotifier {
    store: SqlxStore,
}

impl SqlxStore {
    /// A channel that keeps messages in these books.
    #[must_use]
    pub fn capture_notifier(&self) -> CaptureNotifier {
        CaptureNotifier { store: self.clone() }
    }

    /// How many messages were kept about an invoice.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn messages_about(&self, invoice: &InvoiceId) -> Result<u32, Fault> {
        #[derive(FromRow)]
        struct Counted {
            count: i64,
        }
        let counted: Counted = sqlx::query_as(sqlite::MESSAGES_ABOUT)
            .bind(invoice.as_str())
            .fetch_one(&self.readers)
            .await
            .map_err(fault::of)?;
        Ok(u32::try_from(counted.count).unwrap_or(u32::MAX))
    }
}

#[async_trait]
impl Notifier for CaptureNotifier {
    async fn send(&self, message: &Message) -> Delivery {
        let message = message.clone();
        let make = move || {
            sqlx::query(sqlite::KEEP_MESSAGE)
                .bind(message.key.clone())
                .bind(message.account.to_string())
                .bind(message.invoice.to_string())
                .bind(message.kind.as_str())
                .bind(message.amount.get())
        };
        match self.store.writer.submit(make).await {
            Ok(_) => Delivery::Accepted, // a known key was accepted before
            Err(fault @ Fault::Passing(_)) => Delivery::Passing { reason: fault.to_string() },
            Err(fault @ Fault::Permanent(_)) => Delivery::Permanent { reason: fault.to_string() },
        }
    }
}
