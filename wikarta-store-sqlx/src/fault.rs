//! Database errors as the port's [`Fault`]: may trying again help, or not?

use std::fmt::Display;

use wikarta_core::ports::Fault;

/// A database error as a fault. The texts of SQLite name tables and columns, never values.
pub(crate) fn of(error: sqlx::Error) -> Fault {
    if passing(&error) {
        Fault::Passing(error.to_string())
    } else {
        Fault::Permanent(error.to_string())
    }
}

/// A value that cannot be written.
pub(crate) fn unfit(what: &str, error: &impl Display) -> Fault {
    Fault::Permanent(format!("{what} does not fit: {error}"))
}

/// A row that cannot be read: somebody changed it by hand, or a migration is missing.
pub(crate) fn broken(table: &str, key: &str, error: &impl Display) -> Fault {
    Fault::Permanent(format!("row `{key}` of {table} cannot be read: {error}"))
}

/// Whether a unique key exists already.
pub(crate) fn is_taken_key(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether the connection itself is gone.
pub(crate) const fn is_lost(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::WorkerCrashed | sqlx::Error::Io(_))
}

fn passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_some_and(|code| passing_code(&code)),
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        _ => false, // the rest are values and statements that do not fit together
    }
}

/// Primary result codes of SQLite that speak of the world rather than of the statement.
fn passing_code(code: &str) -> bool {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const NO_MEMORY: i32 = 7;
    const READ_ONLY: i32 = 8;
    const INTERRUPTED: i32 = 9;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    const PROTOCOL: i32 = 15;
    let primary = code.parse::<i32>().unwrap_or_default() & 0xff;
    matches!(
        primary,
        BUSY | LOCKED | NO_MEMORY | READ_ONLY | INTERRUPTED | IO | FULL | CANNOT_OPEN | PROTOCOL
    )
}

/// A JSON column as the type that it holds.
pub(crate) fn read<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text)
        .map_err(|error| Fault::Permanent(format!("{what} cannot be read: {error}")))
}

/// Values as the JSON list that a statement reads.
pub(crate) fn list<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned())
}
