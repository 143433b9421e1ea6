//! How long a commit waits for the disk.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use wikarta_core::ports::Fault;

use crate::writer::Turn;
use crate::{SqlxStore, fault};

impl SqlxStore {
    /// From now on commits do not wait for the disk: only for books that are made anew after a crash,
    /// such as a demo's while it is being filled.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn relax_durability(&self) -> Result<(), Fault> {
        let mut turn = self.writer.turn().await?;
        run(&mut turn, "PRAGMA synchronous = OFF").await.map(drop)
    }

    /// From now on commits are durable again, and everything before is, too.
    ///
    /// # Errors
    /// A [`Fault`] of the database: then nothing since [`SqlxStore::relax_durability`] is promised.
    pub async fn restore_durability(&self) -> Result<(), Fault> {
        let _moving = self.writer.moving.lock().await;
        let mut turn = self.writer.turn().await?;
        run(&mut turn, "PRAGMA synchronous = FULL").await?;
        // Syncs the log, moves it into the file and syncs that.
        let rows = run(&mut turn, "PRAGMA wal_checkpoint(TRUNCATE)").await?;
        let held_up: i64 = rows.first().and_then(|row| row.try_get(0).ok()).unwrap_or_default();
        if held_up != 0 {
            return Err(Fault::Passing("a reader holds up the write-ahead log".to_owned()));
        }
        Ok(())
    }
}

async fn run(turn: &mut Turn<'_>, pragma: &'static str) -> Result<Vec<SqliteRow>, Fault> {
    turn.finish(sqlx::query(pragma)).await.map_err(fault::of)
}
