//! Orders that nobody here knows, tests of the dashboard, and payment links.

use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::decide::{Doubt, Verdict};
use wikarta_core::id::OrderId;
use wikarta_core::ports::InboxState;
use wikarta_core::provider::{Channel, Hint, ProviderStatus, Reading};
use wikarta_core::suspense::SuspenseItem;

use crate::claims::{hint, reading, refund};
use crate::laws;
use crate::world::{World, rupiah};

fn strange(world: &World, status: ProviderStatus) -> (OrderId, Reading) {
    let order_id: OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
    let (client, invoice) = world.bill(275_000);
    let other = world.charge(&invoice, Channel::BcaVa);
    let mut reading = reading(&world.attempt(&client, &other), status);
    reading.transaction_id = Some("tx-strange".to_owned());
    (order_id, reading)
}

fn suspended(world: &World, order_id: &OrderId) -> Option<SuspenseItem> {
    match world.store.aggregate(&AggregateId::Suspense(order_id.clone()))? {
        Aggregate::Suspense(item) => Some(item),
        other => panic!("{other:?}"),
    }
}

#[test]
fn confirmed_money_under_an_unknown_order_is_kept_in_sight() {
    let world = World::new();
    let (order_id, mut reading) = strange(&world, ProviderStatus::Settled);
    world.truth(&order_id, &reading);
    let claim = hint(&order_id, &reading);
    assert_eq!(world.deliver(&claim), Verdict::Parked(Doubt::UnknownOrder));
    assert_eq!(suspended(&world, &order_id), None, "not before the gateway confirms it");
    world.work();
    let item = suspended(&world, &order_id).unwrap();
    assert_eq!((item.amount, item.refunded), (rupiah(275_000), rupiah(0)));
    // Told once more in other words: nothing new.
    let again = Hint { event_key: format!("{}-again", claim.event_key), ..claim };
    world.deliver(&again);
    world.work();
    assert_eq!(world.inbox(&again), Some(InboxState::Stale));
    assert_eq!(suspended(&world, &order_id), Some(item));
    // It goes back to its payer later.
    reading.status = ProviderStatus::Refunded;
    reading.refunds = vec![refund("RF-9", 275_000, true)];
    world.truth(&order_id, &reading);
    world.deliver(&hint(&order_id, &reading));
    world.work();
    assert_eq!(suspended(&world, &order_id).unwrap().refunded, rupiah(275_000));
    laws::check(&world);
}

#[test]
fn an_unknown_order_without_money_leaves_nothing_in_the_books() {
    let world = World::new();
    let (order_id, reading) = strange(&world, ProviderStatus::Pending);
    world.truth(&order_id, &reading);
    world.deliver(&hint(&order_id, &reading));
    world.work();
    assert_eq!(suspended(&world, &order_id), None);
}

#[test]
fn an_order_that_nobody_knows_at_all_becomes_a_dead_letter_within_two_minutes() {
    let world = World::new();
    let (order_id, reading) = strange(&world, ProviderStatus::Settled);
    let claim = hint(&order_id, &reading);
    world.deliver(&claim);
    world.work_for(60);
    assert_eq!(world.inbox(&claim), Some(InboxState::Parked), "a charge may be on its way");
    world.work_for(60);
    assert_eq!(world.inbox(&claim), Some(InboxState::Dead));
    assert_eq!(suspended(&world, &order_id), None);
}

#[test]
fn a_test_of_the_dashboard_is_kept_and_nothing_else() {
    let world = World::new();
    let (order_id, reading) = strange(&world, ProviderStatus::Settled);
    let picture = laws::picture(&world);
    let probe = Hint { probe: true, ..hint(&order_id, &reading) };
    assert_eq!(world.deliver(&probe), Verdict::Probe);
    world.work();
    assert_eq!(world.inbox(&probe), Some(InboxState::Probe));
    assert_eq!(laws::picture(&world), picture);
}

#[test]
fn each_payment_of_a_payment_link_is_kept() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let parent = world.charge(&invoice, Channel::BcaVa);
    let child = |n: u32| -> OrderId { format!("{parent}-178555320000{n}").parse().unwrap() };
    let paid = |n: u32| {
        let mut paid = reading(&world.attempt(&client, &parent), ProviderStatus::Settled);
        paid.transaction_id = Some(format!("tx-child-{n}"));
        paid
    };
    for n in [1, 2] {
        world.truth(&child(n), &paid(n));
        let verdict = world.deliver(&hint(&child(n), &paid(n)));
        assert_eq!(verdict, Verdict::Parked(Doubt::Channel));
        world.work();
        assert_eq!(world.status(&client, &invoice), "PAID");
        laws::check(&world);
    }
    assert_eq!(world.account(&client).credit, rupiah(0));
    let second = suspended(&world, &child(2)).unwrap();
    assert_eq!(second.amount, rupiah(275_000), "the link was paid twice");
    assert_eq!(suspended(&world, &child(1)), None, "the first payment is on the bill");
    assert_eq!(world.receipts(), 1);
}

#[test]
fn a_look_that_says_nothing_takes_no_money_away() {
    let world = World::new();
    let (order_id, mut reading) = strange(&world, ProviderStatus::Settled);
    world.truth(&order_id, &reading);
    world.deliver(&hint(&order_id, &reading));
    world.work();
    let item = suspended(&world, &order_id).unwrap();
    for status in [ProviderStatus::Pending, ProviderStatus::Unrecognised] {
        reading.status = status;
        world.truth(&order_id, &reading);
        world.deliver(&hint(&order_id, &reading));
        world.work();
        assert_eq!(suspended(&world, &order_id).as_ref(), Some(&item), "{status}");
    }
    reading.status = ProviderStatus::Denied;
    world.truth(&order_id, &reading);
    world.deliver(&hint(&order_id, &reading));
    world.work();
    assert_eq!(suspended(&world, &order_id).unwrap().amount, rupiah(0), "the bank took it back");
    laws::check(&world);
}
