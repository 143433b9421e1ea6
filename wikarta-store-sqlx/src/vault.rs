//! Personal values that say who somebody is or where money goes, encrypted at rest.
//!
//! From one secret of 32 bytes follow an AES-256-GCM key and an HMAC key. A sealed value is
//! `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag`, bound to its customer and its field: moved to
//! another row or column it does not open. What people search for is found by its HMAC only.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hkdf, hmac};
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;

/// The only form so far.
const VERSION: u8 = 1;
const KEY_ID_LEN: usize = 8;
const SALT: &[u8] = b"wikarta vault v1";

/// Seals and opens values, and hashes what is searched for. Shows nothing of itself.
pub struct Vault {
    cipher: LessSafeKey,
    lookup: hmac::Key,
    key_id: [u8; KEY_ID_LEN],
    random: SystemRandom,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// Why a value cannot be sealed or opened. Never says anything of the value or the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no key.
    #[error(
        "identity numbers and bank accounts are kept only under a secret key; set one and restart"
    )]
    NoKey,
    /// Sealed under another key than this one.
    #[error("sealed under another secret key than the one that is set")]
    OtherKey,
    /// Of a form that this program does not know.
    #[error("sealed in a form that this program does not know")]
    Form,
    /// Changed, cut, or moved from another customer or field.
    #[error("the sealed value was altered")]
    Altered,
    /// The system gave no random numbers.
    #[error("the system gives no random numbers")]
    Random,
}

impl From<VaultError> for Fault {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Random => Self::Passing(error.to_string()),
            VaultError::NoKey | VaultError::OtherKey | VaultError::Form | VaultError::Altered => {
                Self::Permanent(error.to_string())
            }
        }
    }
}

/// What a sealed value is: part of what it is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Identity numbers for tax.
    Identity,
    /// The bank account for refunds.
    Payout,
}

/// What is searched for by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// A person's number.
    Nik,
    /// A taxpayer's number.
    Npwp,
    /// A place of business.
    Nitku,
    /// The number of a bank account.
    Payout,
}

impl Field {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Payout => "payout",
        }
    }
}

impl Lookup {
    /// The word in the table.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::Npwp => "npwp",
            Self::Nitku => "nitku",
            Self::Payout => "payout",
        }
    }
}

impl Vault {
    /// A vault under a secret that nobody can guess: 32 random bytes, not a password.
    ///
    /// # Errors
    /// None in practice; [`VaultError::Form`] should the cipher refuse its key.
    pub fn new(secret: [u8; 32]) -> Result<Self, VaultError> {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, SALT).extract(&secret);
        let cipher = root.expand(&[b"seal"], &AES_256_GCM).map(UnboundKey::from);
        let lookup = root.expand(&[b"lookup"], hkdf::HKDF_SHA256);
        let mut key_id = [0; KEY_ID_LEN];
        let name = root.expand(&[b"key id"], Bytes(KEY_ID_LEN));
        name.and_then(|name| name.fill(&mut key_id)).map_err(|_| VaultError::Form)?;
        let mut lookup_key = [0; 32];
        lookup.and_then(|key| key.fill(&mut lookup_key)).map_err(|_| VaultError::Form)?;
        Ok(Self {
            cipher: LessSafeKey::new(cipher.map_err(|_| VaultError::Form)?),
            lookup: hmac::Key::new(hmac::HMAC_SHA256, &lookup_key),
            key_id,
            random: SystemRandom::new(),
        })
    }

    pub(crate) fn seal(
        &self,
        of: &AccountId,
        field: Field,
        value: &str,
    ) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| VaultError::Random)?;
        let mut body = value.as_bytes().to_vec();
        let bound = Aad::from(bound_to(of, field));
        self.cipher
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut body)
            .map_err(|_| VaultError::Form)?;
        let mut sealed = vec![VERSION];
        sealed.extend(self.key_id);
        sealed.extend(nonce);
        sealed.extend(body);
        Ok(sealed)
    }

    pub(crate) fn open(
        &self,
        of: &AccountId,
        field: Field,
        sealed: &[u8],
    ) -> Result<String, VaultError> {
        let (version, rest) = sealed.split_first().ok_or(VaultError::Altered)?;
        if *version != VERSION {
            return Err(VaultError::Form);
        }
        let (key_id, rest) = rest.split_at_checked(KEY_ID_LEN).ok_or(VaultError::Altered)?;
        if key_id != self.key_id {
            return Err(VaultError::OtherKey);
        }
        let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(VaultError::Altered)?;
        let mut body = body.to_vec();
        let bound = Aad::from(bound_to(of, field));
        let plain = self
            .cipher
            .open_in_place(Nonce::assume_unique_for_key(*nonce), bound, &mut body)
            .map_err(|_| VaultError::Altered)?;
        String::from_utf8(plain.to_vec()).map_err(|_| VaultError::Altered)
    }

    pub(crate) fn hash(&self, kind: Lookup, digits: &str) -> Vec<u8> {
        let mut mac = hmac::Context::with_key(&self.lookup);
        mac.update(kind.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(digits.as_bytes());
        mac.sign().as_ref().to_vec()
    }
}

fn bound_to(of: &AccountId, field: Field) -> Vec<u8> {
    [&[VERSION], of.as_str().as_bytes(), &[0], field.as_str().as_bytes()].concat()
}

/// A length that is asked of the key derivation.
struct Bytes(usize);

impl hkdf::KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u32) -> AccountId {
        format!("cus_{n:04}").parse().unwrap()
    }

    fn vault(n: u8) -> Vault {
        Vault::new([n; 32]).unwrap()
    }

    #[test]
    fn a_sealed_value_opens_where_it_was_sealed_and_nowhere_else() {
        let (one, nik) = (vault(1), "3273015205900001");
        let sealed = one.seal(&account(1), Field::Identity, nik).unwrap();
        assert_eq!(one.open(&account(1), Field::Identity, &sealed).as_deref(), Ok(nik));
        assert_eq!(vault(1).open(&account(1), Field::Identity, &sealed).as_deref(), Ok(nik));
        let altered = Err(VaultError::Altered);
        assert_eq!(one.open(&account(2), Field::Identity, &sealed), altered, "another customer");
        assert_eq!(one.open(&account(1), Field::Payout, &sealed), altered, "another field");
        let other = vault(2).open(&account(1), Field::Identity, &sealed);
        assert_eq!(other, Err(VaultError::OtherKey));
    }

    #[test]
    fn every_byte_of_a_sealed_value_is_guarded() {
        let one = vault(1);
        let sealed = one.seal(&account(1), Field::Payout, "1234567890").unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            let opened = one.open(&account(1), Field::Payout, &changed);
            let expected = match place {
                0 => VaultError::Form,
                1..=KEY_ID_LEN => VaultError::OtherKey,
                _ => VaultError::Altered,
            };
            assert_eq!(opened, Err(expected), "byte {place}");
            let cut = one.open(&account(1), Field::Payout, &sealed[..place]);
            assert_eq!(cut, Err(VaultError::Altered), "cut at {place}");
        }
    }

    #[test]
    fn equal_values_look_different_and_are_found_all_the_same() {
        let one = vault(1);
        let seal = || one.seal(&account(1), Field::Identity, "same").unwrap();
        assert_ne!(seal(), seal());
        assert_eq!(one.hash(Lookup::Nik, "1"), vault(1).hash(Lookup::Nik, "1"));
        assert_ne!(one.hash(Lookup::Nik, "1"), one.hash(Lookup::Npwp, "1"));
        assert_ne!(one.hash(Lookup::Nik, "1"), vault(2).hash(Lookup::Nik, "1"));
        assert_eq!(format!("{one:?}"), "Vault(…)");
    }
}
