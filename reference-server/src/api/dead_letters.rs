//! Work that was given up: `GET /api/dead-letters`, and sent round again.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use wikarta_core::ports::DeadLetterId;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::DeadLetter;

use super::asker::Asker;
use super::shape::List;
use super::step::Nothing;
use crate::answer::Problem;
use crate::app::App;
use crate::http::{JsonBody, PathPart, Routes};
use crate::redrive::{self, DEAD_MAX};

/// Something that was given up.
#[derive(Debug, Serialize)]
pub struct DeadLetterJson {
    id: String,
    kind: String,
    order_id: Option<String>,
    customer_id: Option<String>,
    reason: String,
    tries: u32,
    since: Timestamp,
    given_up_at: Timestamp,
    trace_id: String,
}

impl DeadLetterJson {
    fn of(row: DeadLetter) -> Self {
        Self {
            id: row.id.to_string(),
            kind: row.kind,
            order_id: row.order_id,
            customer_id: row.account.map(|account| account.to_string()),
            reason: row.reason,
            tries: row.tries,
            since: row.since,
            given_up_at: row.ended,
            trace_id: row.trace.to_string(),
        }
    }
}

async fn list(State(app): State<App>) -> Result<Json<List<DeadLetterJson>>, Problem> {
    let rows = app.store.dead_letters(DEAD_MAX).await?;
    let items = rows.into_iter().map(DeadLetterJson::of).collect();
    Ok(Json(List { items, next_cursor: None }))
}

/// What was sent round again.
#[derive(Debug, Serialize)]
pub struct RedrivenJson {
    id: String,
    state: &'static str,
}

async fn redrive(
    State(app): State<App>,
    asker: Asker,
    PathPart(id): PathPart<DeadLetterId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Json<RedrivenJson>, Problem> {
    redrive::by_person(&app, (&asker.staff.actor(), &asker.caller), &id).await?;
    Ok(Json(RedrivenJson { id: id.to_string(), state: "waiting" }))
}

/// Mounts the list and its act.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes.at("GET /api/dead-letters", list).at("POST /api/dead-letters/{id}/redrive", redrive)
}
