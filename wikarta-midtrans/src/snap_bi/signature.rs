//! Who asks and who tells: the three signatures of BI-SNAP.
//!
//! | Signature | Over | With |
//! |---|---|---|
//! | access token | `client_key \| timestamp` | the merchant's RSA key, SHA-256 |
//! | call | `METHOD:path:token:hex(SHA-256(body)):timestamp` | the client secret, HMAC-SHA512 |
//! | notification | `POST:path:hex(SHA-256(body)):timestamp` | the vendor's RSA key, SHA-256 |

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::{digest, hmac, signature as rsa};
use zeroize::Zeroizing;

use super::pem;

/// Why a text is not a key. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapKeyError {
    /// No PEM of the right kind.
    #[error("not a PEM text of a PKCS#8 private key (-----BEGIN PRIVATE KEY-----)")]
    NotAPrivateKey,
    /// No PEM of the right kind.
    #[error("not a PEM text of a public key (-----BEGIN PUBLIC KEY-----)")]
    NotAPublicKey,
    /// Another algorithm, or fewer than 2048 bits.
    #[error("not an RSA key of 2048 to 4096 bits")]
    NotRsa,
    /// Nothing was given.
    #[error("the client secret is empty")]
    EmptySecret,
    /// More keys than a rotation needs.
    #[error("at most {} vendor keys may be accepted at once", VendorKeys::KEYS_MAX)]
    TooMany,
}

/// The merchant's private key, which asks for access tokens. Never printed.
pub struct MerchantKey(rsa::RsaKeyPair);

impl MerchantKey {
    /// Reads a PKCS#8 PEM text.
    pub fn from_pem(text: &str) -> Result<Self, SnapKeyError> {
        let der = pem::decoded(text, "PRIVATE KEY").ok_or(SnapKeyError::NotAPrivateKey)?;
        Ok(Self(rsa::RsaKeyPair::from_pkcs8(&der).map_err(|_| SnapKeyError::NotRsa)?))
    }

    /// The `X-SIGNATURE` of an access token call; `None` only when the machine has no randomness.
    #[must_use]
    pub fn sign_token_call(&self, client_key: &str, timestamp: &str) -> Option<String> {
        self.signed(&token_text(client_key, timestamp))
    }

    /// The `X-SIGNATURE` of a notification: for whoever plays the gateway, as the emulator does.
    #[must_use]
    pub fn sign_notification(&self, path: &str, timestamp: &str, body: &[u8]) -> Option<String> {
        self.signed(&format!("POST:{path}:{}:{timestamp}", body_digest(body)))
    }

    fn signed(&self, text: &str) -> Option<String> {
        let mut signature = vec![0_u8; self.0.public().modulus_len()];
        let random = SystemRandom::new();
        let signed = self.0.sign(&rsa::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature);
        signed.ok().map(|()| STANDARD.encode(signature))
    }
}

impl fmt::Debug for MerchantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MerchantKey(…)")
    }
}

fn token_text(client_key: &str, timestamp: &str) -> String {
    format!("{client_key}|{timestamp}")
}

/// The secret that signs calls. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct ClientSecret(Zeroizing<String>);

impl ClientSecret {
    /// Takes any text but an empty one.
    pub fn new(text: impl Into<String>) -> Result<Self, SnapKeyError> {
        let text = Zeroizing::new(text.into());
        if text.is_empty() { Err(SnapKeyError::EmptySecret) } else { Ok(Self(text)) }
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA512, self.0.as_bytes())
    }

    /// The `X-SIGNATURE` of a call.
    #[must_use]
    pub fn sign(&self, call: &SignedCall<'_>) -> String {
        STANDARD.encode(hmac::sign(&self.key(), call.text(call.body).as_bytes()))
    }

    /// Whether a call's signature is ours, over the raw body or over it without white space between
    /// its tokens; in constant time.
    #[must_use]
    pub fn verify(&self, call: &SignedCall<'_>, signature: &str) -> bool {
        let Ok(bytes) = STANDARD.decode(signature) else { return false };
        let fits =
            |body: &[u8]| hmac::verify(&self.key(), call.text(body).as_bytes(), &bytes).is_ok();
        fits(call.body) || fits(&minified(call.body))
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// What the signature of a call covers.
#[derive(Debug, Clone, Copy)]
pub struct SignedCall<'a> {
    /// `POST`.
    pub method: &'a str,
    /// From `/v1.0/` on.
    pub path: &'a str,
    /// The access token.
    pub token: &'a str,
    /// The very bytes that travel.
    pub body: &'a [u8],
    /// `X-TIMESTAMP`, as sent.
    pub timestamp: &'a str,
}

impl SignedCall<'_> {
    fn text(&self, body: &[u8]) -> String {
        let Self { method, path, token, timestamp, .. } = self;
        format!("{method}:{path}:{token}:{}:{timestamp}", body_digest(body))
    }
}

/// The body's digest as it stands in signed texts: SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn body_digest(body: &[u8]) -> String {
    wikarta_core::id::hex(digest::digest(&digest::SHA256, body).as_ref())
}

/// The body without the white space between its tokens; texts stay as they are, byte for byte.
#[must_use]
pub fn minified(body: &[u8]) -> Vec<u8> {
    let (mut in_text, mut escaped) = (false, false);
    let keep = |byte: &&u8| {
        match **byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b' ' | b'\t' | b'\r' | b'\n' => return in_text,
            _ => {}
        }
        true
    };
    body.iter().filter(keep).copied().collect()
}

/// The vendor's public keys: one in quiet times, two while one replaces the other.
#[derive(Clone)]
pub struct VendorKeys(Vec<rsa::UnparsedPublicKey<Vec<u8>>>);

/// How a notification's signature fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Which key, in the order of adding.
    pub key_index: usize,
    /// Over which path, an index into the paths that were tried.
    pub path_index: usize,
    /// Over which form of the body.
    pub form: BodyForm,
}

/// The form of a body that was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// The bytes as they came.
    Raw,
    /// Without the white space between tokens.
    Minified,
}

impl VendorKeys {
    /// The most keys at once.
    pub const KEYS_MAX: usize = 4;

    /// One key, from the PEM text that the vendor publishes.
    pub fn from_pem(text: &str) -> Result<Self, SnapKeyError> {
        Ok(Self(vec![public_key(text)?]))
    }

    /// The same keys and one more.
    pub fn and_pem(mut self, text: &str) -> Result<Self, SnapKeyError> {
        if self.0.len() >= Self::KEYS_MAX {
            return Err(SnapKeyError::TooMany);
        }
        self.0.push(public_key(text)?);
        Ok(self)
    }

    /// Finds how a notification is signed: the raw bytes before the minified ones, the paths in
    /// their order. The vendor's own samples sign the path without a merchant's prefix.
    #[must_use]
    pub fn fit(
        &self,
        paths: &[&str],
        timestamp: &str,
        body: &[u8],
        signature: &str,
    ) -> Option<Fit> {
        let signature = STANDARD.decode(signature).ok()?;
        let minified = minified(body);
        let forms = [(BodyForm::Raw, body), (BodyForm::Minified, minified.as_slice())];
        for (form, bytes) in forms {
            if form == BodyForm::Minified && bytes == body {
                break;
            }
            let digest = body_digest(bytes);
            for (path_index, path) in paths.iter().enumerate() {
                let text = format!("POST:{path}:{digest}:{timestamp}");
                let fits = |key: &rsa::UnparsedPublicKey<Vec<u8>>| {
                    key.verify(text.as_bytes(), &signature).is_ok()
                };
                if let Some(key_index) = self.0.iter().position(fits) {
                    return Some(Fit { key_index, path_index, form });
                }
            }
        }
        None
    }

    /// Whether the holder of one of the keys asked for an access token.
    #[must_use]
    pub fn verify_token_call(&self, client_key: &str, timestamp: &str, signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        let text = token_text(client_key, timestamp);
        self.0.iter().any(|key| key.verify(text.as_bytes(), &signature).is_ok())
    }
}

impl fmt::Debug for VendorKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VendorKeys({})", self.0.len())
    }
}

fn public_key(text: &str) -> Result<rsa::UnparsedPublicKey<Vec<u8>>, SnapKeyError> {
    let spki = pem::decoded(text, "PUBLIC KEY").ok_or(SnapKeyError::NotAPublicKey)?;
    let key = pem::rsa_key(&spki).ok_or(SnapKeyError::NotRsa)?;
    // The size is checked here once, where a person reads the error: 2048 bits and the few bytes
    // around them.
    if !(268..=540).contains(&key.len()) {
        return Err(SnapKeyError::NotRsa);
    }
    Ok(rsa::UnparsedPublicKey::new(&rsa::RSA_PKCS1_2048_8192_SHA256, key.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minifying_touches_nothing_inside_texts() {
        let body = b" { \"a b\" :\t[ 1 , \"x \\\" y\\\\\" ] ,\r\n \"c\":\" \" } ";
        assert_eq!(minified(body), b"{\"a b\":[1,\"x \\\" y\\\\\"],\"c\":\" \"}");
        assert_eq!(minified(b""), b"");
    }

    #[test]
    fn the_vendors_printed_text_has_the_vendors_printed_signature() {
        let data = include_str!("../../tests/fixtures/bisnap_signature_vectors.json");
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        let vectors = data["transactional_hmac"].as_array().unwrap();
        assert_eq!(vectors.len(), 2);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let key = ClientSecret::new(text("client_secret")).unwrap().key();
            let made = hmac::sign(&key, text("string_to_sign").as_bytes());
            assert_eq!(STANDARD.encode(made), text("x_signature"));
        }
    }

    #[test]
    fn what_is_no_key_says_why() {
        let pair = include_str!("../../tests/fixtures/snap_bi_test_key.pem");
        let public = include_str!("../../tests/fixtures/snap_bi_test_key.pub.pem");
        assert_eq!(VendorKeys::from_pem(pair).unwrap_err(), SnapKeyError::NotAPublicKey);
        assert_eq!(MerchantKey::from_pem(public).unwrap_err(), SnapKeyError::NotAPrivateKey);
        let broken = public.replace("MIIB", "MIIC");
        assert_eq!(VendorKeys::from_pem(&broken).unwrap_err(), SnapKeyError::NotRsa);
        assert!(ClientSecret::new("").is_err());
        let keys = (1..VendorKeys::KEYS_MAX)
            .try_fold(VendorKeys::from_pem(public).unwrap(), |keys, _| keys.and_pem(public));
        assert_eq!(keys.unwrap().and_pem(public).unwrap_err(), SnapKeyError::TooMany);
        let shown = format!("{:?} {:?}", MerchantKey::from_pem(pair), ClientSecret::new("hush"));
        assert!(!shown.contains("hush") && !shown.contains("MII"), "{shown}");
    }
}
