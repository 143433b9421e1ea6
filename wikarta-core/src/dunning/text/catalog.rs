//! The catalogue of messages: read from a file, checked as a whole.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::email::{Email, email};
use super::sms::{SMS_SEPTETS_MAX, Sms, longest, sms};
use super::template::{Template, TemplateError};
use super::values::Values;
use super::whatsapp::{WhatsApp, begins_with_parameter, for_approval, whatsapp};
use super::{Language, TextError};
use crate::dunning::policy::SendingPolicy;
use crate::dunning::stage::{StageRule, TemplateName};
use crate::message::MessageChannel;

/// Messages by name and language.
///
/// ```
/// use wikarta_core::dunning::text::{Catalog, InvoiceRef, Language, Values};
/// # use wikarta_core::money::Rupiah;
///
/// let catalog = Catalog::shipped()?;
/// let friendly = catalog.get(&"t7".parse()?, Language::Id).ok_or("it ships")?;
/// let values = Values {
///     name: "Neneng Kurniasih".into(),
///     customer: "PLG-000123".into(),
///     invoice: InvoiceRef { first: "INV/2026/12/000123".parse()?, others: 0 },
///     period: "2026-12".parse()?,
///     amount: Rupiah::new(277_500)?,
///     due: chrono::NaiveDate::from_ymd_opt(2026, 12, 20).ok_or("no such day")?,
///     days: 7,
///     link: "https://bayar.contoh.test/Ab3dE9".parse()?,
///     isp: "ContohNet".into(),
///     help: "0812-0000-0001".into(),
/// };
/// assert_eq!(friendly.email(&values)?.subject, "Pengingat: tagihan jatuh tempo 20 Desember 2026");
/// assert_eq!(friendly.whatsapp(&values)?.template, "tagihan_t7_v1");
/// assert!(friendly.sms(&values)?.text.starts_with("Yth Neneng Kurniasih, tagihan INV/2026/12/"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    version: u32,
    messages: BTreeMap<(TemplateName, Language), MessageText>,
}

/// A message in one language, for every channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageText {
    language: Language,
    whatsapp: String,
    subject: Template,
    body: Template,
    sms: Option<Template>,
}

/// Why a catalogue was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// Not a catalogue.
    #[error("not a catalogue of messages: {0}")]
    Json(String),
    /// A text that is no template.
    #[error("{part} of `{name}` ({language}): {error}")]
    Template {
        /// Of which message.
        name: TemplateName,
        /// In which language.
        language: Language,
        /// `subject`, `body` or `sms`.
        part: &'static str,
        /// What is wrong.
        error: TemplateError,
    },
    /// A message that stands there already.
    #[error("`{0}` ({1}) stands there twice")]
    Twice(TemplateName, Language),
    /// The SMS is too long at the longest values.
    #[error("the sms of `{0}` ({1}) has {2} characters of {SMS_SEPTETS_MAX} at the longest values")]
    SmsTooLong(TemplateName, Language, usize),
    /// The SMS has a character that the alphabet does not have.
    #[error("the sms of `{0}` ({1}) has characters outside the alphabet of sms (GSM-7)")]
    SmsNotGsm(TemplateName, Language),
    /// The WhatsApp template's name is not one: a-z, 0-9 and _, ending with its version, `_v1`.
    #[error("`{0}` is not the name of a whatsapp template with its version, such as tagihan_t7_v1")]
    WhatsAppName(String),
    /// The body begins with a variable.
    #[error("the body of `{0}` ({1}) begins with a variable; whatsapp does not approve that")]
    WhatsAppStart(TemplateName, Language),
    /// A step of a policy has no words in a language.
    #[error("there is no message `{0}` in {1}")]
    Missing(TemplateName, Language),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    messages: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: TemplateName,
    language: Language,
    whatsapp: String,
    subject: String,
    body: String,
    sms: Option<String>,
}

impl Catalog {
    /// The catalogue that ships with this crate, `data/messages-v1.json`.
    pub fn shipped() -> Result<Self, CatalogError> {
        Self::parse(include_str!("../../../data/messages-v1.json"))
    }

    /// Reads a catalogue and checks every text in it.
    pub fn parse(json: &str) -> Result<Self, CatalogError> {
        let file: File =
            serde_json::from_str(json).map_err(|error| CatalogError::Json(error.to_string()))?;
        let mut messages = BTreeMap::new();
        for entry in file.messages {
            let key = (entry.name.clone(), entry.language);
            let message = MessageText::read(entry)?;
            if messages.insert(key.clone(), message).is_some() {
                return Err(CatalogError::Twice(key.0, key.1));
            }
        }
        Ok(Self { version: file.version, messages })
    }

    /// The version of the file: a message that was sent is explained with the texts of its day.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// A message.
    #[must_use]
    pub fn get(&self, name: &TemplateName, language: Language) -> Option<&MessageText> {
        self.messages.get(&(name.clone(), language))
    }

    /// The message of a step that goes `days` before (or after) the due date. A step that was moved
    /// to an earlier day takes `…_early` where there is one, so that nobody reads "tomorrow" two
    /// days before.
    #[must_use]
    pub fn for_stage(
        &self,
        rule: &StageRule,
        language: Language,
        days: u16,
    ) -> Option<&MessageText> {
        let planned = rule.stage.offset().filter(|offset| *offset < 0).map(i16::unsigned_abs);
        let early = planned.is_some_and(|planned| planned != days);
        let other = format!("{}_early", rule.template).parse().ok().filter(|_| early);
        other
            .and_then(|other: TemplateName| self.get(&other, language))
            .or_else(|| self.get(&rule.template, language))
    }

    /// Whether every step of a policy has its words in every language.
    pub fn covers(&self, policy: &SendingPolicy) -> Result<(), CatalogError> {
        for rule in &policy.rules().stages {
            for language in Language::ALL {
                if self.get(&rule.template, *language).is_none() {
                    return Err(CatalogError::Missing(rule.template.clone(), *language));
                }
            }
        }
        Ok(())
    }

    /// All messages.
    pub fn iter(&self) -> impl Iterator<Item = (&TemplateName, &MessageText)> {
        self.messages.iter().map(|((name, _), message)| (name, message))
    }
}

impl MessageText {
    fn read(entry: Entry) -> Result<Self, CatalogError> {
        let (name, language) = (entry.name, entry.language);
        let template = |part, text: &str| {
            let wrong =
                |error| CatalogError::Template { name: name.clone(), language, part, error };
            text.parse::<Template>().map_err(wrong)
        };
        let subject = template("subject", &entry.subject)?;
        let body = template("body", &entry.body)?;
        let sms = entry.sms.map(|text| template("sms", &text)).transpose()?;
        if let Some(sms) = &sms {
            let length =
                longest(sms).map_err(|_| CatalogError::SmsNotGsm(name.clone(), language))?;
            if length > SMS_SEPTETS_MAX {
                return Err(CatalogError::SmsTooLong(name, language, length));
            }
        }
        if !is_versioned(&entry.whatsapp) {
            return Err(CatalogError::WhatsAppName(entry.whatsapp.chars().take(60).collect()));
        }
        if begins_with_parameter(&body) {
            return Err(CatalogError::WhatsAppStart(name, language));
        }
        Ok(Self { language, whatsapp: entry.whatsapp, subject, body, sms })
    }

    /// Its language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The subject of the e-mail.
    #[must_use]
    pub const fn subject(&self) -> &Template {
        &self.subject
    }

    /// The words of e-mail and WhatsApp.
    #[must_use]
    pub const fn body(&self) -> &Template {
        &self.body
    }

    /// The words of the SMS, where the message has one.
    #[must_use]
    pub const fn short(&self) -> Option<&Template> {
        self.sms.as_ref()
    }

    /// As an e-mail.
    pub fn email(&self, values: &Values) -> Result<Email, TextError> {
        email(&self.subject, &self.body, values, self.language)
    }

    /// As a WhatsApp message.
    pub fn whatsapp(&self, values: &Values) -> Result<WhatsApp, TextError> {
        whatsapp(&self.whatsapp, &self.body, values, self.language)
    }

    /// As a text message.
    pub fn sms(&self, values: &Values) -> Result<Sms, TextError> {
        let template = self.sms.as_ref().ok_or(TextError::NoText(MessageChannel::Sms))?;
        sms(template, values, self.language)
    }

    /// The name and the body to hand in for approval at WhatsApp, with the provider's name in it.
    #[must_use]
    pub fn whatsapp_approval(&self, isp: &str) -> (&str, String) {
        (&self.whatsapp, for_approval(&self.body, isp))
    }
}

fn is_versioned(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let version = name.rsplit_once("_v").map(|(_, version)| version);
    let numbered = version.is_some_and(|v| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit()));
    name.len() <= 512 && name.bytes().all(plain) && numbered
}
