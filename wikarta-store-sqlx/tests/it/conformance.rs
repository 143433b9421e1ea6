//! The suite of the ports over SQLite, in a file and in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::audit::Entry;
use wikarta_core::customer::PersonalRecord;
use wikarta_core::id::AccountId;
use wikarta_core::ports::Fault;
use wikarta_core::testkit::conformance::{Books, Fresh, Kept, Trial, Violation};
use wikarta_store_sqlx::{SqlxStore, Vault};

struct Beside(SqlxStore);

#[async_trait]
impl Kept for Beside {
    async fn chain(&self, id: &AggregateId) -> Result<Vec<Entry>, Fault> {
        self.0.chain_of(id).await
    }

    async fn personal(&self, id: &AccountId) -> Result<Option<PersonalRecord>, Fault> {
        self.0.personal(id).await
    }
}

async fn books(url: &str) -> Result<Books, Fault> {
    let vault = Vault::new([7; 32]).unwrap();
    let store = SqlxStore::open(url).await?.with_vault(vault);
    store.migrate_up().await?;
    let (books, observations) = (Arc::new(store.clone()), Arc::new(store.clone()));
    Ok(Books { store: books, observations, kept: Arc::new(Beside(store)) })
}

pub(crate) struct InMemory;

#[async_trait(?Send)]
impl Fresh for InMemory {
    async fn books(&self) -> Result<Books, Fault> {
        books("sqlite::memory:").await
    }
}

/// Each in a folder that goes with this.
#[derive(Default)]
struct InFile(Mutex<Vec<tempfile::TempDir>>);

#[async_trait(?Send)]
impl Fresh for InFile {
    async fn books(&self) -> Result<Books, Fault> {
        let folder = tempfile::tempdir().unwrap();
        let url = crate::url(&folder);
        self.0.lock().unwrap().push(folder);
        books(&url).await
    }
}

fn run(trial: Trial<'_>) -> Result<(), Violation> {
    on_two_threads(trial)
}

pub(crate) fn on_two_threads<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

mod in_memory {
    wikarta_core::store_conformance!(super::InMemory, super::run);
}

mod in_file {
    wikarta_core::store_conformance!(super::InFile::default(), super::run);
}
