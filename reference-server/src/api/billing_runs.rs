//! A billing day, page by page: every bill exactly once, however often it is asked for.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use wikarta_core::decide::Due;
use wikarta_core::engine::{Run, RunMode, RunOutcome, RunRow};
use wikarta_core::id::SubscriptionId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::{CommandAnswer, Fault};
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::views::Sold;

use super::asker::Asker;
use super::cursor;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, Routes};

/// A billing day.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    date: NaiveDate,
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

/// What became of a page of subscriptions.
#[derive(Debug, Serialize)]
pub struct RunJson {
    date: NaiveDate,
    dry_run: bool,
    items: Vec<RunRowJson>,
    /// Where the run goes on; `null` when every subscription was looked at.
    next_cursor: Option<String>,
}

/// What became of one bill.
#[derive(Debug, Default, Serialize)]
pub struct RunRowJson {
    subscription_id: String,
    /// The month of the period, or `final`; absent when nothing was due.
    due: Option<String>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Rupiah>,
    /// The code of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// The text of what was due.
#[must_use]
pub fn due_text(due: Due) -> String {
    match due {
        Due::Period(month) => month.to_string(),
        Due::FinalAccount => "final".to_owned(),
    }
}

/// The word of an outcome.
#[must_use]
pub const fn outcome_word(outcome: &RunOutcome) -> &'static str {
    match outcome {
        RunOutcome::Billed { .. } => "billed",
        RunOutcome::AlreadyBilled { .. } => "already_billed",
        RunOutcome::WouldBill { .. } => "would_bill",
        RunOutcome::Settled => "settled",
        RunOutcome::NothingDue => "nothing_due",
        RunOutcome::Refused(_) => "refused",
        RunOutcome::Failed(_) => "failed",
    }
}

impl From<RunRow> for RunRowJson {
    fn from(row: RunRow) -> Self {
        let shown = Self {
            subscription_id: row.subscription.to_string(),
            due: row.due.map(due_text),
            outcome: outcome_word(&row.outcome),
            ..Self::default()
        };
        match row.outcome {
            RunOutcome::Billed { invoice, number, total } => Self {
                invoice_id: Some(invoice.to_string()),
                number: Some(number.to_string()),
                total: Some(total),
                ..shown
            },
            RunOutcome::AlreadyBilled { invoice } => {
                Self { invoice_id: invoice.map(|id| id.to_string()), ..shown }
            }
            RunOutcome::WouldBill { total } => Self { total: Some(total), ..shown },
            RunOutcome::Settled | RunOutcome::NothingDue => shown,
            RunOutcome::Refused(refusal) => {
                Self { code: Some(refusal.code()), detail: Some(refusal.to_string()), ..shown }
            }
            RunOutcome::Failed(failed) => Self { detail: Some(failed.to_string()), ..shown },
        }
    }
}

/// A page of what a run has to look at; fewer than asked for: it is the last.
///
/// # Errors
/// A [`Fault`] of the database.
pub async fn page(
    store: &SqlxStore,
    after: Option<&SubscriptionId>,
    limit: u32,
) -> Result<(Vec<Sold>, Option<SubscriptionId>), Fault> {
    let rows = store.subscriptions_to_bill(after, limit).await?;
    let full = rows.len() == limit as usize;
    let next = rows.last().filter(|_| full).map(|row| row.subscription.id.clone());
    Ok((rows, next))
}

/// A page is many commands, so its answer is kept under its key beside theirs.
async fn run(
    State(app): State<App>,
    asker: Asker,
    JsonBody(body): JsonBody<RunRequest>,
) -> Result<Response, Problem> {
    let asked = serde_json::to_vec(&body).map_err(|_| Problem::of(&codes::INTERNAL))?;
    let request = Sha256::digest(&asked).into();
    let id = asker.command();
    if let Some(id) = &id
        && let Some(answer) = app.wikarta.recall(id, &request).await?
    {
        return Ok(json_text(answer));
    }
    let made = made(&app, &asker, &body).await?;
    let mut answer = serde_json::to_string(&made).map_err(|_| Problem::of(&codes::INTERNAL))?;
    if let Some(id) = id {
        let at = app.wikarta.host().now();
        answer = app.wikarta.keep(CommandAnswer { id, request, answer, at }).await?;
    }
    Ok(json_text(answer))
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn made(app: &App, asker: &Asker, body: &RunRequest) -> Result<RunJson, Problem> {
    let after = body.cursor.as_deref().map(cursor::read_text).transpose()?;
    let after: Option<SubscriptionId> = match after {
        Some(text) => Some(text.parse().map_err(|_| cursor::bad_cursor())?),
        None => None,
    };
    let (rows, next) = page(&app.store, after.as_ref(), cursor::limit(body.limit)?).await?;
    let subscriptions: Vec<_> = rows.into_iter().map(|row| row.subscription).collect();
    let order = Run {
        on: body.date,
        actor: asker.staff.actor(),
        trace: asker.caller.trace.clone(),
        mode: if body.dry_run { RunMode::Preview } else { RunMode::Commit },
    };
    let outcomes = app.wikarta.bill(&subscriptions, &order).await;
    app.wake.up();
    Ok(RunJson {
        date: body.date,
        dry_run: body.dry_run,
        items: outcomes.into_iter().map(RunRowJson::from).collect(),
        next_cursor: next.map(|id| cursor::write_text(id.as_str())),
    })
}

/// Mounts billing runs.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("POST /api/billing-runs", run)
}
