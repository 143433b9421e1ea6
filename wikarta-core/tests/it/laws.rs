//! What must hold after every step, whatever happened (the invariants of the reliability page).

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::account::{
    Account, AccountEvent, Attempt, Document, Invoice, PostingState, RefundSource, Route, Source,
    Stage,
};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::audit::verify_chain;
use wikarta_core::event::Event;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::EntryRow;
use wikarta_core::promo::PromoAct;
use wikarta_core::roster::RosterAct;

use crate::world::World;

/// Checks everything. Panics with the law that is broken.
pub fn check(world: &World) {
    for id in world.store.aggregates() {
        let state = world.store.aggregate(&id).expect("an aggregate with a trail has a state");
        trail(world, &id, &state);
        if let Aggregate::Account(account) = &state {
            money(account, found(world, account));
            columns(account);
            one_live_attempt(account);
        }
    }
}

/// I22, I23, I24: the chain is whole, each entry says who, when and why, and the events alone give
/// the state again, byte for byte.
fn trail(world: &World, id: &AggregateId, state: &Aggregate) {
    let (entries, head) = world.store.trail(id);
    verify_chain(id, entries.iter().map(|row| &row.entry), head).unwrap();
    let mut replayed = None;
    for row in &entries {
        assert_eq!(row.entry.changes, serde_json::to_string(&row.changes).unwrap());
        assert!(!row.changes.is_empty(), "an entry without a change: {}", row.entry.action);
        assert!(!row.entry.actor.is_empty() && !row.entry.trace.as_str().is_empty());
        replayed = Aggregate::after(replayed, &event(id, row));
    }
    assert_eq!(replayed.as_ref(), Some(state), "replaying `{id}` gives another state");
}

fn event(id: &AggregateId, row: &EntryRow) -> Event {
    let data = &row.entry.data;
    match id {
        AggregateId::Account(id) => {
            Event::Account(id.clone(), serde_json::from_str::<AccountEvent>(data).unwrap())
        }
        AggregateId::Package(id) => {
            Event::PackageDefined(id.clone(), serde_json::from_str(data).unwrap())
        }
        AggregateId::Series(month) => {
            Event::NumberGiven(*month, serde_json::from_str(data).unwrap())
        }
        AggregateId::User(id) => Event::UserAdded(id.clone(), serde_json::from_str(data).unwrap()),
        AggregateId::Suspense(order) => {
            Event::SuspenseSeen(order.clone(), serde_json::from_str(data).unwrap())
        }
        AggregateId::Promo(id) => {
            let promo = serde_json::from_str(data).unwrap();
            Event::PromoStepped(id.clone(), PromoAct::Propose, promo)
        }
        AggregateId::Roster => {
            Event::RosterStepped(RosterAct::Enrol, serde_json::from_str(data).unwrap())
        }
    }
}

fn sum(amounts: impl Iterator<Item = Rupiah>) -> i64 {
    amounts.map(Rupiah::get).sum()
}

/// I1, I3, I5: everything that came in is on an invoice, with the customer, in suspense, or went
/// back; to the rupiah, for the account and for each attempt alone.
pub fn money(account: &Account, found: i64) {
    for attempt in account.attempts.values() {
        conserved(account, attempt);
    }
    let bookings = || account.attempts.values().filter_map(|attempt| attempt.booking.as_ref());
    let suspended = sum(bookings().map(|booking| booking.suspended));
    assert_eq!(account.suspense.get(), suspended, "suspense is what bookings left there");
    let came = sum(bookings().map(|booking| booking.amount)) + by_hand(account) + found;
    let held = on_invoices(account) + account.credit.get() + account.suspense.get();
    assert_eq!(came - went(account), held, "what came and did not go is somewhere");
}

/// What was taken by hand and counts.
fn by_hand(account: &Account) -> i64 {
    let counts = account.postings.values().filter(|one| one.state == PostingState::Verified);
    sum(counts.map(|posting| posting.amount))
}

/// What had come under unknown orders and turned out to be this customer's.
fn found(world: &World, account: &Account) -> i64 {
    let (entries, _) = world.store.trail(&AggregateId::Account(account.id.clone()));
    let events = entries.iter().map(|row| serde_json::from_str(&row.entry.data).unwrap());
    let received = events.filter_map(|event: AccountEvent| match event {
        AccountEvent::SuspenseReceived { placed, .. } => Some(placed),
        _ => None,
    });
    sum(received.flatten().map(|part| part.amount))
}

/// What left us: refunds of attempts as they stand there, the others as their cases say.
fn went(account: &Account) -> i64 {
    let through = sum(account.attempts.values().map(Attempt::refunded));
    let done = account.refunds.values().filter(|case| {
        let elsewhere = !matches!(case.source, RefundSource::Attempt(_));
        case.stage == Stage::Done && case.route != Route::Credit && elsewhere
    });
    through + sum(done.map(|case| case.amount))
}

fn on_invoices(account: &Account) -> i64 {
    let all = account.invoices.values().flat_map(|invoice| &invoice.allocations);
    all.map(|found| found.amount.get() - found.refunded.get()).sum()
}

fn conserved(account: &Account, attempt: &Attempt) {
    let source = Source::Attempt(attempt.order_id.clone());
    let on_invoices: i64 = account
        .invoices
        .values()
        .flat_map(|invoice| &invoice.allocations)
        .filter(|found| found.source == source)
        .map(|found| found.amount.get() - found.refunded.get())
        .sum();
    let keys: BTreeSet<_> = attempt.refunds.iter().map(|refund| &refund.key).collect();
    assert_eq!(keys.len(), attempt.refunds.len(), "one entry a refund key");
    let refunded = attempt.refunded().get();
    let Some(booking) = &attempt.booking else {
        assert_eq!((on_invoices, refunded), (0, 0), "money without a booking");
        return;
    };
    assert!(booking.amount.is_positive());
    assert!(booking.credited.get() >= 0 && booking.suspended.get() >= 0);
    assert!((0..=booking.amount.get()).contains(&refunded), "refunded within what came");
    let held = on_invoices + booking.credited.get() + booking.suspended.get();
    assert_eq!(booking.amount.get() - refunded, held, "what came is somewhere");
}

/// I4, I6, I10: stored columns equal what the facts give.
pub fn columns(account: &Account) {
    for attempt in account.attempts.values() {
        assert_eq!(attempt.state, attempt.joined(), "stored state of {}", attempt.order_id);
        let shares = sum(attempt.shares.iter().map(|share| share.amount));
        assert_eq!(shares, attempt.amount.get());
    }
    for invoice in account.invoices.values() {
        let status = account.status_of(&invoice.id).unwrap();
        assert_eq!(invoice.status, status, "stored status of {}", invoice.id);
        assert_eq!(invoice.paid.get(), sum(invoice.allocations.iter().map(|found| found.amount)));
        let back = sum(invoice.allocations.iter().map(|found| found.refunded));
        assert_eq!(invoice.refunded.get(), back);
        for found in &invoice.allocations {
            assert!(found.amount.is_positive(), "an allocation of nothing or less");
            assert!((0..=found.amount.get()).contains(&found.refunded.get()));
        }
        assert!(invoice.paid <= invoice.total, "no invoice holds more than its total");
        adds_up(invoice);
    }
}

fn adds_up(invoice: &Invoice) {
    let lines = sum(invoice.lines.iter().map(|line| line.amount));
    let taxes = sum(invoice.lines.iter().map(|line| line.tax));
    assert_eq!(lines, invoice.tax.base.get());
    assert_eq!(taxes, invoice.tax.ppn.get());
    assert_eq!(lines + taxes, invoice.total.get());
    assert_eq!(invoice.number.is_none(), invoice.document == Document::Draft);
}

/// I8: at most one live attempt for an invoice and channel group.
fn one_live_attempt(account: &Account) {
    let mut live = BTreeMap::new();
    for attempt in account.attempts.values().filter(|attempt| attempt.is_live()) {
        for share in &attempt.shares {
            let older = live.insert((&share.invoice, attempt.channel.group()), &attempt.order_id);
            assert_eq!(older, None, "two live attempts beside {}", attempt.order_id);
        }
    }
}

/// Everything there is, as text: equal before and after what must change nothing.
pub fn picture(world: &World) -> String {
    let ids = world.store.aggregates();
    let states: Vec<_> = ids.iter().map(|id| world.store.aggregate(id)).collect();
    let heads: Vec<_> = ids.iter().map(|id| world.store.trail(id).1).collect();
    format!("{states:?} {heads:?} {:?} {:?}", world.store.outbox(), world.store.parked())
}
