//! A bill of many lines: the tax is computed once on their sum and shared back over them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::apportion::apportion;
use super::tax::{TaxPolicy, TaxRule, TaxSummary, burden, summary};
use super::{Bill, Line, Pricing, TaxCode};
use crate::money::{MoneyError, Rate, Rupiah};
use crate::words::words;

words! {
    /// What a line is for.
    LineKind {
        /// Service of a whole period.
        Recurring = "recurring",
        /// Service of part of a period, or the credit for the rest of one.
        Proration = "proration",
        /// Installation, once.
        Installation = "installation",
        /// A refundable deposit: a debt of the seller, no supply.
        Deposit = "deposit",
        /// A reduction before tax; never positive.
        Discount = "discount",
        /// *Denda*: no supply.
        LateFee = "late_fee",
        /// A correction.
        Adjustment = "adjustment",
        /// Rent of a device.
        DeviceRent = "device_rent",
        /// Anything else.
        Other = "other",
    }
}

impl LineKind {
    /// The code that a line of this kind gets: a deposit and a late fee are no supply, whatever was
    /// wanted.
    #[must_use]
    pub const fn tax_code(self, wanted: TaxCode) -> TaxCode {
        match self {
            Self::Deposit | Self::LateFee => TaxCode::OutOfScope,
            Self::Recurring
            | Self::Proration
            | Self::Installation
            | Self::Discount
            | Self::Adjustment
            | Self::DeviceRent
            | Self::Other => wanted,
        }
    }
}

/// A line that has a price and no tax yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// What is supplied, in words that the customer reads.
    pub description: String,
    /// First day of the period served.
    pub from: NaiveDate,
    /// Last day of the period served.
    pub to: NaiveDate,
    /// Units, at least 1.
    pub quantity: u32,
    /// Whole rupiah, all units together; negative where the line reduces the bill.
    pub amount: Rupiah,
    /// Whether `amount` contains the tax.
    pub pricing: Pricing,
    /// How it is taxed, if the kind leaves that open and the seller is a PKP.
    pub tax_code: TaxCode,
    /// What it is for.
    pub kind: LineKind,
}

/// Why lines do not make a bill.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BillError {
    /// No lines.
    #[error("a bill has at least one line")]
    NoLines,
    /// A line of no units.
    #[error("a line has at least one unit")]
    NoUnits,
    /// A discount that adds.
    #[error("a discount takes `{}` off; write it as a negative amount", .0.get())]
    Discount(Rupiah),
    /// The lines give more than they take: that is a credit, not a bill.
    #[error("the lines come to `{}` rupiah; a bill comes to zero or more", .0.get())]
    BelowZero(Rupiah),
    /// An amount is out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Bill {
    /// The base of the lines that bear PPN: what PPh 23 and the tax document are computed from.
    #[must_use]
    pub fn taxable(&self) -> Rupiah {
        let bears = |line: &&Line| line.tax_code == TaxCode::Ppn04;
        self.lines.iter().filter(bears).map(|line| line.amount).sum()
    }
}

/// Taxes lines by the rule in force on `issued_on` and adds them up.
///
/// PPN is computed once on the sum of the taxable lines, the exclusive and the inclusive ones apart,
/// and shared over them by largest remainders, so that lines add up to the rupiah. Inclusive lines
/// keep their price: base and tax of each come to what was advertised. In the summary `base` is the
/// sum of all lines before tax, so that `base + ppn` is the total; `dpp` is of the taxable ones.
///
/// A discount is cut where it would take more than the other lines of its code and pricing come to.
///
/// ```
/// # use chrono::NaiveDate;
/// use wikarta_core::billing::{LineKind, Priced, Pricing, TaxCode, bill_of};
/// # use wikarta_core::money::Rupiah;
/// # use wikarta_core::policy::Policy;
///
/// # let day = NaiveDate::from_ymd_opt(2026, 11, 1).ok_or("no such day")?;
/// # let tax = Policy::indonesian_pkp()?.tax;
/// let line = |amount| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(Priced {
///         description: "Internet".into(),
///         from: day,
///         to: day,
///         quantity: 1,
///         amount: Rupiah::new(amount)?,
///         pricing: Pricing::Exclusive,
///         tax_code: TaxCode::Ppn04,
///         kind: LineKind::Recurring,
///     })
/// };
/// let bill = bill_of(vec![line(33_333)?, line(33_333)?, line(33_334)?], day, &tax)?;
/// assert_eq!(bill.tax.ppn.get(), 11_000); // line by line it would be 11.001
/// assert_eq!(bill.lines.iter().map(|line| line.tax.get()).collect::<Vec<_>>(), [3_667, 3_666, 3_667]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bill_of(
    priced: Vec<Priced>,
    issued_on: NaiveDate,
    policy: &TaxPolicy,
) -> Result<Bill, BillError> {
    let rule = policy.on(issued_on);
    let mut lines = Vec::with_capacity(priced.len());
    for line in priced {
        lines.push(untaxed(line, issued_on, policy)?);
    }
    let (mut base, mut taxable, mut ppn) = (Rupiah::ZERO, Rupiah::ZERO, Rupiah::ZERO);
    for code in TaxCode::ALL {
        for pricing in Pricing::ALL {
            let group =
                lines.iter_mut().filter(|(line, of)| line.tax_code == *code && of == pricing);
            let group: Vec<&mut Line> = group.map(|(line, _)| line).collect();
            let portions = tax_group(group, *code, *pricing, rule)?;
            base = base.plus(portions.base)?;
            taxable = taxable.plus(portions.taxable)?;
            ppn = ppn.plus(portions.ppn)?;
        }
    }
    let lines: Vec<Line> = lines.into_iter().map(|(line, _)| line).collect();
    let first = lines.first().ok_or(BillError::NoLines)?;
    let taxed = lines.iter().any(|line| line.tax_code == TaxCode::Ppn04);
    let (code, rate) =
        if taxed { (TaxCode::Ppn04, rule.rate) } else { (first.tax_code, Rate::NONE) };
    let tax = TaxSummary { base, dpp: rule.base.of(taxable)?, ppn, code, rate };
    let total = base.plus(ppn)?;
    if total < Rupiah::ZERO {
        return Err(BillError::BelowZero(total));
    }
    Ok(Bill { lines, tax, total })
}

/// What groups of lines add to the summary.
#[derive(Clone, Copy)]
struct Portions {
    base: Rupiah,
    taxable: Rupiah,
    ppn: Rupiah,
}

/// The line as it will stand on the bill, its price not yet divided, and whether that contains tax.
fn untaxed(
    priced: Priced,
    issued_on: NaiveDate,
    policy: &TaxPolicy,
) -> Result<(Line, Pricing), BillError> {
    let Priced { description, from, to, quantity, amount, pricing, tax_code, kind } = priced;
    if quantity == 0 {
        return Err(BillError::NoUnits);
    }
    if kind == LineKind::Discount && amount.is_positive() {
        return Err(BillError::Discount(amount));
    }
    let tax_code = policy.code_for(kind.tax_code(tax_code), issued_on);
    let tax = Rupiah::ZERO;
    Ok((Line { description, from, to, quantity, amount, tax_code, tax, kind }, pricing))
}

/// Taxes lines of one code and one pricing.
fn tax_group(
    mut lines: Vec<&mut Line>,
    code: TaxCode,
    pricing: Pricing,
    rule: &TaxRule,
) -> Result<Portions, BillError> {
    cut_discounts(&mut lines)?;
    let price = sum(lines.iter().map(|line| line.amount))?;
    let whole = summary(price, pricing, code, rule)?;
    let taxable = match code {
        TaxCode::Ppn04 => whole.base,
        TaxCode::NonPkp | TaxCode::Exempt | TaxCode::OutOfScope => {
            return Ok(Portions { base: whole.base, taxable: Rupiah::ZERO, ppn: whole.ppn });
        }
    };
    let (tax, of) = burden(rule);
    let amounts = lines.iter().map(|line| i128::from(line.amount.get()));
    match pricing {
        Pricing::Exclusive => {
            let exact: Vec<i128> = amounts.map(|amount| amount * tax).collect();
            let shares = apportion(i128::from(whole.ppn.get()), &exact, of);
            for (line, share) in lines.into_iter().zip(shares) {
                line.tax = rupiah(share)?;
            }
        }
        Pricing::Inclusive => {
            let exact: Vec<i128> = amounts.map(|amount| amount * of).collect();
            let shares = apportion(i128::from(whole.base.get()), &exact, of + tax);
            for (line, share) in lines.into_iter().zip(shares) {
                let base = rupiah(share)?;
                line.tax = line.amount.minus(base)?;
                line.amount = base;
            }
        }
    }
    Ok(Portions { base: whole.base, taxable, ppn: whole.ppn })
}

/// Lets each discount, in the order of the lines, take at most what is left of the other lines.
fn cut_discounts(lines: &mut [&mut Line]) -> Result<(), MoneyError> {
    let others = lines.iter().filter(|line| line.kind != LineKind::Discount);
    let mut room = sum(others.map(|line| line.amount))?.max(Rupiah::ZERO);
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Discount) {
        let off = line.amount.negated().min(room);
        room = room.less(off);
        line.amount = off.negated();
    }
    Ok(())
}

fn sum(mut amounts: impl Iterator<Item = Rupiah>) -> Result<Rupiah, MoneyError> {
    amounts.try_fold(Rupiah::ZERO, Rupiah::plus)
}

fn rupiah(amount: i128) -> Result<Rupiah, MoneyError> {
    i64::try_from(amount).map_err(|_| MoneyError::OutOfRange).and_then(Rupiah::new)
}
