//! `POST /api/webhooks/midtrans`: what the gateway has to tell.
//!
//! 200 once it is durably kept, whatever it says; 503, never 500, when it could not be kept, so that
//! the vendor comes back four times instead of once.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use wikarta_core::id::TraceId;
use wikarta_midtrans::notification::NotificationError;

use crate::answer::Problem;
use crate::app::App;
use crate::auth::identity::{SecurityKind, Subject};
use crate::http::edge::Caller;
use crate::intake::NotKept;

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Received {
    result: &'static str,
    trace_id: TraceId,
}

/// Takes one notification in.
pub async fn receive(
    State(app): State<App>,
    caller: Caller,
    body: Bytes,
) -> Result<Json<Received>, Problem> {
    let trace_id = caller.trace.clone();
    match app.intake.receive(&body, trace_id.clone()).await {
        Ok(kept) => {
            tracing::info!(result = kept.as_str(), "notification kept");
            Ok(Json(Received { result: kept.as_str(), trace_id }))
        }
        Err(NotKept::Refused(error)) => Err(refused(&app, &caller, &error).await),
        Err(NotKept::Unavailable(error)) => {
            tracing::error!(%error, "notification could not be kept");
            Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_stored").retry_after(2))
        }
    }
}

/// One line of the log for each, and no word to strangers about why a signature does not hold.
async fn refused(app: &App, caller: &Caller, error: &NotificationError) -> Problem {
    let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
    if status == StatusCode::FORBIDDEN {
        let note = caller.note(SecurityKind::SignatureRefused, Subject::Nobody, "webhook");
        app.edge.security.note(note).await; // logs it, within the limit of its kind
        return Problem::new(status, error.code())
            .title("Tanda tangan tidak sah.", "The signature is not valid.");
    }
    tracing::warn!(code = error.code(), "notification refused");
    Problem::new(status, error.code()).detail(error.to_string())
}
