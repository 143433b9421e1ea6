//! NPWP, NITKU and the number of a tax invoice: 16, 22 and 17 digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Nik, digits, masked_digits};
use crate::words::words;

words! {
    /// Whose tax number it is. It decides what an old number of 15 digits becomes.
    Holder {
        /// A person: the number is the NIK.
        Person = "person",
        /// Anybody else: the number is `0` and the old 15 digits, or a new 16.
        Company = "company",
    }
}

/// A taxpayer's number: 16 digits.
///
/// ```
/// use wikarta_core::identity::{Holder, Npwp, NpwpError};
///
/// let company = Npwp::parse("01.234.567.8-901.000", Holder::Company)?;
/// assert_eq!(company.as_str(), "0012345678901000");
/// assert_eq!(Npwp::parse("01.234.567.8-901.000", Holder::Person), Err(NpwpError::NeedsNik));
/// # Ok::<(), NpwpError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Npwp(String);

/// Why a text is not an NPWP or a NITKU. The text itself is personal and never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NpwpError {
    /// Not 16 digits, nor 15 in the old form.
    #[error("an npwp has 16 digits, or 15 in the old form 99.999.999.9-999.999")]
    Length,
    /// An old number of a person, which no rule turns into the new one.
    #[error("a person's npwp of 15 digits cannot be converted; the nik is needed")]
    NeedsNik,
    /// A person's 16 digits that are no NIK.
    #[error("a person's npwp is the nik, and these digits are not a nik")]
    NotANik,
    /// Only zeros: the placeholder of a buyer who has none.
    #[error("an npwp of zeros stands for a buyer without one")]
    Placeholder,
    /// Not 22 digits.
    #[error("a nitku has 22 digits: an npwp of 16 and a place of 6")]
    NitkuLength,
}

masked_digits!(Npwp, 4);

impl Npwp {
    /// Reads 16 digits, or the old 15 of a company, with or without their dots and dash.
    ///
    /// A person's 16 digits are a NIK, or begin with `0` (persons who live abroad).
    pub fn parse(text: &str, holder: Holder) -> Result<Self, NpwpError> {
        let plain = digits(text).ok_or(NpwpError::Length)?;
        if !plain.is_empty() && plain.bytes().all(|byte| byte == b'0') {
            return Err(NpwpError::Placeholder);
        }
        match (plain.len(), holder) {
            (15, Holder::Company) => Ok(Self(format!("0{plain}"))),
            (15, Holder::Person) => Err(NpwpError::NeedsNik),
            (16, Holder::Person) if !plain.starts_with('0') => {
                plain.parse::<Nik>().map(|nik| Self::from(&nik)).map_err(|_| NpwpError::NotANik)
            }
            (16, Holder::Person | Holder::Company) => Ok(Self(plain)),
            _ => Err(NpwpError::Length),
        }
    }
}

impl From<&Nik> for Npwp {
    fn from(nik: &Nik) -> Self {
        Self(nik.as_str().to_owned())
    }
}

/// The number of a place of business: an NPWP and 6 digits, `000000` for the head office.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nitku(String);

masked_digits!(Nitku, 10);

impl Nitku {
    /// The head office of a taxpayer.
    #[must_use]
    pub fn head_office(of: &Npwp) -> Self {
        Self(format!("{}000000", of.as_str()))
    }

    /// Whether the place belongs to a taxpayer is said by its first 16 digits.
    #[must_use]
    pub fn belongs_to(&self, npwp: &Npwp) -> bool {
        self.0.starts_with(npwp.as_str())
    }
}

impl FromStr for Nitku {
    type Err = NpwpError;
    fn from_str(text: &str) -> Result<Self, NpwpError> {
        let plain = digits(text).filter(|plain| plain.len() == 22);
        let plain = plain.ok_or(NpwpError::NitkuLength)?;
        if plain.starts_with("0000000000000000") {
            return Err(NpwpError::Placeholder);
        }
        Ok(Self(plain))
    }
}

/// NSFP, the number that the tax office gives to a tax invoice after its upload: 17 digits (2 of
/// transaction code, 2 of status, 13 of serial), or 16 of a time before Coretax. Never made by us.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxInvoiceNumber(String);

/// Why a text is not the number of a tax invoice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a tax invoice number; it has 17 digits, or 16 of a time before coretax")]
pub struct TaxInvoiceNumberError(String);

impl TaxInvoiceNumber {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaxInvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TaxInvoiceNumber {
    type Err = TaxInvoiceNumberError;
    fn from_str(text: &str) -> Result<Self, TaxInvoiceNumberError> {
        match digits(text).filter(|plain| matches!(plain.len(), 16 | 17)) {
            Some(plain) => Ok(Self(plain)),
            None => Err(TaxInvoiceNumberError(text.chars().take(40).collect())),
        }
    }
}

impl TryFrom<String> for TaxInvoiceNumber {
    type Error = TaxInvoiceNumberError;
    fn try_from(text: String) -> Result<Self, TaxInvoiceNumberError> {
        text.parse()
    }
}

impl From<TaxInvoiceNumber> for String {
    fn from(number: TaxInvoiceNumber) -> Self {
        number.0
    }
}
