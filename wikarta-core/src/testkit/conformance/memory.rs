//! What lies in the store in memory that the ports do not read.

use async_trait::async_trait;

use super::Kept;
use crate::aggregate::AggregateId;
use crate::audit::Entry;
use crate::customer::PersonalRecord;
use crate::id::AccountId;
use crate::ports::Fault;
use crate::testkit::MemoryStore;

#[async_trait]
impl Kept for MemoryStore {
    async fn chain(&self, id: &AggregateId) -> Result<Vec<Entry>, Fault> {
        Ok(self.trail(id).0.into_iter().map(|row| row.entry).collect())
    }

    async fn personal(&self, id: &AccountId) -> Result<Option<PersonalRecord>, Fault> {
        Ok(self.personal(id))
    }
}
