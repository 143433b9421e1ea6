//! The money of a day: what was there, what came, what went, what is there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cash::{CashKind, CashMove, Means};
use crate::account::PostingMethod;
use crate::fees::{FeeClass, FeeTable};
use crate::id::UserId;
use crate::money::{MoneyError, Rupiah};
use crate::provider::Channel;

/// The way that a line of the day is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A channel of the gateway; none for money under an order that nobody here knows.
    Gateway(Option<Channel>),
    /// Money that a person took by hand.
    Hand(PostingMethod, UserId),
    /// Bank transfers to payers.
    Transfer,
}

/// One way's money of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// Which way.
    pub way: Way,
    /// How many times money came.
    pub count: u32,
    /// What came.
    pub gross: Rupiah,
    /// What the gateway keeps of it, PPN included.
    pub fee: Rupiah,
    /// What went back or was taken back.
    pub back: Rupiah,
    /// What came without the fee and what went back.
    pub net: Rupiah,
}

/// The money of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCash {
    /// What had come and not gone out before it.
    pub opening: Rupiah,
    /// What moved, way by way.
    pub lines: Vec<DayLine>,
    /// What has come and not gone out after it, fees not taken off: the gateway keeps them of what it
    /// pays out.
    pub closing: Rupiah,
}

/// The money of a day from what was there before it and what moved in it, with fees as agreed for
/// that day.
///
/// # Errors
/// [`MoneyError`] when a sum leaves the range of money.
pub fn day_cash(
    opening: Rupiah,
    moves: &[(CashMove, Option<Channel>)],
    fees: &FeeTable,
    day: NaiveDate,
) -> Result<DayCash, MoneyError> {
    let mut by_way: BTreeMap<Way, DayLine> = BTreeMap::new();
    let mut closing = opening;
    for (moved, channel) in moves {
        let way = match &moved.means {
            Means::Gateway(_) => Way::Gateway(*channel),
            Means::Hand(method, by) => Way::Hand(*method, by.clone()),
            Means::Transfer => Way::Transfer,
        };
        let line = by_way.entry(way.clone()).or_insert_with(|| DayLine::empty(way));
        match moved.kind {
            CashKind::Received => {
                let class = channel.map(FeeClass::of);
                let fee = class.map(|class| fees.fee(class, day, moved.amount)).transpose()?;
                line.count += 1;
                line.gross = line.gross.plus(moved.amount)?;
                line.fee = line.fee.plus(fee.flatten().map_or(Rupiah::ZERO, |fee| fee.fee))?;
                closing = closing.plus(moved.amount)?;
            }
            CashKind::Reversed | CashKind::Refunded => {
                line.back = line.back.plus(moved.amount)?;
                closing = closing.minus(moved.amount)?;
            }
        }
        line.net = line.gross.minus(line.fee)?.minus(line.back)?;
    }
    Ok(DayCash { opening, lines: by_way.into_values().collect(), closing })
}

impl DayLine {
    const fn empty(way: Way) -> Self {
        let zero = Rupiah::ZERO;
        Self { way, count: 0, gross: zero, fee: zero, back: zero, net: zero }
    }
}
