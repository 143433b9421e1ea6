//! Ports that fail on purpose: at a call, before or after its work.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wikarta_core::id::{OrderId, ReconcileId};
use wikarta_core::ports::{
    ChargeOutcome, ChargeRequest, EndOutcome, Fault, Gateway, Observations, RefundOutcome,
    RefundRequest, StatusOutcome, Store,
};
use wikarta_core::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use wikarta_core::report::Compared;
use wikarta_core::testkit::{Bank, MemoryStore, Wrapped};
use wikarta_core::time::Timestamp;

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// The call does nothing.
    Before,
    /// The call does everything, its answer is lost.
    After,
}

/// Counts calls and says which of them fail.
#[derive(Debug)]
pub struct Plan {
    calls: AtomicU32,
    at: BTreeSet<u32>,
    how: Failing,
}

impl Plan {
    pub fn new(at: impl IntoIterator<Item = u32>, how: Failing) -> Arc<Self> {
        Arc::new(Self { calls: AtomicU32::new(0), at: at.into_iter().collect(), how })
    }

    pub fn never() -> Arc<Self> {
        Self::new([], Failing::Before)
    }

    fn turn(&self) -> Option<Failing> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        self.at.contains(&call).then_some(self.how)
    }

    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }
}

pub struct FaultyStore {
    pub inner: Arc<MemoryStore>,
    pub plan: Arc<Plan>,
}

#[async_trait]
impl Wrapped for FaultyStore {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn through<T: Send>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        let lost = || Fault::Passing("the connection was lost".to_owned());
        match self.plan.turn() {
            None => call.await,
            Some(Failing::Before) => Err(lost()),
            Some(Failing::After) => call.await.and(Err(lost())),
        }
    }
}

#[async_trait]
impl Observations for FaultyStore {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        self.through(self.inner.to_reconcile(page)).await
    }
    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        self.through(self.inner.positions(orders)).await
    }
    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        self.through(self.inner.run(id)).await
    }
    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        self.through(self.inner.keep_run(run)).await
    }
    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        self.through(self.inner.looks(orders, since)).await
    }
    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        self.through(self.inner.keep_looks(looks, month)).await
    }
    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.through(self.inner.keep_findings(findings)).await
    }
    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.through(self.inner.move_findings(findings)).await
    }
    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        self.through(self.inner.agreed(run, orders)).await
    }
}

pub struct FaultyGateway {
    pub inner: Arc<Bank>,
    pub plan: Arc<Plan>,
}

#[async_trait]
impl Gateway for FaultyGateway {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        let turn = self.plan.turn();
        if turn == Some(Failing::Before) {
            return ChargeOutcome::Unknown { reason: "no answer".to_owned() };
        }
        let outcome = self.inner.charge(request).await;
        let lost = ChargeOutcome::Unknown { reason: "no answer".to_owned() };
        if turn.is_some() { lost } else { outcome }
    }
    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        match self.plan.turn() {
            Some(_) => StatusOutcome::Unknown { reason: "no answer".to_owned() },
            None => self.inner.status(order_id).await,
        }
    }
    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        let turn = self.plan.turn();
        if turn == Some(Failing::Before) {
            return EndOutcome::Unknown { reason: "no answer".to_owned() };
        }
        let outcome = self.inner.cancel(order_id).await;
        let lost = EndOutcome::Unknown { reason: "no answer".to_owned() };
        if turn.is_some() { lost } else { outcome }
    }
    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        let turn = self.plan.turn();
        if turn == Some(Failing::Before) {
            return RefundOutcome::Unknown { reason: "no answer".to_owned() };
        }
        let outcome = self.inner.refund(request).await;
        let lost = RefundOutcome::Unknown { reason: "no answer".to_owned() };
        if turn.is_some() { lost } else { outcome }
    }
}
