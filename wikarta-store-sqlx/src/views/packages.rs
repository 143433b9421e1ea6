//! Packages and promotions.

use sqlx::sqlite::SqliteRow;
use wikarta_core::id::{PackageId, PromoId};
use wikarta_core::package::{Package, PackageState};
use wikarta_core::ports::Fault;
use wikarta_core::promo::{Promo, PromoState};

use super::desk::DeskFilter;
use super::page::{self, Order, Page, body, words};
use crate::SqlxStore;
use crate::dialect::sqlite;

/// A package and how many buy it.
#[derive(Debug, Clone)]
pub struct PackageRow {
    /// The package.
    pub package: Package,
    /// Running subscriptions.
    pub subscribers: u32,
    /// Counts the changes of the package.
    pub version: u64,
}

/// Whether a price has to wait for a supervisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priced {
    /// It does not matter.
    Either,
    /// Only those whose new price waits.
    Proposed,
}

impl SqlxStore {
    /// Every package on sale, cheapest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn packages(&self) -> Result<Vec<PackageRow>, Fault> {
        self.packages_in(&[PackageState::OnSale], Priced::Either).await
    }

    /// Packages in some states, all of them when none is named, cheapest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn packages_in(
        &self,
        states: &[PackageState],
        priced: Priced,
    ) -> Result<Vec<PackageRow>, Fault> {
        let proposed = i64::from(priced == Priced::Proposed);
        let bound = sqlx::query(sqlite::PACKAGES).bind(words(states)).bind(proposed);
        self.every(bound, package_row).await
    }

    /// One package, whatever its state; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn package(&self, id: &PackageId) -> Result<Option<PackageRow>, Fault> {
        self.one(sqlx::query(sqlite::PACKAGE).bind(id.to_string()), package_row).await
    }

    /// A page of promotions, newest proposal first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn promos(&self, filter: &DeskFilter<PromoState>) -> Result<Page<Promo>, Fault> {
        let bound = sqlx::query(sqlite::PROMOS).bind(words(&filter.states));
        let newest = (bound, Order::NewestFirst);
        self.page(newest, filter.after.as_ref(), filter.limit, body("a promotion")).await
    }

    /// One promotion; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn promo(&self, id: &PromoId) -> Result<Option<Promo>, Fault> {
        self.one(sqlx::query(sqlite::PROMO).bind(id.to_string()), body("a promotion")).await
    }
}

fn package_row(row: &SqliteRow) -> Result<PackageRow, Fault> {
    Ok(PackageRow {
        package: body("a package")(row)?,
        subscribers: page::count(row, "subscribers")?,
        version: page::version(row)?,
    })
}
