//! Keys: a repeat is known, whatever it comes with.

use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::event::Effect;
use wikarta_core::package::Package;
use wikarta_core::ports::{
    Change, EffectState, InboxState, Key, Outcome, Record, Settled, Store, Subject,
};
use wikarta_core::provider::ProviderStatus;

use crate::world::*;

async fn record(store: &dyn Store, key: Key) -> Option<Record> {
    store.load(&[want(&[], Some(key))]).await.unwrap().remove(0).record
}

pub async fn a_command_is_known_by_its_key(store: &dyn Store) {
    let change = Change { answers: vec![answer("c-1")], ..Change::default() };
    write(store, std::slice::from_ref(&change)).await;
    assert_eq!(store.commit(&[change]).await.unwrap(), [Outcome::Clash]);
    let known = record(store, Key::Command(command("c-1"))).await;
    let answer = answer("c-1");
    assert_eq!(known, Some(Record::Command { request: answer.request, answer: answer.answer }));
    assert_eq!(record(store, Key::Command(command("c-2"))).await, None);
}

pub async fn a_notification_is_known_by_its_key(store: &dyn Store) {
    let arrives = |event_key: &str, state| Change {
        arrivals: vec![arrival(&order("A-1"), event_key, state)],
        ..Change::default()
    };
    write(store, &[arrives("k1", InboxState::Parked)]).await;
    let outcomes =
        store.commit(&[arrives("k1", InboxState::Applied), arrives("k2", InboxState::Stale)]).await;
    assert_eq!(outcomes.unwrap(), [Outcome::Clash, Outcome::Done]);
    for (key, state) in [("k1", InboxState::Parked), ("k2", InboxState::Stale)] {
        let known = record(store, Key::Inbox(inbox_key(&order("A-1"), key))).await;
        assert_eq!(known, Some(Record::Inbox(state)));
    }
    assert_eq!(record(store, Key::Inbox(inbox_key(&order("A-2"), "k1"))).await, None);
}

pub async fn a_key_twice_in_one_call_is_written_once(store: &dyn Store) {
    stock(store).await;
    let with = |n| Change { answers: vec![answer("same")], ..change(None, &holding(account(n))) };
    let outcomes = store.commit(&[with(1), with(2)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Done, Outcome::Clash]);
    assert!(load_one(store, Subject::Account(account_id(2))).await.held.is_empty());
}

/// A customer's number and an address are unique; nobody but the second comer is bothered.
pub async fn what_must_be_unique_clashes_alone(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(account(1)))]).await;
    let mut twin = account(2);
    twin.customer.code = account(1).customer.code;
    let changes = [
        change(None, &holding(account(3))),
        change(None, &holding(twin)),
        change(None, &Aggregate::User(user("a@demo.test"))),
    ];
    let outcomes = store.commit(&changes).await.unwrap();
    assert_eq!(outcomes, [Outcome::Done, Outcome::Clash, Outcome::Done]);
    assert!(load_one(store, Subject::Account(account_id(2))).await.held.is_empty());
    assert_eq!(load_account(store, 3).await.version, 1);
    let mut other = user("b@demo.test");
    other.email = "a@demo.test".to_owned();
    let clash = store.commit(&[change(None, &Aggregate::User(other))]).await.unwrap();
    assert_eq!(clash, [Outcome::Clash]);
    let sold = load_one(store, Subject::PackageCode(package().code)).await;
    assert_eq!(
        sold.held.into_iter().map(|held| held.aggregate.id()).collect::<Vec<_>>(),
        [AggregateId::Package(package().id)]
    );
    let same = Package { id: "pkg_other".parse().unwrap(), ..package() };
    let clash = store.commit(&[change(None, &Aggregate::Package(same))]).await.unwrap();
    assert_eq!(clash, [Outcome::Clash]);
}

pub async fn an_order_of_another_account_stays_there(store: &dyn Store) {
    stock(store).await;
    let with_attempt = |n: u32| {
        let mut account = account(n);
        let mut invoice = issued(n, &format!("of-{n}"), november(), n);
        let attempt = attempt("SAME", &mut [&mut invoice]);
        account.invoices.insert(invoice.id.clone(), invoice);
        account.attempts.insert(attempt.order_id.clone(), attempt);
        change(None, &holding(account))
    };
    write(store, &[with_attempt(1)]).await;
    assert_eq!(store.commit(&[with_attempt(2)]).await.unwrap(), [Outcome::Clash]);
    let loaded = load_one(store, Subject::Order(order("SAME"))).await;
    assert_eq!(loaded_account(&loaded).id, account_id(1));
}

/// A period is billed once; bills of something else within it count up.
pub async fn one_bill_a_period_and_sequence(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(account(1)))]).await;
    let with = async |text: &str, sequence| {
        let seen = load_account(store, 1).await;
        let mut account = account(1);
        let mut invoice = draft(1, text, november());
        invoice.sequence = sequence;
        account.invoices.insert(invoice.id.clone(), invoice);
        store.commit(&[change(Some(&seen), &holding(account))]).await.unwrap()
    };
    assert_eq!(with("a", 0).await, [Outcome::Done]);
    assert_eq!(with("b", 1).await, [Outcome::Done]);
    assert_eq!(with("c", 1).await, [Outcome::Clash]);
}

pub async fn an_effect_ends_once(store: &dyn Store) {
    let effect = planned("e", Effect::Read { order_id: order("A") }, at(1));
    let plan = Change { planned: vec![effect], ..Change::default() };
    write(store, std::slice::from_ref(&plan)).await;
    assert_eq!(store.commit(&[plan]).await.unwrap(), [Outcome::Clash], "planned once");
    let key = || Key::Effect(effect_id("e"));
    assert_eq!(record(store, key()).await, Some(Record::Effect(EffectState::Waiting)));
    let end = Change { done: vec![effect_id("e")], ..Change::default() };
    write(store, std::slice::from_ref(&end)).await;
    assert_eq!(record(store, key()).await, Some(Record::Effect(EffectState::Done)));
    assert_eq!(store.commit(&[end]).await.unwrap(), [Outcome::Clash], "ended once");
    let unknown = Change { done: vec![effect_id("x")], ..Change::default() };
    assert_eq!(store.commit(&[unknown]).await.unwrap(), [Outcome::Clash]);
}

pub async fn a_refuted_notification_gives_its_key_up(store: &dyn Store) {
    let order = order("A-1");
    let key = || Key::Inbox(inbox_key(&order, "k"));
    for _ in 0..3 {
        let arrival = arrival(&order, "k", InboxState::Parked);
        write(store, &[Change { arrivals: vec![arrival], ..Change::default() }]).await;
        assert_eq!(record(store, key()).await, Some(Record::Inbox(InboxState::Parked)));
        let settled = Settled {
            key: inbox_key(&order, "k"),
            state: InboxState::Refuted,
            reason: "not confirmed".to_owned(),
            read: Some(ProviderStatus::Pending),
            account: None,
            at: at(70),
        };
        let end = Change { settled: vec![settled], ..Change::default() };
        write(store, std::slice::from_ref(&end)).await;
        assert_eq!(record(store, key()).await, None, "the same body may come again");
        assert_eq!(store.commit(&[end]).await.unwrap(), [Outcome::Clash], "settled once");
    }
    for n in 1..=3 {
        let kept = Key::Inbox(inbox_key(&order, &format!("k#{n}")));
        assert_eq!(record(store, kept).await, Some(Record::Inbox(InboxState::Refuted)));
    }
}
