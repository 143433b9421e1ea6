//! `GET /api/audit-logs`: who changed what.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use wikarta_core::access::{Permission, Scope};
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::{AuditRow, TrailFilter};

use super::shape::List;
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Staff;
use crate::http::QueryFields;

/// The kinds of thing that have a trail.
const ENTITIES: [&str; 9] = [
    "customer",
    "subscription",
    "invoice",
    "payment",
    "case",
    "package",
    "series",
    "user",
    "suspense",
];
/// The most entries of one answer, newest first.
const ENTRIES_MAX: u32 = 500;

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    entity: String,
    id: String,
}

/// An entry as it concerns the thing that was asked for.
#[derive(Debug, Serialize)]
pub struct EntryJson {
    seq: u64,
    at: Timestamp,
    actor: String,
    actor_name: Option<String>,
    roles: String,
    action: String,
    entity: String,
    id: String,
    changes: Vec<ChangeJson>,
    trace_id: String,
    hash: String,
}

/// One field of the thing that was asked for.
#[derive(Debug, Serialize)]
pub struct ChangeJson {
    field: String,
    before: serde_json::Value,
    after: serde_json::Value,
}

/// The trail of one thing: all of it for those who may, one's own acts for Keuangan.
pub async fn list(
    State(app): State<App>,
    staff: Staff,
    QueryFields(query): QueryFields<AuditQuery>,
) -> Result<Json<List<EntryJson>>, Problem> {
    if !ENTITIES.contains(&query.entity.as_str()) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "unknown_filter")
            .field("entity")
            .allowed(ENTITIES));
    }
    let own_only = staff.scope(Permission::AuditView) != Some(Scope::All);
    let filter = TrailFilter {
        entity: query.entity.clone(),
        id: query.id.chars().take(100).collect(),
        actor: own_only.then(|| staff.actor().label()),
        limit: ENTRIES_MAX,
    };
    let rows = app.store.trail(&filter).await?;
    let items = rows.into_iter().map(|row| EntryJson::of(row, &filter));
    Ok(Json(List { items: items.collect(), next_cursor: None }))
}

impl EntryJson {
    fn of(row: AuditRow, asked: &TrailFilter) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            actor_name: row.actor_name,
            roles: row.roles,
            action: row.action,
            entity: asked.entity.clone(),
            id: asked.id.clone(),
            changes: row
                .changes
                .into_iter()
                .filter(|change| change.entity == asked.entity && change.id == asked.id)
                .map(|change| ChangeJson {
                    field: change.field,
                    before: change.before,
                    after: change.after,
                })
                .collect(),
            trace_id: row.trace,
            hash: row.hash,
        }
    }
}
