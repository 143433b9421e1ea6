//! The tax invoices of a month as the XML that the tax office's portal (Coretax) imports.
//!
//! The books are the truth. Coretax computes in hundredths of a rupiah, a bill in whole rupiah
//! rounded once on its sum; so the two differ by parts of a rupiah. [`xml`] computes each line to
//! the hundredth and puts what is then missing to the bill's PPN, or too much, on the line with the
//! greatest base: the sum of `VAT` is the PPN that the customer was billed, exactly. A difference of
//! two rupiah or more is no rounding and is refused.
//!
//! The order of the elements is that of public implementations; the portal has the last word.
//!
//! ```
//! # use chrono::NaiveDate;
//! use wikarta_core::coretax::{
//!     Buyer, BuyerDocument, Supply, TaxInvoice, TaxLine, TaxMonth, TransactionCode, check, xml,
//! };
//! use wikarta_core::identity::{Holder, Nitku, Npwp};
//! # use wikarta_core::money::{Part, Rate, Rupiah};
//!
//! let seller = Npwp::parse("01.234.567.8-901.000", Holder::Company)?;
//! let invoice = TaxInvoice {
//!     number: "INV/2026/11/000123".into(),
//!     date: NaiveDate::from_ymd_opt(2026, 11, 5).ok_or("no such day")?,
//!     code: TransactionCode::OtherBase,
//!     rate: Rate::of_basis_points(1_200)?,
//!     part: Part::new(11, 12)?,
//!     buyer: Buyer {
//!         document: BuyerDocument::Person("3273015205909001".parse()?),
//!         name: "Neneng".into(),
//!         address: "Jl. Melati 12".into(),
//!         email: String::new(),
//!     },
//!     lines: vec![TaxLine {
//!         supply: Supply::Service,
//!         name: "Internet 50 Mbps".into(),
//!         unit: "UM.0033".into(),
//!         price: Rupiah::new(100_000)?,
//!         quantity: 1,
//!         discount: Rupiah::ZERO,
//!     }],
//!     ppn: Rupiah::new(11_000)?,
//! };
//! let (place, month) = (Nitku::head_office(&seller), "2026-11".parse()?);
//! let text = xml(&TaxMonth { month, seller, place, invoices: vec![invoice] })?;
//! assert!(text.contains("<OtherTaxBase>91666.67</OtherTaxBase>"));
//! check(&text)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod lines;
mod write;

use std::fmt;

use chrono::NaiveDate;

use crate::identity::{Nik, Nitku, Npwp};
use crate::money::{Part, Rate, Rupiah};
use crate::time::Month;
use crate::words::words;

pub use check::{CoretaxError, check};
pub use lines::lines_of;
pub use write::{ExportError, xml};

/// All tax invoices of a month of one seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxMonth {
    /// The month; every invoice is dated in it.
    pub month: Month,
    /// The seller.
    pub seller: Npwp,
    /// The seller's place that supplies.
    pub place: Nitku,
    /// At least one.
    pub invoices: Vec<TaxInvoice>,
}

/// One tax invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxInvoice {
    /// The bill's number, which the portal keeps as the reference.
    pub number: String,
    /// The day of the bill, in the seller's zone.
    pub date: NaiveDate,
    /// How PPN is charged.
    pub code: TransactionCode,
    /// The nominal rate in force on that day, such as 12 %.
    pub rate: Rate,
    /// The part of the price that the rate is applied to, such as 11/12.
    pub part: Part,
    /// To whom.
    pub buyer: Buyer,
    /// What bears PPN; at least one.
    pub lines: Vec<TaxLine>,
    /// The PPN of the bill, in whole rupiah.
    pub ppn: Rupiah,
}

words! {
    /// The transaction code of a tax invoice, of those that need no further document.
    TransactionCode {
        /// To a buyer who pays the PPN to the seller, on the full price.
        Normal = "01",
        /// To a government treasurer, who pays the PPN to the state.
        Government = "02",
        /// To another collector (a state enterprise).
        Collector = "03",
        /// On another base than the price (*DPP nilai lain*, 11/12).
        OtherBase = "04",
    }
}

/// To whom. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Buyer {
    /// How the tax office knows the buyer.
    pub document: BuyerDocument,
    /// The name; not empty.
    pub name: String,
    /// The address; not empty.
    pub address: String,
    /// The e-mail address, or nothing.
    pub email: String,
}

impl fmt::Debug for Buyer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buyer({}, …)", self.document.kind())
    }
}

/// How the tax office knows a buyer.
#[derive(Clone, PartialEq, Eq)]
pub enum BuyerDocument {
    /// By a taxpayer's number and place.
    Taxpayer {
        /// The number.
        npwp: Npwp,
        /// The place that is supplied.
        place: Nitku,
    },
    /// By the NIK, of a person without NPWP. The office compares NIK and name with the registry.
    Person(Nik),
    /// By a passport.
    Passport {
        /// Its number.
        number: String,
        /// The country that issued it, three letters.
        country: String,
    },
    /// By another document of Indonesia.
    Other(String),
}

impl BuyerDocument {
    /// The portal's word for it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Taxpayer { .. } => "TIN",
            Self::Person(_) => "National ID",
            Self::Passport { .. } => "Passport",
            Self::Other(_) => "Other ID",
        }
    }
}

impl fmt::Debug for BuyerDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

words! {
    /// What is supplied.
    Supply {
        /// Goods.
        Goods = "A",
        /// A service.
        Service = "B",
    }
}

/// A supply that bears PPN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxLine {
    /// Goods or a service.
    pub supply: Supply,
    /// In words.
    pub name: String,
    /// The portal's code of the unit, `UM.` and 4 digits.
    pub unit: String,
    /// Whole rupiah a unit, before tax and discount.
    pub price: Rupiah,
    /// Units, at least 1.
    pub quantity: u32,
    /// Whole rupiah off all units together.
    pub discount: Rupiah,
}
