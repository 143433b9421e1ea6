//! The names that occurred in a life, under which its books are read again.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::Reminder;
use crate::aggregate::AggregateId;
use crate::audit::Row;
use crate::id::OrderId;
use crate::ports::{Change, InboxKey, Key, Subject};
use crate::time::Timestamp;

/// What was named, and what of it since the last look.
#[derive(Default)]
pub(super) struct Known {
    /// What shows the whole of each aggregate.
    pub(super) whole: BTreeMap<AggregateId, BTreeSet<Subject>>,
    pub(super) keys: BTreeSet<Key>,
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) touched: BTreeSet<AggregateId>,
    pub(super) subjects: BTreeSet<Subject>,
    pub(super) fresh_keys: BTreeSet<Key>,
    /// The latest instant.
    pub(super) now: Option<Timestamp>,
}

impl Known {
    pub(super) fn passes(&mut self, now: Timestamp) {
        self.now = self.now.max(Some(now));
    }

    pub(super) fn learn(&mut self, change: &Change) {
        for aggregate in &change.aggregates {
            let mut named: Vec<Subject> = aggregate.rows.iter().flat_map(subjects).collect();
            named.push(subject(&aggregate.id));
            for one in &named {
                if let Subject::Order(order) = one {
                    self.orders.insert(order.clone());
                }
            }
            self.subjects.extend(named.iter().cloned());
            self.whole.entry(aggregate.id.clone()).or_default().extend(named);
            self.touched.insert(aggregate.id.clone());
            aggregate.entries.iter().for_each(|row| self.passes(row.entry.at));
        }
        let keys = keys(change);
        self.keys.extend(keys.iter().cloned());
        self.fresh_keys.extend(keys);
    }
}

/// Every key that a change names.
pub(super) fn keys(change: &Change) -> Vec<Key> {
    let answers = change.answers.iter().map(|answer| Key::Command(answer.id.clone()));
    let arrivals = change.arrivals.iter().map(|arrival| Key::Inbox(arrival.key.clone()));
    let settled = change.settled.iter().flat_map(|settled| {
        // A refuted one gives its key up and is kept under a number.
        let numbered = |number: u32| InboxKey {
            order_id: settled.key.order_id.clone(),
            event_key: format!("{}#{number}", settled.key.event_key),
        };
        [settled.key.clone(), numbered(1), numbered(2)].map(Key::Inbox)
    });
    let done = change.done.iter().cloned().map(Key::Effect);
    let planned = change.planned.iter().map(|row| Key::Effect(row.planned.id.clone()));
    answers.chain(arrivals).chain(settled).chain(done).chain(planned).collect()
}

/// What names an aggregate.
pub(super) fn subject(id: &AggregateId) -> Subject {
    match id.clone() {
        AggregateId::Account(id) => Subject::Account(id),
        AggregateId::Package(id) => Subject::Package(id),
        AggregateId::Series(month) => Subject::Series(month),
        AggregateId::User(id) => Subject::User(id),
        AggregateId::Suspense(order) => Subject::Order(order),
        AggregateId::Promo(id) => Subject::Promo(id),
        AggregateId::Roster => Subject::Roster,
        AggregateId::Policy => Subject::Policy,
    }
}

/// Everything that a row can be found by.
fn subjects(row: &Row) -> Vec<Subject> {
    match row {
        Row::Account(row) => vec![Subject::CustomerCode(row.customer.code.as_str().to_owned())],
        Row::Subscription { row, .. } => vec![Subject::Subscription(row.id.clone(), None)],
        Row::Invoice { row, .. } => vec![
            Subject::Invoice(row.id.clone()),
            Subject::Subscription(row.subscription.clone(), Some(row.period)),
        ],
        Row::Attempt { row, .. } => vec![Subject::Order(row.order_id.clone())],
        Row::Case { row, .. } => vec![Subject::Case(row.id.clone())],
        Row::Refund { row, .. } => vec![Subject::Refund(row.id.clone())],
        Row::Void { row, .. } => vec![Subject::Void(row.id.clone())],
        Row::Posting { row, .. } => vec![Subject::Posting(row.id.clone())],
        Row::CreditNote { row, .. } => vec![Subject::CreditNote(row.id.clone())],
        Row::Reminder { row, .. } => reminded(row),
        Row::Package(row) => vec![Subject::PackageCode(row.code.clone())],
        Row::User(row) => vec![Subject::Email(row.email.clone())],
        Row::Suspense(row) => vec![Subject::Order(row.order_id.clone())],
        Row::Promo(_) | Row::Roster(_) | Row::Policy(_) | Row::Series(_) => Vec::new(),
    }
}

fn reminded(row: &Reminder) -> Vec<Subject> {
    let message = |handed: &crate::account::Handed| {
        Some(Subject::Message(handed.tried.channel, handed.provider_id.clone()?))
    };
    let named = [Subject::Reminder(row.id.clone())];
    named.into_iter().chain(row.tries.iter().filter_map(message)).collect()
}
