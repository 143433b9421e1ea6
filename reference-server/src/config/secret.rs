//! Values that must not be seen: redacted when printed, wiped when dropped.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// Why a text cannot be the root of the server's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakKey {
    /// Fewer than 32 characters.
    #[error("it is too short")]
    TooShort,
    /// Few different characters, or a word that stands in examples.
    #[error("it can be guessed")]
    Guessable,
}

/// The root from which the server derives one key for each use, so that no two uses share one.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<Vec<u8>>);

impl SecretKey {
    /// The fewest characters of a root key.
    pub const CHARS_MIN: usize = 32;
    const DIFFERENT_MIN: usize = 8;

    /// Checks a text that a person or a secret store gave.
    pub fn from_text(text: &str) -> Result<Self, WeakKey> {
        if text.chars().count() < Self::CHARS_MIN {
            return Err(WeakKey::TooShort);
        }
        let different: std::collections::BTreeSet<char> = text.chars().collect();
        let lower = text.to_lowercase();
        let example = ["changeme", "change-me", "example", "password", "placeholder"];
        if different.len() < Self::DIFFERENT_MIN || example.iter().any(|word| lower.contains(word))
        {
            return Err(WeakKey::Guessable);
        }
        Ok(Self(Zeroizing::new(text.as_bytes().to_vec())))
    }

    /// 256 fresh bits from the operating system, as 64 hexadecimal characters.
    pub fn fresh_text() -> Result<SecretText, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(SecretText::new(wikarta_core::id::hex(bytes.as_slice())))
    }

    /// The key for one use, such as `pay-link`; the same root and use always give the same key.
    #[must_use]
    pub fn derive(&self, usage: &str) -> DerivedKey {
        let root = DerivedKey(Zeroizing::new(self.0.to_vec()));
        DerivedKey(Zeroizing::new(root.mac(&[b"wikarta key v1", usage.as_bytes()]).to_vec()))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A key for HMAC-SHA-256 with one use.
#[derive(Clone)]
pub struct DerivedKey(Zeroizing<Vec<u8>>);

impl DerivedKey {
    /// HMAC-SHA-256 over the parts, each with its length in front so that parts cannot run together.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let Some(mut mac) = self.keyed() else { return [0; 32] };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// HMAC-SHA-256 over bytes as they are, for formats that other programs read.
    #[must_use]
    pub fn mac_plain(&self, bytes: &[u8]) -> [u8; 32] {
        let Some(mut mac) = self.keyed() else { return [0; 32] };
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// The key itself, for a library that wants bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    // HMAC takes keys of every length, so there is always one.
    fn keyed(&self) -> Option<Hmac<Sha256>> {
        Hmac::<Sha256>::new_from_slice(&self.0).ok()
    }
}

impl fmt::Debug for DerivedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DerivedKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_secret_is_printed() {
        let text = SecretText::new("topsecret-value");
        let key = SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap();
        let printed = format!("{text:?} {key:?} {:?}", key.derive("a"));
        assert_eq!(printed, "SecretText(…) SecretKey(…) DerivedKey(…)");
    }

    #[test]
    fn weak_roots_are_refused() {
        assert_eq!(SecretKey::from_text("short").err(), Some(WeakKey::TooShort));
        assert_eq!(SecretKey::from_text(&"a".repeat(64)).err(), Some(WeakKey::Guessable));
        let example = "ChangeMe0123456789abcdefghijklmnop";
        assert_eq!(SecretKey::from_text(example).err(), Some(WeakKey::Guessable));
        let fresh = SecretKey::fresh_text().unwrap();
        assert_eq!(fresh.expose().len(), 64);
        assert!(SecretKey::from_text(fresh.expose()).is_ok());
        assert_ne!(SecretKey::fresh_text().unwrap(), fresh);
    }

    #[test]
    fn each_use_has_its_own_key_and_parts_do_not_run_together() {
        let root = SecretKey::from_text("0123456789abcdef0123456789abcdef").unwrap();
        let (a, b) = (root.derive("a"), root.derive("b"));
        assert_ne!(a.mac(&[b"x"]), b.mac(&[b"x"]));
        assert_eq!(a.mac(&[b"x"]), root.derive("a").mac(&[b"x"]));
        assert_ne!(a.mac(&[b"ab", b"c"]), a.mac(&[b"a", b"bc"]));
        assert_ne!(a.mac_plain(b"x"), [0; 32]);
    }
}
