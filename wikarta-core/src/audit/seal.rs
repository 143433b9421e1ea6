//! Seals: the ends of all chains at an instant, under a key that the database does not have.
//!
//! Whoever can write the database can write a chain anew from its first entry, and its head with it.
//! Such a hand does not know the key, so it cannot make the seal that says so, and a copy of the
//! seals outside the database tells of the ones it throws away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::canon::Canon;
use super::chain::Head;
use crate::aggregate::AggregateId;
use crate::id::{hex, unhex};
use crate::time::Timestamp;

/// The form of a seal's line, and the word that its bytes begin with.
const FORM: &str = "wikarta-seal-1";
const ROOT: &str = "wikarta-heads-1";
const LINK: &str = "wikarta-seal-link-1";
const KEY_ID: &str = "wikarta-seal-key-1";

/// The key of seals. Shows nothing of itself.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// Wraps 32 bytes that nobody can guess.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Which key it is, without saying anything of it: so a seal under an older key is told from one
    /// that was forged.
    #[must_use]
    pub fn id(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = Canon::begin(KEY_ID).mac(&self.0);
        [a, b, c, d, e, f, g, h]
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// The end of one chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHead {
    /// Whose chain.
    pub aggregate: AggregateId,
    /// Where it ends.
    pub head: Head,
}

/// What a seal follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SealLink {
    /// The number of the seal before; 0 before the first.
    pub number: u64,
    /// Its hash; zeros before the first.
    pub hash: [u8; 32],
}

/// The ends of all chains at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// From 1 without gaps.
    pub number: u64,
    /// When it was made.
    pub at: Timestamp,
    /// The hash of the seal before; zeros for the first.
    pub previous: [u8; 32],
    /// How many chains there were.
    pub aggregates: u64,
    /// A hash over the ends of all chains, those that did not change included.
    pub root: [u8; 32],
    /// The ends of the chains that changed since the seal before, by name.
    pub heads: Vec<SealedHead>,
    /// Which key it was made under.
    pub key: [u8; 8],
    /// HMAC-SHA256 over all of the above.
    pub mac: [u8; 32],
}

/// What a seal is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The seal before.
    pub after: SealLink,
    /// The present.
    pub at: Timestamp,
    /// The ends of all chains.
    pub all: BTreeMap<String, Head>,
    /// Those of `all` that the seals before do not have.
    pub changed: Vec<SealedHead>,
}

impl Sealing {
    /// The seal; `None` when no chain changed since the one before.
    #[must_use]
    pub fn seal(self, key: &SealKey) -> Option<Seal> {
        let mut heads = self.changed;
        if heads.is_empty() {
            return None;
        }
        heads.sort_by_cached_key(|sealed| sealed.aggregate.to_string());
        let mut seal = Seal {
            number: self.after.number.saturating_add(1),
            at: self.at,
            previous: self.after.hash,
            aggregates: self.all.len() as u64,
            root: root_over(&self.all),
            heads,
            key: key.id(),
            mac: [0; 32],
        };
        seal.mac = seal.canon().mac(key.bytes());
        Some(seal)
    }
}

/// The hash over the ends of chains, in the byte order of their names.
#[must_use]
pub fn root_over(heads: &BTreeMap<String, Head>) -> [u8; 32] {
    let mut canon = Canon::begin(ROOT).number(heads.len() as u64);
    for (name, head) in heads {
        canon = canon.part(name).number(head.seq).part(head.hash);
    }
    canon.hash()
}

impl Seal {
    /// What the next seal follows.
    #[must_use]
    pub fn link(&self) -> SealLink {
        let canon = Canon::begin(LINK).part(self.canon().hash()).part(self.mac);
        SealLink { number: self.number, hash: canon.hash() }
    }

    /// Whether it was made under the key and not changed since.
    #[must_use]
    pub fn is_made_under(&self, key: &SealKey) -> bool {
        self.key == key.id() && self.mac == self.canon().mac(key.bytes())
    }

    fn canon(&self) -> Canon {
        let mut canon = Canon::begin(FORM)
            .number(self.number)
            .part(self.at.as_micros().to_string())
            .part(self.previous)
            .number(self.aggregates)
            .part(self.root)
            .part(self.key)
            .number(self.heads.len() as u64);
        for SealedHead { aggregate, head } in &self.heads {
            canon = canon.part(aggregate.to_string()).number(head.seq).part(head.hash);
        }
        canon
    }

    /// The seal as one line of JSON.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(&SealLine::of(self)).unwrap_or_default() // plain data always serialises
    }

    /// Reads a line back.
    ///
    /// # Errors
    /// [`SealTextError`] for a line that no seal can have.
    pub fn read(line: &str) -> Result<Self, SealTextError> {
        let line: SealLine = serde_json::from_str(line).map_err(|_| SealTextError::Form)?;
        line.seal()
    }
}

/// A seal as JSON: hashes in hexadecimal, the instant in microseconds since 1970, UTC.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealLine {
    form: String,
    number: u64,
    at: i64,
    previous: String,
    aggregates: u64,
    root: String,
    heads: Vec<(String, u64, String)>,
    key: String,
    mac: String,
}

impl SealLine {
    pub(super) fn of(seal: &Seal) -> Self {
        let row = |sealed: &SealedHead| {
            (sealed.aggregate.to_string(), sealed.head.seq, hex(&sealed.head.hash))
        };
        Self {
            form: FORM.to_owned(),
            number: seal.number,
            at: seal.at.as_micros(),
            previous: hex(&seal.previous),
            aggregates: seal.aggregates,
            root: hex(&seal.root),
            heads: seal.heads.iter().map(row).collect(),
            key: hex(&seal.key),
            mac: hex(&seal.mac),
        }
    }

    pub(super) fn seal(self) -> Result<Seal, SealTextError> {
        if self.form != FORM {
            return Err(SealTextError::Version(self.form.chars().take(40).collect()));
        }
        let head = |(name, seq, hash): (String, u64, String)| {
            let aggregate: AggregateId = name.parse().map_err(|_| SealTextError::Form)?;
            let head = Head { seq, hash: unhex(&hash).ok_or(SealTextError::Form)? };
            Ok(SealedHead { aggregate, head })
        };
        Ok(Seal {
            number: self.number,
            at: Timestamp::from_micros(self.at).map_err(|_| SealTextError::Form)?,
            previous: unhex(&self.previous).ok_or(SealTextError::Form)?,
            aggregates: self.aggregates,
            root: unhex(&self.root).ok_or(SealTextError::Form)?,
            heads: self.heads.into_iter().map(head).collect::<Result<_, SealTextError>>()?,
            key: unhex(&self.key).ok_or(SealTextError::Form)?,
            mac: unhex(&self.mac).ok_or(SealTextError::Form)?,
        })
    }
}

/// Why a line is no seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealTextError {
    /// Not JSON, or a field is missing, unknown or impossible.
    #[error("the line is not a seal")]
    Form,
    /// Of a version that this program does not know.
    #[error("a seal of the form `{0}` is not known here")]
    Version(String),
}
