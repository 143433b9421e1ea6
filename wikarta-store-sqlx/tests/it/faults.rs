//! When the world or the values fail: nothing is known to be written, and the fault says whether
//! trying again may help.

use sqlx::Executor;
use wikarta_core::aggregate::Aggregate;
use wikarta_core::ports::{Fault, Outcome, Store, Subject};
use wikarta_store_sqlx::SqlxStore;

use crate::world::*;
use crate::{by_hand, hand, in_file, url};

#[tokio::test]
async fn a_value_that_does_not_fit_fails_the_whole_call() {
    let (store, _folder) = in_file().await;
    // No package was written: a subscription to it cannot be.
    let changes = [change(None, &Aggregate::Series(series(1))), change(None, &holding(account(1)))];
    let fault = store.commit(&changes).await.unwrap_err();
    assert!(matches!(&fault, Fault::Permanent(why) if why.contains("FOREIGN KEY")), "{fault}");
    assert!(load_one(&store, Subject::Series(november())).await.held.is_empty());
    stock(&store).await;
    write(&store, &changes).await;
}

#[tokio::test]
async fn a_row_that_was_broken_by_hand_is_named() {
    let (store, folder) = in_file().await;
    stock(&store).await;
    write(&store, &[change(None, &holding(account(1)))]).await;
    by_hand(&folder, "UPDATE customers SET body = substr(body, 2)").await;
    let subject = Subject::Account(account_id(1));
    let fault = store.load(&[want(&[subject], None)]).await.unwrap_err();
    assert!(matches!(&fault, Fault::Permanent(why) if why.contains("cus_0001")), "{fault}");
}

#[tokio::test]
async fn without_tables_nothing_is_answered() {
    let store = SqlxStore::open("sqlite::memory:").await.unwrap();
    let subject = Subject::Account(account_id(1));
    assert!(matches!(store.load(&[want(&[subject], None)]).await, Err(Fault::Permanent(_))));
    let change = change(None, &Aggregate::Series(series(1)));
    assert!(matches!(store.commit(&[change]).await, Err(Fault::Permanent(_))));
}

/// Two processes on one file are correct without knowing of each other.
#[tokio::test]
async fn two_stores_on_one_file_lose_nothing() {
    let (one, folder) = in_file().await;
    let other = SqlxStore::open(&url(&folder)).await.unwrap();
    stock(&one).await;
    write(&one, &[change(None, &holding(account(1)))]).await;
    let ten = async |store: &SqlxStore| {
        let mut done = 0;
        while done < 10 {
            let seen = load_account(store, 1).await;
            let Aggregate::Account(mut account) = seen.aggregate.clone() else { panic!() };
            account.credit = account.credit.plus(rupiah(1)).unwrap();
            let change = change(Some(&seen), &Aggregate::Account(account));
            done += u32::from(store.commit(&[change]).await.unwrap() == [Outcome::Done]);
        }
    };
    tokio::join!(ten(&one), ten(&other));
    let held = load_account(&other, 1).await;
    let Aggregate::Account(account) = held.aggregate else { panic!() };
    assert_eq!((held.version, account.credit), (21, rupiah(20)));
    assert!(one.prove_audit().await.unwrap().faults.is_empty());
}

/// What another process holds for a while is waited for; what it never gives back is a fault, and
/// nothing of the call is written.
#[tokio::test]
async fn a_lock_that_is_never_given_back_is_a_passing_fault() {
    let (one, folder) = in_file().await;
    stock(&one).await;
    let mut other = hand(&folder).await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let changes = [change(None, &holding(account(1)))];
    let fault = one.commit(&changes).await.unwrap_err();
    assert!(matches!(&fault, Fault::Passing(why) if why.contains("locked")), "{fault}");
    other.execute("ROLLBACK").await.unwrap();
    write(&one, &changes).await;
}
