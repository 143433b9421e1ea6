//! Bytes that mean one thing only: what hashes and seals are made over, and texts of bytes.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A version word, then parts, each behind its length as eight bytes, big end first: no two lists of
/// parts make the same bytes.
pub(super) struct Canon(Vec<u8>);

impl Canon {
    pub(super) fn begin(version: &str) -> Self {
        Self(version.as_bytes().to_vec())
    }

    pub(super) fn part(mut self, part: impl AsRef<[u8]>) -> Self {
        self.push(part.as_ref());
        self
    }

    pub(super) fn number(mut self, number: u64) -> Self {
        self.push(number.to_string().as_bytes());
        self
    }

    pub(super) fn push(&mut self, part: &[u8]) {
        self.0.extend((part.len() as u64).to_be_bytes());
        self.0.extend(part);
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    pub(super) fn mac(&self, key: &[u8; 32]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
            return [0; 32]; // HMAC takes keys of any length
        };
        mac.update(&self.0);
        mac.finalize().into_bytes().into()
    }
}

/// Bytes from lower-case hexadecimal of exactly their length.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? {
        return None;
    }
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None, // one text for each value, so that nothing can be written in two ways
    };
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(bytes)
}
