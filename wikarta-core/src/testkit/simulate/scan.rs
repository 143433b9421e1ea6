//! I25: what must stand in no entry, no reason and no error, looked for by marks that every personal
//! value and key of the world carries.

use std::fmt::Display;

use crate::customer::{CustomerKey, Payout, Personal, TaxIdentity};
use crate::testkit::laws::{Law, Violation, broken};

/// Parts of a name, phone, address, bank account and identity number, and of the key that seals them.
const MARKS: &[&str] = &[
    "Slamet Riyadi",
    "62812000077",
    "@pelanggan.test",
    "Jl. Melati",
    "8808120066",
    "327301410790",
    "0707070707",
    "[7, 7, 7",
];

/// The key of every customer here.
pub(super) const KEY: CustomerKey = CustomerKey::new([7; 32]);

/// Checks a text about something.
pub(super) fn clean(about: &impl Display, text: &str) -> Result<(), Violation> {
    match MARKS.iter().find(|mark| text.contains(**mark)) {
        Some(mark) => broken(Law::I25, about, format!("`{mark}` stands in `{text}`")),
        None => Ok(()),
    }
}

/// Values of nobody, each with its mark: numbers are of a form that is reserved here. With a bank
/// account for refunds, or without.
pub(super) fn personal(number: usize, accounts: u32) -> Option<Personal> {
    let number = number % 10_000;
    let (phone, email) =
        (format!("+62812000077{number:04}"), format!("pelanggan{number}@pelanggan.test"));
    let values = Personal::new("Slamet Riyadi", &phone, &email, "Jl. Melati No. 12").ok()?;
    let nik = format!("327301410790{:04}", number.max(1)).parse().ok();
    let values = match number.is_multiple_of(2) {
        true => values.with_identity(TaxIdentity { nik, ..TaxIdentity::default() }),
        false => values,
    };
    if accounts == 0 {
        return Some(values);
    }
    let holder = "Slamet Riyadi".to_owned();
    let payout =
        Payout { bank: "BCA".to_owned(), number: format!("8808120066{number:04}"), holder };
    values.with_payout(payout).ok()
}
