//! Who owes since when, as of any day.

use chrono::NaiveDate;

use crate::id::InvoiceId;
use crate::money::Rupiah;
use crate::words::words;

/// An issued bill with all that ever changed what is open of it. Days are civil ones in the seller's
/// zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receivable {
    /// The bill.
    pub invoice: InvoiceId,
    /// The day of its issue.
    pub issued_on: NaiveDate,
    /// When it falls due.
    pub due: NaiveDate,
    /// Its total.
    pub total: Rupiah,
    /// What changed it since, in any order.
    pub changes: Vec<Change>,
}

/// A dated change of what is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The day it counts from.
    pub on: NaiveDate,
    /// What.
    pub kind: ChangeKind,
    /// By how much; positive.
    pub amount: Rupiah,
}

words! {
    /// What changes what is open of a bill.
    ChangeKind {
        /// Money was allocated.
        Payment = "payment",
        /// Tax was kept back, and not rejected.
        Withholding = "withholding",
        /// A credit note.
        CreditNote = "credit_note",
        /// The bill was taken back; nothing is open whatever the amount.
        Void = "void",
        /// An allocation was taken back: a reversal, a chargeback, a refund before it was paid in
        /// full.
        Reversal = "reversal",
        /// A withholding was rejected after all.
        WithholdingRejected = "withholding_rejected",
    }
}

words! {
    /// Days past the due date.
    Bucket {
        /// Not past it: 0 or fewer (*belum jatuh tempo*).
        NotDue = "not_due",
        /// 1 to 30.
        UpTo30 = "1-30",
        /// 31 to 60.
        UpTo60 = "31-60",
        /// 61 to 90.
        UpTo90 = "61-90",
        /// More than 90.
        Over90 = "over_90",
    }
}

impl Bucket {
    /// The bucket of so many days past the due date; negative before it.
    #[must_use]
    pub const fn of(days: i64) -> Self {
        match days {
            i64::MIN..=0 => Self::NotDue,
            1..=30 => Self::UpTo30,
            31..=60 => Self::UpTo60,
            61..=90 => Self::UpTo90,
            91..=i64::MAX => Self::Over90,
        }
    }
}

/// What is open, as of the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aging {
    /// The day.
    pub as_of: NaiveDate,
    /// The bills of which something is open, longest overdue first.
    pub rows: Vec<AgingRow>,
}

/// A bill of which something is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgingRow {
    /// The bill.
    pub invoice: InvoiceId,
    /// When it fell or falls due.
    pub due: NaiveDate,
    /// Days past the due date; negative before it.
    pub days: i64,
    /// Where it stands.
    pub bucket: Bucket,
    /// What is open.
    pub open: Rupiah,
}

impl Aging {
    /// What is open in a bucket.
    #[must_use]
    pub fn sum(&self, bucket: Bucket) -> Rupiah {
        self.rows.iter().filter(|row| row.bucket == bucket).map(|row| row.open).sum()
    }

    /// What is open in all: the sum of the buckets, and what the control account of receivables says.
    #[must_use]
    pub fn total(&self) -> Rupiah {
        self.rows.iter().map(|row| row.open).sum()
    }
}

/// What was open at the end of a day: of bills issued by then, total less payments, withholding and
/// credit notes dated by then. A surplus is the customer's credit, never a negative row.
#[must_use]
pub fn aging(bills: &[Receivable], as_of: NaiveDate) -> Aging {
    let mut rows: Vec<AgingRow> = bills.iter().filter_map(|bill| row(bill, as_of)).collect();
    rows.sort_by(|a, b| (b.days, &a.invoice).cmp(&(a.days, &b.invoice)));
    Aging { as_of, rows }
}

fn row(bill: &Receivable, as_of: NaiveDate) -> Option<AgingRow> {
    if bill.issued_on > as_of {
        return None;
    }
    let mut open = bill.total;
    for change in bill.changes.iter().filter(|change| change.on <= as_of) {
        open = match change.kind {
            ChangeKind::Payment | ChangeKind::Withholding | ChangeKind::CreditNote => {
                open.saturating_plus(change.amount.negated())
            }
            ChangeKind::Reversal | ChangeKind::WithholdingRejected => {
                open.saturating_plus(change.amount)
            }
            ChangeKind::Void => return None,
        };
    }
    let days = as_of.signed_duration_since(bill.due).num_days();
    open.is_positive().then(|| AgingRow {
        invoice: bill.invoice.clone(),
        due: bill.due,
        days,
        bucket: Bucket::of(days),
        open,
    })
}
