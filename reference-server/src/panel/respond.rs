//! From a filled page to an answer.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::answer::{Problem, codes};
use crate::pages::html;
use crate::text::Lang;

/// A page as an answer.
///
/// # Errors
/// Our own fault, when the page cannot be written.
pub fn page(page: &impl Template, status: StatusCode, lang: Lang) -> Result<Response, Problem> {
    let body = html(page).map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Problem::of(&codes::INTERNAL)
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code())),
    ];
    Ok((status, headers, body).into_response())
}

/// The answer to a form that was carried out: look at the record, with GET.
#[must_use]
pub fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}
