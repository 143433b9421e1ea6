//! The signature of a notification, and the keys that may have made it.
//!
//! `signature_key = lower_hex(SHA-512(order_id ++ status_code ++ gross_amount ++ server_key))` over the
//! exact texts of the body, without separators. It covers nothing else: not the status, not the
//! transaction id, not the refunds. And because there are no separators, the same digest fits several
//! ways to cut the text, so a verified body is believed only after [`crate::notification`] has also
//! looked at the form of `status_code` and `gross_amount`.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha512};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use wikarta_core::time::Timestamp;
use zeroize::Zeroizing;

/// A merchant's server key. Wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct ServerKey(Zeroizing<String>);

/// Why a text is not a server key. The text itself is never repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Nothing was given.
    #[error("the server key is empty")]
    Empty,
    /// A blank, a line end or something that no key contains.
    #[error("the server key holds a character that is not printable ASCII (a stray line end?)")]
    Unprintable,
    /// Longer than any key.
    #[error("the server key is longer than {} characters", ServerKey::LEN_MAX)]
    TooLong,
    /// More keys than a rotation needs.
    #[error("at most {} keys may be accepted at once", KeyRing::KEYS_MAX)]
    TooMany,
}

impl ServerKey {
    /// The longest key taken, in characters.
    pub const LEN_MAX: usize = 200;

    /// Checks that the text can be a key. The environment (sandbox or production) is not derived
    /// from its prefix: newer sandbox keys may lack it.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if text.len() > Self::LEN_MAX {
            return Err(KeyError::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyError::Unprintable);
        }
        Ok(Self(text))
    }

    /// The secret itself: for the `Authorization` header and the digest, nowhere else.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether a caller presented this very key, in time that does not depend on where they differ.
    #[cfg(feature = "emulator")]
    pub(crate) fn matches(&self, presented: &str) -> bool {
        // Digests first, so that not even the length shows.
        let ours = Sha512::digest(self.0.as_bytes());
        let theirs = Sha512::digest(presented.as_bytes());
        ours.as_slice().ct_eq(theirs.as_slice()).into()
    }
}

impl fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerKey(…)")
    }
}

/// The 64 bytes of a signature.
#[derive(Clone, Copy)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Signs the three texts that the vendor signs.
    #[must_use]
    pub fn of(order_id: &str, status_code: &str, gross_amount: &str, key: &ServerKey) -> Self {
        let digest = Sha512::new()
            .chain_update(order_id.as_bytes())
            .chain_update(status_code.as_bytes())
            .chain_update(gross_amount.as_bytes())
            .chain_update(key.expose().as_bytes())
            .finalize();
        Self(digest.into())
    }

    /// Reads exactly 128 hexadecimal digits. The vendor sends lower case; upper case names the same
    /// bytes and is taken too, since it is the bytes that are compared.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 128 {
            return None;
        }
        let mut bytes = [0_u8; 64];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Some(Self(bytes))
    }

    /// 128 lower-case hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        wikarta_core::id::hex(&self.0)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(…)")
    }
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The keys whose signatures are accepted: one in quiet times, two while a key is being replaced.
///
/// A key may have an end: [`KeyRing::and_until`]. Such a key is accepted only by a ring that was told
/// the time with [`KeyRing::at`], and only before its end.
#[derive(Debug, Clone)]
pub struct KeyRing {
    keys: Arc<Vec<Accepted>>,
    now: Option<Timestamp>,
}

#[derive(Debug, Clone)]
struct Accepted {
    key: ServerKey,
    until: Option<Timestamp>,
}

impl Accepted {
    fn holds(&self, now: Option<Timestamp>) -> bool {
        self.until.is_none_or(|until| now.is_some_and(|now| now < until))
    }
}

impl KeyRing {
    /// The most keys a ring holds; each costs one digest for every notification.
    pub const KEYS_MAX: usize = 8;

    /// A ring with one key.
    #[must_use]
    pub fn new(key: ServerKey) -> Self {
        Self { keys: Arc::new(vec![Accepted { key, until: None }]), now: None }
    }

    /// The same ring that also accepts another key (the old one during a rotation, say).
    pub fn and(self, key: ServerKey) -> Result<Self, KeyError> {
        self.with(Accepted { key, until: None })
    }

    /// The same ring that also accepts another key before an instant: the old one during a rotation.
    /// After it the key is as good as gone, whether anybody remembers to remove it or not.
    ///
    /// ```
    /// use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};
    ///
    /// let (old, new) = (ServerKey::new("SB-Mid-server-old")?, ServerKey::new("SB-Mid-server-new")?);
    /// let signed = Signature::of("INV-1", "200", "5000.00", &old).to_hex();
    /// let ring = KeyRing::new(new).and_until(old, "2026-08-08T00:00:00Z".parse()?)?;
    ///
    /// let matching = |ring: &KeyRing| ring.matching("INV-1", "200", "5000.00", &signed);
    /// assert_eq!(matching(&ring.at("2026-08-07T23:59:59Z".parse()?)), Some(1));
    /// assert_eq!(matching(&ring.at("2026-08-08T00:00:00Z".parse()?)), None);
    /// assert_eq!(matching(&ring), None); // nobody told it the time
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn and_until(self, key: ServerKey, until: Timestamp) -> Result<Self, KeyError> {
        self.with(Accepted { key, until: Some(until) })
    }

    fn with(mut self, accepted: Accepted) -> Result<Self, KeyError> {
        if self.keys.len() >= Self::KEYS_MAX {
            return Err(KeyError::TooMany);
        }
        Arc::make_mut(&mut self.keys).push(accepted);
        Ok(self)
    }

    /// The same ring at an instant. Cheap: the keys are shared.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        Self { keys: Arc::clone(&self.keys), now: Some(now) }
    }

    /// The position of the first key that made this signature, in the order of adding.
    ///
    /// Every key is tried and all 64 bytes are compared whatever the outcome.
    ///
    /// ```
    /// use wikarta_midtrans::signature::{KeyRing, ServerKey, Signature};
    ///
    /// let (old, new) = (ServerKey::new("SB-Mid-server-old")?, ServerKey::new("SB-Mid-server-new")?);
    /// let signed = Signature::of("INV-1", "200", "5000.00", &old);
    /// let ring = KeyRing::new(new).and(old)?;
    /// assert_eq!(ring.matching("INV-1", "200", "5000.00", &signed.to_hex()), Some(1));
    /// assert_eq!(ring.matching("INV-1", "200", "5000", &signed.to_hex()), None);
    /// # Ok::<(), wikarta_midtrans::signature::KeyError>(())
    /// ```
    #[must_use]
    pub fn matching(
        &self,
        order_id: &str,
        status_code: &str,
        gross_amount: &str,
        signature_hex: &str,
    ) -> Option<usize> {
        let given = Signature::from_hex(signature_hex)?;
        let mut found = Choice::from(0);
        let mut position = 0_u32;
        for (index, accepted) in (0_u32..).zip(self.keys.iter()) {
            let made = Signature::of(order_id, status_code, gross_amount, &accepted.key);
            let equal = made.0.ct_eq(&given.0) & Choice::from(u8::from(accepted.holds(self.now)));
            position.conditional_assign(&index, equal & !found);
            found |= equal;
        }
        if bool::from(found) { usize::try_from(position).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let key = ServerKey::new("SB-Mid-server-secret").unwrap();
        let ring = KeyRing::new(key.clone());
        assert_eq!(format!("{key:?} {ring:?}").find("secret"), None);
    }

    #[test]
    fn a_key_with_a_line_end_is_refused_without_repeating_it() {
        let error = ServerKey::new("SB-Mid-server-secret\n").unwrap_err();
        assert_eq!(error, KeyError::Unprintable);
        assert!(!error.to_string().contains("secret"));
        assert_eq!(ServerKey::new("").unwrap_err(), KeyError::Empty);
        assert_eq!(ServerKey::new("k".repeat(201)).unwrap_err(), KeyError::TooLong);
    }

    #[test]
    fn only_128_hex_digits_are_a_signature() {
        let good = "0123456789abcdef".repeat(8);
        assert!(Signature::from_hex(&good).is_some());
        assert!(Signature::from_hex(&good.to_uppercase()).is_some());
        for bad in ["", "00", &good[1..], &format!("{good}0"), &format!(" {}", &good[1..])] {
            assert!(Signature::from_hex(bad).is_none(), "{bad}");
        }
        assert!(Signature::from_hex(&format!("{}é", &good[2..])).is_none());
        assert!(Signature::from_hex(&format!("g{}", &good[1..])).is_none());
    }

    #[test]
    fn the_first_of_two_equal_keys_is_named() {
        let key = ServerKey::new("k").unwrap();
        let signed = Signature::of("a", "200", "1.00", &key).to_hex();
        let ring = KeyRing::new(key.clone()).and(key).unwrap();
        assert_eq!(ring.matching("a", "200", "1.00", &signed), Some(0));
    }

    #[test]
    fn a_ring_does_not_grow_without_end() {
        let key = || ServerKey::new("k").unwrap();
        let mut ring = KeyRing::new(key());
        for _ in 1..KeyRing::KEYS_MAX {
            ring = ring.and(key()).unwrap();
        }
        assert_eq!(ring.and(key()).unwrap_err(), KeyError::TooMany);
    }
}
