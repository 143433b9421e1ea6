//! The store against its port's promises, and against a hand that changes the file.

#![cfg(test)]

mod beside;
mod conformance;
mod customers;
mod desk;
mod faults;
mod lives;
mod messages;
mod migrations;
mod projections;
mod sealing;
mod tamper;
mod unfinished;
mod vault;
mod views;
mod world;

use wikarta_store_sqlx::SqlxStore;

/// A migrated database in a file of its own; the folder goes with the guard.
async fn in_file() -> (SqlxStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlxStore::open(&url(&folder)).await.unwrap();
    store.migrate_up().await.unwrap();
    (store, folder)
}

fn url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}?mode=rwc", folder.path().join("books.db").display())
}

/// A connection as somebody with the file would have one.
async fn hand(folder: &tempfile::TempDir) -> sqlx::SqliteConnection {
    use sqlx::ConnectOptions;
    let path = folder.path().join("books.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).foreign_keys(false);
    options.connect().await.unwrap()
}

/// Runs a statement by hand.
async fn by_hand(folder: &tempfile::TempDir, statement: &str) -> u64 {
    use sqlx::{Connection, Executor};
    let mut connection = hand(folder).await;
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    let done = connection.execute(sqlx::raw_sql(statement)).await.unwrap();
    connection.close().await.unwrap();
    done.rows_affected()
}

/// All rows of a query by hand, each as one line.
async fn lines(folder: &tempfile::TempDir, query: &str) -> Vec<String> {
    use sqlx::Connection;
    let mut connection = hand(folder).await;
    let query = sqlx::AssertSqlSafe(query.to_owned());
    let rows = sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}
