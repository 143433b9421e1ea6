//! Comparisons with the gateway's books: started, followed, and what they found.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wikarta_core::account::Resolution;
use wikarta_core::command::{Command, DeskCommand};
use wikarta_core::engine::ReconcileError;
use wikarta_core::id::{CaseId, FindingId, ReconcileId};
use wikarta_core::ports::Observations as _;
use wikarta_core::reconcile::{FindingRow, FindingState, RunRecord};
use wikarta_core::report::MismatchKind;
use wikarta_core::time::{Month, Timestamp};
use wikarta_store_sqlx::views::{FindingFilter, FoundRow, SettlementFile};

use super::asker::Asker;
use super::cursor;
use super::desk::{read_place, write_place};
use super::shape::List;
use super::step::{Because, Nothing, missing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{CsvBody, JsonBody, PathPart, QueryFields, Routes};
use crate::reconcile::{self, SettlementFault};

/// How long a request waits for its run before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is to be compared; without days, what the policy names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    to: Option<NaiveDate>,
}

/// A run with what follows from its counts.
#[derive(Debug, Serialize)]
pub struct RunJson {
    #[serde(flatten)]
    run: RunRecord,
    equal: u32,
    open: u32,
    settled: bool,
    unexplained: wikarta_core::money::Rupiah,
    currency: &'static str,
}

impl From<RunRecord> for RunJson {
    fn from(run: RunRecord) -> Self {
        let (equal, open, settled) = (run.equal(), run.open(), run.is_settled());
        let unexplained = run.money.unexplained();
        Self { run, equal, open, settled, unexplained, currency: "IDR" }
    }
}

/// The problem that a run ended in.
pub fn stopped(error: ReconcileError) -> Problem {
    match error {
        ReconcileError::Refused(refusal) => refusal.into(),
        ReconcileError::Fault(fault) => fault.into(),
    }
}

async fn start(
    State(app): State<App>,
    asker: Asker,
    JsonBody(body): JsonBody<RunRequest>,
) -> Result<Response, Problem> {
    let name = asker.command().unwrap_or_else(|| app.wikarta.host().fresh_id());
    let id = ReconcileId::derived(&name, 0);
    let asked = (asker.staff.actor(), asker.caller.trace.clone());
    let mut order = reconcile::comparison(&app.wikarta, id.clone(), asked);
    let zone = app.wikarta.policy().zone;
    let bad = || Problem::of(&codes::WRONG_TYPE).field("from");
    if let Some(day) = body.from {
        order.from = Timestamp::start_of_day(day, zone).map_err(|_| bad())?;
    }
    if let Some(day) = body.to {
        order.until = Timestamp::end_of_day(day, zone).map_err(|_| bad())?;
    }
    if order.until < order.from {
        return Err(bad().say("`from` setelah `to`.", "`from` is after `to`."));
    }
    let (wikarta, store) = (app.wikarta.clone(), app.store.clone());
    let wake = app.wake.clone();
    let mut run = tokio::spawn(async move {
        let ended = wikarta.reconcile(&store, &order, &mut |_| {}).await;
        wake.up();
        if let Err(error) = &ended {
            tracing::error!(%error, "a comparison with the gateway's books broke off");
        }
        ended
    });
    match tokio::time::timeout(PATIENCE, &mut run).await {
        Ok(Ok(ended)) => Ok(Json(RunJson::from(ended.map_err(stopped)?)).into_response()),
        Ok(Err(_)) => Err(Problem::of(&codes::INTERNAL)),
        Err(_) => Ok((StatusCode::ACCEPTED, Json(serde_json::json!({ "id": id }))).into_response()),
    }
}

/// The query of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn runs(
    State(app): State<App>,
    QueryFields(query): QueryFields<PageQuery>,
) -> Result<Json<List<RunJson>>, Problem> {
    let after = query.cursor.as_deref().map(read_place).transpose()?;
    let page = app.store.reconcile_runs(after.as_ref(), cursor::limit(query.limit)?).await?;
    let items = page.rows.into_iter().map(RunJson::from).collect();
    Ok(Json(List { items, next_cursor: page.next.as_ref().map(write_place) }))
}

async fn one_run(
    State(app): State<App>,
    PathPart(id): PathPart<ReconcileId>,
) -> Result<Json<RunJson>, Problem> {
    let run = app.store.run(&id).await?.ok_or_else(|| missing("reconciliation"))?;
    Ok(Json(RunJson::from(run)))
}

/// A difference as programs read it.
#[derive(Debug, Serialize)]
pub struct FindingJson {
    #[serde(flatten)]
    finding: FindingRow,
    currency: &'static str,
    customer_code: String,
    customer_name: String,
    invoice_number: Option<String>,
}

impl From<FoundRow> for FindingJson {
    fn from(row: FoundRow) -> Self {
        Self {
            finding: row.finding,
            currency: "IDR",
            customer_code: row.customer_code,
            customer_name: row.customer_name,
            invoice_number: row.invoice_number,
        }
    }
}

/// Which differences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingQuery {
    status: Option<FindingState>,
    kind: Option<MismatchKind>,
    run: Option<ReconcileId>,
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn findings(
    State(app): State<App>,
    QueryFields(query): QueryFields<FindingQuery>,
) -> Result<Json<List<FindingJson>>, Problem> {
    let filter = FindingFilter {
        states: query.status.into_iter().collect(),
        kinds: query.kind.into_iter().collect(),
        run: query.run,
        after: query.cursor.as_deref().map(read_place).transpose()?,
        limit: cursor::limit(query.limit)?,
    };
    let page = app.store.findings(&filter).await?;
    let items = page.rows.into_iter().map(FindingJson::from).collect();
    Ok(Json(List { items, next_cursor: page.next.as_ref().map(write_place) }))
}

/// The case that people have about a difference.
///
/// # Errors
/// 404 for a difference that is not there, 409 for one that needs nobody.
pub async fn case_of(app: &App, id: &FindingId) -> Result<CaseId, Problem> {
    let found = app.store.finding(id).await?.ok_or_else(|| missing("finding"))?;
    found.finding.case.ok_or_else(|| {
        let state = found.finding.state.as_str();
        Problem::new(StatusCode::CONFLICT, "finding_without_case")
            .member("finding_status", state)
            .say(
                "Selisih ini tidak menunggu keputusan siapa pun.",
                "Nobody has to decide about this difference.",
            )
    })
}

async fn decide(
    app: App,
    asker: Asker,
    id: FindingId,
    command: impl FnOnce(CaseId) -> DeskCommand,
) -> Result<Json<FindingJson>, Problem> {
    let case = case_of(&app, &id).await?;
    asker.send(&app, Command::Desk(command(case))).await?;
    let found = app.store.finding(&id).await?.ok_or_else(|| missing("finding"))?;
    Ok(Json(found.into()))
}

async fn propose(
    State(app): State<App>,
    asker: Asker,
    PathPart(id): PathPart<FindingId>,
    JsonBody(Because { reason }): JsonBody<Because>,
) -> Result<Json<FindingJson>, Problem> {
    let resolution = Resolution::Gateway;
    decide(app, asker, id, |case| DeskCommand::ProposeResolution { case, resolution, reason }).await
}

async fn approve(
    State(app): State<App>,
    asker: Asker,
    PathPart(id): PathPart<FindingId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Json<FindingJson>, Problem> {
    decide(app, asker, id, |case| DeskCommand::ApproveResolution { case }).await
}

async fn reject(
    State(app): State<App>,
    asker: Asker,
    PathPart(id): PathPart<FindingId>,
    JsonBody(Because { reason }): JsonBody<Because>,
) -> Result<Json<FindingJson>, Problem> {
    decide(app, asker, id, |case| DeskCommand::RejectResolution { case, reason }).await
}

/// The disagreements of a month.
#[derive(Debug, Serialize)]
pub struct MonthJson {
    month: String,
    compared: usize,
    mismatched: usize,
    /// Hundredths of a per cent; `null` when nothing was compared.
    rate_basis_points: Option<i64>,
}

/// The query of a month.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthQuery {
    month: Month,
}

async fn month(
    State(app): State<App>,
    QueryFields(MonthQuery { month }): QueryFields<MonthQuery>,
) -> Result<Json<MonthJson>, Problem> {
    let found = reconcile::of_month(&app.store, &app.wikarta.policy(), month).await?;
    let rate = found.rate().basis_points();
    Ok(Json(MonthJson {
        month: month.to_string(),
        compared: found.compared.len(),
        mismatched: found.confirmed.len(),
        rate_basis_points: rate.and_then(|rate| i64::try_from(rate).ok()),
    }))
}

/// The problem of a settlement file that was not compared.
#[must_use]
pub fn not_compared(fault: SettlementFault) -> Problem {
    match fault {
        SettlementFault::File(error) => {
            let text = error.to_string();
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "settlement_unreadable")
                .member("line", error.line)
                .member("column", error.column)
                .say(
                    format!("Berkas tidak dapat dibaca: {text}."),
                    format!("The file cannot be read: {text}."),
                )
        }
        SettlementFault::Money(error) => {
            tracing::error!(%error, "the fees of the policy cannot be computed");
            Problem::of(&codes::INTERNAL)
        }
        SettlementFault::Store(fault) => fault.into(),
        SettlementFault::Reconcile(error) => stopped(error),
    }
}

async fn settlement(
    State(app): State<App>,
    asker: Asker,
    CsvBody(bytes): CsvBody,
) -> Result<Json<SettlementFile>, Problem> {
    let asked = (asker.staff.actor(), asker.caller.trace.clone());
    let file = reconcile::compare_file(&app.wikarta, &app.store, (&bytes, asked)).await;
    app.wake.up();
    file.map(Json).map_err(not_compared)
}

/// Mounts everything about comparisons.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("POST /api/reconcile", start)
        .at("GET /api/reconcile/runs", runs)
        .at("GET /api/reconcile/runs/{id}", one_run)
        .at("GET /api/reconcile/month", month)
        .at("GET /api/reconcile/findings", findings)
        .at("POST /api/reconcile/findings/{id}/propose", propose)
        .at("POST /api/reconcile/findings/{id}/approve", approve)
        .at("POST /api/reconcile/findings/{id}/reject", reject)
        .at("POST /api/reconcile/settlements", settlement)
}
