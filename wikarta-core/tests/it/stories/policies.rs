//! The seller's choices: when to ask first, and how long a code lives.

use wikarta_core::decide::{Doubt, Verdict};
use wikarta_core::policy::Confirm;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::{hint, reading, refund, told};
use crate::laws;
use crate::world::{World, at, policy, rupiah};

fn world(confirm: Confirm) -> World {
    World::with(wikarta_core::policy::Policy { confirm, ..policy() })
}

#[test]
fn always_asks_before_every_change() {
    let world = world(Confirm::Always);
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    assert_eq!(world.deliver(&settled), Verdict::Parked(Doubt::Policy));
    assert_eq!(world.status(&client, &invoice), "PENDING");
    world.work();
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert!(world.cases(&client).is_empty());
    laws::check(&world);

    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    let other = world.charge(&next, Channel::BcaVa);
    let expired = told(&world.attempt(&client, &other), ProviderStatus::Expired);
    assert_eq!(world.deliver(&expired), Verdict::Parked(Doubt::Policy));
    world.work();
    assert_eq!(world.status(&client, &next), "PENDING", "the gateway does not confirm it");
}

#[test]
fn never_asks_only_about_contradictions_and_money_that_goes_back() {
    let world = world(Confirm::Never);
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let attempt = world.attempt(&client, &order_id);
    let mut back = reading(&attempt, ProviderStatus::PartiallyRefunded);
    back.refunds = vec![refund("RF-1", 5_000, true)];
    assert_eq!(world.deliver(&hint(&order_id, &back)), Verdict::Parked(Doubt::MoneyBack));
    let mut wrong = reading(&attempt, ProviderStatus::Settled);
    wrong.amount = rupiah(1);
    assert_eq!(world.deliver(&hint(&order_id, &wrong)), Verdict::Parked(Doubt::Amount));
    let mut other_rail = reading(&attempt, ProviderStatus::Settled);
    other_rail.channel = None;
    assert_eq!(world.deliver(&hint(&order_id, &other_rail)), Verdict::Applied);
    assert_eq!(world.status(&client, &invoice), "PAID");
    let cancelled = told(&attempt, ProviderStatus::Cancelled);
    assert_eq!(world.deliver(&cancelled), Verdict::Parked(Doubt::AgainstMoney));
    laws::check(&world);
}

#[test]
fn a_code_lives_as_long_as_its_rail_and_the_due_day_say() {
    let life = |now: &str, channel| {
        let world = World::new();
        let (client, invoice) = world.bill(275_000);
        world.host.set(at(now));
        let order_id = world.charge(&invoice, channel);
        world.attempt(&client, &order_id).expires_at.to_string()
    };
    // Issued on 1 August in WIB, due on the 11th, three days of grace.
    assert_eq!(life("2026-08-01T03:00:00Z", Channel::Qris), "2026-08-01T03:15:00Z");
    assert_eq!(life("2026-08-01T03:00:00Z", Channel::BniVa), "2026-08-14T16:59:59Z");
    assert_eq!(
        life("2026-08-14T10:00:00Z", Channel::BniVa),
        "2026-08-15T10:00:00Z",
        "a day at least"
    );
    assert_eq!(life("2026-12-01T00:00:00Z", Channel::MandiriBill), "2026-12-02T00:00:00Z");
    let world = World::with(wikarta_core::policy::Policy { terms_days: 400, ..policy() });
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let longest = world.time().plus_seconds(180 * 86_400);
    assert_eq!(world.attempt(&client, &order_id).expires_at, longest, "the gateway's longest");
}

#[test]
fn a_read_that_finds_a_dead_code_alive_again_is_believed() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Expired));
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Cancelled));
    world.work(); // the gateway says pending
    assert_eq!(world.status(&client, &invoice), "PENDING");
    // A hint older than the read cannot kill it again without another read.
    let failed = told(&world.attempt(&client, &order_id), ProviderStatus::Failed);
    assert_eq!(world.deliver(&failed), Verdict::Parked(Doubt::AgainstRead));
    laws::check(&world);
}
