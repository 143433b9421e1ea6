//! The channels to customers: a message of the books becomes words, and goes to a provider.
//!
//! | room | does |
//! |---|---|
//! | [`filling`] | which text with which values |
//! | [`provider`] | what a provider is; [`smtp`], [`cloud`], [`fonnte`], [`zenziva`], [`twilio`] are some |
//! | [`capture`] | a channel that keeps messages and shows them to staff |
//! | [`receipts`] | what providers tell later, verified |
//! | [`short_link`] | pay links that fit into an SMS |
//!
//! **Invariant:** a message is claimed in the books before a provider is asked, so a key that was
//! accepted on a channel is never handed over there again. After a crash between a provider's yes
//! and our note nobody knows: such a message is told as unknown and not sent twice.

pub mod build;
pub mod capture;
pub mod cloud;
pub mod ear;
pub mod filling;
pub mod fonnte;
pub mod http;
pub mod provider;
pub mod receipts;
pub mod short_link;
pub mod smtp;
pub mod twilio;
pub mod zenziva;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::aggregate::Aggregate;
use wikarta_core::customer::PersonalRecord;
use wikarta_core::dunning::text::Catalog;
use wikarta_core::message::MessageChannel;
use wikarta_core::policy::Policy;
use wikarta_core::ports::{
    Carrier, Delivery, Fault, Host, Message, Notifier, Store, Subject, Want,
};
use wikarta_store_sqlx::views::InvoiceDetail;
use wikarta_store_sqlx::{Claim, SqlxStore};

use self::capture::of_fault;
use self::filling::{House, Known, Unwritable};
use self::provider::{Parcel, Provider};
use self::short_link::ShortLinks;
use crate::app::Seller;
use crate::pay_link::PayLinks;

/// The channels of a running server.
pub struct Channels {
    store: SqlxStore,
    host: Arc<dyn Host>,
    providers: Vec<Box<dyn Provider>>,
    texts: Texts,
    links: Links,
}

/// What is said.
pub struct Texts {
    /// The words.
    pub catalog: Catalog,
    /// The steps and the house's name, while the books hold no policy.
    pub policy: Policy,
}

/// Where bills are paid.
pub struct Links {
    /// Scheme and host in the payer's browser.
    pub origin: String,
    /// For e-mail and WhatsApp.
    pub long: PayLinks,
    /// For SMS.
    pub short: ShortLinks,
}

/// What the books know of a message's customer and bill.
struct Reader {
    detail: InvoiceDetail,
    record: PersonalRecord,
    policy: Policy,
}

impl Channels {
    /// Channels over these books, in the order in which they are tried.
    #[must_use]
    pub fn new(
        (store, host): (SqlxStore, Arc<dyn Host>),
        providers: Vec<Box<dyn Provider>>,
        texts: Texts,
        links: Links,
    ) -> Self {
        Self { store, host, providers, texts, links }
    }

    async fn sent(&self, message: &Message) -> Result<Delivery, Fault> {
        if message.channel.is_none()
            && let Some((channel, provider_id)) = self.store.accepted_on(&message.key).await?
        {
            return Ok(Delivery::Accepted { channel, provider_id });
        }
        let Some(reader) = self.read(message).await? else {
            return Ok(never("the bill or its customer is not in the books any more"));
        };
        let mut last = never("no channel is configured for it");
        for provider in &self.providers {
            let channel = provider.carrier().channel;
            if message.channel.is_some_and(|wanted| wanted != channel) {
                continue;
            }
            match self.on(provider.as_ref(), message, &reader).await? {
                // The next channel may reach the customer.
                no @ Delivery::Permanent { .. } => last = no,
                other => return Ok(other),
            }
        }
        Ok(last)
    }

    async fn read(&self, message: &Message) -> Result<Option<Reader>, Fault> {
        let detail = self.store.invoice(&message.invoice).await?;
        let record = self.store.personal(&message.account).await?;
        let ours = |detail: &InvoiceDetail| detail.row.account == message.account;
        let Some((detail, record)) = detail.filter(ours).zip(record) else { return Ok(None) };
        Ok(Some(Reader { detail, record, policy: self.policy().await? }))
    }

    /// The policy in force.
    async fn policy(&self) -> Result<Policy, Fault> {
        let want = Want { subjects: vec![Subject::Policy], key: None };
        let loaded = self.store.load(&[want]).await?;
        let held = loaded.into_iter().flat_map(|loaded| loaded.held);
        let book = held.into_iter().find_map(|held| match held.aggregate {
            Aggregate::Policy(book) => Some(book.current),
            _ => None,
        });
        Ok(book.unwrap_or_else(|| self.texts.policy.clone()))
    }

    async fn on(
        &self,
        provider: &dyn Provider,
        message: &Message,
        reader: &Reader,
    ) -> Result<Delivery, Fault> {
        let Carrier { channel, repeat } = provider.carrier();
        let link = self.link(message, channel).await?;
        let claim = self.store.claim_message(message, channel, repeat, self.host.now()).await?;
        match claim {
            Claim::Ours => {}
            Claim::Accepted { provider_id } => {
                return Ok(Delivery::Accepted { channel, provider_id });
            }
            Claim::Open => {
                let reason = "it was handed over before, and nobody noted what came of it";
                return Ok(Delivery::Unknown { reason: reason.to_owned() });
            }
        }
        let delivery = match self.parcel(message, reader, &link, channel) {
            Ok(parcel) => provider.hand_over(&parcel).await,
            Err(unwritable) => never(&unwritable.to_string()),
        };
        log(channel, &delivery);
        let ended = self.store.end_message(&message.key, channel, &delivery, self.host.now());
        if let Err(fault) = ended.await {
            // The answer is in our hands and goes on; only the note is missing.
            tracing::error!(%fault, %channel, "what came of a message could not be noted");
        }
        Ok(delivery)
    }

    async fn link(&self, message: &Message, channel: MessageChannel) -> Result<String, Fault> {
        let Links { origin, long, short } = &self.links;
        let path = match channel {
            MessageChannel::Email | MessageChannel::WhatsApp => long.path(&message.invoice),
            MessageChannel::Sms => {
                let code = short.code(&message.invoice);
                self.store.keep_link(ShortLinks::hash(&code), &message.invoice).await?;
                ShortLinks::path(&code)
            }
        };
        Ok(format!("{origin}{path}"))
    }

    fn parcel<'a>(
        &self,
        message: &'a Message,
        reader: &'a Reader,
        link: &str,
        channel: MessageChannel,
    ) -> Result<Parcel<'a>, Unwritable> {
        let personal = &reader.record.values;
        let known = Known {
            invoice: &reader.detail.row.invoice,
            code: &reader.detail.row.customer_code,
            zone: reader.detail.zone,
            personal,
            link,
        };
        let Seller { name, contact } = Seller::of(&reader.policy);
        let help = if contact.is_empty() { self.links.origin.clone() } else { contact };
        let house = House { name, help };
        let values = filling::values(message, &known, &house)?;
        let spoken = (&self.texts.catalog, &reader.policy.dunning);
        let text = filling::text(message, &known, values.days, spoken)?;
        Ok(Parcel {
            message,
            name: personal.name(),
            to: filling::address(personal, channel),
            content: filling::content(text, &values, channel)?,
        })
    }
}

#[async_trait]
impl Notifier for Channels {
    fn carriers(&self) -> Vec<Carrier> {
        self.providers.iter().map(|provider| provider.carrier()).collect()
    }

    async fn send(&self, message: &Message) -> Delivery {
        match self.sent(message).await {
            Ok(delivery) => delivery,
            Err(fault) => of_fault(&fault),
        }
    }
}

impl std::fmt::Debug for Channels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channels").field("providers", &self.providers).finish_non_exhaustive()
    }
}

fn never(reason: &str) -> Delivery {
    Delivery::Permanent { reason: reason.to_owned() }
}

fn log(channel: MessageChannel, delivery: &Delivery) {
    match delivery {
        Delivery::Accepted { .. } => tracing::debug!(%channel, "a message was taken over"),
        Delivery::Permanent { reason } => {
            tracing::warn!(%channel, reason, "a message will never be taken over");
        }
        Delivery::Passing { reason, after } => {
            tracing::warn!(%channel, reason, after, "a message was not taken over now");
        }
        Delivery::Unknown { reason } => {
            tracing::warn!(%channel, reason, "nobody knows whether a message was taken over");
        }
    }
}
