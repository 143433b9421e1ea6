//! What every provider of a channel does: takes one filled message over, or says why not.

use std::fmt;

use async_trait::async_trait;
use wikarta_core::dunning::text::{Email, Sms, WhatsApp};
use wikarta_core::message::MessageChannel;
use wikarta_core::ports::{Carrier, Delivery, Message};

/// One provider of one channel.
#[async_trait]
pub trait Provider: Send + Sync + fmt::Debug {
    /// Its channel, and whether it may be asked twice.
    fn carrier(&self) -> Carrier;

    /// Hands one message over, once, within a bounded time. Reasons carry codes, never values.
    async fn hand_over(&self, parcel: &Parcel<'_>) -> Delivery;
}

/// One message with its words and its address. `Debug` shows neither.
pub struct Parcel<'a> {
    /// The message as the books know it.
    pub message: &'a Message,
    /// What the customer is called.
    pub name: &'a str,
    /// Where to: an address, or a number such as `+62812…`.
    pub to: &'a str,
    /// The words.
    pub content: Content,
}

/// The words of a message, for one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// For e-mail.
    Email(Email),
    /// For WhatsApp.
    WhatsApp(WhatsApp),
    /// For SMS.
    Sms(Sms),
}

impl fmt::Debug for Parcel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parcel").field("content", &self.content).finish_non_exhaustive()
    }
}

impl Parcel<'_> {
    /// The number as providers write it, without the plus.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.to.strip_prefix('+').unwrap_or(self.to)
    }

    /// The name of this message that no other has: the same in every repeat, and telling nothing.
    #[must_use]
    pub fn fingerprint(&self, channel: MessageChannel) -> String {
        use sha2::{Digest, Sha256};
        let whole = Sha256::digest(format!("{channel}\n{}", self.message.key).as_bytes());
        wikarta_core::id::hex(&whole).chars().take(32).collect()
    }
}

/// The answer of a provider that was given words for another channel.
pub(super) fn wrong_words() -> Delivery {
    Delivery::Permanent { reason: "the words are for another channel".to_owned() }
}
