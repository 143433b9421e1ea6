//! `wikarta migrate up|down|status`.

use wikarta_core::ports::Fault;
use wikarta_store_sqlx::{Down, Migration, MigrationState, SqlxStore};

use super::args::{BooksArgs, MigrateArgs, MigrateStep};
use super::exit::Failure;
use super::run::say;
use crate::config::{self, Environment};

/// Moves the tables of the books, or shows where they stand.
pub async fn migrate(args: MigrateArgs, environment: &Environment) -> Result<(), Failure> {
    match args.step {
        MigrateStep::Up(books) => {
            let url = address(&books, environment)?.made_when_absent();
            let store = opened(url.expose()).await?;
            let count = store.migrate_up().await.map_err(database)?;
            say(format!("{count} migrations run; the database is at the newest form"))?;
            store.close().await;
        }
        MigrateStep::Down(books) => {
            let store = open(&books, environment).await?;
            let count = store.migrate_down(Down::One).await.map_err(database)?;
            say(format!("{count} migrations taken back"))?;
            store.close().await;
        }
        MigrateStep::Status(books) => {
            let store = open(&books, environment).await?;
            for migration in store.migration_status().await.map_err(database)? {
                say(line(&migration))?;
            }
            store.close().await;
        }
    }
    Ok(())
}

/// Opens books that must be there.
pub async fn open(books: &BooksArgs, environment: &Environment) -> Result<SqlxStore, Failure> {
    opened(address(books, environment)?.expose()).await
}

/// What the database said, as the end of a command.
#[must_use]
pub fn database(fault: Fault) -> Failure {
    Failure::Database(format!("the database cannot be used: {fault}"))
}

async fn opened(url: &str) -> Result<SqlxStore, Failure> {
    SqlxStore::open(url).await.map_err(database)
}

fn address(books: &BooksArgs, environment: &Environment) -> Result<config::DatabaseUrl, Failure> {
    if let Some(directory) = books.data.as_deref().filter(|directory| !directory.is_dir()) {
        return Err(Failure::File(format!("`{}` is not a directory", directory.display())));
    }
    Ok(config::database_for(environment, books.data.as_deref())?)
}

fn line(migration: &Migration) -> String {
    let state = match migration.state {
        MigrationState::Applied => "applied",
        MigrationState::Pending => "pending",
        MigrationState::Foreign => "foreign: not of this version of wikarta",
    };
    format!("{:04} {:<28} {state}", migration.version, migration.name)
}
