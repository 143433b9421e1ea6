//! NIK: the number of a person in the civil registry.

use std::str::FromStr;

use chrono::NaiveDate;

use super::{digits, masked_digits};

/// A NIK: 16 digits, of which 6 name a region, 6 a birth date and 4 a serial.
///
/// The shape is checked; whether the person exists only the registry knows.
///
/// ```
/// use wikarta_core::identity::Nik;
///
/// // A woman born on 12 May 1990: her day is written as 52.
/// let nik: Nik = "3273 0152 0590 0001".parse()?;
/// assert_eq!(nik.masked(), "************0001");
/// # Ok::<(), wikarta_core::identity::NikError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik(String);

/// Why a text is not a NIK. The text itself is personal and never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NikError {
    /// Not 16 digits.
    #[error("a nik has 16 digits")]
    Length,
    /// The first two digits name no province.
    #[error("a nik begins with a province of 11 to 96")]
    Region,
    /// The six digits in the middle are no date.
    #[error("the middle of a nik is a birth date as ddmmyy, of a woman with 40 added to the day")]
    BirthDate,
    /// The serial is zero.
    #[error("a nik does not end with 0000")]
    Serial,
}

masked_digits!(Nik, 4);

impl FromStr for Nik {
    type Err = NikError;
    fn from_str(text: &str) -> Result<Self, NikError> {
        let plain = digits(text).filter(|plain| plain.len() == 16).ok_or(NikError::Length)?;
        let part = |from: usize, to: usize| -> Option<u32> { plain.get(from..to)?.parse().ok() };
        part(0, 2).filter(|province| (11..=96).contains(province)).ok_or(NikError::Region)?;
        let date = || {
            let (day, month, year) = (part(6, 8)?, part(8, 10)?, part(10, 12)?);
            let day = if day > 40 { day - 40 } else { day };
            // The century is not written. 29 February exists in 20YY whenever it does in 19YY.
            NaiveDate::from_ymd_opt(2000 + year.cast_signed(), month, day)
        };
        date().ok_or(NikError::BirthDate)?;
        part(12, 16).filter(|serial| *serial != 0).ok_or(NikError::Serial)?;
        Ok(Self(plain))
    }
}
