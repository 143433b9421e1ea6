//! I1, I3, I5: everything that came in is on an invoice, with the customer, in suspense, or went
//! back; to the rupiah, and for each attempt alone.

use std::collections::BTreeSet;

use super::{Law, Violation, broken, equal, sum};
use crate::account::{Account, Attempt, RefundSource, Route, Source, Stage};
use crate::money::Rupiah;

/// Checks an account to which so much had come under unknown orders.
pub(super) fn check(account: &Account, moved: Rupiah) -> Result<(), Violation> {
    let bookings = || account.attempts.values().filter_map(|attempt| attempt.booking.as_ref());
    for attempt in account.attempts.values() {
        conserved(account, attempt)?;
    }
    let suspended = sum(bookings().map(|booking| booking.suspended));
    equal(Law::I3, &account.id, "suspense", (account.suspense.get(), suspended))?;
    let counted = account.postings.values().filter(|posting| posting.counts());
    let came = sum(bookings().map(|booking| booking.amount))
        + sum(counted.map(|posting| posting.amount))
        + moved.get();
    let by_hand = account.refunds.values().filter(|refund| {
        let past_the_gateway = !matches!(refund.source, RefundSource::Attempt(_));
        refund.stage == Stage::Done && refund.route != Route::Credit && past_the_gateway
    });
    let went = sum(account.attempts.values().map(Attempt::refunded))
        + sum(by_hand.map(|refund| refund.amount));
    let allocations = || account.invoices.values().flat_map(|invoice| &invoice.allocations);
    let on_bills = sum(allocations().map(|found| found.amount))
        - sum(allocations().map(|found| found.refunded));
    // A deposit stays on the bill that took it; what the final account left of it is credit besides.
    let returned = sum(account.subscriptions.values().map(|ended| ended.returned));
    let held = on_bills + account.credit.get() + account.suspense.get() - returned;
    equal(Law::I3, &account.id, "what is held of what came", (held, came - went))
}

fn conserved(account: &Account, attempt: &Attempt) -> Result<(), Violation> {
    let about = &attempt.order_id;
    let source = Source::Attempt(attempt.order_id.clone());
    let on_invoices: i64 = account
        .invoices
        .values()
        .flat_map(|invoice| &invoice.allocations)
        .filter(|found| found.source == source)
        .map(|found| found.amount.get() - found.refunded.get())
        .sum();
    let keys: BTreeSet<_> = attempt.refunds.iter().map(|refund| &refund.key).collect();
    equal(Law::I1, about, "entries a refund key", (keys.len(), attempt.refunds.len()))?;
    let refunded = attempt.refunded().get();
    let Some(booking) = &attempt.booking else {
        return equal(
            Law::I9,
            about,
            "money of an attempt without a booking",
            ((on_invoices, refunded), (0, 0)),
        );
    };
    let whole = booking.amount.is_positive()
        && booking.credited >= Rupiah::ZERO
        && booking.suspended >= Rupiah::ZERO
        && (0..=booking.amount.get()).contains(&refunded);
    if !whole {
        return broken(Law::I5, about, format!("{booking:?}, refunded {refunded}"));
    }
    let held = on_invoices + booking.credited.get() + booking.suspended.get();
    equal(Law::I1, about, "where its money is", (held, booking.amount.get() - refunded))
}
