//! Where every rupiah is that the gateway says it settled.

use serde::{Deserialize, Serialize};

use crate::id::OrderId;
use crate::money::Rupiah;

/// Where the money of one order is, by the gateway's word and by our books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The order.
    pub order_id: OrderId,
    /// Whole rupiah that the gateway says came in under it.
    pub settled: Rupiah,
    /// On bills, less what went back from there.
    pub allocated: Rupiah,
    /// Became the customer's credit, whatever it was used for since.
    pub credit: Rupiah,
    /// Went back to the payer.
    pub refunded: Rupiah,
    /// Waits in suspense.
    pub suspense: Rupiah,
    /// In none of these, but in a case that people have open; less than nothing where the books hold
    /// more than the gateway says.
    pub in_cases: Rupiah,
}

impl Placement {
    /// An order without money.
    #[must_use]
    pub const fn nothing(order_id: OrderId) -> Self {
        let zero = Rupiah::ZERO;
        Self {
            order_id,
            settled: zero,
            allocated: zero,
            credit: zero,
            refunded: zero,
            suspense: zero,
            in_cases: zero,
        }
    }

    /// What the books hold of it in all.
    #[must_use]
    pub fn held(&self) -> Rupiah {
        [self.allocated, self.credit, self.refunded, self.suspense].into_iter().sum()
    }

    /// What the gateway settled and no book explains; less than nothing where the books hold more.
    #[must_use]
    pub fn unexplained(&self) -> Rupiah {
        gap(self.settled, self.held().saturating_plus(self.in_cases))
    }
}

/// What lacks, with its sign: sums of rupiah are far from any limit.
pub(super) fn gap(settled: Rupiah, held: Rupiah) -> Rupiah {
    settled.saturating_plus(held.negated())
}

/// An order with rupiah that nothing explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unexplained {
    /// The order.
    pub order_id: OrderId,
    /// What the gateway settled.
    pub settled: Rupiah,
    /// What the books hold of it.
    pub held: Rupiah,
    /// The difference; less than nothing where the books hold more.
    pub unexplained: Rupiah,
}

/// The conservation of money over a set of orders:
/// `settled = allocated + credit + refunded + suspense + in cases + unexplained`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conservation {
    /// Orders with money, by either book.
    pub orders: u32,
    /// What the gateway settled.
    pub settled: Rupiah,
    /// On bills.
    pub allocated: Rupiah,
    /// Became credit.
    pub credit: Rupiah,
    /// Went back.
    pub refunded: Rupiah,
    /// In suspense.
    pub suspense: Rupiah,
    /// In open cases.
    pub in_cases: Rupiah,
    /// Orders that nothing explains, at most [`Conservation::LINES_MAX`] of them.
    pub lines: Vec<Unexplained>,
    /// How many there are.
    pub lines_in_all: u32,
}

impl Conservation {
    /// The most lines that a report keeps; the sums count all.
    pub const LINES_MAX: usize = 200;

    /// What nothing explains, by the sums.
    #[must_use]
    pub fn unexplained(&self) -> Rupiah {
        let held = [self.allocated, self.credit, self.refunded, self.suspense, self.in_cases];
        gap(self.settled, held.into_iter().sum())
    }

    /// Whether every rupiah of every order is explained, not only their sum.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.lines_in_all == 0
    }

    /// Takes one more order in.
    pub fn add(&mut self, one: &Placement) {
        if one.settled.is_zero() && one.held().is_zero() && one.in_cases.is_zero() {
            return;
        }
        self.orders = self.orders.saturating_add(1);
        for (sum, part) in [
            (&mut self.settled, one.settled),
            (&mut self.allocated, one.allocated),
            (&mut self.credit, one.credit),
            (&mut self.refunded, one.refunded),
            (&mut self.suspense, one.suspense),
            (&mut self.in_cases, one.in_cases),
        ] {
            *sum = sum.saturating_plus(part);
        }
        let unexplained = one.unexplained();
        if unexplained.is_zero() {
            return;
        }
        self.lines_in_all = self.lines_in_all.saturating_add(1);
        if self.lines.len() < Self::LINES_MAX {
            self.lines.push(Unexplained {
                order_id: one.order_id.clone(),
                settled: one.settled,
                held: one.held(),
                unexplained,
            });
        }
    }
}

/// Adds orders up.
#[must_use]
pub fn conservation(orders: impl IntoIterator<Item = Placement>) -> Conservation {
    let mut all = Conservation::default();
    for order in orders {
        all.add(&order);
    }
    all
}
