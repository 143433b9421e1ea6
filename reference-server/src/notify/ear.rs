//! What providers told, on its way into the books.

use std::sync::Arc;

use wikarta_core::access::Actor;
use wikarta_core::command::{Command, DunningCommand, Envelope};
use wikarta_core::engine::{HandleError, Wikarta};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::message::{MessageKind, Receipt};
use wikarta_core::ports::Fault;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::{CustomerFilter, PAGE_MAX};

use super::receipts::{Answered, Read, Receipts, Wish};

/// For how long a receipt that the books of reminders do not know may be one that came too early.
const EARLY_SECONDS: i64 = 300;

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
            if self.one(receipt, trace).await? {
                heard.known += 1;
            } else {
                heard.unknown += 1;
            }
        }
        for answer in read.answers {
            heard.answers += 1;
            match answer.wish {
                Wish::Silence => self.silence(&answer, trace).await?,
                Wish::Other => tracing::info!(channel = %answer.channel, "a customer answered"),
            }
        }
        Ok(heard)
    }

    /// Nobody with this number is reminded on this channel any more. An answer that is told again
    /// after the customer has changed the mind does nothing.
    async fn silence(&self, answer: &Answered, trace: &TraceId) -> Result<(), Fault> {
        let phone = format!("+{}", answer.from);
        let filter = CustomerFilter {
            text: Some(phone.clone()),
            limit: PAGE_MAX,
            ..CustomerFilter::default()
        };
        let (rows, _) = self.store.customers(&filter).await?;
        for row in rows.into_iter().filter(|row| row.phone == phone) {
            let channel = answer.channel;
            let parts = ["message.silence", channel.as_str(), row.id.as_str(), &answer.id];
            let id = match answer.id.as_str() {
                "" => self.wikarta.host().fresh_id(),
                _ => CommandId::from_parts(&parts),
            };
            let command = DunningCommand::OptOut { account: row.id, channel };
            self.tell((id, trace), command).await?;
            tracing::info!(%channel, "a customer asked for silence");
        }
        Ok(())
    }

    /// Sends a command of our own; whether the books took it.
    async fn tell(
        &self,
        (id, trace): (CommandId, &TraceId),
        command: DunningCommand,
    ) -> Result<bool, Fault> {
        let at = self.wikarta.host().now();
        let (trace, command) = (trace.clone(), Command::Dunning(command));
        let envelope = Envelope { id, actor: Actor::System, at, trace, command };
        match self.wikarta.send(envelope).await {
            Ok(_) => Ok(true),
            Err(HandleError::Refused(_)) => Ok(false),
            Err(HandleError::Contended) => Err(Fault::Passing("the account was busy".to_owned())),
            Err(HandleError::Fault(fault)) => Err(fault),
        }
    }

    /// Tells what captured messages owe by now, as a provider would; answers how many there were.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn tell_captured(&self, limit: u32) -> Result<u32, Fault> {
        let due = self.store.receipts_due(self.wikarta.host().now(), limit).await?;
        let trace = TraceId::new(self.wikarta.host().fresh_id().as_str());
        let mut told = 0;
        for receipt in due {
            let id = receipt.provider_id.clone();
            self.one(receipt, &trace).await?;
            self.store.receipt_told(&id).await?;
            told += 1;
        }
        Ok(told)
    }

    /// Whether a receipt was about a message of ours. The books of reminders hear of it too; a
    /// message that is none of them has nobody else to tell.
    async fn one(&self, receipt: Receipt, trace: &TraceId) -> Result<bool, Fault> {
        let now = self.wikarta.host().now();
        let Some(handed) = self.store.note_receipt(&receipt, now).await? else {
            let so_far = self.receipts.count_unknown();
            tracing::warn!(channel = %receipt.channel, so_far, "a receipt of a message that is not ours");
            return Ok(false);
        };
        let (channel, state) = (receipt.channel.as_str(), receipt.state.as_str());
        let at = receipt.at.as_micros().to_string();
        let parts = ["message.receipt", channel, &receipt.provider_id, state, &at];
        let id = CommandId::from_parts(&parts);
        let taken = self.tell((id, trace), DunningCommand::TakeReceipt(receipt)).await?;
        // Told before the one who handed it over could say that it was taken?
        let early =
            handed.kind == MessageKind::Reminder && now.seconds_since(handed.at) < EARLY_SECONDS;
        if !taken && early {
            return Err(Fault::Passing("told too early".to_owned()));
        }
        Ok(true)
    }
}
