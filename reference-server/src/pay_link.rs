//! Pay links: an address that only its holder can know, never stored.
//!
//! The token names the invoice and proves itself by an HMAC under a key of this installation, so
//! there is no table of tokens to leak, and changing the secret key ends every link at once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use wikarta_core::id::InvoiceId;

use crate::config::{DerivedKey, SecretKey};

/// 128 bits that nobody can guess.
const PROOF_BYTES: usize = 16;

/// Makes and opens pay links.
#[derive(Debug, Clone)]
pub struct PayLinks {
    key: DerivedKey,
}

impl PayLinks {
    /// Derives the key of pay links from the root key.
    #[must_use]
    pub fn new(root: &SecretKey) -> Self {
        Self { key: root.derive("pay-link") }
    }

    /// The token of an invoice: its id without the prefix, a dot, the proof.
    #[must_use]
    pub fn token(&self, invoice: &InvoiceId) -> String {
        let id = invoice.as_str();
        let bare = id.strip_prefix(InvoiceId::PREFIX).unwrap_or(id);
        format!("{bare}.{}", URL_SAFE_NO_PAD.encode(self.proof(invoice)))
    }

    /// The path of the pay page.
    #[must_use]
    pub fn path(&self, invoice: &InvoiceId) -> String {
        format!("/bayar/{}", self.token(invoice))
    }

    /// The invoice that a token opens; `None` for anything that is not one of our tokens.
    #[must_use]
    pub fn open(&self, token: &str) -> Option<InvoiceId> {
        let (bare, proof) = token.split_once('.')?;
        let invoice: InvoiceId = format!("{}{bare}", InvoiceId::PREFIX).parse().ok()?;
        let given = URL_SAFE_NO_PAD.decode(proof).ok()?;
        let wanted = self.proof(&invoice);
        bool::from(given.ct_eq(&wanted)).then_some(invoice)
    }

    fn proof(&self, invoice: &InvoiceId) -> Vec<u8> {
        let mac = self.key.mac(&[invoice.as_str().as_bytes()]);
        mac.iter().copied().take(PROOF_BYTES).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(root: &str) -> PayLinks {
        PayLinks::new(&SecretKey::from_text(root).unwrap())
    }

    #[test]
    fn a_token_opens_its_invoice_and_no_other() {
        let ours = links("0123456789abcdef0123456789abcdef");
        let invoice: InvoiceId = "inv_abc123".parse().unwrap();
        let token = ours.token(&invoice);
        assert_eq!(ours.open(&token), Some(invoice));
        assert_eq!(ours.open(&token.replace("abc123", "abc124")), None);
        assert_eq!(ours.open("abc123."), None);
        assert_eq!(ours.open("abc123"), None);
        assert_eq!(links("another-root-key-0123456789-abcd").open(&token), None);
    }

    #[test]
    fn every_changed_character_closes_it() {
        let ours = links("0123456789abcdef0123456789abcdef");
        let token = ours.token(&"inv_abc123".parse().unwrap());
        for (at, old) in token.char_indices() {
            let new = if old == 'A' { 'B' } else { 'A' };
            let mut changed = token.clone();
            changed.replace_range(at..=at, &new.to_string());
            // The last character of the base64 text carries bits that mean nothing; a changed one
            // is refused as not canonical.
            assert_eq!(ours.open(&changed), None, "{changed}");
        }
    }
}
