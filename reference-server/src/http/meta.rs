//! Files that robots ask for.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `GET /robots.txt`: nothing here is for search engines, and no path is named.
pub async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "User-agent: *\nDisallow: /\n")
        .into_response()
}
