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

use std::fmt::{Debug, Display};

use super::MemoryStore;
use crate::account::Account;
use crate::aggregate::Aggregate;
use crate::id::AccountId;
use crate::money::Rupiah;

pub use law::{Law, Violation};
pub(super) use step::Step;
pub(super) use trail::Trails;
pub use trail::replayed;

/// Checks the whole of the books, every chain from its beginning.
///
/// # Errors
/// The first breach.
pub fn check(store: &MemoryStore) -> Result<(), Violation> {
    let mut trails = Trails::default();
    for id in &store.aggregates() {
        book(store, trails.follow(store, id, &mut |_| Ok(()))?)?;
    }
    Ok(())
}

/// Checks the money and the columns of an account to which none came under an unknown order.
///
/// # Errors
/// The first breach.
pub fn of_account(whole: &Account) -> Result<(), Violation> {
    money::check(whole, Rupiah::ZERO)?;
    account::check(whole)
}

/// Checks one aggregate as it stands.
pub(super) fn book(store: &MemoryStore, aggregate: &Aggregate) -> Result<(), Violation> {
    match aggregate {
        Aggregate::Account(account) => {
            money::check(account, store.moved(&account.id))?;
            account::check(account)?;
            if account.customer.erased.is_some() && store.personal(&account.id).is_some() {
                return broken(Law::I34, &account.id, "it was erased, and its values are there");
            }
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
    store.whole(id).map_or(Ok(()), |account| money::check(&account, store.moved(id)))
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
