//! What the books say about one order, as a store reads it off.

use super::compare::{self, Ours};
use super::conserve::{Placement, gap};
use crate::account::Attempt;
use crate::id::{AccountId, CaseId, OrderId};
use crate::money::Rupiah;
use crate::provider::Reading;
use crate::suspense::SuspenseItem;

/// An order as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The order.
    pub order_id: OrderId,
    /// The attempt under this order id, with whose it is.
    pub attempt: Option<(AccountId, Attempt)>,
    /// Money in suspense under it, where it is not ours.
    pub item: Option<SuspenseItem>,
    /// Its money on bills now, less what went back from there.
    pub allocated: Rupiah,
    /// Open cases about it.
    pub cases: Vec<CaseId>,
}

impl Position {
    /// An order that the books do not know.
    #[must_use]
    pub fn unknown(order_id: OrderId) -> Self {
        let (attempt, item, allocated, cases) = (None, None, Rupiah::ZERO, Vec::new());
        Self { order_id, attempt, item, allocated, cases }
    }

    /// Our view of it.
    #[must_use]
    pub fn ours(&self) -> Option<Ours> {
        match (&self.attempt, &self.item) {
            (Some((_, attempt)), _) => Some(Ours::of(attempt)),
            (None, Some(item)) => Some(Ours::of_suspense(item)),
            (None, None) => None,
        }
    }

    /// The number that the next read of it carries.
    #[must_use]
    pub fn next_read(&self) -> u32 {
        let attempt = self.attempt.as_ref().map(|(_, attempt)| attempt.reads);
        let reads = attempt.or_else(|| self.item.as_ref().map(|item| item.reads));
        reads.unwrap_or(0).saturating_add(1)
    }

    /// Whether a read would move it though the books agree about its money.
    #[must_use]
    pub fn lags_behind(&self, theirs: &Reading) -> bool {
        let attempt = self.attempt.as_ref();
        attempt.is_some_and(|(_, attempt)| compare::lags_behind(attempt, theirs))
    }

    /// Whether people have it in hand: an open case, or money in suspense that is nobody's yet.
    #[must_use]
    pub fn in_hand(&self) -> bool {
        let waits = |item: &SuspenseItem| item.moved.is_none() && item.left().is_positive();
        !self.cases.is_empty() || self.item.as_ref().is_some_and(waits)
    }

    /// Where its money is, beside what the gateway says came in.
    #[must_use]
    pub fn placement(&self, theirs: Option<&Reading>) -> Placement {
        let settled = theirs.map_or(Rupiah::ZERO, compare::came);
        let mut found = Placement {
            settled,
            allocated: self.allocated,
            ..Placement::nothing(self.order_id.clone())
        };
        if let Some((_, attempt)) = &self.attempt {
            let booking = attempt.booking.as_ref();
            found.credit = booking.map_or(Rupiah::ZERO, |booking| booking.credited);
            found.suspense = booking.map_or(Rupiah::ZERO, |booking| booking.suspended);
            // What went back of money that the bank took back whole is not held here.
            found.refunded = booking.map_or(Rupiah::ZERO, |_| attempt.refunded());
        } else if let Some(item) = &self.item {
            let left = item.left().less(self.allocated);
            found.refunded = item.refunded;
            match item.moved {
                Some(_) => found.credit = left,
                None => found.suspense = left,
            }
        }
        if self.in_hand() {
            found.in_cases = gap(found.settled, found.held());
        }
        found
    }
}
