//! Work under leases: taken by one at a time, counted, never lost.

use wikarta_core::event::Effect;
use wikarta_core::ports::{
    Change, EffectState, InboxState, Key, Outcome, Record, Return, Store, Take,
};
use wikarta_core::time::Month;

use crate::world::*;

fn take(now: i64, limit: u32) -> Take {
    Take { now: at(now), lease_until: at(now + 60), limit }
}

fn read(order_id: &str) -> Effect {
    Effect::Read { order_id: order(order_id) }
}

async fn plan(store: &dyn Store, names: &[(&str, i64)]) {
    let planned = names.iter().map(|(name, due)| planned(name, read(name), at(*due))).collect();
    write(store, &[Change { planned, ..Change::default() }]).await;
}

pub async fn an_effect_is_taken_under_a_lease(store: &dyn Store) {
    plan(store, &[("A", 10)]).await;
    assert!(store.take_effects(take(9, 5)).await.unwrap().is_empty(), "not due yet");
    let taken = store.take_effects(take(10, 5)).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].id, effect_id("A").to_string());
    assert_eq!(taken[0].work, read("A"));
    assert_eq!((taken[0].tries, taken[0].trace.clone()), (1, trace()));
    assert!(store.take_effects(take(11, 5)).await.unwrap().is_empty(), "somebody has it");
}

pub async fn an_effect_comes_back_when_its_lease_is_over(store: &dyn Store) {
    plan(store, &[("A", 10)]).await;
    for (now, tries) in [(10, 1), (70, 2), (130, 3)] {
        assert!(store.take_effects(take(now - 1, 5)).await.unwrap().is_empty(), "{now}");
        let taken = store.take_effects(take(now, 5)).await.unwrap();
        assert_eq!(taken[0].tries, tries, "a taker that died counts");
    }
}

pub async fn work_is_taken_oldest_first(store: &dyn Store) {
    plan(store, &[("C", 30), ("A", 10), ("B", 20), ("LATER", 90)]).await;
    let names = |taken: Vec<wikarta_core::ports::Taken<Effect>>| {
        taken.into_iter().map(|taken| taken.work).collect::<Vec<_>>()
    };
    assert_eq!(names(store.take_effects(take(40, 2)).await.unwrap()), [read("A"), read("B")]);
    assert_eq!(names(store.take_effects(take(40, 2)).await.unwrap()), [read("C")]);
}

pub async fn one_effect_by_name(store: &dyn Store) {
    plan(store, &[("A", 10), ("B", 10)]).await;
    let one = |now| store.take_effect(&BY_NAME, at(now), at(now + 60));
    static BY_NAME: std::sync::LazyLock<wikarta_core::id::EffectId> =
        std::sync::LazyLock::new(|| effect_id("B"));
    let taken = one(1).await.unwrap().unwrap();
    assert_eq!(
        (taken.work, taken.tries),
        (read("B"), 1),
        "the caller does not wait until it is due"
    );
    assert_eq!(one(2).await.unwrap(), None, "somebody has it");
    assert_eq!(one(61).await.unwrap().unwrap().tries, 2);
    store.return_effect(&BY_NAME, Return::Done(at(62))).await.unwrap();
    assert_eq!(one(200).await.unwrap(), None, "it is done");
}

pub async fn effects_end_in_every_way(store: &dyn Store) {
    plan(store, &[("DONE", 10), ("RETRY", 10), ("DEAD", 10)]).await;
    assert_eq!(store.take_effects(take(10, 5)).await.unwrap().len(), 3);
    let reason = || "the bank sleeps".to_owned();
    let back = [
        ("DONE", Return::Done(at(11))),
        ("RETRY", Return::Retry { due: at(30), reason: reason() }),
        ("DEAD", Return::Dead { at: at(11), reason: reason() }),
    ];
    for (name, back) in back {
        store.return_effect(&effect_id(name), back).await.unwrap();
    }
    assert!(store.take_effects(take(29, 5)).await.unwrap().is_empty());
    let again = store.take_effects(take(30, 5)).await.unwrap();
    assert_eq!((again.len(), again[0].tries), (1, 2));
    assert_eq!(again[0].work, read("RETRY"));
    for (name, state) in
        [("DONE", EffectState::Done), ("RETRY", EffectState::Waiting), ("DEAD", EffectState::Dead)]
    {
        let key = Key::Effect(effect_id(name));
        let loaded = store.load(&[want(&[], Some(key))]).await.unwrap();
        assert_eq!(loaded[0].record, Some(Record::Effect(state)), "{name}");
    }
    let late = Change { done: vec![effect_id("DEAD")], ..Change::default() };
    assert_eq!(store.commit(&[late]).await.unwrap(), [Outcome::Clash]);
}

async fn park(store: &dyn Store, keys: &[(&str, &str)]) {
    let parked =
        |(order_id, key): &(&str, &str)| arrival(&order(order_id), key, InboxState::Parked);
    let arrivals = keys.iter().map(parked).collect();
    write(store, &[Change { arrivals, ..Change::default() }]).await;
}

async fn taken_parked(store: &dyn Store, now: i64) -> Vec<(String, u32)> {
    let taken = store.take_parked(take(now, 10)).await.unwrap();
    taken.into_iter().map(|taken| (taken.id, taken.tries)).collect()
}

pub async fn one_parked_notification_an_order(store: &dyn Store) {
    park(store, &[("A", "k1"), ("A", "k2"), ("B", "k1")]).await;
    let due = 57;
    assert!(taken_parked(store, due - 1).await.is_empty());
    let first = taken_parked(store, due).await;
    assert_eq!(first, [("A:k1".to_owned(), 1), ("B:k1".to_owned(), 1)]);
    assert!(taken_parked(store, due + 1).await.is_empty(), "one read in flight an order");
    store.return_parked(&inbox_key(&order("A"), "k1"), Return::Done(at(60))).await.unwrap();
    assert_eq!(taken_parked(store, due + 2).await, [("A:k2".to_owned(), 1)]);
}

pub async fn parked_ones_end_in_every_way(store: &dyn Store) {
    park(store, &[("A", "k"), ("B", "k")]).await;
    assert_eq!(taken_parked(store, 60).await.len(), 2);
    let reason = "no answer".to_owned();
    let retry = Return::Retry { due: at(80), reason: reason.clone() };
    store.return_parked(&inbox_key(&order("A"), "k"), retry).await.unwrap();
    let dead = Return::Dead { at: at(61), reason };
    store.return_parked(&inbox_key(&order("B"), "k"), dead).await.unwrap();
    assert!(taken_parked(store, 79).await.is_empty());
    assert_eq!(taken_parked(store, 80).await, [("A:k".to_owned(), 2)]);
    assert_eq!(taken_parked(store, 200).await, [("A:k".to_owned(), 3)], "the dead one stays");
    let key = Key::Inbox(inbox_key(&order("B"), "k"));
    let loaded = store.load(&[want(&[], Some(key))]).await.unwrap();
    assert_eq!(loaded[0].record, Some(Record::Inbox(InboxState::Dead)));
}

pub async fn overdue_attempts_are_found(store: &dyn Store) {
    stock(store).await;
    let mut whole = account(1);
    let mut invoice = issued(1, "a", Month::new(2026, 10).unwrap(), 1);
    let mut late = attempt("LATE", &mut [&mut invoice]);
    late.expires_at = at(100);
    let mut later = attempt("LATER", &mut [&mut invoice]);
    later.expires_at = at(200);
    let mut ended = attempt("ENDED", &mut [&mut invoice]);
    ended.expires_at = at(50);
    ended.state = wikarta_core::account::AttemptState::Expired;
    for attempt in [late, later, ended] {
        whole.attempts.insert(attempt.order_id.clone(), attempt);
    }
    whole.invoices.insert(invoice.id.clone(), invoice);
    write(store, &[change(None, &holding(whole))]).await;
    let overdue = |before, limit| store.overdue_attempts(at(before), limit);
    assert!(overdue(100, 9).await.unwrap().is_empty());
    assert_eq!(overdue(101, 9).await.unwrap(), [order("LATE")]);
    assert_eq!(overdue(999, 9).await.unwrap(), [order("LATE"), order("LATER")]);
    assert_eq!(overdue(999, 1).await.unwrap(), [order("LATE")]);
}
