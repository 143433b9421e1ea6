//! The mouth of the house: bytes that claim to be a notification become a command, or are refused.
//!
//! Signature and parsing happen here, before the queue, in parallel; what passes is a command like
//! any other. The HTTP handler and the demo's seeding share this one path.

use std::sync::Arc;

use wikarta_core::access::Actor;
use wikarta_core::command::{Command, Envelope, Notified};
use wikarta_core::decide::{Answer, Verdict};
use wikarta_core::engine::{HandleError, Repeat, Wikarta};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_midtrans::notification::{Limits, NotificationError};
use wikarta_midtrans::received::Received;
use wikarta_midtrans::signature::KeyRing;

use crate::workers::Wake;

/// Receives notifications.
#[derive(Clone)]
pub struct Intake {
    keys: Arc<KeyRing>,
    limits: Limits,
    wikarta: Wikarta,
    wake: Wake,
}

/// What the sender is told of a notification that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It changed the books.
    Applied,
    /// It is known already.
    Duplicate,
    /// It said nothing new.
    Stale,
    /// The gateway is asked first.
    Parked,
}

impl Kept {
    /// The word of the answer.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Duplicate => "duplicate",
            Self::Stale => "stale",
            Self::Parked => "parked",
        }
    }
}

/// Why a notification was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// It is no notification, or not the gateway's.
    #[error(transparent)]
    Refused(#[from] NotificationError),
    /// It could not be stored; the sender should come back.
    #[error(transparent)]
    Unavailable(HandleError),
}

impl Intake {
    /// Puts the parts together: the keys that are accepted, the engine, and the worker to wake for
    /// what is to be done.
    #[must_use]
    pub fn new(keys: KeyRing, wikarta: Wikarta, wake: Wake) -> Self {
        Self { keys: Arc::new(keys), limits: Limits::default(), wikarta, wake }
    }

    /// Verifies, decides and keeps one notification.
    ///
    /// # Errors
    /// [`NotKept::Refused`] for what no repetition will mend, [`NotKept::Unavailable`] otherwise.
    pub async fn receive(&self, body: &[u8], trace: TraceId) -> Result<Kept, NotKept> {
        let received_at = self.wikarta.host().now();
        let (hint, signed_by) =
            match Received::read(body, &self.limits, &self.keys.at(received_at))? {
                Received::Transaction(verified) => {
                    // Whoever replaces a key looks for the last line that says 1 before the old one goes.
                    let (order_id, key_index) = (verified.order_id(), verified.key_index());
                    tracing::info!(%order_id, key_index, %trace, "a notification is authentic");
                    (verified.into_hint(), u8::try_from(key_index).unwrap_or(u8::MAX))
                }
                // Authentic news of a linked wallet, which nothing of ours hangs on.
                Received::PayAccount(_) => return Ok(Kept::Stale),
            };
        let verified_at = self.wikarta.host().now();
        let notified =
            Notified { hint, payload: body.to_vec(), received_at, verified_at, signed_by };
        let id =
            CommandId::from_parts(&[notified.hint.order_id.as_str(), &notified.hint.event_key]);
        let envelope = Envelope {
            id,
            actor: Actor::Gateway,
            at: verified_at,
            trace,
            command: Command::Notify(Box::new(notified)),
        };
        let handled = self.wikarta.send(envelope).await;
        self.wake.after(&handled);
        let receipt = handled.map_err(NotKept::Unavailable)?;
        Ok(match (receipt.repeat, receipt.answer) {
            (Repeat::Again, _) => Kept::Duplicate,
            (Repeat::First, Answer::Notification { verdict }) => match verdict {
                Verdict::Applied => Kept::Applied,
                Verdict::Parked(_) => Kept::Parked,
                Verdict::Stale | Verdict::Probe | Verdict::Refuted => Kept::Stale,
            },
            (Repeat::First, _) => Kept::Stale,
        })
    }
}
