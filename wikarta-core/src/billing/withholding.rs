//! Income tax that a corporate customer keeps back (PPh 23), and the duty on a receipt.

use serde::{Deserialize, Serialize};

use crate::money::{MoneyError, Part, Rate, Rupiah};
use crate::words::words;

/// The tax that a customer withholds from the price: internet service is an object of PPh 23
/// (PMK 141/2015), 2 %; 4 % from a seller without NPWP; 0,5 % final from a seller with a certificate
/// under PP 55/2022. Individuals withhold nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pph23 {
    /// The rate in force.
    pub rate: Rate,
}

impl Pph23 {
    /// What is kept back of a price before PPN (the full price, not the 11/12 of it): whole rupiah,
    /// rounded half up.
    ///
    /// ```
    /// use wikarta_core::billing::Pph23;
    /// use wikarta_core::money::{Rate, Rupiah};
    ///
    /// let pph = Pph23 { rate: Rate::of_basis_points(200)? };
    /// assert_eq!(pph.withheld(Rupiah::new(5_000_000)?)?.get(), 100_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn withheld(self, base: Rupiah) -> Result<Rupiah, MoneyError> {
        self.rate.of(base, Part::WHOLE)
    }

    /// The shortfall of a payment if it looks like this tax: what is missing is what would be
    /// withheld, give or take one rupiah. A proposal for finance, not a fact.
    #[must_use]
    pub fn looks_withheld(self, total: Rupiah, base: Rupiah, received: Rupiah) -> Option<Rupiah> {
        let shortfall = total.minus(received).ok().filter(|missing| missing.is_positive())?;
        let expected = self.withheld(base).ok().filter(|tax| tax.is_positive())?;
        let apart = shortfall.minus(expected).ok()?.get().abs();
        if apart <= 1 { Some(shortfall) } else { None }
    }
}

words! {
    /// Whether a document needs a duty stamp (*meterai*).
    StampDuty {
        /// It does.
        Needed = "needed",
        /// It does not.
        NotNeeded = "not_needed",
    }
}

/// Whether a receipt needs a stamp: only above the threshold, not at it (UU 10/2020: more than
/// 5.000.000), and only where money was received; a bill that is not paid needs none.
#[must_use]
pub fn stamp_duty(received: Rupiah, threshold: Rupiah) -> StampDuty {
    if received > threshold { StampDuty::Needed } else { StampDuty::NotNeeded }
}
