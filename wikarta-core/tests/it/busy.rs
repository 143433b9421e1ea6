//! A store with others in it.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::event::Effect;
use wikarta_core::id::{AccountId, EffectId, OrderId};
use wikarta_core::ports::{
    AccountPage, Change, Fault, InboxKey, Lapsed, LateSince, Loaded, Outcome, Return, ServiceDue,
    StepCome, Store, Take, Taken, Want,
};
use wikarta_core::provider::Hint;
use wikarta_core::testkit::MemoryStore;
use wikarta_core::time::Timestamp;

/// A store that lets others in between a load and a commit, and can be told to refuse.
pub struct Busy {
    pub inner: Arc<MemoryStore>,
    /// Changes of this account can never be written.
    pub refuses: Option<AccountId>,
    /// So many commits clash first.
    pub clashes: AtomicU32,
}

impl Busy {
    async fn after_you<T>(&self, call: impl Future<Output = T>) -> T {
        tokio::task::yield_now().await;
        let answer = call.await;
        tokio::task::yield_now().await;
        answer
    }
}

#[async_trait]
impl Store for Busy {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.after_you(self.inner.load(wants)).await
    }
    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
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
        self.after_you(self.inner.commit(changes)).await
    }
    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.after_you(self.inner.take_effects(take)).await
    }
    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.after_you(self.inner.take_effect(id, now, until)).await
    }
    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.inner.return_effect(id, back).await
    }
    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.after_you(self.inner.take_parked(take)).await
    }
    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.inner.return_parked(key, back).await
    }
    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.inner.lapsed(now, limit).await
    }
    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        self.inner.overdue_attempts(before, limit).await
    }

    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.inner.dunning_due(come, page).await
    }
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.inner.service_due(late, page).await
    }
}
