//! Finding what a subject names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memory::State;
use super::narrow::Named;
use crate::account::{
    Account, Document, Invoice, Proposal, RefundSource, Reminder, Resolution, Source,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::{AccountId, InvoiceId, OrderId, ReminderId};
use crate::ports::{Held, Subject};
use crate::suspense::SuspenseItem;

impl State {
    pub(super) fn find(
        &self,
        subject: &Subject,
        named: &mut BTreeMap<AccountId, Named>,
        held: &mut Vec<Held>,
    ) {
        let mut other = |id: AggregateId| {
            // Named twice, by its id and by its code, it comes once.
            let known = held.iter().any(|one| one.aggregate.id() == id);
            if let Some(aggregate) = self.others.get(&id).filter(|_| !known) {
                held.push(self.held(id, aggregate.clone()));
            }
        };
        let owner = |has: &dyn Fn(&Account) -> bool| {
            self.accounts.values().find(|account| has(account)).map(|account| account.id.clone())
        };
        match subject {
            Subject::Account(id) => {
                named.entry(id.clone()).or_default();
            }
            Subject::CustomerCode(code) => {
                if let Some(id) = owner(&|account| account.customer.code.as_str() == code) {
                    named.entry(id).or_default();
                }
            }
            Subject::Subscription(subscription, month) => {
                let Some(id) = owner(&|account| account.subscriptions.contains_key(subscription))
                else {
                    return;
                };
                let entry = named.entry(id.clone()).or_default();
                let Some(account) = self.accounts.get(&id) else { return };
                let billed = account.invoices.values().filter(|invoice| {
                    let stands = invoice.document != Document::Void;
                    let of_month = Some(invoice.period) == *month;
                    stands && of_month && invoice.subscription == *subscription
                });
                entry.invoices.extend(billed.map(|invoice| invoice.id.clone()));
            }
            Subject::Invoice(invoice) => {
                if let Some(id) = owner(&|account| account.invoices.contains_key(invoice)) {
                    named.entry(id).or_default().invoices.insert(invoice.clone());
                }
            }
            Subject::Order(order) => match owner(&|account| account.attempts.contains_key(order)) {
                Some(id) => {
                    named.entry(id).or_default().orders.insert(order.clone());
                }
                None => {
                    self.find_moved(order, named);
                    other(AggregateId::Suspense(order.clone()));
                }
            },
            Subject::Refund(_)
            | Subject::Void(_)
            | Subject::Posting(_)
            | Subject::CreditNote(_)
            | Subject::Case(_)
            | Subject::Reminder(_)
            | Subject::Message(..) => self.find_work(subject, named),
            Subject::Promo(id) => other(AggregateId::Promo(id.clone())),
            Subject::Roster => other(AggregateId::Roster),
            Subject::Policy => other(AggregateId::Policy),
            Subject::Package(id) => other(AggregateId::Package(id.clone())),
            Subject::Series(month) => other(AggregateId::Series(*month)),
            Subject::User(id) => other(AggregateId::User(id.clone())),
            Subject::Email(email) => self.with_email(email).into_iter().for_each(other),
            Subject::PackageCode(code) => self.sold_as(code).into_iter().for_each(other),
        }
    }

    /// Finds whose the money of an unknown order is by now: what became of it is where it is.
    fn find_moved(&self, order: &OrderId, named: &mut BTreeMap<AccountId, Named>) {
        let item = self.others.get(&AggregateId::Suspense(order.clone()));
        let Some(Aggregate::Suspense(SuspenseItem { moved: Some(moved), .. })) = item else {
            return;
        };
        let Some(account) = self.accounts.get(&moved.account) else { return };
        let entry = named.entry(account.id.clone()).or_default();
        entry.invoices.extend(holding(account, &Source::Suspense(order.clone())));
        entry.orders.insert(order.clone());
    }

    fn with_email(&self, email: &str) -> Option<AggregateId> {
        self.others.iter().find_map(|(id, aggregate)| match aggregate {
            Aggregate::User(user) if user.email == *email => Some(id.clone()),
            _ => None,
        })
    }

    fn sold_as(&self, code: &str) -> Option<AggregateId> {
        self.others.iter().find_map(|(id, aggregate)| match aggregate {
            Aggregate::Package(package) if package.code == *code => Some(id.clone()),
            _ => None,
        })
    }

    /// Finds what people work on in an account, with what it is about.
    fn find_work(&self, subject: &Subject, named: &mut BTreeMap<AccountId, Named>) {
        let has = |account: &&Arc<Account>| match subject {
            Subject::Refund(id) => account.refunds.contains_key(id),
            Subject::Void(id) => account.voids.contains_key(id),
            Subject::Posting(id) => account.postings.contains_key(id),
            Subject::CreditNote(id) => account.credit_notes.contains_key(id),
            Subject::Case(id) => account.cases.contains_key(id),
            Subject::Reminder(id) => account.reminders.contains_key(id),
            Subject::Message(channel, name) => {
                account.reminders.values().any(|found| found.has_message(*channel, name))
            }
            _ => false,
        };
        let Some(account) = self.accounts.values().find(has) else { return };
        let entry = named.entry(account.id.clone()).or_default();
        match subject {
            Subject::Refund(id) => {
                let Some(case) = account.refunds.get(id) else { return };
                entry.invoices.extend(case.invoice.clone());
                if let RefundSource::Attempt(order) = &case.source {
                    entry.orders.insert(order.clone());
                }
            }
            Subject::Void(id) => {
                entry.invoices.extend(account.voids.get(id).map(|case| case.invoice.clone()));
            }
            Subject::Posting(id) => {
                entry.invoices.extend(holding(account, &Source::Posting(id.clone())));
                let posting = account.postings.get(id);
                entry.invoices.extend(posting.into_iter().flat_map(|it| it.invoices.clone()));
            }
            Subject::CreditNote(id) => {
                let note = account.credit_notes.get(id);
                entry.invoices.extend(note.map(|note| note.invoice.clone()));
            }
            Subject::Case(id) => {
                entry.cases.insert(id.clone());
                let Some(case) = account.cases.get(id) else { return };
                entry.orders.extend(case.order_id.clone());
                entry.invoices.extend(case.invoice.clone());
                if let Some(Proposal { resolution: Resolution::Invoices { invoices }, .. }) =
                    &case.proposal
                {
                    entry.invoices.extend(invoices.iter().cloned());
                }
            }
            Subject::Reminder(id) => {
                let named = account.reminders.get(id).map(|found| found.speaker());
                entry.invoices.extend(told_of(account, named));
            }
            Subject::Message(channel, name) => {
                let sent =
                    account.reminders.values().find(|found| found.has_message(*channel, name));
                entry.invoices.extend(told_of(account, sent.map(|found| found.speaker())));
            }
            _ => {}
        }
    }
}

/// The bills that a message speaks of.
fn told_of<'a>(
    account: &'a Account,
    speaker: Option<&'a ReminderId>,
) -> impl Iterator<Item = InvoiceId> + 'a {
    let own = move |found: &&Reminder| Some(found.speaker()) == speaker;
    account.reminders.values().filter(own).map(|found| found.invoice.clone())
}

/// The invoices that money of a source is on.
fn holding<'a>(account: &'a Account, source: &'a Source) -> impl Iterator<Item = InvoiceId> + 'a {
    let on = |invoice: &&Invoice| invoice.allocations.iter().any(|found| found.source == *source);
    account.invoices.values().filter(on).map(|invoice| invoice.id.clone())
}
