//! What a batch names, each thing once, as the lists of the statement.

use std::collections::BTreeSet;

use wikarta_core::aggregate::AggregateId;
use wikarta_core::ports::{Fault, Key, Subject, Want};

use crate::sheet::json;

/// The lists, in the order of the statement's parameters.
#[derive(Default)]
pub(super) struct Wanted<'a> {
    accounts: BTreeSet<&'a str>,
    codes: BTreeSet<&'a str>,
    subscriptions: BTreeSet<(&'a str, Option<String>)>,
    invoices: BTreeSet<&'a str>,
    orders: BTreeSet<&'a str>,
    others: BTreeSet<String>,
    emails: BTreeSet<&'a str>,
    commands: BTreeSet<&'a str>,
    arrivals: BTreeSet<(&'a str, &'a str)>,
    effects: BTreeSet<&'a str>,
    refunds: BTreeSet<&'a str>,
    voids: BTreeSet<&'a str>,
    postings: BTreeSet<&'a str>,
    credit_notes: BTreeSet<&'a str>,
    cases: BTreeSet<&'a str>,
    reminders: BTreeSet<&'a str>,
    messages: BTreeSet<(&'static str, &'a str)>,
    package_codes: BTreeSet<&'a str>,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(wants: &'a [Want]) -> Self {
        let mut wanted = Self::default();
        for want in wants {
            want.subjects.iter().for_each(|subject| wanted.name(subject));
            match &want.key {
                Some(Key::Command(id)) => {
                    wanted.commands.insert(id.as_str());
                }
                Some(Key::Inbox(key)) => {
                    wanted.arrivals.insert((key.order_id.as_str(), &key.event_key));
                }
                Some(Key::Effect(id)) => {
                    wanted.effects.insert(id.as_str());
                }
                None => {}
            }
        }
        wanted
    }

    fn name(&mut self, subject: &'a Subject) {
        match subject {
            Subject::Account(id) => {
                self.accounts.insert(id.as_str());
            }
            Subject::CustomerCode(code) => {
                self.codes.insert(code);
            }
            Subject::Subscription(id, month) => {
                self.subscriptions.insert((id.as_str(), month.map(|month| month.to_string())));
            }
            Subject::Invoice(id) => {
                self.invoices.insert(id.as_str());
            }
            Subject::Order(order) => {
                self.orders.insert(order.as_str());
                self.others.insert(AggregateId::Suspense(order.clone()).to_string());
            }
            Subject::Package(id) => {
                self.others.insert(AggregateId::Package(id.clone()).to_string());
            }
            Subject::PackageCode(code) => {
                self.package_codes.insert(code);
            }
            Subject::Series(month) => {
                self.others.insert(AggregateId::Series(*month).to_string());
            }
            Subject::User(id) => {
                self.others.insert(AggregateId::User(id.clone()).to_string());
            }
            Subject::Email(address) => {
                self.emails.insert(address);
            }
            Subject::Refund(id) => {
                self.refunds.insert(id.as_str());
            }
            Subject::Void(id) => {
                self.voids.insert(id.as_str());
            }
            Subject::Posting(id) => {
                self.postings.insert(id.as_str());
            }
            Subject::CreditNote(id) => {
                self.credit_notes.insert(id.as_str());
            }
            Subject::Case(id) => {
                self.cases.insert(id.as_str());
            }
            Subject::Reminder(id) => {
                self.reminders.insert(id.as_str());
            }
            Subject::Message(channel, name) => {
                self.messages.insert((channel.as_str(), name));
            }
            Subject::Promo(id) => {
                self.others.insert(AggregateId::Promo(id.clone()).to_string());
            }
            Subject::Roster => {
                self.others.insert(AggregateId::Roster.to_string());
            }
            Subject::Policy => {
                self.others.insert(AggregateId::Policy.to_string());
            }
        }
    }

    /// Whether anything is named that names bills and attempts itself.
    pub(super) fn asks(&self) -> bool {
        let asked = [
            &self.refunds,
            &self.voids,
            &self.postings,
            &self.credit_notes,
            &self.cases,
            &self.reminders,
        ];
        asked.into_iter().any(|ids| !ids.is_empty()) || !self.messages.is_empty()
    }

    pub(super) fn parameters(&self) -> Result<[String; 18], Fault> {
        Ok([
            json(&self.accounts)?,
            json(&self.codes)?,
            json(&self.subscriptions)?,
            json(&self.invoices)?,
            json(&self.orders)?,
            json(&self.others)?,
            json(&self.emails)?,
            json(&self.commands)?,
            json(&self.arrivals)?,
            json(&self.effects)?,
            json(&self.refunds)?,
            json(&self.voids)?,
            json(&self.postings)?,
            json(&self.credit_notes)?,
            json(&self.cases)?,
            json(&self.reminders)?,
            json(&self.messages)?,
            json(&self.package_codes)?,
        ])
    }
}
