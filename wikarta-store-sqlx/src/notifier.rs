//! A channel that keeps every message in `notification_jobs` instead of sending it.

use async_trait::async_trait;
use sqlx::FromRow;
use wikarta_core::id::InvoiceId;
use wikarta_core::ports::{Carrier, Delivery, Fault, Message, MessageChannel, Notifier, Repeat};

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
    fn carriers(&self) -> Vec<Carrier> {
        let open = |channel: &MessageChannel| Carrier { channel: *channel, repeat: Repeat::Safe };
        MessageChannel::ALL.iter().map(open).collect()
    }

    async fn send(&self, message: &Message) -> Delivery {
        let kept = message.clone();
        let make = move || {
            sqlx::query(sqlite::KEEP_MESSAGE)
                .bind(kept.key.clone())
                .bind(kept.account.to_string())
                .bind(kept.invoice.to_string())
                .bind(kept.kind.as_str())
                .bind(kept.amount.get())
        };
        match self.store.writer.submit(make).await {
            // A known key was accepted before.
            Ok(_) => Delivery::Accepted {
                channel: message.channel.unwrap_or(MessageChannel::Email),
                provider_id: Some(message.key.clone()),
            },
            Err(fault @ Fault::Passing(_)) => {
                Delivery::Passing { reason: fault.to_string(), after: None }
            }
            Err(fault @ Fault::Permanent(_)) => Delivery::Permanent { reason: fault.to_string() },
        }
    }
}
