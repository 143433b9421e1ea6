//! Dated facts for reports: rows as they stood at an instant.
//!
//! A row keeps what it is now. What it was is read from the trail: the present row, less what the
//! trail says changed it since. So a report of today reads rows alone, and one of a past day costs
//! what happened since, never what happened ever. Bills, attempts, subscriptions and refunds are
//! taken back that way; movements of money are read from the events of their span; issue, due day,
//! request and settlement are dated in the rows themselves.

mod bills;
mod money;
mod past;
mod reminders;
mod safety;
mod subscriptions;

use sqlx::sqlite::SqliteRow;
use wikarta_core::customer::Kind;
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;
use wikarta_core::time::{Timestamp, Zone};

use super::page::{column, parsed, zone};

pub use bills::{BillRow, Which};
pub use money::{MoneyMove, RefundEntry, SettlementRow};
pub use past::stood;
pub use reminders::ReminderRow;
pub use safety::SafetyRow;

/// A span of instants, the last one not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
}

impl Span {
    /// Whether an instant is in it.
    #[must_use]
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// Whose something is, as far as reports tell and filter by it.
#[derive(Debug, Clone)]
pub struct Buyer {
    /// The customer.
    pub account: AccountId,
    /// The customer's number.
    pub code: String,
    /// The name; empty once erased.
    pub name: String,
    /// The customer's zone.
    pub zone: Zone,
    /// Home or business.
    pub kind: Kind,
}

impl Buyer {
    fn of(row: &SqliteRow) -> Result<Self, Fault> {
        Ok(Self {
            account: parsed(row, "account_id")?,
            code: column(row, "code")?,
            name: column(row, "name")?,
            zone: zone(row)?,
            kind: parsed(row, "kind")?,
        })
    }
}
