//! The records of comparisons, reached over the same connection as the books.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;

use super::faults::{FaultKind, Weather};
use super::seam::Seam;
use crate::id::{OrderId, ReconcileId};
use crate::ports::{Fault, Observations};
use crate::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use crate::report::Compared;
use crate::time::Timestamp;

pub(super) struct ShakyObservations {
    pub(super) inner: Arc<dyn Observations>,
    pub(super) seam: Arc<Seam>,
    pub(super) weather: Arc<Weather>,
    pub(super) compared: Option<fn(&mut Vec<OrderId>)>,
}

impl ShakyObservations {
    async fn through<T>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        let lost = || Err(Fault::Passing("the connection was lost".to_owned()));
        self.seam.pass().await;
        if self.weather.strikes_of(FaultKind::StoreFails, 100) {
            return lost();
        }
        let answer = call.await?;
        if self.weather.strikes_of(FaultKind::StoreLosesReplies, 100) {
            return lost();
        }
        Ok(answer)
    }
}

#[async_trait]
impl Observations for ShakyObservations {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        let mut orders = self.through(self.inner.to_reconcile(page)).await?;
        self.compared.iter().for_each(|rig| rig(&mut orders));
        Ok(orders)
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
