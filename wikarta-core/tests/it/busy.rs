//! A store with others in it.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::id::AccountId;
use wikarta_core::ports::{Change, Fault, Outcome, Store};
use wikarta_core::testkit::{MemoryStore, Wrapped};

/// A store that lets others in between a load and a commit, and can be told to refuse.
pub struct Busy {
    pub inner: Arc<MemoryStore>,
    /// Changes of this account can never be written.
    pub refuses: Option<AccountId>,
    /// So many commits clash first.
    pub clashes: AtomicU32,
}

#[async_trait]
impl Wrapped for Busy {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn through<T: Send>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        tokio::task::yield_now().await;
        let answer = call.await;
        tokio::task::yield_now().await;
        answer
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let poison = |change: &Change| {
            let account = self.refuses.clone().map(AggregateId::Account);
            change.aggregates.iter().any(|aggregate| Some(&aggregate.id) == account.as_ref())
        };
        if changes.iter().any(poison) {
            return Err(Fault::Permanent("a value does not fit".to_owned()));
        }
        if self.clashes.load(Ordering::Relaxed) > 0 {
            self.clashes.fetch_sub(1, Ordering::Relaxed);
            return Ok(changes.iter().map(|_| Outcome::Clash).collect());
        }
        self.through(self.inner.commit(changes)).await
    }
}
