//! The control API over HTTP; see [`super::control`] for what it does.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use wikarta_core::time::Timestamp;

use super::control::{ControlError, Wish};
use super::store::Emulator;
use super::transition::Action;
use super::weather::Weather;
use super::web::blocking;

/// Rows that a list holds at most.
const LIST_MAX: usize = 1_000;

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/_control/transactions", get(transactions))
        .route("/_control/transactions/{order_id}", get(transaction))
        .route("/_control/transactions/{order_id}/{action}", post(act))
        .route("/_control/deliveries", get(deliveries))
        .route("/_control/deliveries/{id}/send", post(send))
        .route("/_control/weather", get(weather).put(set_weather))
        .route("/_control/clock", get(clock).post(move_clock))
        .route("/_control/probe", post(probe))
        .route("/_control/faults", get(faults).post(inject).delete(heal))
}

fn as_json(status: StatusCode, body: &Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn refused(error: &ControlError) -> Response {
    let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
    as_json(status, &json!({ "error": error.to_string() }))
}

async fn act(
    State(emulator): State<Emulator>,
    Path((order_id, word)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let acted = blocking(emulator, move |emulator| {
        let wish = Wish::read(&body)?;
        let action = Action::from_word(&word).ok_or(ControlError::UnknownAction(word))?;
        emulator.act(&order_id, action, &wish)
    });
    match acted.await {
        Ok(Ok(transaction)) => as_json(StatusCode::OK, &transaction),
        Ok(Err(error)) => refused(&error),
        Err(status) => status.into_response(),
    }
}

async fn transaction(State(emulator): State<Emulator>, Path(order_id): Path<String>) -> Response {
    match blocking(emulator, move |emulator| (emulator.transaction(&order_id), order_id)).await {
        Ok((Some(transaction), _)) => as_json(StatusCode::OK, &transaction),
        Ok((None, order_id)) => refused(&ControlError::UnknownOrder(order_id)),
        Err(status) => status.into_response(),
    }
}

async fn transactions(State(emulator): State<Emulator>) -> Response {
    match blocking(emulator, |emulator| emulator.transactions(LIST_MAX)).await {
        Ok(items) => as_json(StatusCode::OK, &json!({ "items": items })),
        Err(status) => status.into_response(),
    }
}

async fn deliveries(State(emulator): State<Emulator>) -> Response {
    match blocking(emulator, |emulator| emulator.deliveries(LIST_MAX)).await {
        Ok(items) => as_json(StatusCode::OK, &json!({ "items": items })),
        Err(status) => status.into_response(),
    }
}

async fn faults(State(emulator): State<Emulator>) -> Response {
    as_json(StatusCode::OK, &json!({ "items": emulator.waiting_faults() }))
}

async fn inject(State(emulator): State<Emulator>, body: Bytes) -> Response {
    let read = serde_json::from_slice(&body);
    let read = read.map_err(|error| ControlError::BadWish(error.to_string()));
    match read.and_then(|fault| emulator.inject(fault)) {
        Ok(()) => faults(State(emulator)).await,
        Err(error) => refused(&error),
    }
}

async fn heal(State(emulator): State<Emulator>) -> Response {
    emulator.heal();
    faults(State(emulator)).await
}

async fn send(State(emulator): State<Emulator>, Path(id): Path<u64>) -> Response {
    shown(blocking(emulator, move |emulator| emulator.send_again(id)).await)
}

async fn probe(State(emulator): State<Emulator>) -> Response {
    shown(blocking(emulator, Emulator::probe).await)
}

fn shown(done: Result<Result<Value, ControlError>, StatusCode>) -> Response {
    match done {
        Ok(Ok(value)) => as_json(StatusCode::OK, &value),
        Ok(Err(error)) => refused(&error),
        Err(status) => status.into_response(),
    }
}

async fn weather(State(emulator): State<Emulator>) -> Response {
    as_json(StatusCode::OK, &json!(emulator.weather()))
}

async fn set_weather(State(emulator): State<Emulator>, body: Bytes) -> Response {
    match Weather::read(&body) {
        Ok(read) => {
            emulator.set_weather(read);
            weather(State(emulator)).await
        }
        Err(error) => refused(&error),
    }
}

async fn clock(State(emulator): State<Emulator>) -> Response {
    as_json(StatusCode::OK, &json!({ "now": emulator.now() }))
}

/// Where the clock should go: on by seconds, or to an instant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    advance_seconds: Option<i64>,
    now: Option<Timestamp>,
}

async fn move_clock(State(emulator): State<Emulator>, body: Bytes) -> Response {
    let read = serde_json::from_slice::<ClockBody>(&body);
    let seconds = match read {
        Ok(ClockBody { advance_seconds: Some(seconds), now: None }) => seconds,
        Ok(ClockBody { advance_seconds: None, now: Some(at) }) => at.seconds_since(emulator.now()),
        Ok(_) => {
            let fault = "either `advance_seconds` or `now` is wanted".to_owned();
            return refused(&ControlError::BadWish(fault));
        }
        Err(error) => return refused(&ControlError::BadWish(error.to_string())),
    };
    match blocking(emulator, move |emulator| emulator.advance(seconds)).await {
        Ok(Ok(now)) => as_json(StatusCode::OK, &json!({ "now": now })),
        Ok(Err(_)) => refused(&ControlError::Journal),
        Err(status) => status.into_response(),
    }
}
