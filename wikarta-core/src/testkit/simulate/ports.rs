//! Ports that fail as the weather has it, and that a process can die at.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;

use super::faults::{FaultKind, Weather};
use super::seam::Seam;
use super::till::Till;
use crate::event::Effect;
use crate::id::{AccountId, CommandId, EffectId, OrderId};
use crate::ports::{
    AccountPage, Carrier, Change, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Fault,
    Gateway, Host, InboxKey, Lapsed, LateSince, Loaded, Message, Notifier, Outcome, RefundOutcome,
    RefundRequest, Return, ServiceDue, StatusOutcome, StepCome, Store, Take, Taken, Want,
};
use crate::provider::{Hint, ProviderStatus, Reading};
use crate::testkit::VirtualHost;
use crate::time::Timestamp;

/// The books, reached over a connection that breaks.
pub(super) struct ShakyStore {
    pub(super) inner: Arc<dyn Store>,
    pub(super) seam: Arc<Seam>,
    pub(super) weather: Arc<Weather>,
}

impl ShakyStore {
    async fn through<T>(&self, call: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let lost = || Err(Fault::Passing("the connection was lost".to_owned()));
        self.seam.pass().await;
        if self.weather.strikes_of(FaultKind::StoreFails, 200) {
            return lost();
        }
        let answer = call.await?;
        if self.weather.strikes_of(FaultKind::StoreLosesReplies, 200) {
            return lost();
        }
        Ok(answer)
    }
}

#[async_trait]
impl Store for ShakyStore {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        self.through(self.inner.load(wants)).await
    }
    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        if self.weather.strikes(FaultKind::StoreClashes) {
            self.seam.pass().await;
            return Ok(changes.iter().map(|_| Outcome::Clash).collect());
        }
        self.through(self.inner.commit(changes)).await
    }
    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        self.through(self.inner.take_effects(take)).await
    }
    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        self.through(self.inner.take_effect(id, now, until)).await
    }
    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.through(self.inner.return_effect(id, back)).await
    }
    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.through(self.inner.take_parked(take)).await
    }
    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.through(self.inner.return_parked(key, back)).await
    }
    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        self.through(self.inner.lapsed(now, limit)).await
    }
    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        self.through(self.inner.overdue_attempts(before, limit)).await
    }

    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        self.through(self.inner.dunning_due(come, page)).await
    }
    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        self.through(self.inner.service_due(late, page)).await
    }
}

/// The gateway, reached over a network.
pub(super) struct ShakyGateway {
    pub(super) inner: Arc<dyn Gateway>,
    pub(super) till: Arc<Till>,
    pub(super) seam: Arc<Seam>,
    pub(super) weather: Arc<Weather>,
}

const NO_ANSWER: &str = "no answer";

impl ShakyGateway {
    fn loses(&self) -> bool {
        self.weather.strikes(FaultKind::LostReplies)
    }

    /// What a gateway that lies for a moment shows.
    fn blurred(&self, reading: Reading) -> Reading {
        if self.weather.strikes_of(FaultKind::Garbage, 500) {
            return Reading { status: ProviderStatus::Unrecognised, ..reading };
        }
        if reading.status.means_money() && self.weather.strikes_of(FaultKind::StatusResets, 500) {
            let refunds = Vec::new();
            return Reading {
                status: ProviderStatus::Pending,
                refunds,
                settled_at: None,
                ..reading
            };
        }
        reading
    }
}

#[async_trait]
impl Gateway for ShakyGateway {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        self.seam.pass().await;
        let unknown = || ChargeOutcome::Unknown { reason: NO_ANSWER.to_owned() };
        if self.weather.is_out() {
            return unknown();
        }
        if self.weather.strikes(FaultKind::LateCharges) {
            let seconds = self.weather.between(FaultKind::LateCharges, 1, 50);
            self.till.send_late(request.clone(), request.at.plus_seconds(seconds));
            return unknown();
        }
        let outcome = self.inner.charge(request).await;
        if self.loses() { unknown() } else { outcome }
    }

    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        self.seam.pass().await;
        if self.weather.is_out() || self.loses() {
            return StatusOutcome::Unknown { reason: NO_ANSWER.to_owned() };
        }
        match self.inner.status(order_id).await {
            StatusOutcome::Found(reading) => StatusOutcome::Found(self.blurred(reading)),
            other => other,
        }
    }

    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        self.seam.pass().await;
        let unknown = || EndOutcome::Unknown { reason: NO_ANSWER.to_owned() };
        if self.weather.is_out() {
            return unknown();
        }
        let outcome = self.inner.cancel(order_id).await;
        if self.loses() { unknown() } else { outcome }
    }

    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        self.seam.pass().await;
        if self.weather.is_out() {
            return RefundOutcome::Later { reason: "busy".to_owned() };
        }
        let outcome = self.inner.refund(request).await;
        let unknown = RefundOutcome::Unknown { reason: NO_ANSWER.to_owned() };
        if self.loses() { unknown } else { outcome }
    }
}

/// The channel to customers.
pub(super) struct ShakyNotifier {
    pub(super) inner: Arc<dyn Notifier>,
    pub(super) seam: Arc<Seam>,
    pub(super) weather: Arc<Weather>,
}

#[async_trait]
impl Notifier for ShakyNotifier {
    fn carriers(&self) -> Vec<Carrier> {
        self.inner.carriers()
    }

    async fn send(&self, message: &Message) -> Delivery {
        self.seam.pass().await;
        let reason = || NO_ANSWER.to_owned();
        if self.weather.strikes(FaultKind::ChannelFails) {
            return Delivery::Passing { reason: reason(), after: None };
        }
        let delivery = self.inner.send(message).await;
        let lost = self.weather.strikes(FaultKind::ChannelLosesReplies);
        if lost { Delivery::Unknown { reason: reason() } } else { delivery }
    }
}

/// A process's own clock, some seconds beside the world's.
pub(super) struct OwnClock {
    pub(super) world: Arc<VirtualHost>,
    pub(super) beside: i64,
}

impl Host for OwnClock {
    fn now(&self) -> Timestamp {
        self.world.now().plus_seconds(self.beside)
    }
    fn fresh_id(&self) -> CommandId {
        self.world.fresh_id()
    }
    fn fresh_key(&self) -> [u8; 32] {
        self.world.fresh_key()
    }
}
