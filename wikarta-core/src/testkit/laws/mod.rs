//! What must hold after every step, whatever happened: the invariants, as functions of the books.
//!
//! Each is checked from what is stored, without asking the rules that stored it. A breach is a value
//! that names the law, whom it is about and what was seen.

mod account;
mod law;
mod money;
mod people;
pub(super) mod roles;
mod series;
mod step;
mod trail;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use super::MemoryStore;
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::AccountId;
use crate::money::Rupiah;

pub use law::{Law, Violation};
pub(super) use trail::Trails;
pub use trail::replayed;

/// Checks the whole of the books, every chain from its beginning.
///
/// # Errors
/// The first breach.
pub fn check(store: &MemoryStore) -> Result<(), Violation> {
    let all: BTreeSet<AggregateId> = store.aggregates().into_iter().collect();
    let mut trails = Trails::default();
    for id in &all {
        trails.steps(store, id, store.aggregate(id).as_ref())?;
    }
    books(store, &all)
}

/// Checks these aggregates as they stand.
///
/// # Errors
/// The first breach.
pub fn books(store: &MemoryStore, touched: &BTreeSet<AggregateId>) -> Result<(), Violation> {
    for id in touched {
        match store.aggregate(id) {
            Some(aggregate) => book(store, &aggregate)?,
            None => return broken(Law::I22, id, "an aggregate with a trail has no state"),
        }
    }
    Ok(())
}

/// Checks one aggregate as it stands.
pub(super) fn book(store: &MemoryStore, aggregate: &Aggregate) -> Result<(), Violation> {
    match aggregate {
        Aggregate::Account(account) => {
            let came = store.moved().get(&account.id).copied().unwrap_or(Rupiah::ZERO);
            money::check(account, came)?;
            account::check(account)?;
            people::account(account)
        }
        Aggregate::Suspense(item) => {
            people::suspense(item)?;
            // Its money is on the account it went to.
            item.moved.as_ref().map_or(Ok(()), |moved| whole(store, &moved.account))
        }
        Aggregate::Roster(roster) => people::roster(roster),
        Aggregate::Series(series) => series::check(store, series),
        Aggregate::Package(_) | Aggregate::User(_) | Aggregate::Promo(_) | Aggregate::Policy(_) => {
            Ok(())
        }
    }
}

fn whole(store: &MemoryStore, id: &AccountId) -> Result<(), Violation> {
    let came = store.moved().get(id).copied().unwrap_or(Rupiah::ZERO);
    store.account(id).map_or(Ok(()), |account| money::check(&account, came))
}

/// A breach.
///
/// # Errors
/// Always.
pub(super) fn broken<T>(
    law: Law,
    about: &impl Display,
    seen: impl Into<String>,
) -> Result<T, Violation> {
    Err(Violation { law, about: about.to_string(), seen: seen.into() })
}

/// Two values that the law makes equal.
fn equal<T: PartialEq + Debug>(
    law: Law,
    about: &impl Display,
    what: &str,
    (found, expected): (T, T),
) -> Result<(), Violation> {
    if found == expected {
        return Ok(());
    }
    broken(law, about, format!("{what}: found {found:?}, expected {expected:?}"))
}

fn sum(amounts: impl Iterator<Item = Rupiah>) -> i64 {
    amounts.map(Rupiah::get).sum()
}
