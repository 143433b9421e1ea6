//! Invoice numbers without gaps: one series a month, counted in the transaction that issues.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Month;

/// A counter of the numbers given in one month (the month of issue in the seller's zone).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The month.
    pub month: Month,
    /// The last number given; 0 before the first.
    pub last: u32,
}

impl Series {
    /// A series before its first number.
    #[must_use]
    pub const fn new(month: Month) -> Self {
        Self { month, last: 0 }
    }

    /// The number after the last one.
    #[must_use]
    pub const fn next(&self) -> InvoiceNumber {
        InvoiceNumber { month: self.month, sequence: self.last.saturating_add(1) }
    }
}

/// An invoice number, `INV/2026/11/000123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber {
    month: Month,
    sequence: u32,
}

/// Why a text is not an invoice number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an invoice number; write it as INV/2026/11/000123")]
pub struct NumberError(String);

impl InvoiceNumber {
    /// The month of issue.
    #[must_use]
    pub const fn month(&self) -> Month {
        self.month
    }

    /// The place in the month's series, from 1.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The same number with `-` for `/`, fit for an address and an order id.
    #[must_use]
    pub fn dashed(&self) -> String {
        format!("INV-{:04}-{:02}-{:06}", self.month.year(), self.month.month(), self.sequence)
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "INV/{:04}/{:02}/{:06}", self.month.year(), self.month.month(), self.sequence)
    }
}

impl FromStr for InvoiceNumber {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let refused = || NumberError(text.chars().take(40).collect());
        // One separator throughout: the number as printed, or as order ids begin.
        let separator = if text.contains('/') { '/' } else { '-' };
        let mut parts = text.split(separator);
        let (Some("INV"), Some(year), Some(month), Some(sequence), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused());
        };
        if sequence.len() < 6 {
            return Err(refused());
        }
        let month: Month = format!("{year}-{month}").parse().map_err(|_| refused())?;
        let digits = sequence.bytes().all(|byte| byte.is_ascii_digit());
        let padded = sequence.len() > 6 && sequence.starts_with('0');
        let sequence: u32 = sequence.parse().map_err(|_| refused())?;
        if !digits || padded || sequence == 0 {
            return Err(refused());
        }
        Ok(Self { month, sequence })
    }
}

impl TryFrom<String> for InvoiceNumber {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<InvoiceNumber> for String {
    fn from(value: InvoiceNumber) -> Self {
        value.to_string()
    }
}
