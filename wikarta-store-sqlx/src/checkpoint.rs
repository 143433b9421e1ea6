//! Moving the write-ahead log into the database file, off the path of the commits.

use std::sync::Weak;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Row};
use tokio::sync::mpsc;
use wikarta_core::ports::Fault;

use crate::fault;
use crate::writer::Writer;

const PAUSE: Duration = Duration::from_millis(250);
/// Frames (pages) from which on writers wait once, so that the log can begin anew.
const LONG: i64 = 8_000;

/// Starts the task on a connection of its own; it ends when the store is dropped.
pub(crate) async fn start(
    options: SqliteConnectOptions,
    writer: Weak<Writer>,
) -> Result<mpsc::Sender<()>, Fault> {
    let mut connection = options.connect().await.map_err(fault::of)?;
    let (pulse, mut pulses) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(()) = pulses.recv().await {
            round(&mut connection, &writer).await;
            tokio::time::sleep(PAUSE).await;
        }
    });
    Ok(pulse)
}

/// A failed round is no harm: the log keeps everything and the next round tries again.
async fn round(connection: &mut SqliteConnection, writer: &Weak<Writer>) {
    let Some(writer) = writer.upgrade() else { return };
    let _moving = writer.moving.lock().await;
    if passive(connection).await < LONG {
        return;
    }
    // Under steady load there are always frames that came during the round; the log begins anew only
    // after a moment in which none came.
    let turn = writer.turn().await;
    if turn.is_ok() {
        passive(connection).await;
    }
}

/// The length of the log in frames.
async fn passive(connection: &mut SqliteConnection) -> i64 {
    let row = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(connection).await;
    row.and_then(|row| row.try_get(1)).unwrap_or(0)
}
