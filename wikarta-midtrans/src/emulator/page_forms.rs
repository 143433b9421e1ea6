//! The forms of the page that need more than a button: an action with its wishes, trouble on request,
//! the clock, the weather.

use std::str::FromStr;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use serde_json::{Map, Value, json};

use super::control::{ControlError, Wish};
use super::query::Query;
use super::store::Emulator;
use super::transition::Action;
use super::weather::Weather;
use super::web::{back, blocking, home};

pub(super) fn routes() -> Router<Emulator> {
    Router::new()
        .route("/_page/act", post(act))
        .route("/_page/fault", post(fault))
        .route("/_page/heal", post(heal))
        .route("/_page/clock", post(clock))
        .route("/_page/weather", post(weather))
        .route("/_page/probe", post(probe))
        .route("/_page/deliveries/{id}/send", post(send))
}

/// Carries something out and goes back to the page with a word about it.
async fn done(
    emulator: Emulator,
    work: impl FnOnce(&Emulator) -> Result<(), ControlError> + Send + 'static,
) -> Response {
    let home = home(&emulator);
    let note = match blocking(emulator, work).await {
        Ok(Ok(())) => "done",
        Ok(Err(ControlError::NotPossible { .. })) => "not-possible",
        Ok(Err(ControlError::BadWish(_))) => "bad-wish",
        Ok(Err(_)) | Err(_) => "failed",
    };
    back(&home, note)
}

fn form(body: &Bytes) -> Query {
    Query::read(&String::from_utf8_lossy(body))
}

/// A field that was filled in, as a number.
fn number<T: FromStr>(form: &Query, name: &str) -> Result<Option<T>, ControlError> {
    let Some(text) = form.get(name).map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let read = text.parse().map_err(|_| ControlError::BadWish(format!("`{name}` is no number")))?;
    Ok(Some(read))
}

fn word(form: &Query, name: &str) -> String {
    form.get(name).unwrap_or_default().trim().to_owned()
}

/// The same object that the control API takes, made of the fields that were filled in.
fn wish(form: &Query) -> Result<Wish, ControlError> {
    let mut fields = Map::new();
    for name in ["amount", "in_seconds", "copies", "delay_ms"] {
        if let Some(value) = number::<i64>(form, name)? {
            fields.insert(name.to_owned(), value.into());
        }
    }
    if word(form, "issuer") == "off_us" {
        fields.insert("issuer".to_owned(), "off_us".into());
    }
    match word(form, "tell").as_str() {
        "nobody" => fields.insert("deliver".to_owned(), false.into()),
        "reverse" => fields.insert("order".to_owned(), "reverse".into()),
        _ => None,
    };
    Wish::read(Value::Object(fields).to_string().as_bytes())
}

async fn act(State(emulator): State<Emulator>, body: Bytes) -> Response {
    done(emulator, move |emulator| {
        let form = form(&body);
        let named = word(&form, "action");
        let action = Action::from_word(&named).ok_or(ControlError::UnknownAction(named))?;
        emulator.act(&word(&form, "order_id"), action, &wish(&form)?).map(drop)
    })
    .await
}

async fn fault(State(emulator): State<Emulator>, body: Bytes) -> Response {
    done(emulator, move |emulator| {
        let form = form(&body);
        let fault = json!({
            "call": word(&form, "call"),
            "kind": word(&form, "kind"),
            "count": number::<u32>(&form, "count")?.unwrap_or(1),
            "status": number::<u16>(&form, "status")?.unwrap_or(503),
            "delay_ms": number::<u32>(&form, "delay_ms")?.unwrap_or(0),
        });
        let read = serde_json::from_value(fault);
        emulator.inject(read.map_err(|error| ControlError::BadWish(error.to_string()))?)
    })
    .await
}

async fn heal(State(emulator): State<Emulator>) -> Response {
    done(emulator, |emulator| {
        emulator.heal();
        Ok(())
    })
    .await
}

async fn clock(State(emulator): State<Emulator>, body: Bytes) -> Response {
    done(emulator, move |emulator| {
        let missing = || ControlError::BadWish("`advance_seconds` is wanted".to_owned());
        let seconds = number::<i64>(&form(&body), "advance_seconds")?.ok_or_else(missing)?;
        emulator.advance(seconds).map(drop).map_err(|_| ControlError::Journal)
    })
    .await
}

async fn weather(State(emulator): State<Emulator>, body: Bytes) -> Response {
    done(emulator, move |emulator| {
        let form = form(&body);
        let share = |name: &str| Ok(number::<u8>(&form, name)?.unwrap_or(0));
        let (lost, twice, late) = (share("lost")?, share("twice")?, share("late")?);
        let late_ms = number::<u32>(&form, "late_ms")?.unwrap_or(0);
        let wanted = json!({ "lost": lost, "twice": twice, "late": late, "late_ms": late_ms });
        emulator.set_weather(Weather::read(wanted.to_string().as_bytes())?);
        Ok(())
    })
    .await
}

async fn probe(State(emulator): State<Emulator>) -> Response {
    done(emulator, |emulator| emulator.probe().map(drop)).await
}

async fn send(State(emulator): State<Emulator>, Path(id): Path<u64>) -> Response {
    done(emulator, move |emulator| emulator.send_again(id).map(drop)).await
}
