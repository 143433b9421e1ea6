//! Seals of the audit trail as this installation makes them: their key, and the copy outside the
//! database.

mod file;

use std::path::{Path, PathBuf};

use wikarta_core::audit::{Seal, SealKey};
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::SqlxStore;

use crate::config::SecretKey;

pub use file::{FILE_NAME, SealFileError, read};

/// The key of seals, derived from the root key.
#[must_use]
pub fn seal_key(secret: &SecretKey) -> SealKey {
    SealKey::new(secret.derive("audit seal").mac(&[b"ends of audit chains"]))
}

/// Why a seal is not where it should be.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// It could not be made.
    #[error("the seal cannot be made: {0}")]
    Make(#[from] Fault),
    /// It is in the books and could not be copied.
    #[error(transparent)]
    Copy(#[from] SealFileError),
}

/// Makes seals of some books and copies them outside.
#[derive(Debug, Clone)]
pub struct Sealer {
    store: SqlxStore,
    key: SealKey,
    directory: Option<PathBuf>,
}

impl Sealer {
    /// Without a directory seals stay in the books.
    #[must_use]
    pub const fn new(store: SqlxStore, key: SealKey, directory: Option<PathBuf>) -> Self {
        Self { store, key, directory }
    }

    /// Where the copy is.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// The instant of the newest seal.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn newest(&self) -> Result<Option<Timestamp>, Fault> {
        self.store.newest_seal().await
    }

    /// Makes the next seal when a chain changed since the last one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn make(&self, at: Timestamp) -> Result<Option<Seal>, Fault> {
        self.store.make_seal(&self.key, at).await
    }

    /// Copies every seal outside that is not there yet; answers how many. Seals that were made while
    /// the place could not be written are copied then.
    ///
    /// # Errors
    /// [`SealError`].
    pub async fn copy(&self) -> Result<usize, SealError> {
        let Some(directory) = &self.directory else { return Ok(0) };
        let last = file::newest(directory)?;
        let missing = self.store.seals_after(last).await?;
        file::append(directory, &missing)?;
        Ok(missing.len())
    }
}
