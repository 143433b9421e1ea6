//! Work that was given up and is sent round again.

use wikarta_core::access::Actor;
use wikarta_core::command::{Command, DunningCommand, Envelope};
use wikarta_core::decide::{Answer, HandOver};
use wikarta_core::event::Effect;
use wikarta_core::id::{CommandId, EffectId};
use wikarta_core::message::Repeat;
use wikarta_core::ports::{ChargeRequest, DeadLetterId, Gateway, Notifier, Return, Store};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::testkit::Mood;

use super::reminders::{december, pay};
use crate::world::{World, now, rupiah};

/// The one effect of a kind that waits.
fn waiting(world: &World, kind: impl Fn(&Effect) -> bool) -> (EffectId, Effect) {
    let mut found = world.store.outbox().into_iter().filter(|(_, effect)| kind(effect));
    let one = found.next().unwrap();
    assert_eq!(found.next(), None);
    one
}

/// A worker takes it and dies; nobody else gets it done, and it is given up.
fn given_up(world: &World, id: &EffectId, deed: impl FnOnce()) {
    let (at, until) = (world.time(), world.time().plus_seconds(60));
    assert_eq!(now(world.store.take_effect(id, at, until)).unwrap().unwrap().tries, 1);
    deed();
    let dead = Return::Dead { at, reason: "nobody came back".to_owned() };
    now(world.store.return_effect(id, dead)).unwrap();
    assert_eq!(world.store.dead_letters(), [DeadLetterId::Effect(id.clone())]);
}

fn redrive(world: &World, id: &EffectId) {
    let id = DeadLetterId::Effect(id.clone());
    assert!(now(world.store.redrive(&id, world.time())).unwrap());
    assert!(world.store.dead_letters().is_empty());
}

#[test]
fn a_charge_that_may_have_been_made_is_looked_up_and_not_taken_for_unsent() {
    let world = World::new();
    let (client, invoice) = world.bill(100_000);
    let order_id = world.open(&[&invoice], Channel::BcaVa);
    let (id, _) = waiting(&world, |effect| matches!(effect, Effect::Charge { .. }));
    let expires_at = world.attempt(&client, &order_id).expires_at;
    given_up(&world, &id, || {
        let request = ChargeRequest {
            order_id: order_id.clone(),
            invoice: invoice.clone(),
            amount: rupiah(100_000),
            channel: Channel::BcaVa,
            at: world.time(),
            expires_at,
            description: "Tagihan internet".to_owned(),
        };
        now(world.bank.charge(&request));
    });
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    world.pass_seconds(expires_at.seconds_since(world.time()) + 60);
    redrive(&world, &id);
    world.work_for(120);
    assert_eq!(world.status(&client, &invoice), "PAID");
}

#[test]
fn a_reminder_is_looked_at_anew_in_its_second_round() {
    let (post, client, invoice) = december(Repeat::Safe);
    post.tick();
    post.go("2026-12-12T02:00:00Z");
    now(post.world.wikarta.remind_due()).unwrap();
    let (id, effect) = waiting(&post.world, |effect| matches!(effect, Effect::Remind { .. }));
    let Effect::Remind { reminder } = effect else { panic!("{effect:?}") };
    given_up(&post.world, &id, || {
        let carriers = post.post.carriers();
        let command = Command::Dunning(DunningCommand::HandOver { reminder, carriers });
        let named = CommandId::new(format!("{id}#1"));
        let envelope = Envelope { id: named, ..post.world.envelope(Actor::System, command) };
        let answer = now(post.world.wikarta.send(envelope)).unwrap().answer;
        assert!(
            matches!(answer, Answer::HandOver { verdict: HandOver::Send { .. } }),
            "{answer:?}"
        );
    });
    pay(&post, &client, &invoice);
    redrive(&post.world, &id);
    post.world.work();
    assert_eq!(post.taken(), ["ISSUE email"], "the answer of the first round is not given again");
}

#[test]
fn a_second_round_has_all_its_tries() {
    let world = World::new();
    let (_, invoice) = world.bill(100_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.bank.be(Mood::Silent);
    world.tell(wikarta_core::access::Role::Keuangan, Command::AskRead { order_id });
    let (id, _) = waiting(&world, |effect| matches!(effect, Effect::Read { .. }));
    let mut rounds = Vec::new();
    for _ in 0..2 {
        let mut tries = 0;
        while world.store.dead_letters().is_empty() {
            tries += now(world.wikarta.work(9)).unwrap().effects;
            world.pass_seconds(2 * 3_600);
        }
        rounds.push(tries);
        redrive(&world, &id);
    }
    assert_eq!(rounds, [34, 34]);
}
