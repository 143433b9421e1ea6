//! What makes a change lose: a version that moved on, a key that exists, what must be unique.

use super::memory::State;
use crate::account::{Document, Invoice};
use crate::aggregate::Aggregate;
use crate::audit::Row;
use crate::ports::{Change, EffectState, InboxState};

impl State {
    pub(super) fn clashes(&self, change: &Change) -> bool {
        let version = |id| self.versions.get(id).map_or(0, |(version, _)| *version);
        change.aggregates.iter().any(|aggregate| version(&aggregate.id) != aggregate.expected)
            || change
                .aggregates
                .iter()
                .flat_map(|aggregate| &aggregate.rows)
                .any(|row| self.taken(row))
            || change.answers.iter().any(|answer| self.answers.contains_key(&answer.id))
            || change.arrivals.iter().any(|arrival| self.inbox_states.contains_key(&arrival.key))
            || change
                .settled
                .iter()
                .any(|settled| self.inbox_states.get(&settled.key) != Some(&InboxState::Parked))
            || change
                .done
                .iter()
                .any(|id| self.effect_states.get(id) != Some(&EffectState::Waiting))
            || change
                .planned
                .iter()
                .any(|planned| self.effect_states.contains_key(&planned.planned.id))
    }

    /// Whether what must be unique is another's: a customer's number, an address, an order id, a
    /// package's code, an invoice number, the bill of a month.
    fn taken(&self, row: &Row) -> bool {
        match row {
            Row::Account(row) => self
                .accounts
                .values()
                .any(|other| other.customer.code == row.customer.code && other.id != row.id),
            Row::Attempt { account, row } => self
                .accounts
                .values()
                .any(|other| other.id != *account && other.attempts.contains_key(&row.order_id)),
            Row::Package(row) => self.others.values().any(|other| {
                matches!(other, Aggregate::Package(one) if one.code == row.code && one.id != row.id)
            }),
            Row::Invoice { row, .. } => {
                let others = self.accounts.values().flat_map(|account| account.invoices.values());
                others.filter(|other| other.id != row.id).any(|other| same_bill(other, row))
            }
            Row::User(row) => self.others.values().any(|other| {
                matches!(other, Aggregate::User(user) if user.email == row.email && user.id != row.id)
            }),
            _ => false,
        }
    }
}

/// Whether two bills have one number, or bill one thing and both stand.
fn same_bill(one: &Invoice, other: &Invoice) -> bool {
    let bills = |invoice: &Invoice| {
        let stands = invoice.document != Document::Void;
        stands.then(|| (invoice.subscription.clone(), invoice.period, invoice.sequence))
    };
    let numbered = one.number.is_some() && one.number == other.number;
    numbered || bills(one).is_some_and(|billed| bills(other) == Some(billed))
}
