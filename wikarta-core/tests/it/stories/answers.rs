//! Answers that are lost, late or missing, and attempts that nobody tells us the end of.

use wikarta_core::access::Actor;
use wikarta_core::account::{Answer, CaseKind, Superseded};
use wikarta_core::command::{Command, ReadCause, TakeRead};
use wikarta_core::decide::Verdict;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CommandId, EffectId, InvoiceId, OrderId};
use wikarta_core::ports::{ChargeOutcome, EffectState, Return, StatusOutcome, Store, Take};
use wikarta_core::provider::{Channel, Instructions, ProviderStatus};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::Mood;

use crate::claims::{reading, told};
use crate::laws;
use crate::world::{Client, World, now};

fn lost(channel: Channel) -> (World, Client, InvoiceId, OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    world.bank.lose_replies(1);
    let order_id = world.charge(&invoice, channel);
    assert_eq!(world.state(&client, &order_id), "unknown");
    assert_eq!(world.status(&client, &invoice), "PENDING", "it may be paid");
    (world, client, invoice, order_id)
}

#[test]
fn a_lost_answer_is_looked_up_and_gives_the_number_back() {
    let (world, client, invoice, order_id) = lost(Channel::BcaVa);
    world.work_for(3);
    assert_eq!(world.state(&client, &order_id), "pending");
    let found = world.attempt(&client, &order_id).instructions;
    assert!(matches!(found, Some(Instructions::VirtualAccount { .. })), "{found:?}");
    assert_eq!(world.bank.charges(), 1);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
}

#[test]
fn while_an_answer_is_unknown_the_same_channel_makes_no_second_order() {
    let (world, _client, invoice, order_id) = lost(Channel::BcaVa);
    assert_eq!(world.open(&[&invoice], Channel::BcaVa), order_id);
}

#[test]
fn news_of_a_code_that_is_faster_than_its_answer_makes_no_second_order() {
    for channel in [Channel::BriVa, Channel::Qris] {
        let world = World::new();
        let (client, invoice) = world.bill(275_000);
        let order_id = world.open(&[&invoice], channel);
        let mut news = told(&world.attempt(&client, &order_id), ProviderStatus::Pending);
        news.reading.transaction_id = Some("tx-1".to_owned());
        assert_eq!(world.deliver(&news), Verdict::Applied);
        let attempt = world.attempt(&client, &order_id);
        assert_eq!((attempt.state.as_str(), &attempt.instructions), ("pending", &None));
        assert!(attempt.expects_code());
        assert_eq!(world.open(&[&invoice], channel), order_id, "its code is on its way");
        laws::check(&world);
    }
}

#[test]
fn a_qr_text_lost_for_good_is_replaced_by_a_new_code() {
    let (world, client, invoice, first) = lost(Channel::Qris);
    world.work_for(3);
    assert_eq!(world.attempt(&client, &first).instructions, None, "no gateway repeats a QR text");
    let second = world.charge(&invoice, Channel::Qris);
    assert_ne!(first, second);
    assert_eq!(world.attempt(&client, &first).superseded, Superseded::Replaced);
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    assert!(world.attempt(&client, &second).instructions.is_some());
    laws::check(&world);
}

#[test]
fn a_charge_that_never_arrived_is_asked_for_again_under_the_same_order() {
    let (world, client, _invoice, order_id) = lost(Channel::BcaVa);
    world.bank.forget(&order_id);
    world.work_for(30);
    assert_eq!(world.bank.charges(), 1, "within the wait a miss proves nothing");
    assert_eq!(world.state(&client, &order_id), "unknown");
    world.work_for(40);
    assert_eq!(world.bank.charges(), 2);
    assert_eq!(world.state(&client, &order_id), "pending");
    assert_eq!(world.account(&client).attempts.len(), 1, "never under another order id");
    laws::check(&world);
}

#[test]
fn a_charge_that_never_arrives_is_given_up_with_a_case() {
    let (world, client, invoice, order_id) = lost(Channel::BcaVa);
    world.bank.be(Mood::Forgetful);
    world.bank.forget(&order_id);
    world.work_for(700);
    assert_eq!(world.state(&client, &order_id), "failed");
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.cases(&client), [CaseKind::ChargeLost]);
    assert!(world.store.outbox().is_empty(), "nothing is polled for ever");
    laws::check(&world);
    // It was made after all: money under it is confirmed by a read and counts.
    let attempt = world.attempt(&client, &order_id);
    world.truth(&order_id, &reading(&attempt, ProviderStatus::Settled));
    assert!(matches!(world.deliver(&told(&attempt, ProviderStatus::Settled)), Verdict::Parked(_)));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
}

#[test]
fn an_attempt_replaced_while_its_answer_was_lost_is_cancelled_once_it_is_found() {
    let (world, client, invoice, first) = lost(Channel::BcaVa);
    let held = world.bank.holds(&first).unwrap();
    world.bank.forget(&first); // still on its way
    let second = world.charge(&invoice, Channel::BriVa);
    world.truth(&first, &held); // arrived
    world.work_for(90);
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(world.state(&client, &first), "cancelled");
    assert!(world.attempt(&client, &second).is_live());
    assert!(world.cases(&client).is_empty());
    laws::check(&world);
}

/// A worker takes the one charge that waits and is never seen again.
fn taken_by_a_worker_that_dies(world: &World) -> EffectId {
    let now_and_lease = (world.time(), world.time().plus_seconds(60));
    let take = Take { now: now_and_lease.0, lease_until: now_and_lease.1, limit: 1 };
    let taken = now(world.store.take_effects(take)).unwrap();
    taken[0].id.parse().unwrap()
}

#[test]
fn a_worker_that_died_after_asking_leaves_nothing_payable_behind() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let first = world.open(&[&invoice], Channel::BcaVa);
    taken_by_a_worker_that_dies(&world);
    let second = world.charge(&invoice, Channel::BriVa);
    assert_eq!(world.bank.holds(&first), None, "its cancellation found nothing to cancel");
    world.truth(&first, &reading(&world.attempt(&client, &first), ProviderStatus::Pending));
    world.work_for(130);
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(world.state(&client, &first), "cancelled");
    assert!(world.attempt(&client, &second).is_live());
    laws::check(&world);
}

#[test]
fn a_yes_to_a_charge_that_was_replaced_meanwhile_is_followed_by_a_cancellation() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let first = world.open(&[&invoice], Channel::BcaVa);
    let effect = taken_by_a_worker_that_dies(&world);
    world.charge(&invoice, Channel::BriVa);
    // The slow worker is alive after all, and brings the gateway's yes.
    world.truth(&first, &reading(&world.attempt(&client, &first), ProviderStatus::Pending));
    let outcome = ChargeOutcome::Accepted {
        transaction_id: format!("tx-{first}"),
        instructions: Instructions::VirtualAccount { va_number: "8808".to_owned() },
        expires_at: None,
    };
    let order_id = first.clone();
    world.ask(Actor::System, Command::AnswerCharge { order_id, outcome, effect }).unwrap();
    world.work();
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    laws::check(&world);
}

#[test]
fn an_answer_lost_after_the_money_came_asks_nothing_more() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.open(&[&invoice], Channel::BcaVa);
    taken_by_a_worker_that_dies(&world);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work_for(70);
    assert_eq!((world.status(&client, &invoice), world.bank.charges()), ("PAID", 0));
    let attempt = world.attempt(&client, &order_id);
    assert_eq!((attempt.answer, attempt.reads), (Answer::Awaited, 0));
    laws::check(&world);
}

#[test]
fn a_refused_charge_ends_the_attempt_and_leaves_the_bill_payable() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    world.bank.be(Mood::Refusing);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    assert_eq!(world.state(&client, &order_id), "refused");
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    world.bank.be(Mood::Fair);
    let second = world.charge(&invoice, Channel::BcaVa);
    assert!(second.as_str().contains("-02-"), "the second try, {second}");
    laws::check(&world);
}

#[test]
fn an_attempt_past_its_time_that_the_gateway_forgot_is_given_up() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.bank.forget(&order_id);
    world.host.set(world.attempt(&client, &order_id).expires_at.plus_seconds(301));
    now(world.wikarta.chase_overdue(300, 10)).unwrap();
    world.work();
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.cases(&client), [CaseKind::ChargeLost]);
    laws::check(&world);
}

#[test]
fn an_answer_that_was_overtaken_is_not_taken_for_new() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let attempt = world.attempt(&client, &order_id);
    let take = |seq, status| {
        let ask = world.ask(Actor::Scheduler, Command::AskRead { order_id: order_id.clone() });
        let effect: EffectId = ask.unwrap().effects[0].id.clone();
        let outcome = StatusOutcome::Found(reading(&attempt, status));
        let cause = ReadCause::Effect(effect);
        let read = TakeRead { order_id: order_id.clone(), seq, outcome, cause };
        world.ask(Actor::System, Command::TakeRead(Box::new(read)))
    };
    take(1, ProviderStatus::Settled).unwrap();
    let Err(HandleError::Refused(stale)) = take(1, ProviderStatus::Pending) else { panic!() };
    let next = Refusal::StaleRead { order_id: order_id.clone(), given: 1, next: 2 };
    assert_eq!(stale, next);
    assert_eq!(world.status(&client, &invoice), "PAID");
    let ahead = take(9, ProviderStatus::Denied);
    assert!(matches!(ahead, Err(HandleError::Refused(Refusal::StaleRead { next: 2, .. }))));
    world.work();
    laws::check(&world);
}

#[test]
fn no_answer_refutes_nobody() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let cancelled = told(&world.attempt(&client, &order_id), ProviderStatus::Cancelled);
    world.deliver(&cancelled);
    world.bank.be(Mood::Silent);
    world.work();
    assert_eq!(world.store.parked().len(), 1, "it waits for an answer");
    assert!(world.cases(&client).is_empty());
    let outcome = StatusOutcome::Unknown { reason: "slow".to_owned() };
    let cause = ReadCause::Hint(Box::new(cancelled));
    let read = TakeRead { order_id, seq: 1, outcome, cause };
    let direct = world.ask(Actor::System, Command::TakeRead(Box::new(read)));
    assert!(matches!(direct, Err(HandleError::Refused(Refusal::Invalid { .. }))), "{direct:?}");
    world.bank.be(Mood::Fair);
    world.work_for(10);
    assert!(world.store.parked().is_empty());
    assert_eq!(world.cases(&client), [CaseKind::Contradiction]);
    laws::check(&world);
}

#[test]
fn work_that_always_fails_ends_as_a_dead_letter_after_about_a_day() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let cancelled = told(&world.attempt(&client, &order_id), ProviderStatus::Cancelled);
    world.deliver(&cancelled);
    world.bank.be(Mood::Silent);
    let start = world.time();
    for _ in 0..2_000 {
        if world.store.parked().is_empty() {
            break;
        }
        world.work();
        world.pass_seconds(60);
    }
    let hours = world.time().seconds_since(start) / 3_600;
    assert!((20..=32).contains(&hours), "{hours} hours");
    assert_eq!(world.inbox(&cancelled).unwrap().as_str(), "dead");
    assert_eq!(world.status(&client, &invoice), "PENDING", "nothing was guessed");
}

#[test]
fn an_effect_given_back_as_dead_takes_no_answer_any_more() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.open(&[&invoice], Channel::BcaVa);
    let effect = world.store.outbox().into_keys().next().unwrap();
    let at = world.time();
    let reason = "given up".to_owned();
    now(world.store.return_effect(&effect, Return::Dead { at, reason })).unwrap();
    assert_eq!(world.store.effect(&effect), Some(EffectState::Dead));
    world.work();
    assert_eq!(world.attempt(&client, &order_id).answer, Answer::Awaited);
    assert_eq!(EffectId::derived(&CommandId::new("x"), 0).as_str().len(), 24);
}
