//! Records of comparisons with the gateway's books. They stand beside the books: the statements here
//! write to tables of their own and read from the others.

use async_trait::async_trait;
use serde_json::json;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use wikarta_core::id::{CaseId, OrderId, ReconcileId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{Fault, Observations};
use wikarta_core::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use wikarta_core::report::{Compared, Finding};
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::sheet::json as text;
use crate::{SqlxStore, fault, micros};

/// How a look is called that found the books equal.
const AGREES: &str = "ok";

#[async_trait]
impl Observations for SqlxStore {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        let orders: Vec<String> = sqlx::query_scalar(sqlite::TO_RECONCILE)
            .bind(page.after.as_ref().map_or("", OrderId::as_str).to_owned())
            .bind(page.from.as_micros())
            .bind(page.until.as_micros())
            .bind(page.limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |order: String| {
            order.parse().map_err(|error| fault::broken("payments", &order, &error))
        };
        orders.into_iter().map(read).collect()
    }

    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        let query = sqlx::query(sqlite::RECONCILE_POSITIONS).bind(text(&orders)?);
        let rows = query.fetch_all(&self.readers).await.map_err(fault::of)?;
        rows.iter().map(position).collect()
    }

    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        let query = sqlx::query(sqlite::RECONCILE_RUN).bind(id.to_string());
        let row = query.fetch_optional(&self.readers).await.map_err(fault::of)?;
        row.as_ref().map(run).transpose()
    }

    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        let bare = RunRecord { findings: Vec::new(), differing: 0, ..run.clone() };
        let (id, body) = (run.id.to_string(), text(&bare)?);
        let (started, ended) = (run.started_at.as_micros(), run.ended_at.map(Timestamp::as_micros));
        let make = move || {
            sqlx::query(sqlite::RECONCILE_KEEP_RUN)
                .bind(id.clone())
                .bind(started)
                .bind(ended)
                .bind(body.clone())
        };
        self.writer.submit(make).await.map(drop)
    }

    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        let query =
            sqlx::query(sqlite::RECONCILE_LOOKS).bind(text(&orders)?).bind(since.as_micros());
        let rows = query.fetch_all(&self.readers).await.map_err(fault::of)?;
        let looks: Vec<Compared> = rows.iter().map(look).collect::<Result<_, _>>()?;
        let back = |order: &OrderId| LookBack {
            order_id: order.clone(),
            looks: looks.iter().filter(|look| look.order_id == *order).cloned().collect(),
        };
        Ok(orders.iter().map(back).collect())
    }

    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        if looks.is_empty() {
            return Ok(());
        }
        let row = |look: &Compared| {
            let (kind, is_final) = match look.finding {
                Finding::Agrees => (AGREES, 0),
                Finding::Differs(kind) => (kind.as_str(), 0),
                Finding::DiffersFinally(kind) => (kind.as_str(), 1),
            };
            let at = look.at.as_micros();
            json!({"order_id": look.order_id, "at": at, "kind": kind, "is_final": is_final})
        };
        let rows = text(&looks.iter().map(row).collect::<Vec<_>>())?;
        let make = move || {
            sqlx::query(sqlite::RECONCILE_KEEP_LOOKS).bind(rows.clone()).bind(month.as_micros())
        };
        self.writer.submit(make).await.map(drop)
    }

    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.write_findings(sqlite::RECONCILE_KEEP_FINDINGS, findings).await
    }

    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.write_findings(sqlite::RECONCILE_MOVE_FINDINGS, findings).await
    }

    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        if orders.is_empty() {
            return Ok(());
        }
        let (run, orders) = (run.to_string(), text(&orders)?);
        let make =
            move || sqlx::query(sqlite::RECONCILE_AGREED).bind(run.clone()).bind(orders.clone());
        self.writer.submit(make).await.map(drop)
    }
}

impl SqlxStore {
    async fn write_findings(
        &self,
        statement: &'static str,
        findings: &[FindingRow],
    ) -> Result<(), Fault> {
        let row = |finding: &FindingRow| {
            Ok(json!({
                "id": finding.id,
                "run": finding.run,
                "order_id": finding.order_id,
                "at": finding.at.as_micros(),
                "kind": finding.mismatch.kind,
                "state": finding.state,
                "case": finding.case,
                "body": text(finding)?,
            }))
        };
        let rows = findings.iter().map(row).collect::<Result<Vec<_>, Fault>>()?;
        let rows = text(&rows)?;
        self.writer.submit(move || sqlx::query(statement).bind(rows.clone())).await.map(drop)
    }
}

fn position(row: &SqliteRow) -> Result<Position, Fault> {
    let order: String = row.try_get("order_id").map_err(fault::of)?;
    let account: Option<String> = row.try_get("account_id").map_err(fault::of)?;
    let attempt: Option<String> = row.try_get("attempt").map_err(fault::of)?;
    let item: Option<String> = row.try_get("item").map_err(fault::of)?;
    let allocated: i64 = row.try_get("allocated").map_err(fault::of)?;
    let cases: String = row.try_get("cases").map_err(fault::of)?;
    let attempt = match (account, attempt) {
        (Some(account), Some(body)) => {
            let id = account.parse().map_err(|error| fault::broken("payments", &order, &error))?;
            Some((id, fault::read("an attempt", &body)?))
        }
        _ => None,
    };
    let item = item.map(|body| fault::read("an unknown order", &body)).transpose()?;
    let cases: Vec<CaseId> = fault::read("the cases of an order", &cases)?;
    let allocated =
        Rupiah::new(allocated).map_err(|error| fault::broken("allocations", &order, &error))?;
    let order_id = order.parse().map_err(|error| fault::broken("payments", &order, &error))?;
    Ok(Position { order_id, attempt, item, allocated, cases })
}

/// A run with the counts of its findings.
pub(crate) fn run(row: &SqliteRow) -> Result<RunRecord, Fault> {
    let body: &str = row.try_get("body").map_err(fault::of)?;
    let findings: &str = row.try_get("findings").map_err(fault::of)?;
    let differing: i64 = row.try_get("differing").map_err(fault::of)?;
    Ok(RunRecord {
        findings: fault::read("the findings of a run", findings)?,
        differing: u32::try_from(differing).unwrap_or(u32::MAX),
        ..fault::read("a run", body)?
    })
}

/// A look.
pub(crate) fn look(row: &SqliteRow) -> Result<Compared, Fault> {
    let order: &str = row.try_get("order_id").map_err(fault::of)?;
    let kind: &str = row.try_get("kind").map_err(fault::of)?;
    let is_final: i64 = row.try_get("is_final").map_err(fault::of)?;
    let finding = match (kind, is_final) {
        (AGREES, _) => Finding::Agrees,
        (kind, is_final) => {
            let kind =
                kind.parse().map_err(|error| fault::broken("reconcile_looks", order, &error))?;
            if is_final == 0 { Finding::Differs(kind) } else { Finding::DiffersFinally(kind) }
        }
    };
    let order_id =
        order.parse().map_err(|error| fault::broken("reconcile_looks", order, &error))?;
    Ok(Compared { order_id, at: micros(row.try_get("at").map_err(fault::of)?)?, finding })
}
