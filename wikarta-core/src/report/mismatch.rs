//! How often our books and the gateway's disagree.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::OrderId;
use crate::ratio::Ratio;
use crate::time::{Month, Timestamp, Zone};
use crate::words::words;

/// Two looks that far apart confirm a disagreement: 15 minutes.
const APART_SECONDS: i64 = 15 * 60;

words! {
    /// How two books can disagree about an order.
    MismatchKind {
        /// The gateway has settled it, we have not.
        SettledThere = "M1",
        /// We have it paid, the gateway has not.
        PaidHere = "M2",
        /// The amounts differ.
        Amount = "M3",
        /// We do not know the order.
        UnknownHere = "M4",
        /// The refunds differ.
        Refund = "M5",
        /// It was paid twice.
        PaidTwice = "M6",
        /// Money came after it had expired or was taken back.
        MoneyAfterEnd = "M7",
        /// The gateway does not know the order.
        UnknownThere = "M8",
    }
}

/// What one look at one order found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The books agree.
    Agrees,
    /// They do not, but the gateway's state may still move.
    Differs(MismatchKind),
    /// They do not, and the gateway's state is final.
    DiffersFinally(MismatchKind),
}

/// One look at one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The order.
    pub order_id: OrderId,
    /// When.
    pub at: Timestamp,
    /// What was found.
    pub finding: Finding,
}

/// The disagreements of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatches {
    /// Orders that were compared in the month.
    pub compared: BTreeSet<OrderId>,
    /// Orders with a disagreement that was confirmed in the month, with its kinds.
    pub confirmed: BTreeMap<OrderId, BTreeSet<MismatchKind>>,
}

impl Mismatches {
    /// Orders with a confirmed disagreement ÷ orders compared. The target is 0,5 % at most.
    #[must_use]
    pub fn rate(&self) -> Ratio {
        let count = |things: usize| i64::try_from(things).unwrap_or(i64::MAX);
        Ratio::of(count(self.confirmed.len()), count(self.compared.len()))
    }
}

/// The disagreements of a month in the seller's zone, from all looks ever taken, in any order.
///
/// A disagreement is confirmed by the look that finds it while the gateway's state is final, or that
/// finds it again 15 minutes or more after it was first found, with no agreement and no other kind
/// in between.
#[must_use]
pub fn mismatches(looks: &[Compared], month: Month, zone: Zone) -> Mismatches {
    let mut by_order: BTreeMap<&OrderId, Vec<&Compared>> = BTreeMap::new();
    for look in looks {
        by_order.entry(&look.order_id).or_default().push(look);
    }
    let mut found = Mismatches { compared: BTreeSet::new(), confirmed: BTreeMap::new() };
    let within = |at: Timestamp| Month::of(at.day_in(zone)) == month;
    for (order_id, mut looks) in by_order {
        looks.sort_by_key(|look| look.at);
        if looks.iter().any(|look| within(look.at)) {
            found.compared.insert(order_id.clone());
        }
        for (at, kind) in confirmations(&looks) {
            if within(at) {
                found.confirmed.entry(order_id.clone()).or_default().insert(kind);
            }
        }
    }
    found
}

/// When disagreements about one order were confirmed: once for each run of looks that find the same.
fn confirmations(looks: &[&Compared]) -> Vec<(Timestamp, MismatchKind)> {
    let mut confirmed = Vec::new();
    let mut run: Option<(MismatchKind, Timestamp, Confirmed)> = None;
    for look in looks {
        let (kind, is_final) = match look.finding {
            Finding::Agrees => {
                run = None;
                continue;
            }
            Finding::Differs(kind) => (kind, false),
            Finding::DiffersFinally(kind) => (kind, true),
        };
        let (since, already) = match run {
            Some((running, since, already)) if running == kind => (since, already),
            Some(_) | None => (look.at, Confirmed::NotYet),
        };
        let now = is_final || look.at.seconds_since(since) >= APART_SECONDS;
        let already = match already {
            Confirmed::NotYet if now => {
                confirmed.push((look.at, kind));
                Confirmed::Already
            }
            other => other,
        };
        run = Some((kind, since, already));
    }
    confirmed
}

#[derive(Clone, Copy)]
enum Confirmed {
    NotYet,
    Already,
}
