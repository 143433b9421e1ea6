//! What the vendor posts to the merchant when a transaction changes.
//!
//! [`Notification::parse`] looks at the form, [`Notification::verify`] at the signature and then at
//! what the signature leaves open. What comes out is an authentic *hint*: the signature covers only
//! order id, status code and amount, so the core decides what may be done without reading the
//! transaction first.

use wikarta_core::id::OrderId;
use wikarta_core::provider::{Hint, ProviderStatus, Reading};

use crate::document::Object;
use crate::event_key::event_key;
pub use crate::malformed::{DocumentError, FieldError, Limits, ReadError};
use crate::signature::KeyRing;
use crate::transaction::TransactionFacts;

/// What stands in the order ids of the dashboard's test notifications behind the name of the address
/// that is tested: `payment_notif_test_…`, and by the same pattern `recurring_notif_test_…`.
pub const PROBE_MARK: &str = "_notif_test_";

/// Why a notification is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotificationError {
    /// The body or one of its fields has not the form of a notification.
    #[error(transparent)]
    Malformed(#[from] ReadError),
    /// Missing, unreadable or wrong signature: one answer for all, so that nobody learns which.
    #[error("the signature is not valid")]
    SignatureInvalid,
    /// Signed, but the status code is not three digits: the borders between the fields were moved.
    #[error("the field `status_code` is not three digits")]
    StatusCodeInvalid,
    /// Signed, but no order id can look like this.
    #[error("the field `order_id` is not at most 50 of A-Z a-z 0-9 - _ ~ .")]
    OrderIdInvalid,
    /// Signed, but no linked account can be in this state.
    #[error("the field `account_status` is not PENDING, ENABLED, DISABLED or EXPIRED")]
    AccountStatusInvalid,
}

impl NotificationError {
    /// A stable code for logs and answers.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(ReadError::Document(error)) => match error {
                DocumentError::Empty => "body_empty",
                DocumentError::TooLarge { .. } => "body_too_large",
                DocumentError::NotUtf8 => "not_utf8",
                DocumentError::NotJson => "body_not_json",
                DocumentError::NotObject => "body_not_object",
                DocumentError::TooDeep { .. } => "too_deep",
                DocumentError::DuplicateKey { .. } => "duplicate_key",
            },
            Self::Malformed(ReadError::Field(error)) => match error {
                FieldError::Missing { .. } => "field_missing",
                FieldError::WrongType { .. } => "field_type",
                FieldError::TooLong { .. } => "field_too_long",
            },
            Self::Malformed(ReadError::Amount { .. }) => "amount_invalid",
            Self::SignatureInvalid => "signature_invalid",
            Self::StatusCodeInvalid => "status_code_invalid",
            Self::OrderIdInvalid => "order_id_invalid",
            Self::AccountStatusInvalid => "account_status_invalid",
        }
    }

    /// The HTTP status to answer with: 400, 403 or 413.
    ///
    /// A wrong signature is 403 because the vendor then tries five times over hours, which saves
    /// genuine notifications while a key is being replaced; 400 it tries twice more.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::SignatureInvalid => 403,
            Self::Malformed(ReadError::Document(DocumentError::TooLarge { .. })) => 413,
            Self::Malformed(_)
            | Self::StatusCodeInvalid
            | Self::OrderIdInvalid
            | Self::AccountStatusInvalid => 400,
        }
    }
}

impl From<DocumentError> for NotificationError {
    fn from(error: DocumentError) -> Self {
        Self::Malformed(error.into())
    }
}

/// A body that has the form of a notification; nobody knows yet who sent it.
#[derive(Debug, Clone)]
pub struct Notification {
    facts: TransactionFacts,
    signature_hex: Option<String>,
}

impl Notification {
    /// Reads a body of at most [`Limits::max_bytes`]. Unknown fields are ignored, in any order.
    ///
    /// `status_code` and `gross_amount` may be texts or numbers; a number keeps the digits it was
    /// sent with, a text means its characters after unescaping. Those are the texts that are signed.
    pub fn parse(body: &[u8], limits: &Limits) -> Result<Self, NotificationError> {
        let object = Object::parse(body, limits)?;
        let facts = TransactionFacts::read(&object)?;
        // A signature of the wrong type is a wrong signature, not a malformed body.
        let signature_hex = object.text("signature_key").ok().flatten();
        Ok(Self { facts, signature_hex })
    }

    /// Checks who sent it, then what the signature leaves open.
    ///
    /// ```
    /// use wikarta_midtrans::notification::{Limits, Notification};
    /// use wikarta_midtrans::signature::{KeyRing, ServerKey};
    ///
    /// let body = br#"{"transaction_status":"settlement","status_code":"200",
    ///   "transaction_id":"9aed5972-5b6a-401e-894b-a32c91ed1a3a","order_id":"INV-2026-000123",
    ///   "gross_amount":"275000.00","payment_type":"bank_transfer","fraud_status":"accept",
    ///   "va_numbers":[{"va_number":"12345678911","bank":"bca"}],"currency":"IDR",
    ///   "settlement_time":"2026-08-01 10:42:03","signature_key":"7840411dfc4533415caa41535464afc7920804497cbad629625430ac3eef1ba110edce12cb9d05a4e9d04c2728a8c4f07cb0f6cdf2f6501e9b10481382739df4"}"#;
    /// let ring = KeyRing::new(ServerKey::new("SB-Mid-server-TESTONLYwikarta0001")?);
    ///
    /// let hint = Notification::parse(body, &Limits::DEFAULT)?.verify(&ring)?.into_hint();
    /// assert_eq!(hint.reading.status.as_str(), "settled");
    /// assert_eq!(hint.reading.amount.get(), 275_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify(self, ring: &KeyRing) -> Result<Verified, NotificationError> {
        let facts = self.facts;
        let signature = self.signature_hex.as_deref().unwrap_or_default();
        let key_index = ring
            .matching(&facts.order_id, &facts.status_code, &facts.gross_amount, signature)
            .ok_or(NotificationError::SignatureInvalid)?;
        let code = facts.status_code.as_bytes();
        if code.len() != 3 || !code.iter().all(u8::is_ascii_digit) {
            return Err(NotificationError::StatusCodeInvalid);
        }
        let mut reading = facts.reading()?;
        if !fits(&facts.status_code, reading.status) {
            reading.status = ProviderStatus::Unrecognised;
        }
        let order_id = named(&facts.order_id).ok_or(NotificationError::OrderIdInvalid)?;
        Ok(Verified { order_id, reading, key_index, facts })
    }
}

/// The order id. The dashboard's tests carry the merchant's id and a UUID, which is more than an order
/// id may be; what fits of one still says that it is a test.
fn named(text: &str) -> Option<OrderId> {
    let whole: Option<OrderId> = text.parse().ok();
    whole.or_else(|| {
        let cut = text.get(..50).filter(|_| text.len() <= 100)?;
        cut.parse().ok().filter(is_probe)
    })
}

/// Whether an order id is one of the dashboard's tests.
fn is_probe(order_id: &OrderId) -> bool {
    let named = order_id.as_str().split_once(PROBE_MARK);
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    named.is_some_and(|(address, _)| !address.is_empty() && address.bytes().all(plain))
}

/// Whether the status, which nobody signed, is one that the signed status code stands for. A body
/// whose status was exchanged for one of another code claims nothing: the transaction must be read.
fn fits(status_code: &str, status: ProviderStatus) -> bool {
    let codes: &[&str] = match status {
        ProviderStatus::Pending => &["201"],
        ProviderStatus::Challenged => &["200", "201"],
        ProviderStatus::Authorized
        | ProviderStatus::Settled
        | ProviderStatus::PartiallyRefunded
        | ProviderStatus::Refunded
        | ProviderStatus::PartiallyChargedBack
        | ProviderStatus::ChargedBack => &["200"],
        // 407 is the vendor's own code of an expiry, seen in its answers.
        ProviderStatus::Expired => &["202", "407"],
        ProviderStatus::Denied | ProviderStatus::Cancelled | ProviderStatus::Failed => &["202"],
        ProviderStatus::Unrecognised => return true,
    };
    codes.contains(&status_code)
}

/// A notification that one of our keys signed.
#[derive(Debug, Clone)]
pub struct Verified {
    order_id: OrderId,
    reading: Reading,
    key_index: usize,
    facts: TransactionFacts,
}

impl Verified {
    /// The order that the vendor named (a payment link's child keeps its own name here).
    #[must_use]
    pub fn order_id(&self) -> &OrderId {
        &self.order_id
    }

    /// What the notification claims, in the core's words.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Which key of the ring signed it, in the order of adding.
    #[must_use]
    pub fn key_index(&self) -> usize {
        self.key_index
    }

    /// Whether it is the dashboard's test: signed, but about a transaction that does not exist.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        is_probe(&self.order_id)
    }

    /// The vendor's own texts.
    #[must_use]
    pub fn facts(&self) -> &TransactionFacts {
        &self.facts
    }

    /// What the core takes.
    #[must_use]
    pub fn into_hint(self) -> Hint {
        let probe = self.is_probe();
        let event_key = event_key(&self.facts);
        Hint { order_id: self.order_id, event_key, reading: self.reading, probe }
    }
}
