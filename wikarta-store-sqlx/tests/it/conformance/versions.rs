//! Versions: who was first wins, whole changes or nothing.

use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::audit::Head;
use wikarta_core::ports::{Change, Fault, Outcome, Store, Subject};

use crate::world::*;

pub async fn a_new_aggregate_is_written_once(store: &dyn Store) {
    stock(store).await;
    let change = change(None, &holding(account(1)));
    write(store, std::slice::from_ref(&change)).await;
    let held = load_account(store, 1).await;
    assert_eq!(held.version, 1);
    assert_eq!(held.aggregate, holding(account(1)));
    let entry = &change.aggregates[0].entries[0].entry;
    assert_eq!(held.head, Head { seq: 1, hash: entry.hash });
    assert_eq!(store.commit(&[change]).await.unwrap(), [Outcome::Clash]);
    assert_eq!(load_account(store, 1).await, held);
}

pub async fn a_version_that_moved_on_clashes(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(account(1)))]).await;
    let seen = load_account(store, 1).await;
    let with_credit = |amount| {
        let mut account = account(1);
        account.credit = rupiah(amount);
        change(Some(&seen), &holding(account))
    };
    write(store, &[with_credit(5)]).await;
    assert_eq!(store.commit(&[with_credit(6)]).await.unwrap(), [Outcome::Clash]);
    let held = load_account(store, 1).await;
    assert_eq!((held.version, held.head.seq), (2, 2));
    let Aggregate::Account(account) = held.aggregate else { panic!() };
    assert_eq!(account.credit, rupiah(5));
}

pub async fn only_the_change_that_clashes_is_dropped(store: &dyn Store) {
    stock(store).await;
    let stale = change(None, &holding(account(1)));
    write(store, std::slice::from_ref(&stale)).await;
    let mut late = stale;
    late.answers.push(answer("late"));
    let fine = |n| Change {
        answers: vec![answer(&format!("fine-{n}"))],
        ..change(None, &holding(account(n)))
    };
    let outcomes = store.commit(&[fine(2), late, fine(3)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Done, Outcome::Clash, Outcome::Done]);
    assert_eq!(load_account(store, 2).await.version, 1);
    assert_eq!(load_account(store, 3).await.version, 1);
    let key = wikarta_core::ports::Key::Command(command("late"));
    let loaded = store.load(&[want(&[], Some(key))]).await.unwrap();
    assert_eq!(loaded[0].record, None, "nothing of the loser is there");
}

pub async fn a_change_of_two_aggregates_wins_or_loses_whole(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &Aggregate::Series(series(1)))]).await;
    let numbers = load_one(store, Subject::Series(november())).await;
    let seen = held(&numbers, &AggregateId::Series(november())).clone();
    let issue = |n, last| Change {
        aggregates: vec![
            aggregate_change(None, &holding(account(n)), "account"),
            aggregate_change(Some(&seen), &Aggregate::Series(series(last)), "series"),
        ],
        ..Change::default()
    };
    write(store, &[issue(1, 2)]).await;
    assert_eq!(store.commit(&[issue(2, 2)]).await.unwrap(), [Outcome::Clash]);
    let loaded = load_one(store, Subject::Account(account_id(2))).await;
    assert!(loaded.held.is_empty(), "the account of the loser was not made");
    let numbers = load_one(store, Subject::Series(november())).await;
    let now = held(&numbers, &AggregateId::Series(november()));
    assert_eq!(now.aggregate, Aggregate::Series(series(2)), "no gap, no double");
}

pub async fn an_aggregate_twice_in_one_call_is_refused(store: &dyn Store) {
    stock(store).await;
    let one = change(None, &holding(account(1)));
    let fault = store.commit(&[one.clone(), one]).await.unwrap_err();
    assert!(matches!(&fault, Fault::Permanent(why) if why.contains("account:cus_0001")), "{fault}");
    assert!(load_one(store, Subject::Account(account_id(1))).await.held.is_empty());
}

pub async fn commits_side_by_side_lose_nothing(store: &dyn Store) {
    stock(store).await;
    write(store, &[change(None, &holding(account(1)))]).await;
    let add_one = async || {
        loop {
            let seen = load_account(store, 1).await;
            let Aggregate::Account(mut account) = seen.aggregate.clone() else { panic!() };
            account.credit = account.credit.plus(rupiah(1)).unwrap();
            let change = change(Some(&seen), &Aggregate::Account(account));
            if store.commit(&[change]).await.unwrap() == [Outcome::Done] {
                return;
            }
        }
    };
    let five = async || {
        for _ in 0..5 {
            add_one().await;
        }
    };
    tokio::join!(five(), five(), five(), five());
    let held = load_account(store, 1).await;
    assert_eq!((held.version, held.head.seq), (21, 21));
    let Aggregate::Account(account) = held.aggregate else { panic!() };
    assert_eq!(account.credit, rupiah(20));
}
