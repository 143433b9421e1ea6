//! Typed ids: opaque texts with a prefix that says what they name.
//!
//! An id is never drawn at random inside a rule: it is derived from the id of the command that made
//! the thing, so the same command always makes the same ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Why a text is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of the kind `{kind}`")]
pub struct IdError {
    kind: &'static str,
    text: String,
}

const ID_LEN_MAX: usize = 64;
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The prefix that every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The id of the `n`-th thing of this kind that a command makes.
            #[must_use]
            pub fn derived(command: &CommandId, n: u32) -> Self {
                Self(format!("{}{}", $prefix, fingerprint($prefix, command.as_str(), n, 20)))
            }

            /// The text, prefix included.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The id with the letters, digits and `-` of a text behind its prefix.
            #[cfg(feature = "testkit")]
            #[must_use]
            pub fn named(text: &str) -> Self {
                let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
                Self($prefix.chars().chain(text.chars().filter(plain)).take(ID_LEN_MAX).collect())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let refused = || IdError { kind: $prefix, text: text.chars().take(40).collect() };
                let rest = text.strip_prefix($prefix).ok_or_else(refused)?;
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                if rest.is_empty() || text.len() > ID_LEN_MAX || !rest.bytes().all(plain) {
                    return Err(refused());
                }
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

ids! {
    /// A customer, and with it the account aggregate that holds all the customer's money.
    AccountId = "cus_";
    /// What a customer has bought.
    SubscriptionId = "sub_";
    /// What is on sale.
    PackageId = "pkg_";
    /// A bill.
    InvoiceId = "inv_";
    /// Something a person has to look at.
    CaseId = "cas_";
    /// A person who works in the panel.
    UserId = "usr_";
    /// Money that is to go back to a payer.
    RefundId = "ref_";
    /// A bill that is to be taken back.
    VoidId = "voi_";
    /// Money that was taken by hand.
    PostingId = "pst_";
    /// A reduction of an issued bill.
    CreditNoteId = "crn_";
    /// A promotion.
    PromoId = "prm_";
    /// A change of somebody's access.
    AccessChangeId = "acc_";
    /// A step of dunning of a bill.
    ReminderId = "rem_";
    /// A comparison of the gateway's books with ours.
    ReconcileId = "rec_";
    /// A difference that one found.
    FindingId = "fnd_";
    /// Work that a decision asked of the world.
    EffectId = "eff_";
}

/// Names one command. Sending the same id again asks for the same answer, never for the work twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(String);

impl CommandId {
    /// Wraps any text of at most 200 characters; longer texts are replaced by their SHA-256.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.len() <= 200 { Self(text) } else { Self(hex(&Sha256::digest(text.as_bytes()))) }
    }

    /// The id of a command that is named by several parts, such as a rule, its subject and an instant.
    #[must_use]
    pub fn from_parts(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_string().as_bytes());
            hash.update(b":");
            hash.update(part.as_bytes());
        }
        Self(hex(&hash.finalize()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `len` base-32 characters that follow from this id and `n`.
    #[must_use]
    pub fn characters(&self, n: u32, len: usize) -> String {
        fingerprint("order", &self.0, n, len)
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Ties a request to its decision, its audit entries and its log lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TraceId(String);

impl TraceId {
    /// Keeps letters, digits, `-` and `_`, at most 64 of them.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        Self(text.chars().filter(plain).take(64).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name that a payment attempt has at the gateway: ours, made before the gateway is asked.
///
/// At most 50 of `A-Z a-z 0-9 - _ ~ .`, as Midtrans accepts; what we make has at most 36.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderId(String);

impl OrderId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The order id with those characters of a text that an order id may have.
    #[cfg(feature = "testkit")]
    pub(crate) fn named(text: &str) -> Self {
        let plain = |c: &char| c.is_ascii_alphanumeric() || "-_~.".contains(*c);
        Self(text.chars().filter(plain).take(50).collect())
    }

    /// The order that a payment link's child order belongs to: the same text without `-` and the
    /// 13 digits (epoch milliseconds) that Midtrans appends.
    #[must_use]
    pub fn link_parent(&self) -> Option<Self> {
        let (parent, tail) = self.0.rsplit_once('-')?;
        let digits = tail.len() == 13 && tail.bytes().all(|byte| byte.is_ascii_digit());
        if digits && !parent.is_empty() { Some(Self(parent.to_owned())) } else { None }
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OrderId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
        if text.is_empty() || text.len() > 50 || !text.bytes().all(plain) {
            let text = text.chars().take(60).collect();
            return Err(IdError { kind: "order_id", text });
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for OrderId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<OrderId> for String {
    fn from(value: OrderId) -> Self {
        value.0
    }
}

fn fingerprint(kind: &str, of: &str, n: u32, len: usize) -> String {
    let digest = Sha256::new()
        .chain_update(kind.as_bytes())
        .chain_update([0])
        .chain_update(of.as_bytes())
        .chain_update([0])
        .chain_update(n.to_be_bytes())
        .finalize();
    let pick = |byte: &u8| BASE32.get(usize::from(byte & 31)).map_or('0', |c| char::from(*c));
    digest.iter().take(len.min(32)).map(pick).collect()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).map_or('0', |c| char::from(*c));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Bytes from lower-case hexadecimal of exactly their length: one text for each value.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? {
        return None;
    }
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}
