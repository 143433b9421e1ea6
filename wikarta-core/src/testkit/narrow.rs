//! How much of an account a load shows.

use std::collections::BTreeSet;

use crate::account::{Account, Allocation, Attempt, Case, CaseState, Invoice, Source};
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
    let mut shown: BTreeSet<&InvoiceId> = named.invoices.iter().collect();
    for attempt in named.orders.iter().filter_map(|order| whole.attempts.get(order)) {
        shown.extend(attempt.shares.iter().map(|share| &share.invoice));
        // People may have put its money on other bills: it is taken from there.
        let source = Source::Attempt(attempt.order_id.clone());
        let on = |bill: &&Invoice| bill.allocations.iter().any(|found| found.source == source);
        shown.extend(whole.invoices.values().filter(on).map(|bill| &bill.id));
    }
    let open = whole.invoices.values().filter(|invoice| invoice.takes_money());
    shown.extend(open.map(|invoice| &invoice.id));
    let bills = || whole.invoices.values().filter(|invoice| shown.contains(&invoice.id));
    let newest: BTreeSet<&OrderId> =
        bills().filter_map(|invoice| invoice.current.as_ref()).collect();
    // Whose money is on a bill: where it goes from there is written down at its attempt.
    let order = |found: &'_ Allocation| match &found.source {
        Source::Attempt(order) => Some(order.clone()),
        Source::Credit | Source::Posting(_) | Source::Suspense(_) => None,
    };
    let holding: BTreeSet<OrderId> =
        bills().flat_map(|invoice| &invoice.allocations).filter_map(order).collect();
    let tried = |attempt: &&Attempt| {
        let of_shown = attempt.shares.iter().any(|share| shown.contains(&share.invoice));
        let of_named = attempt.shares.iter().any(|share| named.invoices.contains(&share.invoice));
        let order = &attempt.order_id;
        named.orders.contains(order)
            || holding.contains(order)
            || newest.contains(order)
            || of_named
            || (of_shown && attempt.is_open())
    };
    // A finding that comes again opens its case again: what the case was must be known then.
    let told = |case: &&Case| {
        let of_named = case.order_id.as_ref().is_some_and(|order| named.orders.contains(order));
        case.state == CaseState::Open || of_named || named.cases.contains(&case.id)
    };
    let cases = whole.cases.values().filter(told);
    let reminders = whole.reminders.values().filter(|found| shown.contains(&found.invoice));
    let attempts = whole.attempts.values().filter(tried);
    Account {
        attempts: attempts.map(|found| (found.order_id.clone(), found.clone())).collect(),
        invoices: bills().map(|invoice| (invoice.id.clone(), invoice.clone())).collect(),
        cases: cases.map(|case| (case.id.clone(), case.clone())).collect(),
        reminders: reminders.map(|found| (found.id.clone(), found.clone())).collect(),
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
