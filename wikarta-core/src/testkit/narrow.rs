//! How much of an account a load shows.

use std::collections::BTreeSet;

use crate::account::{Account, Case, CaseState, Document, Superseded};
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
        }
    }
    let open = whole
        .invoices
        .values()
        .filter(|invoice| invoice.document == Document::Issued && !invoice.paid_in_full());
    wanted.extend(open.map(|invoice| &invoice.id));
    let attempts = whole.attempts.values().filter(|attempt| {
        let of_wanted = attempt.shares.iter().any(|share| wanted.contains(&share.invoice));
        let live = attempt.is_open() && attempt.superseded == Superseded::No;
        let newest = whole
            .invoices
            .values()
            .any(|invoice| invoice.current.as_ref() == Some(&attempt.order_id));
        let of_named = attempt.shares.iter().any(|share| named.invoices.contains(&share.invoice));
        named.orders.contains(&attempt.order_id) || of_named || (of_wanted && (live || newest))
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
        ..whole.clone()
    }
}
