//! Endpoints that change one thing: a small body becomes a command, the thing is shown as it stands.

use std::str::FromStr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wikarta_core::command::Command;
use wikarta_core::decide::Answer;
use wikarta_core::refusal::Refusal;

use super::asker::Asker;
use super::once;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::fields::PathKind;
use crate::http::{JsonBody, PathPart, Routes};

/// A body without fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A body with a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// Why.
    pub reason: String,
}

/// A body with a reason that may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaybeBecause {
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A change that was carried out, on the way to its answer.
pub struct Done {
    /// What handlers share.
    pub app: App,
    /// Who asked.
    pub asker: Asker,
    /// What was decided.
    pub answer: Answer,
}

impl Done {
    /// Answers once: a repeat of the request is given the same bytes.
    ///
    /// # Errors
    /// As [`once::answer`].
    pub async fn show<T: Serialize>(
        &self,
        status: StatusCode,
        content: &T,
    ) -> Result<Response, Problem> {
        once::answer(&self.app, self.asker.command(), status, content).await
    }

    /// The answer is of a kind that this endpoint does not know.
    #[must_use]
    pub fn odd() -> Problem {
        Problem::of(&codes::INTERNAL)
    }
}

/// There is no such thing, in the words of the core.
#[must_use]
pub fn missing(kind: &'static str) -> Problem {
    Refusal::NotFound { kind, id: String::new() }.into()
}

/// Sends a command in a person's name.
///
/// # Errors
/// The refusal or fault as a problem.
pub async fn carry_out(app: App, asker: Asker, command: Command) -> Result<Done, Problem> {
    let answer = asker.send(&app, command).await?.answer;
    Ok(Done { app, asker, answer })
}

/// Mounts endpoints that change one thing.
pub trait StepRoutes: Sized {
    /// `POST …/{id}/…`: the id and the body become a command; `show` answers with the thing.
    #[must_use]
    fn step<I, B, F>(self, name: &str, command: fn(I, B) -> Command, show: fn(Done) -> F) -> Self
    where
        I: FromStr + PathKind + Send + 'static,
        B: DeserializeOwned + Send + 'static,
        F: Future<Output = Result<Response, Problem>> + Send + 'static;

    /// The same without an id.
    #[must_use]
    fn opening<B, F>(self, name: &str, command: fn(B) -> Command, show: fn(Done) -> F) -> Self
    where
        B: DeserializeOwned + Send + 'static,
        F: Future<Output = Result<Response, Problem>> + Send + 'static;
}

impl StepRoutes for Routes<App> {
    fn step<I, B, F>(self, name: &str, command: fn(I, B) -> Command, show: fn(Done) -> F) -> Self
    where
        I: FromStr + PathKind + Send + 'static,
        B: DeserializeOwned + Send + 'static,
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        self.at(
            name,
            move |State(app): State<App>,
                  asker: Asker,
                  PathPart(id): PathPart<I>,
                  JsonBody(body): JsonBody<B>| async move {
                show(carry_out(app, asker, command(id, body)).await?).await
            },
        )
    }

    fn opening<B, F>(self, name: &str, command: fn(B) -> Command, show: fn(Done) -> F) -> Self
    where
        B: DeserializeOwned + Send + 'static,
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        self.at(
            name,
            move |State(app): State<App>, asker: Asker, JsonBody(body): JsonBody<B>| async move {
                show(carry_out(app, asker, command(body)).await?).await
            },
        )
    }
}
