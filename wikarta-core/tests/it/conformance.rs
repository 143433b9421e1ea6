//! The suite over the store in memory, and over stores that break one promise each.

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::ports::Fault;
use wikarta_core::testkit::MemoryStore;
use wikarta_core::testkit::conformance::{Books, Fresh, at_once};

struct InMemory;

#[async_trait(?Send)]
impl Fresh for InMemory {
    async fn books(&self) -> Result<Books, Fault> {
        Ok(Books::of(Arc::new(MemoryStore::default())))
    }
}

mod in_memory {
    wikarta_core::store_conformance!(super::InMemory, super::at_once);
}
