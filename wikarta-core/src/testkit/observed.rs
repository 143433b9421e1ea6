//! Records of comparisons in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::memory::{MemoryStore, State};
use crate::account::{Account, CaseState, Source};
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::{FindingId, OrderId, ReconcileId};
use crate::money::Rupiah;
use crate::ports::{Fault, Observations};
use crate::reconcile::{
    ComparePage, FindingRow, FindingState, KindCount, LookBack, Position, RunRecord,
};
use crate::report::{Compared, Finding};
use crate::suspense::SuspenseItem;
use crate::time::Timestamp;

/// What was written down about comparisons.
#[derive(Debug, Clone, Default)]
pub(super) struct Observed {
    runs: BTreeMap<ReconcileId, RunRecord>,
    findings: BTreeMap<FindingId, FindingRow>,
    looks: Vec<Compared>,
}

impl MemoryStore {
    /// Every finding, by name.
    #[must_use]
    pub fn findings(&self) -> Vec<FindingRow> {
        self.lock().observed.findings.values().cloned().collect()
    }

    /// Every look that was kept.
    #[must_use]
    pub fn all_looks(&self) -> Vec<Compared> {
        self.lock().observed.looks.clone()
    }
}

impl State {
    fn item(&self, order: &OrderId) -> Option<&SuspenseItem> {
        match self.others.get(&AggregateId::Suspense(order.clone())) {
            Some(Aggregate::Suspense(item)) => Some(item),
            _ => None,
        }
    }

    fn position(&self, order: &OrderId) -> Position {
        let owner = self.accounts.values().find(|account| account.attempts.contains_key(order));
        let attempt = owner.and_then(|account| {
            account.attempts.get(order).map(|attempt| (account.id.clone(), attempt.clone()))
        });
        let from_here = |source: &Source| match source {
            Source::Attempt(id) | Source::Suspense(id) => id == order,
            Source::Credit | Source::Posting(_) => false,
        };
        let allocations = self
            .accounts
            .values()
            .flat_map(|account| account.invoices.values())
            .flat_map(|invoice| &invoice.allocations)
            .filter(|found| from_here(&found.source));
        let allocated = allocations.map(|found| found.amount.less(found.refunded)).sum::<Rupiah>();
        let open = |account: &Arc<Account>| {
            let cases = account.cases.values();
            cases
                .filter(|case| case.state == CaseState::Open)
                .filter(|case| case.order_id.as_ref() == Some(order))
                .map(|case| case.id.clone())
                .collect()
        };
        let cases = owner.map(open).unwrap_or_default();
        let item = self.item(order).cloned();
        Position { order_id: order.clone(), attempt, item, allocated, cases }
    }

    fn orders_between(&self, page: &ComparePage) -> Vec<OrderId> {
        let within = |at: Timestamp| page.from <= at && at <= page.until;
        let attempts = self.accounts.values().flat_map(|account| account.attempts.values());
        let own = attempts.filter(|attempt| {
            let settled = attempt.booking.as_ref().and_then(|booking| booking.settled_at);
            let ends_later = attempt.expires_at >= page.from && attempt.opened_at <= page.until;
            ends_later || settled.is_some_and(within)
        });
        let items = self.others.values().filter_map(|other| match other {
            Aggregate::Suspense(item) => Some(item),
            _ => None,
        });
        let unknown = items.filter(|item| {
            let waits = item.moved.is_none() && item.left().is_positive();
            waits || within(item.found_at)
        });
        let orders = own.map(|attempt| &attempt.order_id).chain(unknown.map(|item| &item.order_id));
        let mut found: Vec<OrderId> =
            orders.filter(|order| page.after.as_ref() < Some(order)).cloned().collect();
        found.sort();
        found.truncate(page.limit as usize);
        found
    }
}

impl Observed {
    fn with_counts(&self, run: &RunRecord) -> RunRecord {
        let own = || self.findings.values().filter(|finding| finding.run == run.id);
        let mut counts: BTreeMap<_, u32> = BTreeMap::new();
        for finding in own() {
            *counts.entry((finding.mismatch.kind, finding.state)).or_default() += 1;
        }
        let orders: std::collections::BTreeSet<_> = own().map(|one| &one.order_id).collect();
        let count = |((kind, state), count)| KindCount { kind, state, count };
        RunRecord {
            findings: counts.into_iter().map(count).collect(),
            differing: u32::try_from(orders.len()).unwrap_or(u32::MAX),
            ..run.clone()
        }
    }

    fn says_something(&self, look: &Compared, month: Timestamp) -> bool {
        let before = self.looks.iter().filter(|one| one.order_id == look.order_id);
        let last = before.max_by_key(|one| one.at);
        let repeats = |last: &Compared| last.finding == Finding::Agrees && last.at >= month;
        look.finding != Finding::Agrees || !last.is_some_and(repeats)
    }
}

#[async_trait]
impl Observations for MemoryStore {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        Ok(self.lock().orders_between(page))
    }

    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        let state = self.lock();
        Ok(orders.iter().map(|order| state.position(order)).collect())
    }

    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        let observed = &self.lock().observed;
        Ok(observed.runs.get(id).map(|run| observed.with_counts(run)))
    }

    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        self.lock().observed.runs.insert(run.id.clone(), run.clone());
        Ok(())
    }

    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        let observed = &self.lock().observed;
        let back = |order: &OrderId| {
            let own = |look: &&Compared| look.order_id == *order && look.at >= since;
            let mut looks: Vec<_> = observed.looks.iter().filter(own).cloned().collect();
            looks.sort_by_key(|look| look.at);
            LookBack { order_id: order.clone(), looks }
        };
        Ok(orders.iter().map(back).collect())
    }

    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        let observed = &mut self.lock().observed;
        for look in looks {
            if observed.says_something(look, month) && !observed.looks.contains(look) {
                observed.looks.push(look.clone());
            }
        }
        Ok(())
    }

    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        let observed = &mut self.lock().observed;
        for finding in findings {
            observed.findings.entry(finding.id.clone()).or_insert_with(|| finding.clone());
        }
        Ok(())
    }

    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        let observed = &mut self.lock().observed;
        for finding in findings {
            if let Some(known) = observed.findings.get_mut(&finding.id) {
                known.state = finding.state;
                known.case.clone_from(&finding.case);
            }
        }
        Ok(())
    }

    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        let observed = &mut self.lock().observed;
        let open = observed.findings.values_mut().filter(|finding| finding.state.is_open());
        for finding in open.filter(|finding| orders.contains(&finding.order_id)) {
            finding.state = match finding.run == *run {
                true => FindingState::Corrected,
                false => FindingState::Resolved,
            };
        }
        Ok(())
    }
}
