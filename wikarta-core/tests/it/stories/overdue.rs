//! Attempts whose time is over, and nobody says how they ended.

use wikarta_core::account::CaseKind;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::reconcile::{NextCheck, next_check};
use wikarta_core::testkit::Mood;

use crate::laws;
use crate::world::{World, now, policy};

fn chase(world: &World) -> u32 {
    let asked = now(world.wikarta.chase_overdue(300, 10)).unwrap();
    world.work();
    asked
}

#[test]
fn the_looks_at_an_attempt_grow_rarer_until_people_look() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let attempt = world.attempt(&client, &order);
    let rules = policy().reconcile;
    let hour = 3_600;
    let check =
        |over: i64| next_check(&attempt, attempt.expires_at.plus_seconds(over), 300, &rules);
    for (over, expected) in [
        (-1, NextCheck::None),
        (299, NextCheck::None),
        (300, NextCheck::Ask(0)),
        (599, NextCheck::Ask(0)),
        (600, NextCheck::Ask(1)),
        (1_500, NextCheck::Ask(2)),
        (5_100, NextCheck::Ask(3)),
        (26_700, NextCheck::Ask(4)),
        (24 * hour - 1, NextCheck::Ask(4)),
        (24 * hour, NextCheck::GiveUp(4)),
        (400 * hour, NextCheck::GiveUp(4)),
    ] {
        assert_eq!(check(over), expected, "{over} seconds after its end");
    }
    let mut ended = attempt.clone();
    ended.state = wikarta_core::account::AttemptState::Expired;
    let late = ended.expires_at.plus_seconds(24 * hour);
    assert_eq!(next_check(&ended, late, 300, &rules), NextCheck::None);
}

#[test]
fn an_attempt_past_its_time_is_read_until_it_ends() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.host.set(world.attempt(&client, &order).expires_at);
    world.pass_seconds(299);
    assert_eq!(chase(&world), 0);
    world.pass_seconds(2);
    assert_eq!((chase(&world), chase(&world), chase(&world)), (1, 0, 0), "once a look");
    world.bank.set_status(&order, ProviderStatus::Expired);
    world.pass_seconds(300);
    assert_eq!(chase(&world), 1);
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    world.pass_seconds(86_400);
    assert_eq!(chase(&world), 0);
    laws::check(&world);
}

#[test]
fn one_that_the_gateway_never_ends_becomes_a_case_and_is_left_alone() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.host.set(world.attempt(&client, &order).expires_at.plus_seconds(301));
    let mut reads = 0;
    for _ in 0..400 {
        reads += chase(&world);
        world.pass_seconds(600);
    }
    assert_eq!(reads, 5, "five looks in the first day, then none");
    assert_eq!(world.cases(&client), [CaseKind::StillPending]);
    // Its money still arrives as any other.
    world.bank.set_status(&order, ProviderStatus::Settled);
    let paid = crate::claims::told(&world.attempt(&client, &order), ProviderStatus::Settled);
    world.deliver(&paid);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
}

#[test]
fn a_clock_that_jumped_asks_once_before_it_gives_up() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.bank.set_status(&order, ProviderStatus::Settled);
    world.host.set(world.attempt(&client, &order).expires_at.plus_seconds(40 * 86_400));
    assert_eq!(chase(&world), 1);
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.cases(&client), []);
    laws::check(&world);
}

#[test]
fn a_gateway_that_is_silent_for_a_day_leaves_a_case() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.host.set(world.attempt(&client, &order).expires_at.plus_seconds(300));
    world.bank.be(Mood::Silent);
    for _ in 0..300 {
        now(world.wikarta.chase_overdue(300, 10)).unwrap();
        world.pass_seconds(600);
    }
    assert_eq!(world.cases(&client), [CaseKind::StillPending]);
}
