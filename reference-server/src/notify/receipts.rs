//! What providers tell later: verified, read, joined with the message it is about.
//!
//! The order and the number of receipts do not matter, so one that is replayed says nothing new; one
//! about a message that nobody here sent is counted and answered like any other, so that nobody can
//! find out which messages exist.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use wikarta_core::message::{MessageChannel, Receipt, ReceiptState};
use wikarta_core::time::Timestamp;

use super::fonnte::text;
use crate::config::notify::{CloudConfig, FonnteConfig, NotifyConfig, SmsConfig, WhatsAppConfig};
use crate::config::{SecretText, Sending};

/// The providers that tell receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// The WhatsApp Cloud API.
    Cloud,
    /// Fonnte.
    Fonnte,
    /// Twilio.
    Twilio,
}

impl Teller {
    /// Reads its name in the address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "cloud" => Some(Self::Cloud),
            "fonnte" => Some(Self::Fonnte),
            "twilio" => Some(Self::Twilio),
            _ => None,
        }
    }
}

/// What a request that tells receipts brought.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// The header that proves it, when there was one.
    pub signature: Option<&'a str>,
    /// The last part of the address, when there was one.
    pub secret: Option<&'a str>,
    /// When it arrived.
    pub at: Timestamp,
}

/// What was read of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// Receipts.
    pub receipts: Vec<Receipt>,
    /// Answers of customers.
    pub answers: Vec<Answered>,
}

/// A customer's answer. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Answered {
    /// On which channel.
    pub channel: MessageChannel,
    /// The number, digits only.
    pub from: String,
    /// The provider's name of the answer, so that one that is told again is known.
    pub id: String,
    /// Whether it asks for silence.
    pub wish: Wish,
}

impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answered").field("wish", &self.wish).finish_non_exhaustive()
    }
}

/// What a customer's answer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To be left alone: `STOP`, `BERHENTI` or a like word alone.
    Silence,
    /// Something for people to read.
    Other,
}

/// Why a request was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// No such provider is configured here, or not with what proves its receipts.
    #[error("no such provider tells receipts here")]
    Nobody,
    /// The proof does not hold.
    #[error("the proof of a receipt does not hold")]
    NotProven,
    /// It is proven and cannot be read.
    #[error("the body is not a receipt")]
    Unreadable,
}

/// Verifies and reads what providers tell.
#[derive(Debug, Default)]
pub struct Receipts {
    cloud: Option<CloudConfig>,
    fonnte: Option<FonnteConfig>,
    twilio: Option<(SecretText, String)>,
    unknown: AtomicU64,
}

impl Receipts {
    /// What the settings allow; `origin` is the fixed public address, which Twilio signs.
    #[must_use]
    pub fn new(config: &NotifyConfig, origin: Option<&str>) -> Self {
        if config.sending != Sending::Real {
            return Self::default(); // a channel that keeps messages tells its own
        }
        let (mut cloud, mut fonnte) = (None, None);
        match &config.whatsapp {
            Some(WhatsAppConfig::Cloud(config)) => cloud = Some(config.clone()),
            Some(WhatsAppConfig::Fonnte(config)) => fonnte = Some(config.clone()),
            None => {}
        }
        let twilio = match (&config.sms, origin) {
            (Some(SmsConfig::Twilio(account, _)), Some(origin)) => {
                let url = format!("{origin}{}/twilio", super::build::RECEIPTS_PATH);
                Some((account.token.clone(), url))
            }
            (Some(SmsConfig::Twilio(..) | SmsConfig::Zenziva(_)) | None, _) => None,
        };
        Self { cloud, fonnte, twilio, unknown: AtomicU64::new(0) }
    }

    /// Counts a receipt about a message that nobody here sent; answers how many there were.
    pub fn count_unknown(&self) -> u64 {
        self.unknown.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }

    /// How many receipts were about messages that nobody here sent, since the start.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown.load(Ordering::Relaxed)
    }

    /// Verifies and reads one request.
    ///
    /// # Errors
    /// [`NotTaken`]; nothing is read of a body whose proof does not hold.
    pub fn read(&self, teller: Teller, told: Told<'_>) -> Result<Read, NotTaken> {
        match teller {
            Teller::Cloud => {
                let secret = self.cloud.as_ref().and_then(|config| config.app_secret.as_ref());
                let secret = secret.ok_or(NotTaken::Nobody)?;
                proven(cloud_proof(secret, &told))?;
                read_cloud(&told)
            }
            Teller::Fonnte => {
                let secret = self.fonnte.as_ref().and_then(|config| config.receipt_secret.as_ref());
                let secret = secret.ok_or(NotTaken::Nobody)?;
                proven(told.secret.is_some_and(|given| same(given.as_bytes(), secret)))?;
                read_fonnte(&told)
            }
            Teller::Twilio => {
                let (token, url) = self.twilio.as_ref().ok_or(NotTaken::Nobody)?;
                let fields = fields(told.body);
                proven(twilio_proof(token, url, &fields, &told))?;
                Ok(read_twilio(&fields, told.at))
            }
        }
    }

    /// The word that the Cloud API wants back when it is told where receipts go.
    ///
    /// # Errors
    /// [`NotTaken`] when it is not ours, or asks for something else.
    pub fn challenge<'a>(&self, query: &'a Challenge) -> Result<&'a str, NotTaken> {
        let token = self.cloud.as_ref().and_then(|config| config.verify_token.as_ref());
        let token = token.ok_or(NotTaken::Nobody)?;
        let ours = query.mode == "subscribe" && same(query.verify_token.as_bytes(), token);
        let plain =
            |text: &str| text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if ours && plain(&query.challenge) {
            Ok(&query.challenge)
        } else {
            Err(NotTaken::NotProven)
        }
    }
}

/// The query with which the Cloud API asks whether an address is ours.
#[derive(Debug, Deserialize)]
pub struct Challenge {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    verify_token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

fn proven(holds: bool) -> Result<(), NotTaken> {
    if holds { Ok(()) } else { Err(NotTaken::NotProven) }
}

fn same(given: &[u8], secret: &SecretText) -> bool {
    given.ct_eq(secret.expose().as_bytes()).into()
}

/// `sha256=` and the HMAC of the raw body under the app secret.
fn cloud_proof(secret: &SecretText, told: &Told<'_>) -> bool {
    let given = told.signature.and_then(|text| text.strip_prefix("sha256="));
    let Some(given) = given else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return false;
    };
    mac.update(told.body);
    let wanted = wikarta_core::id::hex(&mac.finalize().into_bytes());
    given.to_ascii_lowercase().as_bytes().ct_eq(wanted.as_bytes()).into()
}

/// The HMAC-SHA-1 of the whole address and of all fields, sorted by name, each behind its name.
fn twilio_proof(
    token: &SecretText,
    url: &str,
    fields: &[(String, String)],
    told: &Told<'_>,
) -> bool {
    let Some(given) = told.signature.and_then(|text| STANDARD.decode(text).ok()) else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.expose().as_bytes()) else {
        return false;
    };
    mac.update(url.as_bytes());
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort();
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    let wanted = mac.finalize().into_bytes();
    given.as_slice().ct_eq(wanted.as_slice()).into()
}

fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

#[derive(Deserialize)]
struct CloudBody {
    #[serde(default)]
    entry: Vec<CloudEntry>,
}

#[derive(Deserialize)]
struct CloudEntry {
    #[serde(default)]
    changes: Vec<CloudChange>,
}

#[derive(Deserialize)]
struct CloudChange {
    #[serde(default)]
    value: CloudValue,
}

#[derive(Deserialize, Default)]
struct CloudValue {
    #[serde(default)]
    statuses: Vec<CloudStatus>,
    #[serde(default)]
    messages: Vec<Value>,
}

#[derive(Deserialize)]
struct CloudStatus {
    id: String,
    status: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    errors: Vec<CloudError>,
}

#[derive(Deserialize)]
struct CloudError {
    code: i64,
}

fn read_cloud(told: &Told<'_>) -> Result<Read, NotTaken> {
    let body: CloudBody = serde_json::from_slice(told.body).map_err(|_| NotTaken::Unreadable)?;
    let mut read = Read::default();
    let changes = body.entry.into_iter().flat_map(|entry| entry.changes);
    for value in changes.map(|change| change.value) {
        for status in value.statuses {
            let Some(state) = state(&status.status) else { continue };
            let code = status.errors.first().map(|error| error.code.to_string());
            read.receipts.push(Receipt {
                channel: MessageChannel::WhatsApp,
                provider_id: status.id,
                state,
                at: instant(&status.timestamp).unwrap_or(told.at),
                code: code.filter(|_| state == ReceiptState::Failed),
            });
        }
        for message in &value.messages {
            let from = message.get("from").and_then(Value::as_str);
            let words = message.get("text").and_then(|text| text.get("body")?.as_str());
            let id = message.get("id").and_then(Value::as_str);
            read.answers.extend(answer((MessageChannel::WhatsApp, id), from, words));
        }
    }
    Ok(read)
}

/// Fonnte tells by JSON or as a form, a receipt or what somebody wrote.
fn read_fonnte(told: &Told<'_>) -> Result<Read, NotTaken> {
    let json: Option<Value> = serde_json::from_slice(told.body).ok().filter(Value::is_object);
    let form = if json.is_none() { fields(told.body) } else { Vec::new() };
    let field = |name: &str| match &json {
        Some(json) => json.get(name).and_then(text),
        None => {
            let found = form.iter().find(|(field, value)| field == name && !value.is_empty());
            found.map(|(_, value)| value.clone())
        }
    };
    if let Some(sender) = field("sender") {
        let (words, id) = (field("message"), field("inboxid"));
        let named = (MessageChannel::WhatsApp, id.as_deref());
        let answers = answer(named, Some(&sender), words.as_deref());
        return Ok(Read { answers: answers.into_iter().collect(), ..Read::default() });
    }
    let (status, later) = (field("status"), field("state"));
    if status.is_none() && later.is_none() {
        return Err(NotTaken::Unreadable);
    }
    let strongest = [status, later].into_iter().flatten().filter_map(|word| state(&word)).max();
    let receipt = field("id").zip(strongest).map(|(provider_id, state)| Receipt {
        channel: MessageChannel::WhatsApp,
        provider_id,
        state,
        at: told.at,
        code: None,
    });
    Ok(Read { receipts: receipt.into_iter().collect(), ..Read::default() })
}

fn read_twilio(fields: &[(String, String)], at: Timestamp) -> Read {
    let field = |name: &str| {
        let found = fields.iter().find(|(field, value)| field == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    };
    if field("MessageStatus").is_none()
        && let Some(words) = field("Body")
    {
        let named = (MessageChannel::Sms, field("MessageSid"));
        let answers = answer(named, field("From"), Some(words));
        return Read { answers: answers.into_iter().collect(), ..Read::default() };
    }
    let state = field("MessageStatus").and_then(state);
    let code = field("ErrorCode").filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()));
    let receipt = field("MessageSid").zip(state).map(|(sid, state)| Receipt {
        channel: MessageChannel::Sms,
        provider_id: sid.to_owned(),
        state,
        at,
        code: code.map(str::to_owned).filter(|_| state == ReceiptState::Failed),
    });
    Read { receipts: receipt.into_iter().collect(), ..Read::default() }
}

/// The words of all providers; one that is not known says nothing.
fn state(word: &str) -> Option<ReceiptState> {
    match word.to_ascii_lowercase().as_str() {
        "queued" | "accepted" | "scheduled" | "sending" | "pending" | "waiting" | "processing" => {
            Some(ReceiptState::Queued)
        }
        "sent" => Some(ReceiptState::Sent),
        "delivered" => Some(ReceiptState::Delivered),
        "read" => Some(ReceiptState::Read),
        "failed" | "undelivered" | "canceled" | "invalid" | "expired" => Some(ReceiptState::Failed),
        _ => None,
    }
}

fn instant(seconds: &str) -> Option<Timestamp> {
    let micros = seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    Timestamp::from_micros(micros).ok()
}

fn answer(
    (channel, id): (MessageChannel, Option<&str>),
    from: Option<&str>,
    words: Option<&str>,
) -> Option<Answered> {
    let from: String = from?.chars().filter(char::is_ascii_digit).take(15).collect();
    if from.is_empty() {
        return None;
    }
    let id = id.unwrap_or_default().to_owned();
    Some(Answered { channel, from, id, wish: words.map_or(Wish::Other, wish) })
}

/// One of the words alone, whatever stands around it.
fn wish(words: &str) -> Wish {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    match bare.trim().to_lowercase().as_str() {
        "stop" | "berhenti" | "stop semua" | "unsubscribe" | "stopall" => Wish::Silence,
        _ => Wish::Other,
    }
}
