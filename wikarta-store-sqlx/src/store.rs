//! The port, kept by this store.

use async_trait::async_trait;
use wikarta_core::event::Effect;
use wikarta_core::id::{AccountId, EffectId, OrderId};
use wikarta_core::ports::{
    AccountPage, Change, DeadLetterId, Fault, InboxKey, Lapsed, LateSince, Loaded, Outcome, Return,
    ServiceDue, StepCome, Store, Take, Taken, Want,
};
use wikarta_core::provider::Hint;
use wikarta_core::time::Timestamp;

use crate::SqlxStore;
use crate::commit::commit;
use crate::load::load;

#[async_trait]
impl Store for SqlxStore {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        load(&self.readers, wants).await
    }

    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        commit(&self.writer, self.vault.as_deref(), changes).await
    }

    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.draw_effects(take).await
    }

    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.draw_effect(id, now, lease_until).await
    }

    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.end_effect(id, back).await
    }

    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.draw_parked(take).await
    }

    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.end_parked(key, back).await
    }

    async fn redrive(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        self.send_round(id, due).await
    }

    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.lapsed_cases(now, limit).await
    }

    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        self.overdue(before, limit).await
    }

    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.accounts_for_dunning(come, page).await
    }
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.accounts_for_service(late, page).await
    }
}
