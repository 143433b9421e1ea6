//! Small things for everybody: what robots ask for, and the choice of a language.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::cookies;
use super::edge::Edge;
use super::fields::{PathPart, QueryFields};
use super::next_page::own_address;
use crate::text::Lang;

const LANGUAGE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// `GET /robots.txt`: nothing here is for search engines, and no path is named.
pub async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "User-agent: *\nDisallow: /\n")
        .into_response()
}

/// Where to go back to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Back {
    kembali: Option<String>,
}

/// `GET /bahasa/{lang}`: remembers the language and goes back.
pub async fn choose_language(
    State(edge): State<Arc<Edge>>,
    PathPart(lang): PathPart<Lang>,
    QueryFields(back): QueryFields<Back>,
) -> Response {
    let cookie = cookies::LANGUAGE.set_for(edge.front.transport, lang.code(), LANGUAGE_SECONDS);
    let back = own_address(back.kembali.as_deref().unwrap_or("/")).to_owned();
    ([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}
