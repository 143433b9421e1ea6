//! Pay links that fit into an SMS: twelve characters that lead to the long one.
//!
//! The code follows from the invoice by a key of this installation; the books keep its hash only, so
//! whoever reads them cannot make a link from it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use wikarta_core::id::InvoiceId;

use crate::config::{DerivedKey, SecretKey};

/// 72 bits, behind a limit on requests.
const CODE_BYTES: usize = 9;
/// Their length as text.
const CODE_CHARS: usize = 12;

/// Makes short links.
#[derive(Debug, Clone)]
pub struct ShortLinks {
    key: DerivedKey,
}

impl ShortLinks {
    /// Derives the key of short links from the root key.
    #[must_use]
    pub fn new(root: &SecretKey) -> Self {
        Self { key: root.derive("short-link") }
    }

    /// The code of an invoice.
    #[must_use]
    pub fn code(&self, invoice: &InvoiceId) -> String {
        let mac = self.key.mac(&[invoice.as_str().as_bytes()]);
        let short: Vec<u8> = mac.iter().copied().take(CODE_BYTES).collect();
        URL_SAFE_NO_PAD.encode(short)
    }

    /// What the books keep of a code.
    #[must_use]
    pub fn hash(code: &str) -> [u8; 32] {
        Sha256::digest(code.as_bytes()).into()
    }

    /// Whether a text can be a code at all.
    #[must_use]
    pub fn is_code(text: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        text.len() == CODE_CHARS && text.bytes().all(plain)
    }

    /// The path that a code is behind.
    #[must_use]
    pub fn path(code: &str) -> String {
        format!("/s/{code}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_of_its_invoice_and_installation() {
        let links = |root: &str| ShortLinks::new(&SecretKey::from_text(root).unwrap());
        let ours = links("0123456789abcdef0123456789abcdef");
        let (one, other): (InvoiceId, InvoiceId) =
            ("inv_abc123".parse().unwrap(), "inv_abc124".parse().unwrap());
        let code = ours.code(&one);
        assert!(ShortLinks::is_code(&code), "{code}");
        assert_eq!(code, ours.code(&one));
        assert_ne!(code, ours.code(&other));
        assert_ne!(code, links("another-root-key-0123456789-abcd").code(&one));
        for odd in ["", "abc", "abcdefghijklm", "abcdefghijk.", "abcdefghijk/"] {
            assert!(!ShortLinks::is_code(odd), "{odd}");
        }
    }
}
