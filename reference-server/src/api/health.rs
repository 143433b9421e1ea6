//! `/healthz` and `/readyz`: alive, and able to work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use wikarta_core::time::Timestamp;

use crate::answer::Problem;
use crate::app::App;

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Health {
    status: &'static str,
    /// What a person should look at although the server works.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<WarningJson>,
}

/// A warning, and since when it holds.
#[derive(Debug, Serialize)]
pub struct WarningJson {
    code: &'static str,
    since: Timestamp,
}

/// The process answers.
pub async fn alive() -> Json<Health> {
    Json(Health { status: "ok", warnings: Vec::new() })
}

/// The books are open and have the form that this version needs.
pub async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    if app.store.is_migrated().await? {
        let said = app.warnings.all().into_iter();
        let said = said.map(|(warning, since)| WarningJson { code: warning.as_str(), since });
        return Ok(Json(Health { status: "ready", warnings: said.collect() }));
    }
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_migrated").say(
        "Basis data belum dimigrasi: jalankan `wikarta migrate up`.",
        "The database is not migrated: run `wikarta migrate up`.",
    ))
}

/// No robot has business here.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}
