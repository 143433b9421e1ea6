//! Where money goes that no gateway rule places: onto bills in an order, the rest to the customer.

use std::collections::BTreeSet;

use super::{Context, Decision, INVOICES_PER_ATTEMPT_MAX, not_found};
use crate::account::{Account, AccountEvent, Attempt, Invoice, Place, Placed, Resolution, Source};
use crate::aggregate::Books;
use crate::event::{Effect, Event};
use crate::id::{AccountId, InvoiceId, OrderId};
use crate::message::{Message, MessageKind};
use crate::money::Rupiah;
use crate::refusal::Refusal;

/// Puts an amount on the named bills in their order, or on all open ones, oldest due first, when none
/// is named; each up to what is open. What is left is the customer's credit.
pub(super) fn place(account: &Account, amount: Rupiah, named: &[InvoiceId]) -> Vec<Placed> {
    let mut open: Vec<&Invoice> = if named.is_empty() {
        account.invoices.values().collect()
    } else {
        named.iter().filter_map(|id| account.invoices.get(id)).collect()
    };
    if named.is_empty() {
        open.sort_by_key(|invoice| (invoice.due_date, invoice.number));
    }
    let mut left = amount;
    let mut placed = Vec::new();
    let mut seen = BTreeSet::new();
    for invoice in open.into_iter().filter(|invoice| invoice.takes_money()) {
        let part = invoice.open_amount().min(left);
        if part.is_positive() && seen.insert(&invoice.id) {
            placed.push(Placed { place: Place::Invoice(invoice.id.clone()), amount: part });
            left = left.less(part);
        }
    }
    if left.is_positive() {
        placed.push(Placed { place: Place::Credit, amount: left });
    }
    placed
}

/// As [`place`], by what was decided about the money.
pub(super) fn resolve(account: &Account, amount: Rupiah, resolution: &Resolution) -> Vec<Placed> {
    match resolution {
        Resolution::Invoices { invoices } => place(account, amount, invoices),
        Resolution::Credit => vec![Placed { place: Place::Credit, amount }],
        // The read that follows says where it goes.
        Resolution::Gateway => Vec::new(),
    }
}

/// Refuses bills that are another customer's, do not exist, or take no money.
pub(super) fn check_named(
    books: &Books,
    account: &Account,
    named: &[InvoiceId],
) -> Result<(), Refusal> {
    if named.len() > INVOICES_PER_ATTEMPT_MAX {
        return Err(Refusal::InvoiceCount { max: INVOICES_PER_ATTEMPT_MAX });
    }
    for id in named {
        let Some(invoice) = account.invoices.get(id) else {
            return Err(match books.account_of_invoice(id) {
                Some(_) => Refusal::OtherCustomer(id.clone()),
                None => not_found("invoice", id),
            });
        };
        if !invoice.takes_money() {
            let (invoice, status) = (id.clone(), invoice.status);
            return Err(Refusal::InvalidState { invoice, status, act: "paid", allowed: &[] });
        }
    }
    Ok(())
}

/// Where money of a source is now that no booking keeps track of: on bills, newest due first. What
/// of `whole` is on no bill is, or was, the customer's credit and comes out of it first.
pub(super) fn whereabouts(account: &Account, source: &Source, whole: Rupiah) -> Vec<Placed> {
    let mut bills: Vec<&Invoice> = account.invoices.values().collect();
    bills.sort_by(|a, b| (b.due_date, &b.id).cmp(&(a.due_date, &a.id)));
    let mut left = whole;
    let mut on_bills = Vec::new();
    for invoice in bills {
        for found in invoice.allocations.iter().filter(|found| found.source == *source) {
            let amount = found.amount.less(found.refunded).min(left);
            if amount.is_positive() {
                on_bills.push(Placed { place: Place::Invoice(invoice.id.clone()), amount });
                left = left.less(amount);
            }
        }
    }
    let credit = left.is_positive().then_some(Placed { place: Place::Credit, amount: left });
    credit.into_iter().chain(on_bills).collect()
}

/// The first part of what is somewhere, up to an amount.
pub(super) fn up_to(held: Vec<Placed>, amount: Rupiah) -> Vec<Placed> {
    let mut left = amount;
    let mut taken = Vec::new();
    for part in held {
        let amount = part.amount.min(left);
        if amount.is_positive() {
            left = left.less(amount);
            taken.push(Placed { place: part.place, amount });
        }
    }
    taken
}

/// Live attempts whose invoices are all paid after an event.
pub(super) fn not_needed(account: &Account, event: &AccountEvent) -> Vec<OrderId> {
    match Account::after(Some(account.clone()), &account.id, event) {
        Some(after) => unneeded(&after).map(|attempt| attempt.order_id.clone()).collect(),
        None => Vec::new(),
    }
}

/// Live attempts whose invoices have all been paid by now. A bill that is not at hand counts as open.
pub(super) fn unneeded(after: &Account) -> impl Iterator<Item = &Attempt> {
    let open = |invoice: &InvoiceId| after.invoices.get(invoice).is_none_or(Invoice::takes_money);
    after
        .attempts
        .values()
        .filter(|attempt| attempt.is_live())
        .filter(move |attempt| !attempt.shares.iter().any(|share| open(&share.invoice)))
}

/// Cancels at the gateway what is no longer needed.
pub(super) fn cancel(decision: &mut Decision, orders: &[OrderId], context: &Context<'_>) {
    for order_id in orders {
        decision.plan(context, Effect::Cancel { order_id: order_id.clone() }, context.at);
    }
}

/// One receipt for each invoice that money was put on.
pub(super) fn receipts(
    decision: &mut Decision,
    account: &AccountId,
    (source, placed): (&str, &[Placed]),
    context: &Context<'_>,
) {
    for part in placed {
        let Place::Invoice(invoice) = &part.place else { continue };
        let message = Message {
            key: format!("receipt:{source}:{invoice}"),
            account: account.clone(),
            invoice: invoice.clone(),
            others: Vec::new(),
            kind: MessageKind::Receipt,
            stage: None,
            amount: part.amount,
            at: context.at,
            channel: None,
        };
        decision.plan(context, Effect::Send(message), context.at);
    }
}

/// An event about an account.
pub(super) fn event(account: &Account, event: AccountEvent) -> Event {
    Event::Account(account.id.clone(), event)
}
