//! wikarta's books in a relational database (SQLite so far). It remembers and decides nothing.
//!
//! [`SqlxStore`] keeps the core's `Store` port; beside it are lists for people ([`views`]), who may
//! come in ([`identity`]) and the proof of the audit trail ([`proof`]). Callers never see a
//! statement or a row of the database, so another database changes nothing for them.
//!
//! # How it is kept
//!
//! **A body and its columns.** A row of state holds the core's struct as JSON in `body`, which is
//! all that a load reads, beside columns that lists, joins and constraints need. Lines, shares,
//! allocations and refunds have tables of their own, written by the same commit and read only by
//! people. So a new field of the core needs a migration only when somebody wants to search for it,
//! and a load is as narrow as its rows. A test writes the same books in steps and at once and
//! compares every column.
//!
//! **Versions and heads apart.** `aggregates` holds version and chain head of every aggregate of
//! every kind: one place to compare and lock, in id order, and one small row to write where the
//! customer's own row did not change.
//!
//! **Lists as JSON.** Every list travels as one JSON parameter. Statements are constant texts,
//! whatever the size of a batch; they stay prepared; nothing is put together from values. All of
//! them lie in one folder a dialect, and a test reads the plan of each.
//!
//! **Two calls to commit.** The first opens the transaction and names the changes that lost, by
//! version or key; the second writes the winners and commits. A value that only a unique index
//! knows to be taken rolls back once, and the changes are then written one by one, so that it
//! clashes alone. A permanent fault fails the whole call, nothing written: the caller halves the
//! batch.
//!
//! **One writer, several readers.** Writers of SQLite exclude each other, so one connection writes
//! and takes turns fairly; small writes that wait are carried together. Every commit is on disk
//! before it returns. The write-ahead log is moved into the file by a connection of its own.
//!
//! **Personal values** are in `customer_personal`, and with it go the messages
//! that a capturing channel kept; identity numbers and bank accounts
//! lie there sealed by a [`Vault`], and are found by a keyed hash only.

mod agenda;
mod answers;
mod checkpoint;
mod commit;
mod dead;
mod dialect;
mod durability;
mod fault;
pub mod identity;
mod load;
mod messages;
mod migrate;
mod observed;
mod open;
mod personal;
pub mod proof;
mod queue;
mod runs;
mod sheet;
mod store;
mod vault;
pub mod views;
mod writer;

use std::sync::Arc;

use sqlx::sqlite::SqlitePool;
use wikarta_core::ports::Fault;

pub use answers::KeptAnswer;
pub use dead::DeadLetter;
pub use messages::{Claim, Handed};
pub use migrate::{Down, Migration, MigrationState};
pub use open::LONGEST_WAIT_SECONDS;
pub use vault::{Vault, VaultError};

/// The books in SQLite. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct SqlxStore {
    writer: Arc<writer::Writer>,
    readers: SqlitePool,
    vault: Option<Arc<Vault>>,
}

impl std::fmt::Debug for SqlxStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqlxStore(sqlite)")
    }
}

impl SqlxStore {
    /// Opens the database at `sqlite://PATH?mode=rwc` (made when absent, readable by its owner
    /// only), `sqlite://PATH` (must exist) or `sqlite::memory:` (for tests).
    ///
    /// Commits are durable when they return: write-ahead log, `synchronous = FULL`. Nothing is
    /// migrated: see [`SqlxStore::migrate_up`].
    ///
    /// # Errors
    /// [`Fault::Permanent`] for a URL that this build cannot use, [`Fault::Passing`] when the file
    /// cannot be opened now.
    pub async fn open(url: &str) -> Result<Self, Fault> {
        open::open(url).await
    }

    /// The same store with a key for identity numbers and bank accounts; without one they are refused.
    #[must_use]
    pub fn with_vault(self, vault: Vault) -> Self {
        Self { vault: Some(Arc::new(vault)), ..self }
    }

    /// Closes all connections of all clones. What was committed is durable with or without it.
    pub async fn close(&self) {
        open::close(&self.writer, &self.readers).await;
    }
}

/// An instant from a column.
pub(crate) fn micros(value: i64) -> Result<wikarta_core::time::Timestamp, Fault> {
    wikarta_core::time::Timestamp::from_micros(value)
        .map_err(|error| fault::broken("a time", &value.to_string(), &error))
}
