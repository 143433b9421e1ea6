//! The outermost layer: trace id, request line, headers, problems and one log line, for every
//! answer of every route and of none.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;
use wikarta_core::id::TraceId;

use super::class::Reader;
use super::edge::Edge;
use super::guard::Answered;
use super::trace::{self, Trace};
use super::{headers, paths};
use crate::answer::{Problem, codes, language_of};
use crate::text::Lang;

/// How a problem is to be written for this request.
struct Reading {
    lang: Lang,
    trace: TraceId,
    reader: Reader,
}

/// Wraps everything else.
pub(super) async fn outermost(
    State(edge): State<Arc<Edge>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let trace = trace::trace_of(request.headers());
    let method = request.method().clone();
    let mut reading = Reading {
        lang: language_of(request.headers()),
        trace: trace.clone(),
        reader: guess_reader(request.uri(), request.headers()),
    };
    request.extensions_mut().insert(Trace(trace.clone()));
    let last = paths::is_chunked(&request);
    let bulky = paths::is_bulky(&request);
    let accept = request.headers().get(header::ACCEPT).cloned();
    let span = tracing::info_span!("request", trace_id = trace.as_str());
    let answer = async {
        match paths::check(&request, &edge.hosts) {
            Ok(()) => next.run(request).await,
            Err(problem) => problem.into_response(),
        }
    };
    let response = answer.instrument(span.clone()).await;
    let row = response.extensions().get::<Answered>().map(|answered| answered.0);
    if let Some(row) = row {
        let script = reading.reader == Reader::Program && wants_json(&accept);
        reading.reader = if script { Reader::Program } else { row.class.rules().reader };
    }
    let response = if row.is_some() { in_our_words(response) } else { response };
    let mut response = finish(&edge, &reading, response);
    // A large body that was refused was not read: the next request would not be found behind it.
    if last || (bulky && response.status().is_client_error()) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    let _entered = span.entered();
    tracing::info!(
        method = loggable(&method),
        route = row.map_or("-", |row| row.path),
        status = response.status().as_u16(),
        millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}

fn finish(edge: &Edge, reading: &Reading, mut response: Response) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = written(edge, reading, &problem, response);
    }
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(reading.trace.as_str()) {
        headers.insert(trace::HEADER, value);
    }
    headers::complete(headers, edge.front.transport);
    response
}

// The problem once more, for this reader; whatever headers the answer had stay on it.
fn written(edge: &Edge, reading: &Reading, problem: &Problem, response: Response) -> Response {
    let shown = problem.shown(reading.lang, reading.trace.as_str());
    let (kind, body) = match reading.reader {
        Reader::Program => {
            ("application/problem+json", serde_json::to_vec(&shown).unwrap_or_default())
        }
        Reader::Person => ("text/html; charset=utf-8", (edge.problem_page)(&shown).into_bytes()),
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let language = HeaderValue::from_static(reading.lang.code());
    parts.headers.insert(header::CONTENT_LANGUAGE, language);
    Response::from_parts(parts, Body::from(body))
}

// A script on a page asks for JSON and nothing else.
fn wants_json(accept: &Option<HeaderValue>) -> bool {
    accept.as_ref().is_some_and(|accept| accept.as_bytes() == b"application/json")
}

// An error that no problem made is one of a library, in the library's words and form.
fn in_our_words(response: Response) -> Response {
    let status = response.status();
    let error = status.is_client_error() || status.is_server_error();
    if !error || response.extensions().get::<Problem>().is_some() {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain")) {
        return response;
    }
    let known = codes::CODES.iter().find(|code| code.status == status);
    known.map_or_else(|| Problem::new(status, "refused"), Problem::of).into_response()
}

// Where no row tells: a browser that asks for a page outside the API gets one.
fn guess_reader(uri: &Uri, headers: &HeaderMap) -> Reader {
    let api = uri.path().starts_with("/api/") || uri.path() == "/api";
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let html = accept.is_some_and(|accept| accept.contains("text/html"));
    if html && !api { Reader::Person } else { Reader::Program }
}

// Only methods that exist are repeated; anything else is the caller's free text.
fn loggable(method: &Method) -> &str {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ];
    if known.contains(method) { method.as_str() } else { "other" }
}

/// No route has this path.
pub(super) async fn not_found() -> Problem {
    Problem::of(&codes::NOT_FOUND)
}

/// The path exists; the router adds which methods it has.
pub(super) async fn method_not_allowed() -> Problem {
    Problem::of(&codes::METHOD_NOT_ALLOWED)
}

/// A handler panicked; the panic hook has logged where.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::of(&codes::INTERNAL).into_response()
}

/// What is worth compressing: style, script and pictures. Pages and JSON are not compressed,
/// because they hold secrets beside text that a stranger can choose, and their lengths would tell.
pub(super) fn is_asset(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default();
    ["text/css", "text/javascript", "application/javascript", "image/svg+xml"]
        .iter()
        .any(|known| kind.starts_with(known))
}
