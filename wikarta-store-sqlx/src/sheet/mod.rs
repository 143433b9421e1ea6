//! What a commit writes, as lists of rows whose keys are the columns.
//!
//! Every list travels as one JSON parameter, so the text of a statement never depends on how much is
//! written, and the same lists serve every dialect that can read JSON into rows.

mod access;
mod account;
mod catalogue;
mod correction;
mod dunning;
mod invoice;
mod journal;
mod payment;
mod policy;
mod traffic;

use serde::Serialize;
use wikarta_core::audit::Row;
use wikarta_core::id::EffectId;
use wikarta_core::ports::{AggregateChange, Change, Fault};
use wikarta_core::time::Timestamp;

use crate::fault;
use crate::vault::Vault;

/// A list without rows.
pub(crate) const EMPTY: &str = "[]";

/// The rows of the winning changes, one list a table.
#[derive(Default)]
pub(crate) struct Sheet<'a> {
    vault: Option<&'a Vault>,
    aggregates: Vec<journal::AggregateColumns>,
    customers: Vec<account::CustomerColumns<'a>>,
    personal: Vec<account::PersonalColumns<'a>>,
    packages: Vec<catalogue::PackageColumns<'a>>,
    subscriptions: Vec<account::SubscriptionColumns<'a>>,
    series: Vec<catalogue::SeriesColumns>,
    users: Vec<access::UserColumns<'a>>,
    invoices: Vec<invoice::InvoiceColumns<'a>>,
    lines: Vec<invoice::LineColumns<'a>>,
    arrivals: Vec<traffic::ArrivalColumns<'a>>,
    settled: Vec<traffic::SettledColumns<'a>>,
    payments: Vec<payment::PaymentColumns<'a>>,
    shares: Vec<payment::ShareColumns<'a>>,
    allocations: Vec<invoice::AllocationColumns<'a>>,
    refunds: Vec<payment::RefundColumns<'a>>,
    cases: Vec<account::CaseColumns<'a>>,
    suspense: Vec<catalogue::SuspenseColumns<'a>>,
    audit: Vec<journal::AuditColumns<'a>>,
    entities: Vec<journal::EntityColumns<'a>>,
    commands: Vec<traffic::CommandColumns<'a>>,
    done: Vec<(&'a EffectId, Option<i64>)>,
    outbox: Vec<traffic::OutboxColumns<'a>>,
    postings: Vec<correction::PostingColumns<'a>>,
    refund_cases: Vec<correction::RefundCaseColumns<'a>>,
    void_cases: Vec<correction::VoidCaseColumns<'a>>,
    credit_notes: Vec<correction::CreditNoteColumns<'a>>,
    promos: Vec<catalogue::PromoColumns<'a>>,
    roster: Vec<access::RosterColumns<'a>>,
    reminders: Vec<dunning::ReminderColumns<'a>>,
    messages: Vec<dunning::MessageColumns<'a>>,
    policy: Vec<policy::PolicyColumns<'a>>,
    erased: Vec<&'a str>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet; personal values are sealed by the vault.
    pub(crate) fn under(vault: Option<&'a Vault>) -> Self {
        Self { vault, ..Self::default() }
    }

    /// Adds everything that a change writes.
    pub(crate) fn add(&mut self, change: &'a Change) -> Result<(), Fault> {
        for aggregate in &change.aggregates {
            self.add_aggregate(aggregate)?;
        }
        for record in &change.personal {
            self.personal.push(account::PersonalColumns::of(record, self.vault)?);
        }
        self.erased.extend(change.erased.iter().map(|account| account.as_str()));
        for arrival in &change.arrivals {
            self.arrivals.push(traffic::ArrivalColumns::of(arrival)?);
        }
        self.settled.extend(change.settled.iter().map(traffic::SettledColumns::of));
        self.commands.extend(change.answers.iter().map(traffic::CommandColumns::of));
        let at = latest(change).map(Timestamp::as_micros);
        self.done.extend(change.done.iter().map(|id| (id, at)));
        for planned in &change.planned {
            self.outbox.push(traffic::OutboxColumns::of(planned)?);
        }
        Ok(())
    }

    fn add_aggregate(&mut self, change: &'a AggregateChange) -> Result<(), Fault> {
        self.aggregates.push(journal::AggregateColumns::of(change));
        for row in &change.rows {
            self.add_row(row)?;
        }
        for row in &change.entries {
            self.audit.push(journal::AuditColumns::of(&row.entry));
            self.entities.extend(journal::entities(row));
        }
        Ok(())
    }

    fn add_row(&mut self, row: &'a Row) -> Result<(), Fault> {
        match row {
            Row::Account(row) => self.customers.push(account::CustomerColumns::of(row)?),
            Row::Subscription { account, row } => {
                self.subscriptions.push(account::SubscriptionColumns::of(account, row)?);
            }
            Row::Invoice { account, row } => {
                self.invoices.push(invoice::InvoiceColumns::of(account, row)?);
                self.lines.extend(invoice::lines(row));
                self.allocations.extend(invoice::allocations(row));
            }
            Row::Attempt { account, row } => {
                self.payments.push(payment::PaymentColumns::of(account, row)?);
                self.shares.extend(payment::shares(row));
                self.refunds.extend(payment::refunds(row));
            }
            Row::Case { account, row } => {
                self.cases.push(account::CaseColumns::of(account, row)?);
            }
            Row::Package(row) => self.packages.push(catalogue::PackageColumns::of(row)?),
            Row::Series(row) => self.series.push(catalogue::SeriesColumns::of(row)?),
            Row::User(row) => self.users.push(access::UserColumns::of(row)?),
            Row::Suspense(row) => self.suspense.push(catalogue::SuspenseColumns::of(row)?),
            Row::Refund { account, row } => {
                self.refund_cases.push(correction::RefundCaseColumns::of(account, row)?);
            }
            Row::Void { account, row } => {
                self.void_cases.push(correction::VoidCaseColumns::of(account, row)?);
            }
            Row::Posting { account, row } => {
                self.postings.push(correction::PostingColumns::of(account, row)?);
            }
            Row::CreditNote { account, row } => {
                self.credit_notes.push(correction::CreditNoteColumns::of(account, row)?);
            }
            Row::Reminder { account, row } => {
                self.reminders.push(dunning::ReminderColumns::of(account, row)?);
                self.messages.extend(dunning::messages(row));
            }
            Row::Promo(row) => self.promos.push(catalogue::PromoColumns::of(row)?),
            Row::Roster(row) => self.roster.push(access::RosterColumns::of(row)?),
            Row::Policy(row) => self.policy.push(policy::PolicyColumns::of(row)?),
        }
        Ok(())
    }

    /// The lists as JSON, in the order of the statement's parameters.
    pub(crate) fn parameters(&self) -> Result<[String; 32], Fault> {
        Ok([
            json(&self.aggregates)?,
            json(&self.customers)?,
            json(&self.personal)?,
            json(&self.packages)?,
            json(&self.subscriptions)?,
            json(&self.series)?,
            json(&self.users)?,
            json(&self.invoices)?,
            json(&self.lines)?,
            json(&self.arrivals)?,
            json(&self.settled)?,
            json(&self.payments)?,
            json(&self.shares)?,
            json(&self.allocations)?,
            json(&self.refunds)?,
            json(&self.cases)?,
            json(&self.suspense)?,
            json(&self.audit)?,
            json(&self.entities)?,
            json(&self.commands)?,
            json(&self.done)?,
            json(&self.outbox)?,
            json(&self.postings)?,
            json(&self.refund_cases)?,
            json(&self.void_cases)?,
            json(&self.credit_notes)?,
            json(&self.promos)?,
            json(&self.roster)?,
            json(&self.reminders)?,
            json(&self.messages)?,
            json(&self.policy)?,
            json(&self.erased)?,
        ])
    }
}

/// When a change was decided, as far as it says so.
fn latest(change: &Change) -> Option<Timestamp> {
    let entries = change.aggregates.iter().flat_map(|aggregate| &aggregate.entries);
    let answered = change.answers.iter().map(|answer| answer.at);
    let settled = change.settled.iter().map(|settled| settled.at);
    entries.map(|row| row.entry.at).chain(answered).chain(settled).max()
}

/// A value as JSON text.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| fault::unfit("a value", &error))
}
