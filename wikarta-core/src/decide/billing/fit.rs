//! A bill never comes to less than nothing: what it cannot take off waits for the next one.

use chrono::NaiveDate;

use super::compose::not_a_bill;
use crate::billing::{Bill, BillError, Priced, TaxPolicy, bill_of};
use crate::money::Rupiah;
use crate::refusal::Refusal;
use crate::subscription::Charge;

/// A bill of lines and of as much of the reductions as they bear; `None` when nothing is left to
/// bill. With what was left of the reductions.
pub(super) struct Fitted {
    pub(super) bill: Option<Bill>,
    pub(super) left: Vec<Charge>,
}

pub(super) fn fit(
    mut lines: Vec<Priced>,
    reductions: &[Charge],
    on: NaiveDate,
    tax: &TaxPolicy,
) -> Result<Fitted, Refusal> {
    if lines.is_empty() {
        return Ok(Fitted { bill: None, left: reductions.to_vec() });
    }
    let mut left = Vec::new();
    for reduction in reductions {
        let taken = most(&lines, reduction, on, tax)?;
        if taken.is_positive() {
            lines.push(priced(&Charge { amount: taken.negated(), ..reduction.clone() }));
        }
        let rest = reduction.amount.saturating_plus(taken);
        if !rest.is_zero() {
            left.push(Charge { amount: rest, ..reduction.clone() });
        }
    }
    let bill = bill_of(lines, on, tax).map_err(not_a_bill)?;
    Ok(Fitted { bill: Some(bill), left })
}

/// How much of a reduction the lines bear: the largest amount with which they come to zero or more.
fn most(
    lines: &[Priced],
    reduction: &Charge,
    on: NaiveDate,
    tax: &TaxPolicy,
) -> Result<Rupiah, Refusal> {
    let bears = |amount: i64| -> Result<bool, Refusal> {
        let mut all = lines.to_vec();
        all.push(priced(&Charge { amount: Rupiah::new(-amount)?, ..reduction.clone() }));
        match bill_of(all, on, tax) {
            Ok(_) => Ok(true),
            Err(BillError::BelowZero(_)) => Ok(false),
            Err(other) => Err(not_a_bill(other)),
        }
    };
    let whole = reduction.amount.get().saturating_neg().max(0);
    if bears(whole)? {
        return Ok(Rupiah::new(whole)?);
    }
    let (mut low, mut high) = (0, whole);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if bears(middle)? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Rupiah::new(low)?)
}

/// A charge as a line.
pub(super) fn priced(charge: &Charge) -> Priced {
    Priced {
        description: charge.description.clone(),
        from: charge.from,
        to: charge.to,
        quantity: 1,
        amount: charge.amount,
        pricing: charge.pricing,
        tax_code: charge.tax_code,
        kind: charge.kind,
    }
}
