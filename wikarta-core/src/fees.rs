//! What the gateway keeps of a settlement, by date.
//!
//! ```
//! use wikarta_core::fees::{FeeClass, FeeTable};
//! use wikarta_core::money::Rupiah;
//!
//! let fees = FeeTable::published_2026()?;
//! let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 5).ok_or("no such day")?;
//! let va = fees.fee(FeeClass::VirtualAccount, day, Rupiah::new(277_500)?)?;
//! assert_eq!(va.map(|fee| (fee.fee.get(), fee.net.get())), Some((4_440, 273_060)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{MoneyError, Part, Rate, Rupiah};
use crate::provider::Channel;
use crate::words::words;

words! {
    /// Ways to pay with a fee of their own.
    FeeClass {
        /// Virtual accounts and bill payment.
        VirtualAccount = "virtual_account",
        /// QRIS.
        Qris = "qris",
        /// Wallets: GoPay, ShopeePay.
        Wallet = "wallet",
        /// Cards.
        Card = "card",
    }
}

impl FeeClass {
    /// The class of a channel.
    #[must_use]
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::BcaVa
            | Channel::BniVa
            | Channel::BriVa
            | Channel::PermataVa
            | Channel::CimbVa
            | Channel::MandiriBill => Self::VirtualAccount,
            Channel::Qris => Self::Qris,
        }
    }
}

/// A fee as agreed, from a day on until the next row of its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRow {
    /// The way to pay.
    pub class: FeeClass,
    /// The first day of settlement, in the seller's zone.
    pub from: NaiveDate,
    /// A fixed part.
    pub fixed: Rupiah,
    /// A part of the gross amount.
    pub rate: Rate,
    /// PPN on top of the fee; nothing where the fee contains it.
    pub ppn: Rate,
}

/// Fees by class and date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<FeeRow>", into = "Vec<FeeRow>")]
pub struct FeeTable(Vec<FeeRow>);

/// Why a table of fees was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeeError {
    /// Two rows of a class begin on one day.
    #[error("two fees for {0} begin on {1}")]
    Twice(FeeClass, NaiveDate),
    /// A fee below nothing.
    #[error("the fee for {0} from {1} is negative")]
    Negative(FeeClass, NaiveDate),
    /// A rate of the shipped table is none.
    #[error("a rate is not between 0 and 1")]
    Rate,
}

/// What the gateway keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    /// What it keeps, PPN included.
    pub fee: Rupiah,
    /// The PPN in it that was put on top; nothing where the fee contains it unseen.
    pub ppn: Rupiah,
    /// What it pays out.
    pub net: Rupiah,
}

impl FeeTable {
    /// Checks that no two rows of a class begin on one day.
    pub fn new(mut rows: Vec<FeeRow>) -> Result<Self, FeeError> {
        rows.sort_by_key(|row| (row.class, row.from));
        for (row, next) in rows.iter().zip(rows.iter().skip(1)) {
            if (row.class, row.from) == (next.class, next.from) {
                return Err(FeeError::Twice(row.class, row.from));
            }
        }
        if let Some(row) = rows.iter().find(|row| row.fixed < Rupiah::ZERO) {
            return Err(FeeError::Negative(row.class, row.from));
        }
        Ok(Self(rows))
    }

    /// The fees that Midtrans publishes in 2026: VA Rp4.000 and PPN (4.440), QRIS 0,7 % and wallets
    /// 2 % with PPN in them, cards 2,9 % + Rp2.000 and PPN. Contracts differ.
    pub fn published_2026() -> Result<Self, FeeError> {
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or(NaiveDate::MIN);
        let points = |points| Rate::of_basis_points(points).map_err(|_| FeeError::Rate);
        let row = |class, fixed, rate, ppn| -> Result<FeeRow, FeeError> {
            let fixed = Rupiah::clamped(fixed);
            Ok(FeeRow { class, from, fixed, rate: points(rate)?, ppn: points(ppn)? })
        };
        Self::new(vec![
            row(FeeClass::VirtualAccount, 4_000, 0, 1_100)?,
            row(FeeClass::Qris, 0, 70, 0)?,
            row(FeeClass::Wallet, 0, 200, 0)?,
            row(FeeClass::Card, 2_000, 290, 1_100)?,
        ])
    }

    /// The fee of a settlement on a day; nothing where no row holds yet.
    pub fn fee(
        &self,
        class: FeeClass,
        settled_on: NaiveDate,
        gross: Rupiah,
    ) -> Result<Option<Fee>, MoneyError> {
        let holds = |row: &&FeeRow| row.class == class && row.from <= settled_on;
        let Some(row) = self.0.iter().rfind(holds) else { return Ok(None) };
        let bare = row.fixed.plus(row.rate.of(gross, Part::WHOLE)?)?;
        let ppn = row.ppn.of(bare, Part::WHOLE)?;
        let fee = bare.plus(ppn)?;
        Ok(Some(Fee { fee, ppn, net: gross.minus(fee)? }))
    }
}

impl Fee {
    /// Whether a fee in a settlement file is this one: one rupiah more or less is rounding.
    #[must_use]
    pub const fn agrees_with(self, told: Rupiah) -> bool {
        (self.fee.get() - told.get()).abs() <= 1
    }
}

impl TryFrom<Vec<FeeRow>> for FeeTable {
    type Error = FeeError;
    fn try_from(rows: Vec<FeeRow>) -> Result<Self, FeeError> {
        Self::new(rows)
    }
}

impl From<FeeTable> for Vec<FeeRow> {
    fn from(table: FeeTable) -> Self {
        table.0
    }
}
