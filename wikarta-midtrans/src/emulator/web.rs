//! The emulator over HTTP: the vendor's addresses, the control API and the page.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use http_body_util::{Full, Limited};
use serde::Deserialize;

use super::api::ApiCall;
use super::control::{ControlError, Wish};
use super::fault::Performed;
use super::reply::Refusal;
use super::store::Emulator;
use super::transition::Action;
use super::{page_forms, web_control};

const STYLE: &str = include_str!("../../assets/emulator.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

impl Emulator {
    /// Everything under [`super::EmulatorConfig::base_path`]: the vendor's paths, `/_control/…`, and
    /// the page at the root. Merge it into another router, or serve it alone.
    pub fn router(&self) -> Router {
        let own = Router::new()
            .route("/", get(page))
            .route("/emulator.css", get(style))
            .route("/_page/{order_id}/{action}", post(press))
            .merge(page_forms::routes())
            .merge(web_control::routes())
            .route("/v1.0/{*rest}", any(vendor))
            .route("/v1/{*rest}", any(vendor))
            .route("/v2/{*rest}", any(vendor))
            .route("/snap/v1/{*rest}", any(vendor))
            .route("/snap/v3/redirection/{token}", get(snap_page))
            .route("/snap/v3/redirection/{token}/{method}", post(snap_pick))
            .route("/payment-links/{slug}", get(link_page))
            .route("/payment-links/{slug}/{method}", post(link_pick))
            .route("/v4/{*rest}", any(vendor))
            .layer(DefaultBodyLimit::max(64 * 1024))
            .layer(middleware::from_fn(same_site))
            .with_state(self.clone());
        let base = self.config().base_path.trim_end_matches('/');
        if base.is_empty() {
            return own;
        }
        let with_slash = get(page).with_state(self.clone());
        Router::new().nest(base, own).route(&format!("{base}/"), with_slash)
    }
}

/// A page of another site must not press our buttons through somebody's browser.
async fn same_site(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site");
    let foreign = site.is_some_and(|site| site == "cross-site");
    if foreign && !request.method().is_safe() {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

/// Runs something that may write to the journal off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    emulator: Emulator,
    work: impl FnOnce(&Emulator) -> T + Send + 'static,
) -> Result<T, StatusCode> {
    let done = tokio::task::spawn_blocking(move || work(&emulator)).await;
    done.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn vendor(
    State(emulator): State<Emulator>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answered = blocking(emulator, move |emulator| {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let readable =
            headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let headers: Vec<(&str, &str)> = readable.collect();
        emulator.perform(&ApiCall {
            headers: &headers,
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            authorization: header(AUTHORIZATION.as_str()),
            idempotency_key: header("idempotency-key"),
            body: &body,
        })
    });
    match answered.await {
        Ok(performed) => sent(performed).await,
        Err(status) => status.into_response(),
    }
}

async fn sent(Performed { reply, wait, retry_after }: Performed) -> Response {
    tokio::time::sleep(wait).await;
    let Some(reply) = reply else { return broken() };
    let status = StatusCode::from_u16(reply.http_status).unwrap_or(StatusCode::OK);
    let (bytes, content_type) = reply.into_bytes();
    let mut response = (status, [(CONTENT_TYPE, content_type)], bytes).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// An answer whose connection breaks: one byte is announced, two come, and the body fails.
fn broken() -> Response {
    Response::new(Body::new(Limited::new(Full::new(Bytes::from_static(b"{}")), 1)))
}

#[derive(Deserialize)]
struct PageQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    note: String,
}

async fn page(State(emulator): State<Emulator>, Query(query): Query<PageQuery>) -> Response {
    let drawn = blocking(emulator, move |emulator| emulator.page(&query.q, &query.note)).await;
    match drawn {
        Ok(Some(html)) => as_page(html),
        Ok(None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err(status) => status.into_response(),
    }
}

fn as_page(html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, html).into_response()
}

/// Where a Snap token leads a payer.
async fn snap_page(State(emulator): State<Emulator>, Path(token): Path<String>) -> Response {
    match blocking(emulator, move |emulator| emulator.snap_page(&token)).await {
        Ok(Some(html)) => as_page(html),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(status) => status.into_response(),
    }
}

/// A method picked there; the page with the codes shows what to pay.
async fn snap_pick(
    State(emulator): State<Emulator>,
    Path((token, method)): Path<(String, String)>,
) -> Response {
    let home = home(&emulator);
    let picked = blocking(emulator, move |emulator| emulator.snap_pick(&token, &method)).await;
    after_pick(&home, picked)
}

fn after_pick(home: &str, picked: Result<Result<(), Refusal>, StatusCode>) -> Response {
    let note = match picked {
        Ok(Ok(())) => "done",
        Ok(Err(Refusal::NotInThisState)) => "not-possible",
        Ok(Err(_)) | Err(_) => "failed",
    };
    back(home, note)
}

/// To the page, with a word about what was done.
pub(super) fn back(home: &str, note: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, format!("{home}?note={note}"))]).into_response()
}

/// The page behind a payment link.
async fn link_page(State(emulator): State<Emulator>, Path(slug): Path<String>) -> Response {
    match blocking(emulator, move |emulator| emulator.link_page(&slug)).await {
        Ok(Some(html)) => as_page(html),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(status) => status.into_response(),
    }
}

async fn link_pick(
    State(emulator): State<Emulator>,
    Path((slug, method)): Path<(String, String)>,
) -> Response {
    let home = home(&emulator);
    after_pick(&home, blocking(emulator, move |emulator| emulator.link_pick(&slug, &method)).await)
}

pub(super) fn home(emulator: &Emulator) -> String {
    format!("{}/", emulator.config().base_path.trim_end_matches('/'))
}

async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=300")], STYLE)
        .into_response()
}

/// A button of the page: acts, then goes back to the page.
async fn press(
    State(emulator): State<Emulator>,
    Path((order_id, word)): Path<(String, String)>,
) -> Response {
    let home = home(&emulator);
    let pressed = blocking(emulator, move |emulator| {
        let action = Action::from_word(&word).ok_or(ControlError::UnknownAction(word))?;
        emulator.act(&order_id, action, &Wish::default())
    });
    let note = match pressed.await {
        Ok(Ok(_)) => "done",
        Ok(Err(ControlError::NotPossible { .. })) => "not-possible",
        Ok(Err(_)) | Err(_) => "failed",
    };
    back(&home, note)
}
