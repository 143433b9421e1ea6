//! A bill as the trail tells it: what is open of it on any day from a day on.

use chrono::NaiveDate;
use serde_json::Value;

use super::aging::{Change, ChangeKind, Receivable};
use crate::account::{Document, Invoice, Withheld};
use crate::audit::{FieldChange, rewound};
use crate::money::Rupiah;
use crate::time::{Timestamp, Zone};

/// Changes of a row with the instant at which each was decided, oldest first.
pub type Later = Vec<(Timestamp, FieldChange)>;

/// The figures of a bill that its open amount follows from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Standing {
    paid: Rupiah,
    credited: Rupiah,
    kept_back: Rupiah,
}

impl Receivable {
    /// An issued bill from what it is now and what changed it later than some instant: true for the
    /// days from that instant on. What it had been through by then counts from the day of its issue.
    ///
    /// `None` for what was never issued, and for a row of the past that cannot be read.
    #[must_use]
    pub fn traced(now: &Invoice, zone: Zone, later: &Later) -> Option<Self> {
        let (issued_on, due) = (now.issued_at?.day_in(zone), now.due_date?);
        now.number?;
        let earlier = before(now, later)?;
        let mut standing = Standing::default();
        let mut changes = Vec::new();
        if let Some(earlier) = &earlier {
            if earlier.document == Document::Void {
                changes.push(Change { on: issued_on, kind: ChangeKind::Void, amount: now.total });
            }
            let stood = Standing {
                paid: earlier.paid,
                credited: earlier.credited,
                kept_back: earlier.kept_back(),
            };
            standing.becomes(stood, issued_on, &mut changes);
        }
        let mut on = issued_on;
        for (at, change) in later {
            // A commit may carry an earlier instant than the one before it; a chain has one order.
            on = on.max(at.day_in(zone));
            if change.field == "document" && change.after.as_str() == Some(Document::Void.as_str())
            {
                changes.push(Change { on, kind: ChangeKind::Void, amount: now.total });
            }
            standing.becomes(standing.with(change), on, &mut changes);
        }
        Some(Self { invoice: now.id.clone(), issued_on, due, total: now.total, changes })
    }
}

/// The bill before the changes: nothing inside when they made it, nothing at all when what was
/// cannot be read.
fn before(now: &Invoice, later: &Later) -> Option<Option<Invoice>> {
    if later.is_empty() {
        return Some(Some(now.clone()));
    }
    let changes: Vec<FieldChange> = later.iter().map(|(_, change)| change.clone()).collect();
    match rewound(serde_json::to_value(now).ok()?, &changes) {
        None => Some(None),
        Some(fields) => serde_json::from_value(fields).ok().map(Some),
    }
}

impl Standing {
    /// The figures after a change of a field.
    fn with(self, change: &FieldChange) -> Self {
        match change.field.as_str() {
            "paid" => Self { paid: rupiah(&change.after), ..self },
            "credited" => Self { credited: rupiah(&change.after), ..self },
            "withheld" => Self { kept_back: kept_back(&change.after), ..self },
            _ => self,
        }
    }

    /// Goes over to other figures, and notes what that means for the bill.
    fn becomes(&mut self, next: Self, on: NaiveDate, changes: &mut Vec<Change>) {
        let steps = [
            (self.paid, next.paid, ChangeKind::Payment, ChangeKind::Reversal),
            // Nothing takes a credit note back.
            (self.credited, next.credited, ChangeKind::CreditNote, ChangeKind::Reversal),
            (
                self.kept_back,
                next.kept_back,
                ChangeKind::Withholding,
                ChangeKind::WithholdingRejected,
            ),
        ];
        for (from, to, up, down) in steps {
            let amount = Rupiah::clamped((to.get() - from.get()).abs());
            if amount.is_positive() {
                let kind = if to > from { up } else { down };
                changes.push(Change { on, kind, amount });
            }
        }
        *self = next;
    }
}

fn rupiah(value: &Value) -> Rupiah {
    Rupiah::clamped(value.as_i64().unwrap_or_default())
}

fn kept_back(value: &Value) -> Rupiah {
    let withheld: Option<Withheld> = serde_json::from_value(value.clone()).unwrap_or_default();
    withheld.as_ref().map_or(Rupiah::ZERO, Withheld::counts)
}
