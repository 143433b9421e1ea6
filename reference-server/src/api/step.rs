//! What the steps of every case have in common: small bodies, and the command that is sent.

use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::command::Command;
use wikarta_core::decide::Answer;

use super::asker::Asker;
use super::once;
use crate::answer::{Problem, codes};
use crate::app::App;

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

impl Asker {
    /// Sends a command and reads the answer that its kind gives.
    ///
    /// # Errors
    /// The refusal or fault as a problem.
    pub async fn ask<T>(
        &self,
        app: &App,
        command: Command,
        read: impl FnOnce(Answer) -> Option<T>,
    ) -> Result<T, Problem> {
        let receipt = self.send(app, command).await?;
        read(receipt.answer).ok_or_else(|| Problem::of(&codes::INTERNAL))
    }

    /// Answers once: a repeat of the request is given the same bytes.
    ///
    /// # Errors
    /// As [`once::answer`].
    pub async fn answer<T: Serialize>(
        &self,
        app: &App,
        status: StatusCode,
        content: &T,
    ) -> Result<Response, Problem> {
        once::answer(app, self.command(), status, content).await
    }
}
