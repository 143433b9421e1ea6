//! A store in front of another: says once how every call gets through, and only what differs beside.

use std::future::Future;

use async_trait::async_trait;

use crate::event::Effect;
use crate::id::{AccountId, EffectId, OrderId};
use crate::ports::{
    AccountPage, Change, DeadLetterId, Fault, InboxKey, Lapsed, LateSince, Loaded, Outcome, Return,
    ServiceDue, StepCome, Store, Take, Taken, Want,
};
use crate::provider::Hint;
use crate::time::Timestamp;

/// A store that stands in front of another. Whoever implements it is a [`Store`]: all calls go
/// through [`Wrapped::through`], but those that it says otherwise.
#[async_trait]
pub trait Wrapped: Send + Sync {
    /// The store behind.
    fn inner(&self) -> &dyn Store;

    /// How a call gets there and its answer back: just so, unless it says otherwise.
    async fn through<T: Send>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        call.await
    }

    /// As [`Store::load`].
    async fn load_through(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.through(self.inner().load(wants)).await
    }

    /// As [`Store::commit`].
    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        self.through(self.inner().commit(changes)).await
    }

    /// As [`Store::take_effects`].
    async fn take_effects_through(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.through(self.inner().take_effects(take)).await
    }

    /// As [`Store::take_effect`].
    async fn take_effect_through(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.through(self.inner().take_effect(id, now, lease_until)).await
    }

    /// As [`Store::return_effect`].
    async fn return_effect_through(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.through(self.inner().return_effect(id, back)).await
    }

    /// As [`Store::take_parked`].
    async fn take_parked_through(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.through(self.inner().take_parked(take)).await
    }

    /// As [`Store::return_parked`].
    async fn return_parked_through(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.through(self.inner().return_parked(key, back)).await
    }

    /// As [`Store::redrive`].
    async fn redrive_through(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        self.through(self.inner().redrive(id, due)).await
    }

    /// As [`Store::lapsed`].
    async fn lapsed_through(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.through(self.inner().lapsed(now, limit)).await
    }

    /// As [`Store::overdue_attempts`].
    async fn overdue_attempts_through(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrderId>, Fault> {
        self.through(self.inner().overdue_attempts(before, limit)).await
    }

    /// As [`Store::dunning_due`].
    async fn dunning_due_through(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.through(self.inner().dunning_due(come, page)).await
    }

    /// As [`Store::service_due`].
    async fn service_due_through(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.through(self.inner().service_due(late, page)).await
    }
}

#[async_trait]
impl<W: Wrapped> Store for W {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.load_through(wants).await
    }
    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        self.commit_through(changes).await
    }
    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.take_effects_through(take).await
    }
    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.take_effect_through(id, now, lease_until).await
    }
    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.return_effect_through(id, back).await
    }
    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.take_parked_through(take).await
    }
    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.return_parked_through(key, back).await
    }
    async fn redrive(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        self.redrive_through(id, due).await
    }
    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.lapsed_through(now, limit).await
    }
    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        self.overdue_attempts_through(before, limit).await
    }
    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.dunning_due_through(come, page).await
    }
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.service_due_through(late, page).await
    }
}
