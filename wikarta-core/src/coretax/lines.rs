//! From the lines of a bill to the lines of a tax invoice.

use super::{Supply, TaxLine};
use crate::billing::{Bill, Line, TaxCode, apportion};
use crate::money::{MoneyError, Rupiah};

/// The lines of a bill that bear PPN, as services, in the portal's `unit`.
///
/// The portal knows no negative lines: what discounts and credits take off is shared over the
/// others, by largest remainders, as their discount. A price that does not divide by its units is
/// given as one unit. Empty where nothing on the bill bears PPN.
pub fn lines_of(bill: &Bill, unit: &str) -> Result<Vec<TaxLine>, MoneyError> {
    let taxed = |line: &&Line| line.tax_code == TaxCode::Ppn04;
    let lines = || bill.lines.iter().filter(taxed);
    let off: i128 = lines().map(|line| i128::from(line.amount.get()).min(0)).sum::<i128>().abs();
    let supplies: Vec<&Line> = lines().filter(|line| line.amount.is_positive()).collect();
    let whole: i128 = supplies.iter().map(|line| i128::from(line.amount.get())).sum();
    let exact: Vec<i128> =
        supplies.iter().map(|line| i128::from(line.amount.get()) * off).collect();
    let mut made = Vec::with_capacity(supplies.len());
    for (line, discount) in supplies.into_iter().zip(apportion(off, &exact, whole)) {
        let (units, amount) = (i64::from(line.quantity.max(1)), line.amount.get());
        let divides = amount % units == 0;
        made.push(TaxLine {
            supply: Supply::Service,
            name: line.description.clone(),
            unit: unit.to_owned(),
            price: Rupiah::new(if divides { amount / units } else { amount })?,
            quantity: if divides { line.quantity.max(1) } else { 1 },
            discount: i64::try_from(discount)
                .map_err(|_| MoneyError::OutOfRange)
                .and_then(Rupiah::new)?,
        });
    }
    Ok(made)
}
