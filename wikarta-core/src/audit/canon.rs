//! Bytes that mean one thing only: what hashes and seals are made over, and their seals.

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
