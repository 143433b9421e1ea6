//! An answer that is given once: a repeat of the request reads it again, byte for byte.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wikarta_core::id::CommandId;
use wikarta_store_sqlx::KeptAnswer;

use crate::answer::{Problem, codes};
use crate::app::App;

/// Answers with this content, or with what was answered to the same command before.
///
/// A 202 is not kept: it says that the outcome is open, and whoever asks again wants to know it.
/// When the answer cannot be kept, what was done stays done and is told as it stands.
///
/// # Errors
/// 500 for content that cannot be written as JSON.
pub async fn answer<T: Serialize>(
    app: &App,
    command: Option<CommandId>,
    status: StatusCode,
    content: &T,
) -> Result<Response, Problem> {
    let text = serde_json::to_string(content).map_err(|_| Problem::of(&codes::INTERNAL))?;
    let Some(command) = command.filter(|_| status != StatusCode::ACCEPTED) else {
        return Ok(json(status, text));
    };
    Ok(match first(app, &command, status, &text).await {
        Some((status, text)) => json(status, text),
        None => json(status, text),
    })
}

/// What was answered to a command before; `None` when nothing was kept.
///
/// # Errors
/// The books did not answer.
pub async fn kept(app: &App, command: &CommandId) -> Result<Option<(Response, String)>, Problem> {
    let Some(KeptAnswer { http: Some((status, text)), .. }) = app.store.answer_of(command).await?
    else {
        return Ok(None);
    };
    let status = StatusCode::from_u16(status).map_err(|_| Problem::of(&codes::INTERNAL))?;
    Ok(Some((json(status, text.clone()), text)))
}

/// Keeps the answer; gives back the one that was kept before, where there is one.
async fn first(
    app: &App,
    command: &CommandId,
    status: StatusCode,
    text: &str,
) -> Option<(StatusCode, String)> {
    let failed = |fault: &wikarta_core::ports::Fault| {
        tracing::warn!(%fault, "an answer could not be kept for its repeat");
    };
    let kept = app.store.remember_answer(command, status.as_u16(), text).await;
    if kept.inspect_err(failed).ok()? {
        return None;
    }
    let found = app.store.answer_of(command).await.inspect_err(failed).ok()?;
    let KeptAnswer { http, .. } = found?;
    let (status, text) = http?;
    Some((StatusCode::from_u16(status).ok()?, text))
}

fn json(status: StatusCode, text: String) -> Response {
    let mut response = (status, Body::from(text)).into_response();
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
