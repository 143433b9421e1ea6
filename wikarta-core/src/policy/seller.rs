//! Who sells: what every bill and tax document names.

use serde::{Deserialize, Serialize};

/// The seller as bills name it. Not personal: a company's numbers are printed on its bills.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seller {
    /// The name.
    pub name: String,
    /// The taxpayer's number, 16 digits; empty while the seller has none.
    pub npwp: String,
    /// The place of business, 22 digits; the head office when absent.
    pub nitku: Option<String>,
    /// Where complaints go, as a bill prints it.
    pub contact: String,
}

/// Why a seller's numbers were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SellerError {
    /// The NPWP is none.
    #[error("the npwp of a seller has 16 digits")]
    Npwp,
    /// The NITKU is none, or of another taxpayer.
    #[error("the nitku of a seller has 22 digits and begins with the npwp")]
    Nitku,
}

impl Seller {
    /// The place of business that tax documents name: the head office when no other is set; nothing
    /// without an NPWP.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        if self.npwp.is_empty() {
            return None;
        }
        Some(self.nitku.clone().unwrap_or_else(|| format!("{}000000", self.npwp)))
    }

    /// Checks the numbers.
    ///
    /// # Errors
    /// [`SellerError`] with the number that is wrong.
    pub fn check(&self) -> Result<(), SellerError> {
        let digits = |text: &str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !self.npwp.is_empty() && !digits(&self.npwp, 16) {
            return Err(SellerError::Npwp);
        }
        match &self.nitku {
            Some(place) if !digits(place, 22) || !place.starts_with(&self.npwp) => {
                Err(SellerError::Nitku)
            }
            Some(_) | None => Ok(()),
        }
    }
}
