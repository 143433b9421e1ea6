//! Ports that fail as the weather has it, and that a process can die at.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;

use super::faults::{FaultKind, Weather};
use super::seam::Seam;
use super::till::Till;
use crate::id::{CommandId, OrderId};
use crate::ports::{
    Carrier, Change, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Fault, Gateway,
    GatewayRefusal, Host, Message, Notifier, Outcome, RefundOutcome, RefundRequest, StatusOutcome,
    Store,
};
use crate::provider::{ProviderStatus, Reading};
use crate::testkit::{VirtualHost, Wrapped};
use crate::time::Timestamp;

/// The books, reached over a connection that breaks.
pub(super) struct ShakyStore {
    pub(super) inner: Arc<dyn Store>,
    pub(super) seam: Arc<Seam>,
    pub(super) weather: Arc<Weather>,
}

#[async_trait]
impl Wrapped for ShakyStore {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn through<T: Send>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
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

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        if self.weather.strikes(FaultKind::StoreClashes) {
            self.seam.pass().await;
            return Ok(changes.iter().map(|_| Outcome::Clash).collect());
        }
        self.through(self.inner.commit(changes)).await
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

fn refusal() -> GatewayRefusal {
    GatewayRefusal { code: "402".to_owned(), message: "not today".to_owned() }
}

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
        if self.weather.strikes_of(FaultKind::Refusals, 300) {
            return ChargeOutcome::Refused(refusal());
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
        if self.weather.strikes(FaultKind::Refusals) {
            return RefundOutcome::Refused(refusal());
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
