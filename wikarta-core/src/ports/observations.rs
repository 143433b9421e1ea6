//! Where comparisons of the books are written down, and what they start from.

use async_trait::async_trait;

use super::Fault;
use crate::id::{OrderId, ReconcileId};
use crate::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use crate::report::Compared;
use crate::time::Timestamp;

/// The records of comparisons, beside the books and never in their place: nothing here moves money
/// or changes a state. A record that is lost costs a look; what it was about is looked at again.
#[async_trait]
pub trait Observations: Send + Sync {
    /// Orders to compare, in the order of their ids: attempts that were paid in the span, or could
    /// have been paid in it or later, and money in suspense that was found in it or is nobody's yet.
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault>;

    /// What the books say about orders; answer *i* belongs to order *i*.
    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault>;

    /// A run, with the counts of its findings.
    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault>;

    /// Writes a run down as it stands, over what was there. Its findings are not taken from it.
    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault>;

    /// The looks at orders since an instant, oldest first; answer *i* belongs to order *i*.
    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault>;

    /// Writes looks down. An agreement is kept where it says something: the first of its order since
    /// `month`, the start of the month, or the first after a difference.
    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault>;

    /// Writes new findings down; those that are known keep what they say and what became of them.
    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault>;

    /// Writes down what became of findings that are known.
    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault>;

    /// The books agree about these orders: findings about them that are open are corrected, where
    /// this run found them, or resolved.
    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault>;
}
