//! `POST /api/tokens`: a password for a bearer token.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::jwt;
use super::session::SessionKind;
use super::sign_in::{Presented, sign_in};
use crate::answer::Problem;
use crate::config::SecretText;
use crate::http::edge::{Caller, Edge};
use crate::http::json::JsonBody;

/// The body of the request.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    email: String,
    password: String,
}

/// The body of the answer.
#[derive(Serialize)]
pub struct TokenAnswer {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
}

/// Signs in and answers with a token that lives for minutes.
pub async fn issue(
    State(edge): State<Arc<Edge>>,
    caller: Caller,
    JsonBody(request): JsonBody<TokenRequest>,
) -> Result<Json<TokenAnswer>, Problem> {
    let password = SecretText::new(request.password);
    let presented = Presented { email: request.email, password, kind: SessionKind::Api };
    let signed_in = sign_in(&edge, &caller, presented).await?;
    let access_token =
        jwt::sign(&edge.keys.token, &signed_in.user.id, &signed_in.session, caller.at);
    Ok(Json(TokenAnswer { access_token, token_type: "Bearer", expires_in: jwt::life_seconds() }))
}
