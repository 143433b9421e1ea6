//! wikarta's books in a relational database.

mod answers;
mod checkpoint;
mod commit;
mod dialect;
mod durability;
mod fault;
pub mod identity;
mod load;
mod migrate;
mod notifier;
mod open;
mod personal;
mod policies;
pub mod proof;
mod queue;
mod sheet;
mod store;
pub mod views;
mod writer;

use std::sync::Arc;

use sqlx::sqlite::SqlitePool;
use wikarta_core::ports::Fault;

pub use answers::KeptAnswer;
pub use migrate::{Down, Migration, MigrationState};
pub use notifier::CaptureNotifier;

/// The books in SQLite. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct SqlxStore {
    writer: Arc<writer::Writer>,
    readers: SqlitePool,
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
