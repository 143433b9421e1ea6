//! `/healthz` and `/readyz`: alive, and able to work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use crate::answer::Problem;
use crate::app::App;

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Health {
    status: &'static str,
}

/// The process answers.
pub async fn alive() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The books are open and have the form that this version needs.
pub async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    if app.store.is_migrated().await? {
        return Ok(Json(Health { status: "ready" }));
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
