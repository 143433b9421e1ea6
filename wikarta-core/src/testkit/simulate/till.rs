//! The gateway as it really is, with a journal of what happened there: the truth that the books are
//! compared with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::id::OrderId;
use crate::money::Rupiah;
use crate::ports::{
    ChargeOutcome, ChargeRequest, EndOutcome, Gateway, RefundOutcome, RefundRequest, StatusOutcome,
};
use crate::provider::{ProviderStatus, Reading};
use crate::testkit::Bank;
use crate::time::Timestamp;

/// Something that happened at the gateway.
#[derive(Debug, Clone)]
pub(super) enum Happened {
    /// A transaction was made; it can be paid until then.
    Made(OrderId, Timestamp),
    /// A transaction changed.
    Changed(OrderId),
    /// A charge is on its way and arrives then.
    Late(Box<ChargeRequest>, Timestamp),
}

/// The gateway itself.
#[derive(Debug, Default)]
pub(super) struct Till {
    pub(super) bank: Bank,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    happened: Vec<Happened>,
    /// Which amounts an order ever held as money.
    held: BTreeMap<OrderId, BTreeSet<Rupiah>>,
    /// Every refund that was asked for.
    asked: Vec<RefundRequest>,
    /// Orders about which it says nothing.
    mute: BTreeSet<OrderId>,
}

impl Till {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happened since this was asked last.
    pub(super) fn happened(&self) -> Vec<Happened> {
        std::mem::take(&mut self.lock().happened)
    }

    pub(super) fn send_late(&self, request: ChargeRequest, at: Timestamp) {
        self.lock().happened.push(Happened::Late(Box::new(request), at));
    }

    /// Nothing is said about these orders from now on.
    pub(super) fn mute(&self, orders: BTreeSet<OrderId>) {
        self.lock().mute = orders;
    }

    /// The gateway holds this from now on.
    pub(super) fn set(&self, order_id: &OrderId, reading: Reading) {
        let mut state = self.lock();
        if reading.status.means_money() {
            state.held.entry(order_id.clone()).or_default().insert(reading.amount);
        }
        state.happened.push(Happened::Changed(order_id.clone()));
        self.bank.set(order_id, reading);
    }

    /// As [`Till::set`], for a status alone. Tells whether the order is there in one of these.
    pub(super) fn turn(
        &self,
        order_id: &OrderId,
        from: &[ProviderStatus],
        to: impl FnOnce(Reading) -> Reading,
    ) -> bool {
        match self.bank.holds(order_id).filter(|held| from.contains(&held.status)) {
            Some(reading) => {
                self.set(order_id, to(reading));
                true
            }
            None => false,
        }
    }

    /// Whether the gateway ever held this money.
    pub(super) fn ever_held(&self, order_id: &OrderId, amount: Rupiah) -> bool {
        self.lock().held.get(order_id).is_some_and(|held| held.contains(&amount))
    }

    /// Refunds that were asked for since this was asked last.
    pub(super) fn asked(&self) -> Vec<RefundRequest> {
        std::mem::take(&mut self.lock().asked)
    }
}

#[async_trait]
impl Gateway for Till {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        let outcome = self.bank.charge(request).await;
        if matches!(outcome, ChargeOutcome::Accepted { .. }) {
            let made = Happened::Made(request.order_id.clone(), request.expires_at);
            self.lock().happened.push(made);
        }
        outcome
    }

    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        if self.lock().mute.contains(order_id) {
            return StatusOutcome::Unknown { reason: "no answer".to_owned() };
        }
        self.bank.status(order_id).await
    }

    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        let outcome = self.bank.cancel(order_id).await;
        if matches!(outcome, EndOutcome::Ended) {
            self.lock().happened.push(Happened::Changed(order_id.clone()));
        }
        outcome
    }

    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        self.lock().asked.push(request.clone());
        let outcome = self.bank.refund(request).await;
        if matches!(outcome, RefundOutcome::Accepted { .. }) {
            self.lock().happened.push(Happened::Changed(request.order_id.clone()));
        }
        outcome
    }
}
