//! The channels over real sockets: an SMTP server and doubles of the providers' HTTP, each telling
//! what the real ones tell.

mod channels;
mod http_double;
mod letters;
mod providers;
mod receipts;
mod smtp_double;

use std::collections::BTreeMap;

use wikarta_core::dunning::text::{Catalog, InvoiceRef, Language, Values};
use wikarta_core::message::{Message, MessageChannel, MessageKind, Stage};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Delivery;

use super::filling;
use super::provider::{Content, Parcel, Provider};
use crate::config::{Environment, NotifyConfig, channels};

/// The settings of channels, from variables.
fn settings(pairs: &[(&str, &str)]) -> NotifyConfig {
    let pairs: BTreeMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    channels(&Environment::from_iter(pairs)).unwrap()
}

/// A friendly reminder of the books.
fn reminder() -> Message {
    Message {
        key: "inv_abc|T-7|2026-12-20|email".to_owned(),
        account: "cus_abc".parse().unwrap(),
        invoice: "inv_abc".parse().unwrap(),
        others: Vec::new(),
        kind: MessageKind::Reminder,
        stage: Some(Stage::BEFORE_7),
        amount: Rupiah::new(277_500).unwrap(),
        at: "2026-12-12T02:00:00Z".parse().unwrap(),
        channel: None,
    }
}

/// What a friendly reminder says to somebody of this name.
fn values(name: &str) -> Values {
    Values {
        name: name.to_owned(),
        customer: "PLG-000123".to_owned(),
        invoice: InvoiceRef { first: "INV/2026/12/000123".parse().unwrap(), others: 0 },
        period: "2026-12".parse().unwrap(),
        amount: Rupiah::new(277_500).unwrap(),
        due: "2026-12-20".parse().unwrap(),
        days: 8,
        link: "https://bayar.contoh.test/Ab3dE9".parse().unwrap(),
        isp: "ContohNet".to_owned(),
        help: "0812-0000-0001".to_owned(),
    }
}

/// The words of a friendly reminder on a channel.
fn words(name: &str, channel: MessageChannel) -> Content {
    let catalog = Catalog::shipped().unwrap();
    let text = catalog.get(&"t7".parse().unwrap(), Language::Id).unwrap();
    filling::content(text, &values(name), channel).unwrap()
}

/// Hands a friendly reminder over.
async fn handed(provider: &dyn Provider, name: &str, to: &str) -> Delivery {
    let message = reminder();
    let content = words(name, provider.carrier().channel);
    provider.hand_over(&Parcel { message: &message, name, to, content }).await
}
