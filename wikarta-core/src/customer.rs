//! Who buys, with personal values kept apart from everything that is decided and remembered.
//!
//! Events and state hold only an HMAC of each personal value under a key of that customer; the
//! values and the key travel beside the events into a side table. Deleting them erases the person
//! while every audit chain stays valid (UU PDP).

mod promise;
mod reminding;

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::hand::Hand;
use crate::id::{AccountId, UserId, hex};
use crate::identity::{Nik, Nitku, Npwp};
use crate::time::{Timestamp, Zone};
use crate::words::words;

pub use promise::{Promise, PromiseError, PromiseRules};
pub use reminding::{OptOut, Paused, PromiseTaken, Reminding};

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
    /// Who took the customer in; absent when it was not a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<UserId>,
    /// Home or business.
    #[serde(default)]
    pub kind: Kind,
    /// How the customer's bills are taxed.
    #[serde(default)]
    pub treatment: TaxTreatment,
    /// Identity numbers for tax (NIK, NPWP, NITKU), sealed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Sealed>,
    /// Where refunds by bank transfer go, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payout: Option<Sealed>,
    /// Who changed contact or payout data last: that person decides no refund of this customer for
    /// seven days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_changed: Option<Hand>,
    /// Who changed the bank account for refunds last: that person neither agrees to a refund of this
    /// customer nor carries it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payout_changed: Option<Hand>,
    /// Who looked at full personal values last, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revealed: Option<Revealed>,
    /// Who deleted the customer, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deleted>,
    /// Who had the personal values erased, and why: all that is left of the person here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<Deleted>,
    /// What was agreed about messages.
    #[serde(default, skip_serializing_if = "Reminding::is_empty")]
    pub reminding: Reminding,
}

/// A look at full personal values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// Who looked, and when.
    pub by: Hand,
    /// Why, at least 10 characters.
    pub reason: String,
}

/// The end of a customer: nothing is sold any more; bills and money stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// Who did it, and when.
    pub by: Hand,
    /// Why, at least 10 characters.
    pub reason: String,
}

words! {
    /// Who a customer is.
    Kind {
        /// A person at home.
        Home = "home",
        /// A small business of a person.
        Business = "business",
        /// A company, foundation, school or office.
        Corporate = "corporate",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for Kind {
    fn default() -> Self {
        Self::Home
    }
}

/// How a customer's bills are taxed beyond the seller's own rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTreatment {
    /// Whether the customer keeps PPh 23 back.
    pub withholds: Withholds,
    /// Whether the customer pays the PPN to the state itself.
    pub collector: Collector,
}

words! {
    /// Whether a customer keeps income tax back.
    Withholds {
        /// No.
        No = "no",
        /// PPh 23 on services (PMK 141/2015).
        Pph23 = "pph23",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for Withholds {
    fn default() -> Self {
        Self::No
    }
}

words! {
    /// Whether a customer collects PPN for the state.
    Collector {
        /// No.
        None = "none",
        /// A government office (transaction code 02).
        Government = "gov",
        /// A state-owned enterprise (transaction code 03).
        StateOwned = "bumn",
    }
}

#[allow(clippy::derivable_impls, reason = "the macro writes the enum")]
impl Default for Collector {
    fn default() -> Self {
        Self::None
    }
}

/// Identity numbers for tax. Personal: never in events, state or logs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TaxIdentity {
    /// Of a person.
    pub nik: Option<Nik>,
    /// Of a taxpayer.
    pub npwp: Option<Npwp>,
    /// Of a place of business.
    pub nitku: Option<Nitku>,
}

impl fmt::Debug for TaxIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TaxIdentity(…)")
    }
}

/// A bank account that refunds go to. Personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Payout {
    /// The bank, 2 to 40 characters.
    pub bank: String,
    /// The account's number, digits.
    pub number: String,
    /// Whose account it is, as the bank knows it.
    pub holder: String,
}

impl fmt::Debug for Payout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payout(…)")
    }
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
    /// Not a bank with a number of 5 to 34 digits.
    #[error("the bank account needs a bank of 2 to 40 characters and 5 to 34 digits")]
    Payout,
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

    /// The `n`-th number, such as `PLG-000123`.
    #[cfg(feature = "testkit")]
    pub(crate) fn numbered(n: u32) -> Self {
        Self(format!("PLG-{n:06}"))
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
    identity: TaxIdentity,
    payout: Option<Payout>,
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
            identity: TaxIdentity::default(),
            payout: None,
        })
    }

    /// The same with identity numbers for tax.
    #[must_use]
    pub fn with_identity(self, identity: TaxIdentity) -> Self {
        Self { identity, ..self }
    }

    /// The same with a bank account for refunds.
    ///
    /// # Errors
    /// [`CustomerError::Payout`] when its parts are not those of a bank account.
    pub fn with_payout(self, payout: Payout) -> Result<Self, CustomerError> {
        let digits = (5..=34).contains(&payout.number.len())
            && payout.number.bytes().all(|byte| byte.is_ascii_digit());
        let bank = (2..=40).contains(&payout.bank.chars().count());
        if !digits || !bank || payout.bank.chars().any(hidden) {
            return Err(CustomerError::Payout);
        }
        printable("account holder", &payout.holder)?;
        Ok(Self { payout: Some(payout), ..self })
    }

    /// Identity numbers for tax.
    #[must_use]
    pub const fn identity(&self) -> &TaxIdentity {
        &self.identity
    }

    /// The bank account for refunds.
    #[must_use]
    pub const fn payout(&self) -> Option<&Payout> {
        self.payout.as_ref()
    }

    /// The seal of the identity numbers; `None` without any.
    #[must_use]
    pub fn seal_identity(&self, key: &CustomerKey) -> Option<Sealed> {
        let TaxIdentity { nik, npwp, nitku } = &self.identity;
        let parts = [
            nik.as_ref().map_or("", Nik::as_str),
            npwp.as_ref().map_or("", Npwp::as_str),
            nitku.as_ref().map_or("", Nitku::as_str),
        ];
        parts.iter().any(|part| !part.is_empty()).then(|| key.seal("identity", &parts.join("/")))
    }

    /// The seal of the bank account; `None` without one.
    #[must_use]
    pub fn seal_payout(&self, key: &CustomerKey) -> Option<Sealed> {
        let Payout { bank, number, holder } = self.payout.as_ref()?;
        Some(key.seal("payout", &format!("{bank}/{number}/{holder}")))
    }

    /// Every value as text, for the one who compares requests.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let TaxIdentity { nik, npwp, nitku } = &self.identity;
        let mut texts = vec![
            self.name.as_str(),
            self.phone.as_str(),
            self.email.as_str(),
            self.address.as_str(),
            nik.as_ref().map_or("", Nik::as_str),
            npwp.as_ref().map_or("", Npwp::as_str),
            nitku.as_ref().map_or("", Nitku::as_str),
        ];
        if let Some(Payout { bank, number, holder }) = &self.payout {
            texts.extend([bank.as_str(), number.as_str(), holder.as_str()]);
        }
        texts
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
