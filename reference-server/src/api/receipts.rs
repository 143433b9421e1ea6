//! `/api/notifications/receipts/{provider}`: what providers of messages have to tell.
//!
//! 200 once it is kept, also for messages that are not ours, so that nobody learns which exist and no
//! provider repeats itself for ever; 503 when it could not be kept.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use wikarta_core::id::TraceId;

use crate::answer::{Problem, codes};
use crate::app::App;
use crate::auth::identity::{SecurityKind, Subject};
use crate::http::edge::Caller;
use crate::http::{QueryFields, Routes};
use crate::notify::receipts::{Challenge, NotTaken, Teller, Told};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct Received {
    result: &'static str,
    trace_id: TraceId,
}

/// Mounts the handlers of this room.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/notifications/receipts/{provider}", verify)
        .at("POST /api/notifications/receipts/{provider}", receive)
        .at("POST /api/notifications/receipts/{provider}/{secret}", receive_by_secret)
}

/// Shows the Cloud API that the address is ours.
async fn verify(
    State(app): State<App>,
    caller: Caller,
    provider: Path<String>,
    query: Result<QueryFields<Challenge>, Problem>,
) -> Result<String, Problem> {
    match Teller::parse(&provider) {
        Some(Teller::Cloud) => {}
        Some(Teller::Fonnte | Teller::Twilio) | None => return Err(nobody()),
    }
    let QueryFields(query) = query?;
    match app.ear.receipts().challenge(&query) {
        Ok(word) => Ok(word.to_owned()),
        Err(error) => Err(refused(&app, &caller, error).await),
    }
}

/// Takes receipts that a signature proves.
async fn receive(
    State(app): State<App>,
    caller: Caller,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Received>, Problem> {
    let teller = Teller::parse(&provider).ok_or_else(nobody)?;
    let name = match teller {
        Teller::Cloud => "x-hub-signature-256",
        Teller::Twilio => "x-twilio-signature",
        Teller::Fonnte => "", // it has no header, and no header has no name
    };
    let signature = headers.get(name).and_then(|value| value.to_str().ok());
    take(&app, &caller, teller, Told { body: &body, signature, secret: None, at: caller.at }).await
}

/// Takes receipts that the address itself proves.
async fn receive_by_secret(
    State(app): State<App>,
    caller: Caller,
    Path((provider, secret)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<Received>, Problem> {
    let teller = Teller::parse(&provider).ok_or_else(nobody)?;
    let secret = Some(secret.as_str());
    take(&app, &caller, teller, Told { body: &body, signature: None, secret, at: caller.at }).await
}

async fn take(
    app: &App,
    caller: &Caller,
    teller: Teller,
    told: Told<'_>,
) -> Result<Json<Received>, Problem> {
    let read = match app.ear.receipts().read(teller, told) {
        Ok(read) => read,
        Err(error) => return Err(refused(app, caller, error).await),
    };
    let heard = app.ear.take(read, &caller.trace).await.map_err(|fault| {
        tracing::error!(%fault, "receipts could not be kept");
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_stored").retry_after(2)
    })?;
    tracing::info!(known = heard.known, unknown = heard.unknown, "receipts heard");
    Ok(Json(Received { result: "taken", trace_id: caller.trace.clone() }))
}

/// One line of the log for each, and no word to strangers about why a proof does not hold.
async fn refused(app: &App, caller: &Caller, error: NotTaken) -> Problem {
    match error {
        NotTaken::Nobody => nobody(),
        NotTaken::NotProven => {
            let note = caller.note(SecurityKind::SignatureRefused, Subject::Nobody, "receipts");
            app.edge.security.note(note).await; // logs it, within the limit of its kind
            Problem::new(StatusCode::FORBIDDEN, "signature_invalid")
                .title("Tanda tangan tidak sah.", "The signature is not valid.")
        }
        NotTaken::Unreadable => {
            tracing::warn!("a receipt could not be read");
            Problem::new(StatusCode::BAD_REQUEST, "not_a_receipt").detail(error.to_string())
        }
    }
}

fn nobody() -> Problem {
    Problem::of(&codes::NOT_FOUND)
}
