//! What a form of the pay page brings: first its token, then its fields.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use serde::de::DeserializeOwned;

use super::link::PayLink;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::class::Class;
use crate::http::{FormFields, csrf};

/// The fields of a form whose token is the page's own.
#[derive(Debug)]
pub struct PayForm<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for PayForm<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let link = PayLink::from_request_parts(&mut parts, app).await?;
        let bytes = axum::body::to_bytes(body, Class::Payer.rules().body_max).await;
        let bytes = bytes.map_err(|_| Problem::of(&codes::TOO_LARGE))?;
        let brought = form_urlencoded::parse(&bytes).find(|(name, _)| name == csrf::FIELD);
        if !brought.is_some_and(|(_, token)| link.form.matches(&token)) {
            return Err(Problem::of(&codes::FORM_EXPIRED));
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        let FormFields(fields) = FormFields::from_request(request, app).await?;
        Ok(Self(fields))
    }
}
