//! The suite's small world, with hands that insist.

use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::customer::PersonalRecord;
use wikarta_core::ports::{Change, Held, Loaded, Outcome, Store, Subject};
use wikarta_core::series::Series;

pub use wikarta_core::testkit::conformance::world::*;

pub fn series(last: u32) -> Series {
    Series { month: november(), last }
}

pub fn personal(n: u32) -> PersonalRecord {
    wikarta_core::testkit::conformance::world::personal(n).unwrap()
}

/// Erases a customer's personal values in the commit that says so.
pub async fn erase(store: &dyn Store, n: u32) {
    let seen = load_account(store, n).await;
    let Aggregate::Account(mut account) = seen.aggregate.clone() else { unreachable!() };
    account.credit = rupiah(1);
    let erased = vec![account_id(n)];
    write(store, &[Change { erased, ..change(Some(&seen), &Aggregate::Account(account)) }]).await;
}

/// Commits and insists that everything was written.
pub async fn write(store: &dyn Store, changes: &[Change]) {
    let outcomes = store.commit(changes).await.unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Done), "{outcomes:?}");
}

/// Writes the package that every subscription names.
pub async fn stock(store: &dyn Store) {
    write(store, &[change(None, &Aggregate::Package(package()))]).await;
}

pub async fn load_one(store: &dyn Store, subject: Subject) -> Loaded {
    store.load(&[want(&[subject], None)]).await.unwrap().remove(0)
}

/// The aggregate of a name, as loaded.
pub fn held<'a>(loaded: &'a Loaded, id: &AggregateId) -> &'a Held {
    loaded.held.iter().find(|held| held.aggregate.id() == *id).unwrap()
}

pub async fn load_account(store: &dyn Store, n: u32) -> Held {
    let loaded = load_one(store, Subject::Account(account_id(n))).await;
    held(&loaded, &AggregateId::Account(account_id(n))).clone()
}
