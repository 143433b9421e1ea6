//! *Denda*: what a bill costs more when it is late, as a function of how late it is.

use serde::{Deserialize, Serialize};

use crate::money::{MoneyError, Part, Rate, Rupiah};

/// A step of lateness, charged once for each bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateFeeStep {
    /// The step is reached when more than this many days have gone since the due date: 0 is the
    /// first day late.
    pub after_days: u16,
    /// Of what is late.
    pub percent: Rate,
    /// At least this, in whole rupiah.
    pub min: Rupiah,
}

/// A fee that is due: one line on the next bill, never an edit of the one that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateFee {
    /// Which step, counted from 0. (bill, step) is charged once.
    pub step: u16,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
}

/// Every fee that a bill has earned by now, in the order of the steps; each adds to those before
/// it, and all together come to `cap` at most.
///
/// The same bill later gives the same fees and perhaps more: those that were charged can be told by
/// their step. A `base` of zero or less earns none.
///
/// ```
/// use wikarta_core::billing::{LateFeeStep, late_fees};
/// use wikarta_core::money::{Rate, Rupiah};
///
/// let step = |after_days, points, min| -> Result<_, Box<dyn std::error::Error>> {
///     let (percent, min) = (Rate::of_basis_points(points)?, Rupiah::new(min)?);
///     Ok(LateFeeStep { after_days, percent, min })
/// };
/// let steps = [step(0, 500, 5_000)?, step(30, 1_000, 10_000)?];
/// let fees = late_fees(Rupiah::new(277_500)?, &steps, Rupiah::new(50_000)?, 1)?;
/// assert_eq!(fees.iter().map(|fee| fee.amount.get()).collect::<Vec<_>>(), [13_875]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn late_fees(
    base: Rupiah,
    steps: &[LateFeeStep],
    cap: Rupiah,
    days_late: u32,
) -> Result<Vec<LateFee>, MoneyError> {
    let mut fees = Vec::new();
    if !base.is_positive() {
        return Ok(fees);
    }
    let mut room = cap;
    for (step, rule) in (0_u16..).zip(steps) {
        if days_late <= u32::from(rule.after_days) {
            continue;
        }
        let amount = rule.percent.of(base, Part::WHOLE)?.max(rule.min).min(room);
        if amount.is_positive() {
            room = room.less(amount);
            fees.push(LateFee { step, amount });
        }
    }
    Ok(fees)
}
