//! What providers told, on its way into the books.

use std::sync::Arc;

use wikarta_core::engine::Wikarta;
use wikarta_core::id::TraceId;
use wikarta_core::message::Receipt;
use wikarta_core::ports::Fault;
use wikarta_store_sqlx::SqlxStore;

use super::receipts::{Read, Receipts, Wish};

/// Hears what providers tell. Cheap to clone.
#[derive(Clone)]
pub struct Ear {
    receipts: Arc<Receipts>,
    store: SqlxStore,
    wikarta: Wikarta,
}

/// How much of what was told was about us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// Receipts of our messages.
    pub known: u32,
    /// Receipts of messages that nobody here sent.
    pub unknown: u32,
    /// Answers of customers.
    pub answers: u32,
}

impl Ear {
    /// Puts the parts together.
    #[must_use]
    pub fn new(receipts: Receipts, store: SqlxStore, wikarta: Wikarta) -> Self {
        Self { receipts: Arc::new(receipts), store, wikarta }
    }

    /// What verifies and reads.
    #[must_use]
    pub fn receipts(&self) -> &Receipts {
        &self.receipts
    }

    /// Takes what was read. Told again, it changes nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database: the teller should come back.
    pub async fn take(&self, read: Read, trace: &TraceId) -> Result<Heard, Fault> {
        let mut heard = Heard::default();
        for receipt in read.receipts {
            if self.one(receipt).await? {
                heard.known += 1;
            } else {
                heard.unknown += 1;
            }
        }
        for answer in read.answers {
            heard.answers += 1;
            let asks = match answer.wish {
                Wish::Silence => "silence",
                Wish::Other => "something else",
            };
            tracing::info!(channel = %answer.channel, asks, %trace, "a customer answered");
        }
        Ok(heard)
    }

    /// Tells what captured messages owe by now, as a provider would; answers how many there were.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn tell_captured(&self, limit: u32) -> Result<u32, Fault> {
        let due = self.store.receipts_due(self.wikarta.host().now(), limit).await?;
        let mut told = 0;
        for receipt in due {
            let id = receipt.provider_id.clone();
            self.one(receipt).await?;
            self.store.receipt_told(&id).await?;
            told += 1;
        }
        Ok(told)
    }

    /// Whether a receipt was about a message of ours.
    async fn one(&self, receipt: Receipt) -> Result<bool, Fault> {
        let known = self.store.note_receipt(&receipt, self.wikarta.host().now()).await?;
        if known.is_none() {
            let so_far = self.receipts.count_unknown();
            tracing::warn!(channel = %receipt.channel, so_far, "a receipt of a message that is not ours");
        }
        Ok(known.is_some())
    }
}
