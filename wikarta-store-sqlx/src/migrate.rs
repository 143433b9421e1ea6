//! The tables' versions: up, down, and where we stand.

use std::collections::BTreeMap;

use sqlx::Row;
use sqlx::migrate::{MigrateError, Migrator};
use wikarta_core::ports::Fault;

use crate::{SqlxStore, fault};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");

/// How far down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// The newest migration only.
    One,
    /// Down to nothing: all tables and all data go.
    All,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub name: String,
    /// Where it stands.
    pub state: MigrationState,
}

/// Where a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationState {
    /// Its tables are there.
    Applied,
    /// Not yet.
    Pending,
    /// It was applied with another text than this program has, or is not known to this program.
    Foreign,
}

impl SqlxStore {
    /// Applies every migration that is pending; answers how many.
    ///
    /// # Errors
    /// [`Fault::Permanent`] when the database was migrated by another program version.
    pub async fn migrate_up(&self) -> Result<usize, Fault> {
        let pending = |list: &[Migration]| {
            list.iter().filter(|one| one.state == MigrationState::Pending).count()
        };
        let before = pending(&self.migration_status().await?);
        let mut turn = self.writer.turn().await?;
        SQLITE.run(turn.connection()?).await.map_err(migration_fault)?;
        Ok(before)
    }

    /// Takes migrations back, and the data in their tables with them; answers how many.
    pub async fn migrate_down(&self, down: Down) -> Result<usize, Fault> {
        let applied: Vec<i64> = self
            .migration_status()
            .await?
            .iter()
            .filter(|one| one.state != MigrationState::Pending)
            .map(|one| one.version)
            .collect();
        let (count, target) = match (down, applied.as_slice()) {
            (_, []) => return Ok(0),
            (Down::One, [.., before, _]) => (1, *before),
            (Down::One, [_]) => (1, 0),
            (Down::All, all) => (all.len(), 0),
        };
        let mut turn = self.writer.turn().await?;
        SQLITE.undo(turn.connection()?, target).await.map_err(migration_fault)?;
        Ok(count)
    }

    /// Every migration that this program or the database knows, oldest first.
    pub async fn migration_status(&self) -> Result<Vec<Migration>, Fault> {
        let applied = self.applied().await?;
        let mut found = BTreeMap::new();
        for migration in SQLITE.iter().filter(|one| one.migration_type.is_up_migration()) {
            let state = match applied.get(&migration.version) {
                None => MigrationState::Pending,
                Some((_, checksum)) if *checksum == *migration.checksum => MigrationState::Applied,
                Some(_) => MigrationState::Foreign,
            };
            let (version, name) = (migration.version, migration.description.to_string());
            found.insert(version, Migration { version, name, state });
        }
        for (version, (name, _)) in applied {
            let state = MigrationState::Foreign;
            found.entry(version).or_insert(Migration { version, name, state });
        }
        Ok(found.into_values().collect())
    }

    /// Whether every migration is applied and none is foreign.
    pub async fn is_migrated(&self) -> Result<bool, Fault> {
        let status = self.migration_status().await?;
        Ok(status.iter().all(|one| one.state == MigrationState::Applied))
    }

    async fn applied(&self) -> Result<BTreeMap<i64, (String, Vec<u8>)>, Fault> {
        let table = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
        if sqlx::query(table).fetch_optional(&self.readers).await.map_err(fault::of)?.is_none() {
            return Ok(BTreeMap::new());
        }
        let all = "SELECT version, description, checksum FROM _sqlx_migrations WHERE success";
        let rows = sqlx::query(all).fetch_all(&self.readers).await.map_err(fault::of)?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok((row.try_get(0)?, (row.try_get(1)?, row.try_get(2)?)))
        };
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fault::of)
    }
}

fn migration_fault(error: MigrateError) -> Fault {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => fault::of(error),
        other => Fault::Permanent(other.to_string()),
    }
}
