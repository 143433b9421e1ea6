//! The list of packages.

use sqlx::FromRow;
use wikarta_core::package::Package;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// A package and how many buy it.
#[derive(Debug, Clone)]
pub struct PackageRow {
    /// The package.
    pub package: Package,
    /// Running subscriptions.
    pub subscribers: u32,
}

#[derive(FromRow)]
struct Listed {
    body: String,
    subscribers: i64,
}

impl SqlxStore {
    /// Every package on sale, cheapest first, at most 500.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn packages(&self) -> Result<Vec<PackageRow>, Fault> {
        let found: Vec<Listed> =
            sqlx::query_as(sqlite::PACKAGES).fetch_all(&self.readers).await.map_err(fault::of)?;
        let row = |listed: Listed| {
            Ok(PackageRow {
                package: fault::read("a package", &listed.body)?,
                subscribers: u32::try_from(listed.subscribers).unwrap_or(u32::MAX),
            })
        };
        found.into_iter().map(row).collect()
    }
}
