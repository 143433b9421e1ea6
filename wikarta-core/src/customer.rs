//! Who buys, with personal values kept apart from everything that is decided and remembered.
//!
//! Events and state hold only an HMAC of each personal value under a key of that customer; the
//! values and the key travel beside the events into a side table. Deleting them erases the person
//! while every audit chain stays valid (UU PDP).

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::id::{AccountId, hex};
use crate::time::{Timestamp, Zone};

/// What is decided about a customer; nothing here says who the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The customer's number as people say it, such as `PLG-000123`.
    pub code: CustomerCode,
    /// The zone that rules the customer's due days and reminders.
    pub zone: Zone,
    /// The name, sealed.
    pub name: Sealed,
    /// The phone number in E.164, sealed.
    pub phone: Sealed,
    /// The e-mail address, sealed.
    pub email: Sealed,
    /// The postal address, sealed.
    pub address: Sealed,
    /// When the customer was registered.
    pub registered_at: Timestamp,
}

/// Why a customer's data were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomerError {
    /// Not 1 to 24 of `A-Z 0-9 -`.
    #[error("`{0}` is not a customer code; use 1 to 24 of A-Z, 0-9 and -")]
    Code(String),
    /// Empty, too long, or with control characters.
    #[error("the {0} must have 1 to 200 printable characters")]
    Text(&'static str),
    /// Not `+` and 8 to 15 digits.
    #[error("the phone number must be written as + and 8 to 15 digits")]
    Phone,
    /// No `@` with text on both sides.
    #[error("the e-mail address needs a name, @ and a host")]
    Email,
}

/// A customer's number: 1 to 24 of `A-Z 0-9 -`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CustomerCode(String);

impl CustomerCode {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CustomerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CustomerCode {
    type Err = CustomerError;
    fn from_str(text: &str) -> Result<Self, CustomerError> {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 24 || !text.bytes().all(plain) {
            return Err(CustomerError::Code(text.chars().take(40).collect()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for CustomerCode {
    type Error = CustomerError;
    fn try_from(text: String) -> Result<Self, CustomerError> {
        text.parse()
    }
}

impl From<CustomerCode> for String {
    fn from(value: CustomerCode) -> Self {
        value.0
    }
}

/// HMAC-SHA256 of a personal value under the customer's key, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(String);

impl Sealed {
    /// The hexadecimal text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key that seals one customer's values. Erasing it makes the seals meaningless.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerKey([u8; 32]);

impl CustomerKey {
    /// Wraps 32 bytes that nobody can guess.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the side table.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals a value of a field; the field's name keeps equal values of two fields apart.
    #[must_use]
    pub fn seal(&self, field: &str, value: &str) -> Sealed {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return Sealed(String::new()); // HMAC takes keys of any length
        };
        mac.update(field.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        Sealed(hex(&mac.finalize().into_bytes()))
    }
}

impl fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerKey(…)")
    }
}

/// Personal values on their way to the side table.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal {
    name: String,
    phone: String,
    email: String,
    address: String,
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

impl Personal {
    /// Checks and wraps. The phone is E.164 (`+62812…`), the texts at most 200 characters.
    pub fn new(name: &str, phone: &str, email: &str, address: &str) -> Result<Self, CustomerError> {
        let digits = phone.strip_prefix('+').ok_or(CustomerError::Phone)?;
        if !(8..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CustomerError::Phone);
        }
        let (local, host) = email.split_once('@').ok_or(CustomerError::Email)?;
        let odd = |c: char| c.is_whitespace() || c == '@' || hidden(c);
        if local.is_empty()
            || host.is_empty()
            || email.len() > 200
            || (local.contains(odd) || host.contains(odd))
        {
            return Err(CustomerError::Email);
        }
        Ok(Self {
            name: printable("name", name)?,
            phone: phone.to_owned(),
            email: email.to_owned(),
            address: printable("address", address)?,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The phone number in E.164.
    #[must_use]
    pub fn phone(&self) -> &str {
        &self.phone
    }

    /// The e-mail address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The postal address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

fn printable(field: &'static str, text: &str) -> Result<String, CustomerError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > 200 || text.chars().any(hidden) {
        return Err(CustomerError::Text(field));
    }
    Ok(text.to_owned())
}

/// Control characters and marks that turn or hide text: a name must read as it is stored.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{61c}' | '\u{feff}')
}

/// One row of the side table: whose values, their key, the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalRecord {
    /// Whose.
    pub account: AccountId,
    /// The key of the seals.
    pub key: CustomerKey,
    /// The values.
    pub values: Personal,
}
