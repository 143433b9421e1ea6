//! Finding what a subject names.

use std::collections::BTreeMap;

use super::memory::State;
use super::narrow::Named;
use crate::account::{Account, Invoice, Proposal, RefundSource, Resolution, Source};
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::{AccountId, InvoiceId};
use crate::ports::{Held, Subject};

impl State {
    pub(super) fn find(
        &self,
        subject: &Subject,
        named: &mut BTreeMap<AccountId, Named>,
        held: &mut Vec<Held>,
    ) {
        let mut other = |id: AggregateId| {
            if let Some(aggregate) = self.others.get(&id) {
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
                    invoice.subscription == *subscription && Some(invoice.period) == *month
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
                    let id = AggregateId::Suspense(order.clone());
                    let moved = match self.others.get(&id) {
                        Some(Aggregate::Suspense(item)) => item.moved.as_ref(),
                        _ => None,
                    };
                    // What became of its money is where it is now.
                    if let Some(account) = moved.and_then(|it| self.accounts.get(&it.account)) {
                        let source = Source::Suspense(order.clone());
                        let entry = named.entry(account.id.clone()).or_default();
                        entry.invoices.extend(holding(account, &source));
                    }
                    other(id);
                }
            },
            Subject::Refund(refund) => {
                let Some(id) = owner(&|account| account.refunds.contains_key(refund)) else {
                    return;
                };
                let entry = named.entry(id.clone()).or_default();
                let case = self.accounts.get(&id).and_then(|found| found.refunds.get(refund));
                let Some(case) = case else { return };
                entry.invoices.extend(case.invoice.clone());
                if let RefundSource::Attempt(order) = &case.source {
                    entry.orders.insert(order.clone());
                }
            }
            Subject::Void(void) => {
                let Some(id) = owner(&|account| account.voids.contains_key(void)) else { return };
                let entry = named.entry(id.clone()).or_default();
                let case = self.accounts.get(&id).and_then(|found| found.voids.get(void));
                entry.invoices.extend(case.map(|case| case.invoice.clone()));
            }
            Subject::Posting(posting) => {
                let Some(id) = owner(&|account| account.postings.contains_key(posting)) else {
                    return;
                };
                let entry = named.entry(id.clone()).or_default();
                let Some(account) = self.accounts.get(&id) else { return };
                entry.invoices.extend(holding(account, &Source::Posting(posting.clone())));
                if let Some(posting) = account.postings.get(posting) {
                    entry.invoices.extend(posting.invoices.iter().cloned());
                }
            }
            Subject::CreditNote(note) => {
                let Some(id) = owner(&|account| account.credit_notes.contains_key(note)) else {
                    return;
                };
                let entry = named.entry(id.clone()).or_default();
                let note = self.accounts.get(&id).and_then(|found| found.credit_notes.get(note));
                entry.invoices.extend(note.map(|note| note.invoice.clone()));
            }
            Subject::Case(case) => {
                let Some(id) = owner(&|account| account.cases.contains_key(case)) else { return };
                let entry = named.entry(id.clone()).or_default();
                entry.cases.insert(case.clone());
                let case = self.accounts.get(&id).and_then(|found| found.cases.get(case));
                let Some(case) = case else { return };
                entry.orders.extend(case.order_id.clone());
                entry.invoices.extend(case.invoice.clone());
                if let Some(Proposal { resolution: Resolution::Invoices { invoices }, .. }) =
                    &case.proposal
                {
                    entry.invoices.extend(invoices.iter().cloned());
                }
            }
            Subject::Promo(id) => other(AggregateId::Promo(id.clone())),
            Subject::Roster => other(AggregateId::Roster),
            Subject::Package(id) => other(AggregateId::Package(id.clone())),
            Subject::Series(month) => other(AggregateId::Series(*month)),
            Subject::User(id) => other(AggregateId::User(id.clone())),
            Subject::Email(email) => {
                let found = self.others.iter().find_map(|(id, aggregate)| match aggregate {
                    Aggregate::User(user) if user.email == *email => Some(id.clone()),
                    _ => None,
                });
                if let Some(id) = found {
                    other(id);
                }
            }
        }
    }
}

/// The invoices that money of a source is on.
fn holding<'a>(account: &'a Account, source: &'a Source) -> impl Iterator<Item = InvoiceId> + 'a {
    let on = |invoice: &&Invoice| invoice.allocations.iter().any(|found| found.source == *source);
    account.invoices.values().filter(on).map(|invoice| invoice.id.clone())
}
