//! Sessions: what they are called, how long they live, and when they are over.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use wikarta_core::id::{UserId, hex};
use wikarta_core::time::Timestamp;
use zeroize::Zeroizing;

use super::identity::SessionRecord;

/// Where a session holds. One session has one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// In the panel, by cookie.
    Panel,
    /// In the API, by bearer token.
    Api,
}

/// How long sessions of a kind live.
#[derive(Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Seconds without use until it ends.
    pub idle_seconds: i64,
    /// Seconds after which it ends in any case.
    pub absolute_seconds: i64,
}

/// How far the clock may go back before sessions are refused, in seconds.
pub const CLOCK_SLACK_SECONDS: i64 = 300;
/// A use within so many seconds of the last one is not written down.
pub const TOUCH_SECONDS: i64 = 60;

impl SessionKind {
    /// Both kinds.
    pub const ALL: &'static [Self] = &[Self::Panel, Self::Api];

    /// The lifetimes.
    #[must_use]
    pub const fn lifetime(self) -> &'static Lifetime {
        match self {
            Self::Panel => &Lifetime { idle_seconds: 15 * 60, absolute_seconds: 12 * 60 * 60 },
            Self::Api => &Lifetime { idle_seconds: 30 * 60, absolute_seconds: 30 * 60 },
        }
    }

    /// The name in tables; part of what is hashed, so that it must not change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Api => "api",
        }
    }
}

/// The id of a session: 256 random bits that only its owner has.
#[derive(Clone)]
pub struct SessionId(Zeroizing<String>);

impl SessionId {
    /// A fresh id from the operating system.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes.as_slice()))))
    }

    /// Reads what a cookie or token carries; only the exact shape of an id is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let shaped = text.len() == 43 && text.bytes().all(plain);
        shaped.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text, for the cookie or token that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in its place. The purpose is hashed with it, so that a session of one kind
    /// is not even found as one of another.
    #[must_use]
    pub fn hash(&self, kind: SessionKind) -> SessionHash {
        let named = format!("{}:{}", kind.as_str(), self.0.as_str());
        SessionHash(Sha256::digest(Zeroizing::new(named).as_bytes()).into())
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(…)")
    }
}

/// SHA-256 of a session's purpose and id: who reads the database cannot use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionHash([u8; 32]);

impl SessionHash {
    /// Takes a hash from the database.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, as they are stored.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The bytes in lower-case hexadecimal.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }
}

impl SessionRecord {
    /// A session that begins now.
    #[must_use]
    pub fn beginning(id: &SessionId, kind: SessionKind, user: UserId, now: Timestamp) -> Self {
        let expires_at = now.plus_seconds(kind.lifetime().absolute_seconds);
        Self { hash: id.hash(kind), user, created_at: now, seen_at: now, expires_at }
    }

    /// Whether a session of this kind still holds at an instant.
    #[must_use]
    pub fn holds(&self, kind: SessionKind, now: Timestamp) -> bool {
        let life = kind.lifetime();
        let age = now.seconds_since(self.created_at);
        let quiet = now.seconds_since(self.seen_at);
        now < self.expires_at
            && age < life.absolute_seconds
            && quiet < life.idle_seconds
            && quiet >= -CLOCK_SLACK_SECONDS
            && age >= -CLOCK_SLACK_SECONDS
    }

    /// Whether a use now is worth writing down.
    #[must_use]
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        now.seconds_since(self.seen_at) >= TOUCH_SECONDS
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).unwrap().plus_seconds(seconds)
    }

    fn record(kind: SessionKind) -> SessionRecord {
        let id = SessionId::fresh().unwrap();
        SessionRecord::beginning(&id, kind, "usr_1".parse().unwrap(), at(0))
    }

    #[test]
    fn sess_01_ids_are_random_and_stored_hashed() {
        let ids: Vec<SessionId> = (0..10_000).map(|_| SessionId::fresh().unwrap()).collect();
        let different: HashSet<&str> = ids.iter().map(SessionId::expose).collect();
        assert_eq!(different.len(), ids.len());
        let ones: u32 = ids
            .iter()
            .flat_map(|id| URL_SAFE_NO_PAD.decode(id.expose()).unwrap())
            .map(u8::count_ones)
            .sum();
        let bits = 10_000 * 256;
        let off = i64::from(ones) * 2 - bits;
        assert!(off.abs() < 16_000, "{off} of {bits} bits lean to one side (10 sigma)");
        let id = &ids[0];
        let again = SessionId::parse(id.expose()).unwrap();
        assert_eq!(again.hash(SessionKind::Panel), id.hash(SessionKind::Panel));
        assert_ne!(id.hash(SessionKind::Panel), ids[1].hash(SessionKind::Panel));
        assert!(!id.hash(SessionKind::Panel).to_hex().contains(id.expose()));
        assert!(SessionId::parse("short").is_none());
        assert!(SessionId::parse(&"=".repeat(43)).is_none());
    }

    #[test]
    fn sess_07_idle_and_absolute_ends() {
        let mut session = record(SessionKind::Panel);
        assert!(session.holds(SessionKind::Panel, at(15 * 60 - 1)));
        assert!(!session.holds(SessionKind::Panel, at(15 * 60)));
        session.seen_at = at(12 * 3600 - 60);
        assert!(session.holds(SessionKind::Panel, at(12 * 3600 - 1)));
        assert!(!session.holds(SessionKind::Panel, at(12 * 3600)));
    }

    #[test]
    fn sess_07_a_clock_that_goes_back_extends_nothing() {
        let mut session = record(SessionKind::Panel);
        session.seen_at = at(3600);
        assert!(session.holds(SessionKind::Panel, at(3600 - CLOCK_SLACK_SECONDS)));
        assert!(!session.holds(SessionKind::Panel, at(3600 - CLOCK_SLACK_SECONDS - 1)));
    }

    #[test]
    fn sess_08_a_session_has_one_purpose_and_its_own_end() {
        let id = SessionId::fresh().unwrap();
        assert_ne!(id.hash(SessionKind::Api), id.hash(SessionKind::Panel));
        let mut session = record(SessionKind::Api);
        assert!(session.holds(SessionKind::Api, at(1)));
        session.expires_at = at(1);
        assert!(!session.holds(SessionKind::Api, at(1)));
    }
}
