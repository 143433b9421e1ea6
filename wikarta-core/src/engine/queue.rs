//! A host's queue before the one path: single commands that wait share a load and a commit.

use std::sync::Arc;

use async_trait::async_trait;

use super::{HandleError, Handled, Wikarta};
use crate::command::Envelope;

/// Where single commands wait to be carried out together.
///
/// A host hands what waits to [`Wikarta::handle`] of the engine without this queue, in the order in
/// which it came, and gives each asker its own answer. How long it waits for more, how many it takes
/// at once and how many it lets wait is its own affair; one that can take no more says so at once, by
/// [`crate::ports::Fault::Passing`]. What it runs must not end with an asker who goes away: others'
/// commands are in the same batch.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Has one command carried out with whatever else waits.
    async fn send(&self, envelope: Envelope) -> Handled;
}

impl Wikarta {
    /// The same engine behind a queue: every single command, of people, workers and timers alike,
    /// goes through it. A batch that is given to [`Wikarta::handle`] stays a commit of its own.
    #[must_use]
    pub fn queued(self, queue: Arc<dyn Queue>) -> Self {
        Self { queue: Some(queue), ..self }
    }

    /// The same engine without a queue: each single command is a commit of its own.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { queue: None, ..self }
    }

    /// Carries out one command.
    pub async fn send(&self, envelope: Envelope) -> Handled {
        match &self.queue {
            Some(queue) => queue.send(envelope).await,
            None => self.handle_one(&envelope).await,
        }
    }

    /// A batch of one, past the queue.
    pub(super) async fn handle_one(&self, envelope: &Envelope) -> Handled {
        let mut answers = self.handle(std::slice::from_ref(envelope)).await;
        answers.pop().unwrap_or(Err(HandleError::Contended))
    }
}
