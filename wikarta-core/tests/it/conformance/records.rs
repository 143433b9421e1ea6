//! Records of comparisons that break one promise each.

use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::id::{OrderId, ReconcileId};
use wikarta_core::ports::{Fault, Observations};
use wikarta_core::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use wikarta_core::report::Compared;
use wikarta_core::testkit::conformance::Books;
use wikarta_core::time::Timestamp;

use super::found;

/// The promises that these records can break.
#[derive(Clone, Copy, PartialEq)]
enum Sin {
    ClaimsBelieved,
    EveryLookKept,
    OrdersOfAllTime,
    PositionsSorted,
    AgreementsForgotten,
    LooksMixedUp,
}

struct Records {
    inner: Arc<dyn Observations>,
    sin: Sin,
}

#[async_trait]
impl Observations for Records {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        if self.sin == Sin::OrdersOfAllTime {
            let (from, until) = (Timestamp::clamped(i64::MIN), Timestamp::clamped(i64::MAX));
            return self.inner.to_reconcile(&ComparePage { from, until, ..page.clone() }).await;
        }
        self.inner.to_reconcile(page).await
    }

    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        let mut found = self.inner.positions(orders).await?;
        if self.sin == Sin::PositionsSorted {
            found.sort_by(|one, other| one.order_id.cmp(&other.order_id));
        }
        Ok(found)
    }

    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        let run = self.inner.run(id).await?;
        let claimed = |run: RunRecord| RunRecord { differing: run.differing.max(7), ..run };
        Ok(if self.sin == Sin::ClaimsBelieved { run.map(claimed) } else { run })
    }

    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        self.inner.keep_run(run).await
    }

    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        let mut back = self.inner.looks(orders, since).await?;
        if self.sin == Sin::LooksMixedUp {
            back.reverse();
        }
        Ok(back)
    }

    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        let late = Timestamp::clamped(i64::MAX);
        let month = if self.sin == Sin::EveryLookKept { late } else { month };
        self.inner.keep_looks(looks, month).await
    }

    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.inner.keep_findings(findings).await
    }

    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.inner.move_findings(findings).await
    }

    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        if self.sin == Sin::AgreementsForgotten {
            return Ok(());
        }
        self.inner.agreed(run, orders).await
    }
}

fn with(books: Books, sin: Sin) -> Books {
    let inner = Arc::clone(&books.observations);
    Books { observations: Arc::new(Records { inner, sin }), ..books }
}

macro_rules! sins {
    ($($name:ident: $sin:ident, $case:ident;)*) => {$(
        #[test]
        fn $name() {
            found(stringify!($name), |books| with(books, Sin::$sin), stringify!($case));
        }
    )*};
}

sins! {
    claims_that_are_believed_are_found: ClaimsBelieved, a_run_is_kept_as_it_stands;
    looks_that_say_nothing_are_found: EveryLookKept, a_look_is_kept_where_it_says_something;
    orders_of_all_time_are_found: OrdersOfAllTime, orders_of_a_span_are_compared;
    positions_in_another_order_are_found: PositionsSorted, a_position_is_what_the_books_say;
    agreements_that_are_forgotten_are_found: AgreementsForgotten, what_agrees_is_corrected_or_resolved;
    looks_in_another_order_are_found: LooksMixedUp, looks_come_order_by_order;
}
