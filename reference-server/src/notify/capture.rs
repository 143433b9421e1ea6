//! A channel that keeps every message as its reader would see it, and tells receipts later.

use async_trait::async_trait;
use wikarta_core::dunning::text::{Email, Sms, WhatsApp};
use wikarta_core::message::{MessageChannel, ReceiptState};
use wikarta_core::ports::{Carrier, Delivery, Fault, Repeat};
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::Captured;

use super::provider::{Content, Parcel, Provider};
use crate::mask;

/// What becomes of captured messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fates {
    /// Everything arrives.
    Calm,
    /// As in a demo: of 100 e-mails 3 come back, and of 100 numbers 4 are not on WhatsApp. Which,
    /// follows from the message's key, so that the same demo is the same twice.
    Mixed,
}

/// Keeps the messages of one channel.
#[derive(Debug)]
pub struct Capture {
    channel: MessageChannel,
    store: SqlxStore,
    fates: Fates,
}

/// What becomes of one message.
enum Fate {
    /// The provider says no at once.
    Refused(&'static str),
    /// It takes it, and tells later.
    Told(ReceiptState, Option<&'static str>),
}

impl Capture {
    /// A capturing channel over these books.
    #[must_use]
    pub const fn new(channel: MessageChannel, store: SqlxStore, fates: Fates) -> Self {
        Self { channel, store, fates }
    }

    fn fate(&self, fingerprint: &str) -> Fate {
        let share = fingerprint.get(..6).and_then(|text| u32::from_str_radix(text, 16).ok());
        let share = share.unwrap_or(0) % 1_000;
        let troubled = match (self.fates, self.channel) {
            (Fates::Calm, _) | (Fates::Mixed, MessageChannel::Sms) => 0,
            (Fates::Mixed, MessageChannel::Email) => 30,
            (Fates::Mixed, MessageChannel::WhatsApp) => 40,
        };
        match self.channel {
            MessageChannel::Email if share < troubled => {
                Fate::Told(ReceiptState::Failed, Some("bounced"))
            }
            MessageChannel::WhatsApp if share < troubled => Fate::Refused("code 131026"),
            MessageChannel::WhatsApp if share % 2 == 0 => Fate::Told(ReceiptState::Read, None),
            MessageChannel::Email | MessageChannel::WhatsApp | MessageChannel::Sms => {
                Fate::Told(ReceiptState::Delivered, None)
            }
        }
    }
}

/// Seconds after which a receipt is told.
const fn told_after(channel: MessageChannel) -> i64 {
    match channel {
        MessageChannel::Email => 60,
        MessageChannel::WhatsApp => 10,
        MessageChannel::Sms => 20,
    }
}

#[async_trait]
impl Provider for Capture {
    fn carrier(&self) -> Carrier {
        // What is kept and what is noted of it lie in one database, and the same key is kept once.
        Carrier { channel: self.channel, repeat: Repeat::Safe }
    }

    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery {
        let id = parcel.fingerprint(self.channel);
        let (receipt, code) = match self.fate(&id) {
            Fate::Refused(code) => return Delivery::Permanent { reason: code.to_owned() },
            Fate::Told(receipt, code) => (receipt, code),
        };
        let (subject, text, html) = words(&parcel.content);
        let recipient = match self.channel {
            MessageChannel::Email => mask::email(parcel.to),
            MessageChannel::WhatsApp | MessageChannel::Sms => mask::phone(parcel.to),
        };
        let message = parcel.message;
        let kept = self.store.capture(Captured {
            id: id.clone(),
            key: message.key.clone(),
            channel: self.channel,
            account: message.account.clone(),
            invoice: message.invoice.clone(),
            kind: message.kind,
            recipient,
            subject,
            text,
            html,
            at: message.at,
            receipt,
            code: code.map(str::to_owned),
            receipt_at: message.at.plus_seconds(told_after(self.channel)),
        });
        match kept.await {
            Ok(()) => Delivery::Accepted { channel: self.channel, provider_id: Some(id) },
            Err(fault) => of_fault(&fault),
        }
    }
}

/// A fault of the database as an answer about a message.
pub(super) fn of_fault(fault: &Fault) -> Delivery {
    match fault {
        Fault::Passing(_) => Delivery::Passing { reason: fault.to_string(), after: None },
        Fault::Permanent(_) => Delivery::Permanent { reason: fault.to_string() },
    }
}

fn words(content: &Content) -> (String, String, String) {
    match content {
        Content::Email(Email { subject, text, html }) => {
            (subject.clone(), text.clone(), html.clone())
        }
        Content::WhatsApp(WhatsApp { template, preview, .. }) => {
            (template.clone(), preview.clone(), String::new())
        }
        Content::Sms(Sms { text, .. }) => (String::new(), text.clone(), String::new()),
    }
}
