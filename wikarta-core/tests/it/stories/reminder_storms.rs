//! Reminders under whatever happens: silent and refusing providers, receipts, payments, a store that
//! fails at any call. A key is taken at most once, and nothing is left hanging.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use wikarta_core::account::ReminderState;
use wikarta_core::message::{MessageChannel as C, ReceiptState, Repeat};
use wikarta_core::ports::MessageKind;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::testkit::Reply;

use super::reminders::{Post, december};
use crate::claims::told;
use crate::failing::{Failing, FaultyStore, Plan};
use crate::world::{at, now};

#[derive(Debug, Clone)]
enum Turn {
    Pass(i64),
    Tick,
    Script(C, Reply),
    /// A receipt about the newest message.
    Tell(ReceiptState),
    Pay,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let channel = proptest::sample::select(C::ALL.to_vec());
    let reply = prop_oneof![
        Just(Reply::Take),
        Just(Reply::TakeAndFallSilent),
        Just(Reply::FallSilent),
        Just(Reply::Refuse),
        (1..4_000_u32).prop_map(Reply::Later),
    ];
    let turn = prop_oneof![
        6 => (1..40_000_i64).prop_map(Turn::Pass),
        6 => Just(Turn::Tick),
        4 => (channel, reply).prop_map(|(channel, reply)| Turn::Script(channel, reply)),
        3 => proptest::sample::select(ReceiptState::ALL.to_vec()).prop_map(Turn::Tell),
        1 => Just(Turn::Pay),
    ];
    proptest::collection::vec(turn, 1..60)
}

/// How often each key was really taken.
fn taken(post: &Post) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    let reminders = post.post.taken().into_iter().filter(|it| it.kind == MessageKind::Reminder);
    for message in reminders {
        *counts.entry(message.key).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_key_is_taken_at_most_once_whatever_happens(turns in turns(), keyed in any::<bool>()) {
        let (post, client, invoice) = december(if keyed { Repeat::Safe } else { Repeat::Unsafe });
        for turn in turns {
            match turn {
                Turn::Pass(seconds) => post.world.pass_seconds(seconds),
                Turn::Tick => post.tick(),
                Turn::Script(channel, reply) => post.post.script(channel, &[reply]),
                Turn::Tell(state) => {
                    let newest = post.post.taken().pop().filter(|it| it.kind == MessageKind::Reminder);
                    if let Some(message) = newest {
                        // One that was never answered is not known here: that is a refusal.
                        let _ = post.receipt(&message.key, message.channel.unwrap(), state);
                    }
                }
                Turn::Pay => {
                    if post.world.invoice(&client, &invoice).takes_money() {
                        let order = post.world.charge(&invoice, Channel::BcaVa);
                        post.world.bank.set_status(&order, ProviderStatus::Settled);
                        let attempt = post.world.attempt(&client, &order);
                        post.world.deliver(&told(&attempt, ProviderStatus::Settled));
                    }
                }
            }
        }
        // Long after, everything has come to an end.
        for seconds in [3_600; 12].into_iter().chain([86_400; 30]) {
            post.world.pass_seconds(seconds);
            post.tick();
        }
        for (key, count) in taken(&post) {
            prop_assert_eq!(count, 1, "{}", key);
        }
        for step in post.world.account(&client).reminders.values() {
            prop_assert_ne!(step.state, ReminderState::Scheduled, "{:?}", step);
        }
    }
}

/// A day of reminders over a store that fails; answers how many calls it took.
fn day_through(plan: &Arc<Plan>, repeat: Repeat) -> (Vec<String>, u32) {
    let (post, _, _) = december(repeat);
    let plan_of_store = plan.clone();
    let post = post.through(|inner| Arc::new(FaultyStore { inner, plan: plan_of_store }));
    post.post.script(C::Email, &[Reply::Take, Reply::Refuse]);
    post.go("2026-12-10T03:00:00Z");
    for _ in 0..60 {
        let _ = now(post.world.wikarta.remind_due());
        let _ = now(post.world.wikarta.work(10));
        post.world.pass_seconds(61);
    }
    let seconds = at("2026-12-12T02:00:00Z").seconds_since(post.world.time());
    post.world.pass_seconds(seconds);
    for _ in 0..200 {
        let _ = now(post.world.wikarta.remind_due());
        let _ = now(post.world.wikarta.work(10));
        post.world.pass_seconds(61);
    }
    for (key, count) in taken(&post) {
        assert_eq!(count, 1, "{key}");
    }
    (post.taken(), plan.calls())
}

#[test]
fn whatever_call_of_the_store_fails_no_message_goes_twice() {
    for repeat in [Repeat::Safe, Repeat::Unsafe] {
        let (expected, calls) = day_through(&Plan::never(), repeat);
        assert_eq!(expected, ["ISSUE email", "T-7 whatsapp", "T-7 sms"]);
        for how in [Failing::Before, Failing::After] {
            // The first calls are all different; later ones only look for work.
            for n in 1..=calls.min(60) {
                let (found, _) = day_through(&Plan::new([n], how), repeat);
                for stage in ["ISSUE ", "T-7 "] {
                    let told = found.iter().any(|name| name.starts_with(stage));
                    assert!(told, "{repeat} {how:?} at {n}: {found:?}");
                }
            }
        }
    }
}
