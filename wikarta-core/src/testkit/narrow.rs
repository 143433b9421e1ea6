//! How much of an account a load shows.

use std::collections::BTreeSet;

use crate::account::{Account, Allocation, Case, CaseState, Document, Invoice, Source, Superseded};
use crate::id::{CaseId, InvoiceId, OrderId};

/// What the subjects of a want name within an account.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) invoices: BTreeSet<InvoiceId>,
    pub(super) orders: BTreeSet<OrderId>,
    pub(super) cases: BTreeSet<CaseId>,
}

/// What the port promises of an account, and no more.
pub(super) fn narrowed(whole: &Account, named: &Named) -> Account {
    let mut wanted: BTreeSet<&InvoiceId> = named.invoices.iter().collect();
    for order in &named.orders {
        if let Some(attempt) = whole.attempts.get(order) {
            wanted.extend(attempt.shares.iter().map(|share| &share.invoice));
            // People may have put its money on other bills: it is taken from there.
            let source = Source::Attempt(order.clone());
            let on = |bill: &&Invoice| bill.allocations.iter().any(|found| found.source == source);
            wanted.extend(whole.invoices.values().filter(on).map(|bill| &bill.id));
        }
    }
    let open = whole
        .invoices
        .values()
        .filter(|invoice| invoice.document == Document::Issued && !invoice.paid_in_full());
    wanted.extend(open.map(|invoice| &invoice.id));
    // Whose money is on a bill: where it goes from there is written down at its attempt.
    let shown = whole.invoices.values().filter(|invoice| wanted.contains(&invoice.id));
    let order = |found: &'_ Allocation| match &found.source {
        Source::Attempt(order) => Some(order.clone()),
        Source::Credit | Source::Posting(_) | Source::Suspense(_) => None,
    };
    let allocations = shown.flat_map(|invoice| &invoice.allocations);
    let holding: BTreeSet<OrderId> = allocations.filter_map(order).collect();
    let attempts = whole.attempts.values().filter(|attempt| {
        let of_wanted = attempt.shares.iter().any(|share| wanted.contains(&share.invoice));
        let live = attempt.is_open() && attempt.superseded == Superseded::No;
        let newest = whole
            .invoices
            .values()
            .any(|invoice| invoice.current.as_ref() == Some(&attempt.order_id));
        let of_named = attempt.shares.iter().any(|share| named.invoices.contains(&share.invoice));
        named.orders.contains(&attempt.order_id)
            || holding.contains(&attempt.order_id)
            || of_named
            || (of_wanted && (live || newest))
    });
    let seen = |case: &&Case| case.state == CaseState::Open || named.cases.contains(&case.id);
    Account {
        attempts: attempts.map(|found| (found.order_id.clone(), found.clone())).collect(),
        invoices: whole
            .invoices
            .iter()
            .filter(|(id, _)| wanted.contains(id))
            .map(|(id, invoice)| (id.clone(), invoice.clone()))
            .collect(),
        cases: whole
            .cases
            .values()
            .filter(seen)
            .map(|case| (case.id.clone(), case.clone()))
            .collect(),
        reminders: whole
            .reminders
            .values()
            .filter(|reminder| wanted.contains(&reminder.invoice))
            .map(|reminder| (reminder.id.clone(), reminder.clone()))
            .collect(),
        id: whole.id.clone(),
        customer: whole.customer.clone(),
        credit: whole.credit,
        suspense: whole.suspense,
        subscriptions: whole.subscriptions.clone(),
        refunds: whole.refunds.clone(),
        voids: whole.voids.clone(),
        postings: whole.postings.clone(),
        credit_notes: whole.credit_notes.clone(),
    }
}
