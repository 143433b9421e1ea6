//! Ports that fail on purpose: at a call, before or after its work, or with the whole process.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use wikarta_core::id::{OrderId, ReconcileId};
use wikarta_core::ports::{
    Carrier, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Fault, Gateway, Message, Notifier,
    Observations, RefundOutcome, RefundRequest, StatusOutcome, Store,
};
use wikarta_core::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use wikarta_core::report::Compared;
use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, Wrapped};
use wikarta_core::time::Timestamp;

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// The call does nothing.
    Before,
    /// The call does everything, its answer is lost.
    After,
    /// The process dies before the call.
    Dies,
    /// The call does everything, then the process dies.
    DiesAfter,
}

/// Counts calls and says which of them fail.
#[derive(Debug)]
pub struct Plan {
    calls: AtomicU32,
    at: BTreeSet<u32>,
    how: Failing,
    dead: AtomicBool,
}

impl Plan {
    pub fn new(at: impl IntoIterator<Item = u32>, how: Failing) -> Arc<Self> {
        let (calls, dead) = (AtomicU32::new(0), AtomicBool::new(false));
        Arc::new(Self { calls, at: at.into_iter().collect(), how, dead })
    }

    pub fn never() -> Arc<Self> {
        Self::new([], Failing::Before)
    }

    /// Whether nothing fails.
    pub fn is_calm(&self) -> bool {
        self.at.is_empty()
    }

    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Whether the process died; whoever asks puts a new one in its place.
    pub fn died(&self) -> bool {
        self.dead.swap(false, Ordering::Relaxed)
    }

    /// How a call goes: to its end, or `lost`, or nowhere.
    async fn through<T>(&self, call: impl Future<Output = T>, lost: impl FnOnce() -> T) -> T {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let failing = self.at.contains(&number).then_some(self.how);
        match failing {
            None => return call.await,
            Some(Failing::Before) => return lost(),
            Some(Failing::After) => {
                call.await;
                return lost();
            }
            Some(Failing::Dies) => {}
            Some(Failing::DiesAfter) => drop(call.await),
        }
        self.dead.store(true, Ordering::Relaxed);
        std::future::pending().await
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
        let lost = || Err(Fault::Passing("the connection was lost".to_owned()));
        self.plan.through(call, lost).await
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

fn silent() -> String {
    "no answer".to_owned()
}

#[async_trait]
impl Gateway for FaultyGateway {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        let lost = || ChargeOutcome::Unknown { reason: silent() };
        self.plan.through(self.inner.charge(request), lost).await
    }
    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        let lost = || StatusOutcome::Unknown { reason: silent() };
        self.plan.through(self.inner.status(order_id), lost).await
    }
    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        let lost = || EndOutcome::Unknown { reason: silent() };
        self.plan.through(self.inner.cancel(order_id), lost).await
    }
    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        let lost = || RefundOutcome::Unknown { reason: silent() };
        self.plan.through(self.inner.refund(request), lost).await
    }
}

pub struct FaultyNotifier {
    pub inner: Arc<CaptureNotifier>,
    pub plan: Arc<Plan>,
}

#[async_trait]
impl Notifier for FaultyNotifier {
    fn carriers(&self) -> Vec<Carrier> {
        self.inner.carriers()
    }
    async fn send(&self, message: &Message) -> Delivery {
        let lost = || Delivery::Unknown { reason: silent() };
        self.plan.through(self.inner.send(message), lost).await
    }
}
