//! What an account shows of itself: stored columns, sums, live attempts, bills of a period.

use std::collections::{BTreeMap, BTreeSet};

use super::{Law, Violation, broken, equal, sum};
use crate::account::{Account, CaseKind, CaseState, Document, Invoice};

pub(super) fn check(account: &Account) -> Result<(), Violation> {
    for attempt in account.attempts.values() {
        let about = &attempt.order_id;
        equal(Law::I4, about, "stored state", (attempt.state, attempt.joined()))?;
        let shares = sum(attempt.shares.iter().map(|share| share.amount));
        equal(Law::I6, about, "shares", (shares, attempt.amount.get()))?;
    }
    for invoice in account.invoices.values() {
        columns(account, invoice)?;
        adds_up(invoice)?;
    }
    one_live_attempt(account)?;
    one_bill_a_period(account)?;
    suspense_has_a_case(account)
}

/// I4, I5.
fn columns(account: &Account, invoice: &Invoice) -> Result<(), Violation> {
    let about = &invoice.id;
    let status = account.status_of(about);
    equal(Law::I4, about, "stored status", (Some(invoice.status), status))?;
    let paid = sum(invoice.allocations.iter().map(|found| found.amount));
    equal(Law::I4, about, "paid", (invoice.paid.get(), paid))?;
    let back = sum(invoice.allocations.iter().map(|found| found.refunded));
    equal(Law::I4, about, "refunded", (invoice.refunded.get(), back))?;
    for found in &invoice.allocations {
        let within = (0..=found.amount.get()).contains(&found.refunded.get());
        if !found.amount.is_positive() || !within {
            return broken(Law::I5, about, format!("{found:?}"));
        }
    }
    if invoice.paid > invoice.total {
        let seen = format!("holds {} of a total of {}", invoice.paid, invoice.total);
        return broken(Law::I5, about, seen);
    }
    Ok(())
}

/// I6, and a number for what is issued alone.
fn adds_up(invoice: &Invoice) -> Result<(), Violation> {
    let about = &invoice.id;
    let lines = sum(invoice.lines.iter().map(|line| line.amount));
    let taxes = sum(invoice.lines.iter().map(|line| line.tax));
    equal(Law::I6, about, "lines", (lines, invoice.tax.base.get()))?;
    equal(Law::I6, about, "tax", (taxes, invoice.tax.ppn.get()))?;
    equal(Law::I6, about, "total", (invoice.total.get(), lines + taxes))?;
    match invoice.document {
        Document::Draft => equal(Law::I11, about, "numbered", (invoice.number.is_some(), false)),
        Document::Issued => equal(Law::I11, about, "numbered", (invoice.number.is_some(), true)),
        Document::Void => Ok(()), // a draft that was thrown away had none
    }
}

/// I8.
fn one_live_attempt(account: &Account) -> Result<(), Violation> {
    let mut live = BTreeMap::new();
    for attempt in account.attempts.values().filter(|attempt| attempt.is_live()) {
        for share in &attempt.shares {
            let place = (&share.invoice, attempt.channel.group());
            if let Some(older) = live.insert(place, &attempt.order_id) {
                let seen = format!("two live attempts: {older} and {}", attempt.order_id);
                return broken(Law::I8, &share.invoice, seen);
            }
        }
    }
    Ok(())
}

/// I11: a bill that was taken back may be made again.
fn one_bill_a_period(account: &Account) -> Result<(), Violation> {
    let mut seen = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for invoice in account.invoices.values() {
        let period = (&invoice.subscription, invoice.period, invoice.sequence);
        if invoice.document != Document::Void && !seen.insert(period) {
            return broken(Law::I11, &invoice.id, format!("a second bill of {period:?}"));
        }
        if let Some(number) = invoice.number
            && !numbers.insert(number)
        {
            return broken(Law::I11, &invoice.id, format!("{number} was given twice"));
        }
    }
    Ok(())
}

/// I12.
fn suspense_has_a_case(account: &Account) -> Result<(), Violation> {
    for attempt in account.attempts.values() {
        let suspended = attempt.booking.as_ref().is_some_and(|it| it.suspended.is_positive());
        let seen = account.cases.values().any(|case| {
            case.kind == CaseKind::AmountMismatch
                && case.state == CaseState::Open
                && case.order_id.as_ref() == Some(&attempt.order_id)
        });
        if suspended && !seen {
            return broken(Law::I12, &attempt.order_id, "money in suspense without an open case");
        }
    }
    Ok(())
}
