//! One step of dunning of one bill: planned, handed over, taken, or not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{CommandId, InvoiceId, ReminderId};
use crate::message::{
    Accepted, Carrier, MessageChannel, Receipt, ReceiptState, Stage, StageKey, Try, TryOutcome,
    Why, Window,
};
use crate::time::Timestamp;
use crate::words::words;

/// A step of dunning of one bill. Steps of a customer on one day go as one message: that of the
/// `lead`, which keeps the tries of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The reminder; follows from bill, step and due date.
    pub id: ReminderId,
    /// The bill.
    pub invoice: InvoiceId,
    /// The step.
    pub stage: Stage,
    /// The due date that the step was planned for.
    pub due: NaiveDate,
    /// From when until when it may be sent.
    pub window: Window,
    /// Whose message speaks for this one; absent where it is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<ReminderId>,
    /// What it is.
    pub state: ReminderState,
    /// Why it was not sent, or not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Since when that has been so; for the count of what went out in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// The first message that a provider took and that has not failed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// The ways that were open when it was handed over last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Carrier>,
    /// Each time that it was handed to a provider, in the order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Handed>,
}

/// One time that a reminder was handed to a provider. It is written before the provider is asked, so
/// that no crash can hide it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// On which channel, when, and what came of it.
    #[serde(flatten)]
    pub tried: Try,
    /// The provider's name of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_id: Option<String>,
    /// What the provider said when it did not take or deliver it, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

words! {
    /// What a reminder is.
    ReminderState {
        /// It is to go, or a further channel is to be tried.
        Scheduled = "SCHEDULED",
        /// A provider took it.
        Sent = "SENT",
        /// It arrived.
        Delivered = "DELIVERED",
        /// It was opened.
        Read = "READ",
        /// No channel did it.
        Failed = "FAILED",
        /// It did not have to go.
        Cancelled = "CANCELLED",
        /// It was not sent at all.
        Skipped = "SKIPPED",
    }
}

words! {
    /// What was done to reminders, as the audit trail calls it.
    ReminderAct {
        /// Their moment came.
        Plan = "reminder.planned",
        /// Handed to a provider.
        Hand = "reminder.handed_over",
        /// The provider answered.
        Answer = "reminder.answered",
        /// A receipt came.
        Receipt = "reminder.receipt_taken",
        /// They do not go.
        End = "reminder.ended",
    }
}

impl Reminder {
    /// The id of a step of a bill: the same step is one reminder. A moved due date makes another.
    #[must_use]
    pub fn id_for(invoice: &InvoiceId, stage: Stage, due: NaiveDate) -> ReminderId {
        let parts = [invoice.as_str(), &stage.to_string(), &due.to_string()];
        ReminderId::derived(&CommandId::from_parts(&parts), 0)
    }

    /// The reminder that keeps the tries.
    #[must_use]
    pub fn speaker(&self) -> &ReminderId {
        self.lead.as_ref().unwrap_or(&self.id)
    }

    /// The key under which a provider takes its message once.
    #[must_use]
    pub fn key(&self, channel: MessageChannel) -> StageKey {
        StageKey { invoice: self.invoice.clone(), stage: self.stage, due: self.due, channel }
    }

    /// The tries without what only people read.
    #[must_use]
    pub fn tried(&self) -> Vec<Try> {
        self.tries.iter().map(|handed| handed.tried).collect()
    }

    /// Whether the receipt speaks of a message of this reminder.
    #[must_use]
    pub fn has_message(&self, channel: MessageChannel, provider_id: &str) -> bool {
        let named = |handed: &&Handed| handed.provider_id.as_deref() == Some(provider_id);
        self.tries.iter().filter(named).any(|handed| handed.tried.channel == channel)
    }

    /// Takes a receipt in: what a provider tells later proves that it took the message.
    pub fn take(&mut self, receipt: &Receipt) {
        for handed in &mut self.tries {
            let named = handed.provider_id.as_deref() == Some(receipt.provider_id.as_str());
            if !named || handed.tried.channel != receipt.channel {
                continue;
            }
            let known = match handed.tried.outcome {
                TryOutcome::Accepted(known) => known.join(receipt.state),
                TryOutcome::Permanent
                | TryOutcome::Retry(_)
                | TryOutcome::Unknown
                | TryOutcome::NotTaken => receipt.state,
            };
            handed.tried.outcome = TryOutcome::Accepted(known);
            if known == ReceiptState::Failed && receipt.code.is_some() {
                handed.said.clone_from(&receipt.code);
            }
        }
    }

    /// What the tries say together: the strongest receipt of a message that was taken.
    #[must_use]
    pub fn state_of_tries(&self) -> ReminderState {
        let strength = |handed: &Handed| match handed.tried.outcome {
            TryOutcome::Accepted(ReceiptState::Read) => ReminderState::Read,
            TryOutcome::Accepted(ReceiptState::Delivered) => ReminderState::Delivered,
            TryOutcome::Accepted(ReceiptState::Queued | ReceiptState::Sent) => ReminderState::Sent,
            TryOutcome::Accepted(ReceiptState::Failed)
            | TryOutcome::Permanent
            | TryOutcome::Retry(_)
            | TryOutcome::Unknown
            | TryOutcome::NotTaken => ReminderState::Scheduled,
        };
        self.tries.iter().map(strength).max().unwrap_or(ReminderState::Scheduled)
    }
}
