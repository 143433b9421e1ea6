//! A settlement file of the gateway against our bookings: what it kept, what it paid out, what lacks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fees::{Fee, FeeClass, FeeTable};
use crate::id::OrderId;
use crate::money::{MoneyError, Rupiah};

/// One line of a settlement file, in words that belong to no gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementRow {
    /// The line of the file, from 1.
    pub line: u32,
    /// The order.
    pub order_id: OrderId,
    /// The gateway's id.
    pub transaction_id: Option<String>,
    /// The way of paying, where the file says it in words that we know.
    pub class: Option<FeeClass>,
    /// What the payer paid.
    pub gross: Rupiah,
    /// What the gateway kept, without the tax that it names apart.
    pub fee: Rupiah,
    /// The tax on the fee, where the file names it apart.
    pub tax: Rupiah,
    /// What it pays out.
    pub net: Rupiah,
    /// The day of payment.
    pub settled_on: Option<NaiveDate>,
    /// The day of the payout.
    pub paid_out_on: Option<NaiveDate>,
    /// The bank's reference of the payout.
    pub bank_reference: Option<String>,
}

impl SettlementRow {
    /// All that the gateway kept.
    #[must_use]
    pub fn kept(&self) -> Rupiah {
        self.fee.saturating_plus(self.tax)
    }
}

/// Money that our books hold to have come through the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedThere {
    /// The order.
    pub order_id: OrderId,
    /// The way of paying.
    pub class: FeeClass,
    /// Whole rupiah.
    pub amount: Rupiah,
    /// The day on which it was paid, in the seller's zone.
    pub settled_on: NaiveDate,
}

/// How a line, or a booking, differs from the other book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum Difference {
    /// We booked another amount.
    Amount {
        /// Which.
        booked: Rupiah,
    },
    /// The gateway kept more or less than was agreed, by more than a rupiah.
    Fee {
        /// What was agreed, tax included.
        agreed: Rupiah,
    },
    /// The line does not add up: gross less what was kept is not what is paid out.
    Sum {
        /// What would add up.
        net: Rupiah,
    },
    /// The order is in the file before.
    Twice {
        /// Where.
        line: u32,
    },
    /// We have no booking under this order.
    UnknownHere,
    /// We booked it, and the file does not name it.
    NotInFile,
}

/// One line of the register: of the file, or of a booking that the file does not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementCheck {
    /// The line.
    pub row: SettlementRow,
    /// How it differs; `None` where the books agree.
    pub difference: Option<Difference>,
}

/// A settlement file, compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementReport {
    /// Lines that agree.
    pub matched: u32,
    /// Every line, in the order of the file; then what the file does not name.
    pub register: Vec<SettlementCheck>,
    /// Sum of what payers paid, by the file, each order once.
    pub gross: Rupiah,
    /// Sum of what the gateway kept.
    pub kept: Rupiah,
    /// Sum of what it pays out.
    pub net: Rupiah,
}

impl SettlementReport {
    /// The lines that differ.
    pub fn differing(&self) -> impl Iterator<Item = &SettlementCheck> {
        self.register.iter().filter(|check| check.difference.is_some())
    }
}

/// Compares the lines of a settlement file with our bookings, and what was kept with what was agreed:
/// a rupiah more or less is rounding. `ours` are all bookings of the days that the file is about.
///
/// # Errors
/// A [`MoneyError`] when a fee cannot be computed.
pub fn match_settlements(
    rows: &[SettlementRow],
    ours: &[BookedThere],
    fees: &FeeTable,
) -> Result<SettlementReport, MoneyError> {
    let booked: BTreeMap<&OrderId, &BookedThere> =
        ours.iter().map(|booked| (&booked.order_id, booked)).collect();
    let mut seen: BTreeMap<&OrderId, u32> = BTreeMap::new();
    let mut report = SettlementReport::default();
    for row in rows {
        let difference = match seen.get(&row.order_id) {
            Some(line) => Some(Difference::Twice { line: *line }),
            None => differs(row, booked.get(&row.order_id).copied(), fees)?,
        };
        if !matches!(difference, Some(Difference::Twice { .. })) {
            seen.insert(&row.order_id, row.line);
            report.gross = report.gross.saturating_plus(row.gross);
            report.kept = report.kept.saturating_plus(row.kept());
            report.net = report.net.saturating_plus(row.net);
        }
        report.matched += u32::from(difference.is_none());
        report.register.push(SettlementCheck { row: row.clone(), difference });
    }
    for missing in ours.iter().filter(|booked| !seen.contains_key(&booked.order_id)) {
        report.register.push(SettlementCheck {
            row: unnamed(missing),
            difference: Some(Difference::NotInFile),
        });
    }
    Ok(report)
}

fn differs(
    row: &SettlementRow,
    booked: Option<&BookedThere>,
    fees: &FeeTable,
) -> Result<Option<Difference>, MoneyError> {
    let Some(booked) = booked else { return Ok(Some(Difference::UnknownHere)) };
    if booked.amount != row.gross {
        return Ok(Some(Difference::Amount { booked: booked.amount }));
    }
    let net = row.gross.less(row.kept());
    if net != row.net {
        return Ok(Some(Difference::Sum { net }));
    }
    let day = row.settled_on.unwrap_or(booked.settled_on);
    let agreed: Option<Fee> = fees.fee(row.class.unwrap_or(booked.class), day, row.gross)?;
    Ok(match agreed {
        Some(agreed) if !agreed.agrees_with(row.kept()) => {
            Some(Difference::Fee { agreed: agreed.fee })
        }
        // Where nothing was agreed yet there is nothing to compare with.
        Some(_) | None => None,
    })
}

fn unnamed(booked: &BookedThere) -> SettlementRow {
    SettlementRow {
        line: 0,
        order_id: booked.order_id.clone(),
        transaction_id: None,
        class: Some(booked.class),
        gross: booked.amount,
        fee: Rupiah::ZERO,
        tax: Rupiah::ZERO,
        net: Rupiah::ZERO,
        settled_on: Some(booked.settled_on),
        paid_out_on: None,
        bank_reference: None,
    }
}
