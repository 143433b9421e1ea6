//! Opening a database: which file, how safe, how many connections.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use wikarta_core::ports::Fault;

use crate::SqlxStore;
use crate::checkpoint;
use crate::fault;
use crate::writer::Writer;

/// How long a writer waits while another process holds the write lock.
const LOCK_SECONDS: u64 = 9;
/// How long a read waits for one of the readers.
const READER_SECONDS: u64 = 4;
/// The longest, in seconds, that a load and a commit wait for the database before they are a passing
/// fault. A deadline beyond it lets what is merely slow be waited out.
pub const LONGEST_WAIT_SECONDS: u64 = READER_SECONDS + LOCK_SECONDS;
const READERS: u32 = 4;
const STATEMENTS: usize = 200;
static IN_MEMORY: AtomicU64 = AtomicU64::new(0);

/// Opens the database that a URL names.
pub(crate) async fn open(url: &str) -> Result<SqlxStore, Fault> {
    let options = options(url)?;
    let writer = Writer::connect(options.clone()).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .min_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(Duration::from_secs(READER_SECONDS))
        .connect_with(reading(options.clone()))
        .await
        .map_err(fault::of)?;
    let writer = Arc::new(writer);
    let pulse = checkpoint::start(options, Arc::downgrade(&writer)).await?;
    writer.after_commit(pulse);
    Ok(SqlxStore { writer, readers, vault: None })
}

/// Ends all connections; what is committed is already durable.
pub(crate) async fn close(writer: &Writer, readers: &SqlitePool) {
    readers.close().await;
    writer.close().await;
}

fn options(url: &str) -> Result<SqliteConnectOptions, Fault> {
    let wrong = |why: &str| {
        Fault::Permanent(format!(
            "the database url is not usable: {why}; expected sqlite://PATH?mode=rwc or \
             sqlite::memory:"
        ))
    };
    if !url.starts_with("sqlite:") {
        return Err(wrong("this build knows SQLite only"));
    }
    let options = if is_memory(url) {
        // A name of its own in SQLite's shared memory file system: every connection of this store
        // sees the same database and nobody else does.
        let number = IN_MEMORY.fetch_add(1, Ordering::Relaxed);
        let name = format!("/wikarta-{}-{number}", std::process::id());
        SqliteConnectOptions::new().filename(name).vfs("memdb").create_if_missing(true)
    } else {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|_| wrong("it does not name a file"))?
            .journal_mode(SqliteJournalMode::Wal);
        if url.contains("mode=rwc") {
            create_private(options.get_filename()).map_err(|error| {
                Fault::Passing(format!("the database file cannot be made: {error}"))
            })?;
        }
        options
    };
    Ok(options
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(LOCK_SECONDS))
        .statement_cache_capacity(STATEMENTS)
        .pragma("wal_autocheckpoint", "0")
        .pragma("temp_store", "MEMORY")
        // What is erased is overwritten, as far as that costs no page more.
        .pragma("secure_delete", "FAST")
        .pragma("cache_size", "-16000")
        .row_buffer_size(512)
        .disable_statement_logging())
}

/// Readers cannot write, whatever a statement says.
fn reading(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.pragma("query_only", "ON").pragma("cache_size", "-8000")
}

fn is_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Makes an absent database file that only its owner can read; SQLite gives its side files the same
/// mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut new = std::fs::OpenOptions::new();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    match new.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}
