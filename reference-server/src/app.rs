//! What handlers share.

use std::sync::Arc;

use axum::extract::FromRef;
use wikarta_core::access::Actor;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::engine::{Handled, Wikarta};
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::policy::Policy;
use wikarta_store_sqlx::SqlxStore;

use crate::config::Sending;
use crate::http::{Edge, IdempotencyKey};
use crate::intake::Intake;
use crate::lives::Lives;
use crate::notify::ear::Ear;
use crate::pages::GatewayMode;
use crate::pay_link::PayLinks;
use crate::report::Shelf;
use crate::warnings::Warnings;
use crate::workers::Wake;

/// The parts of a running server. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The one door.
    pub wikarta: Wikarta,
    /// The books, for lists and reports.
    pub store: SqlxStore,
    /// The mouth for notifications.
    pub intake: Intake,
    /// Hears what providers of messages tell.
    pub ear: Ear,
    /// Wakes the worker.
    pub wake: Wake,
    /// Makes and opens pay links.
    pub pay_links: PayLinks,
    /// The edge: who, from where, how often.
    pub edge: Arc<Edge>,
    /// Which Midtrans the money comes from.
    pub gateway: GatewayMode,
    /// Whether messages to customers are kept here, to be shown to staff.
    pub sending: Sending,
    /// What a person should look at.
    pub warnings: Warnings,
    /// The key figures of the month as they were made last.
    pub figures: Arc<Shelf>,
    /// Where lives are simulated for `/simulasi`.
    pub lives: Arc<Lives>,
}

/// The seller as payers read it.
#[derive(Debug, Clone)]
pub struct Seller {
    /// The name.
    pub name: String,
    /// Whom to call.
    pub contact: String,
}

/// What bills carry while the policy names no seller.
const NAMELESS: &str = "Wikarta";

impl Seller {
    /// As a policy has it.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let name = Some(policy.seller.name.clone()).filter(|name| !name.is_empty());
        let contact = policy.seller.contact.clone();
        Self { name: name.unwrap_or_else(|| NAMELESS.to_owned()), contact }
    }
}

impl App {
    /// Who sends bills and answers questions, as the policy in force has it.
    #[must_use]
    pub fn seller(&self) -> Seller {
        Seller::of(&self.wikarta.policy())
    }

    /// Sends a person's or payer's command through the door, charges at once what it planned to
    /// charge, and wakes the worker for the rest.
    ///
    /// The command's id follows from the actor and the `Idempotency-Key`, so the same key of the
    /// same person asks for the same answer; without a key it is fresh.
    ///
    /// # Errors
    /// As [`Wikarta::send`].
    pub async fn carry_out(
        &self,
        actor: Actor,
        key: &IdempotencyKey,
        trace: TraceId,
        command: Command,
    ) -> Handled {
        let host = self.wikarta.host();
        let id = named_command(&actor, key).unwrap_or_else(|| host.fresh_id());
        let envelope = Envelope { id, actor, at: host.now(), trace, command };
        let handled = self.wikarta.send_and_charge(envelope).await;
        self.wake.after(&handled);
        handled
    }
}

/// The name that an actor's `Idempotency-Key` gives to a command; none without a key.
#[must_use]
pub fn named_command(actor: &Actor, key: &IdempotencyKey) -> Option<CommandId> {
    let key = key.0.as_deref()?;
    Some(CommandId::from_parts(&["idempotency", &actor.label(), key]))
}

impl FromRef<App> for Arc<Edge> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.edge)
    }
}
