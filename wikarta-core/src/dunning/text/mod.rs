//! The words: versioned templates as data, filled in for e-mail, WhatsApp and SMS.
//!
//! A template knows a sealed set of variables. Values are made one line before they are put in, so
//! that a name can break neither a head of an e-mail nor a parameter of WhatsApp; e-mail escapes
//! them for HTML, SMS takes only what fits the network's 7-bit alphabet.

mod catalog;
mod email;
mod gsm;
mod sms;
mod template;
mod values;
mod whatsapp;

pub use catalog::{Catalog, CatalogError, MessageText};
pub use email::Email;
pub use gsm::{NotGsm, septets};
pub use sms::{SMS_SEPTETS_MAX, Sms};
pub use template::{Template, TemplateError};
pub use values::{InvoiceRef, LinkError, PayLink, Values, Variable, one_line};
pub use whatsapp::WhatsApp;

use crate::message::MessageChannel;
use crate::words::words;

words! {
    /// The languages in which customers are written to.
    Language {
        /// Indonesian.
        Id = "id",
        /// English.
        En = "en",
    }
}

/// Why a message cannot be written. Values are personal and never repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The catalogue has no words for this channel.
    #[error("the message has no text for {0}")]
    NoText(MessageChannel),
    /// A value is empty.
    #[error("the value of `{0}` is empty")]
    Empty(Variable),
    /// A value has a character that an SMS does not know.
    #[error("the value of `{0}` has a character that is not in the alphabet of SMS (GSM-7)")]
    NotGsm(Variable),
    /// The text is longer than one SMS even without the name.
    #[error("the text has {septets} characters of {SMS_SEPTETS_MAX} without the name")]
    TooLong {
        /// How long it is without the name.
        septets: usize,
    },
}
