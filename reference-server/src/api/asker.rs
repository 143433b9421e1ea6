//! Who asks for a change, in which request, under which key.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wikarta_core::command::Command;
use wikarta_core::engine::Receipt;
use wikarta_core::id::CommandId;

use crate::answer::Problem;
use crate::app::{App, named_command};
use crate::auth::Staff;
use crate::http::IdempotencyKey;
use crate::http::edge::Caller;

/// A person who asks for a change: what every changing endpoint needs to know of its request.
#[derive(Debug)]
pub struct Asker {
    /// The person.
    pub staff: Staff,
    /// The request.
    pub caller: Caller,
    /// Its key.
    pub key: IdempotencyKey,
}

impl<S: Send + Sync> FromRequestParts<S> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Ok(Self {
            staff: Staff::from_request_parts(parts, state).await?,
            caller: Caller::from_request_parts(parts, state).await?,
            key: IdempotencyKey::from_request_parts(parts, state).await?,
        })
    }
}

impl Asker {
    /// Sends a command through the door in this person's name.
    ///
    /// # Errors
    /// The refusal or fault as a problem.
    pub async fn send(&self, app: &App, command: Command) -> Result<Receipt, Problem> {
        let trace = self.caller.trace.clone();
        Ok(app.carry_out(self.staff.actor(), &self.key, trace, command).await?)
    }

    /// The id of the command that the key names, when there is a key.
    #[must_use]
    pub fn command(&self) -> Option<CommandId> {
        named_command(&self.staff.actor(), &self.key)
    }
}
