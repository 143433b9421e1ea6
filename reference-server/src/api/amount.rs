//! Amounts of money in bodies: whole rupiah, more than zero, no more than anybody is billed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use wikarta_core::money::Rupiah;

/// The most that one request may speak of.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// An amount of 1 rupiah to [`AMOUNT_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub Rupiah);

/// How a wrong amount is told apart from a value of the wrong kind.
pub(crate) const MARK: &str = "amount_invalid";

struct Whole;

impl Visitor<'_> for Whole {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of whole rupiah")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Amount, E> {
        match Rupiah::new(value) {
            Ok(amount) if (1..=AMOUNT_MAX).contains(&value) => Ok(Amount(amount)),
            _ => Err(E::custom(MARK)),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Amount, E> {
        i64::try_from(value).map_err(|_| E::custom(MARK)).and_then(|value| self.visit_i64(value))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Amount, E> {
        Err(E::custom(MARK))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_rupiah_within_the_range_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<Amount>(text);
        for good in ["1", "250000", "1000000000000"] {
            assert_eq!(read(good).unwrap().0.get().to_string(), good);
        }
        for bad in ["0", "-1", "1.5", "1000000000001", "9007199254740993000", "1e3", "1e300"] {
            assert!(read(bad).unwrap_err().to_string().starts_with(MARK), "{bad}");
        }
        for other in ["\"1\"", "null", "true", "[]", "{}"] {
            assert!(!read(other).unwrap_err().to_string().starts_with(MARK), "{other}");
        }
    }
}
