//! What must hold after every step, whatever happened (the invariants of the reliability page).

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::account::{
    Account, AccountEvent, Attempt, Document, Invoice, RefundSource, Route, Source, Stage,
};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::audit::verify_chain;
use wikarta_core::event::Event;
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::policy::PolicyAct;
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
            money_with(account, moved(world, &account.id));
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
        AggregateId::Policy => {
            Event::PolicyStepped(PolicyAct::Seed, serde_json::from_str(data).unwrap())
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
/// back; to the rupiah, and for each attempt alone.
pub fn money(account: &Account) {
    money_with(account, 0);
}

/// The same, where so much had come under unknown orders that turned out to be this customer's.
fn money_with(account: &Account, moved: i64) {
    let bookings = || account.attempts.values().filter_map(|attempt| attempt.booking.as_ref());
    for attempt in account.attempts.values() {
        conserved(account, attempt);
    }
    let suspended = sum(bookings().map(|booking| booking.suspended));
    assert_eq!(account.suspense.get(), suspended, "suspense is what bookings left there");
    let counted = account.postings.values().filter(|posting| posting.counts());
    let came = sum(bookings().map(|booking| booking.amount))
        + sum(counted.map(|posting| posting.amount))
        + moved;
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
    assert_eq!(came - went, held, "what came less what went is somewhere");
}

/// What the gateway still holds under unknown orders that became an account's.
fn moved(world: &World, account: &AccountId) -> i64 {
    let items =
        world.store.aggregates().into_iter().filter_map(|id| match world.store.aggregate(&id)? {
            Aggregate::Suspense(item) if item.moved.as_ref()?.account == *account => Some(item),
            _ => None,
        });
    sum(items.map(|item| item.left()))
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
    match invoice.document {
        Document::Draft => assert!(invoice.number.is_none()),
        Document::Issued => assert!(invoice.number.is_some()),
        Document::Void => {} // a draft that was thrown away had none
    }
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
