//! Use cases over the ports: the only room that waits for anything.
//!
//! There is one path. [`Wikarta::handle`] loads what a batch of commands names, decides and applies
//! them one after the other in memory, commits what belongs together, and answers each. A single
//! command is a batch of one, or waits in a host's [`Queue`] to share a batch with others. Workers,
//! timers, pages and notifications are only different sources of commands.

mod billing_run;
mod chase;
mod fold;
mod handle;
mod in_force;
mod kept;
mod queue;
mod reconcile;
mod refund;
mod remind;
mod rules;
mod subjects;
mod wants;
mod weigh;
mod wired;
mod work;

use std::sync::Arc;

use self::in_force::InForce;
use crate::account::{Account, Attempt};
use crate::aggregate::{Aggregate, Books};
use crate::command::{Command, CorrectionCommand, Envelope};
use crate::decide::Answer;
use crate::event::Effect;
use crate::id::{EffectId, OrderId};
use crate::policy::Policy;
use crate::ports::{Fault, Gateway, Host, Notifier, Store, Subject, Want};
use crate::refusal::Refusal;
use crate::roster::Roster;

pub use billing_run::{Run, RunMode, RunOutcome, RunRow};
pub use queue::Queue;
pub use reconcile::{Comparison, ReconcileError};
pub use remind::Reminded;
#[cfg(feature = "canary")]
pub use rules::Rules;
#[cfg(feature = "testkit")]
pub(crate) use wants::want;
pub use work::{Worked, retry_seconds};

/// The whole of it: rules, books, gateway, channel and clock put together.
#[derive(Clone)]
pub struct Wikarta {
    store: Arc<dyn Store>,
    gateway: Arc<dyn Gateway>,
    notifier: Arc<dyn Notifier>,
    host: Arc<dyn Host>,
    policy: InForce,
    queue: Option<Arc<dyn Queue>>,
    #[cfg(feature = "canary")]
    rules: rules::Rules,
}

impl std::fmt::Debug for Wikarta {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wikarta").field("policy", &self.policy().version).finish_non_exhaustive()
    }
}

/// What plugs into [`Wikarta::new`].
pub struct Ports {
    /// The books.
    pub store: Arc<dyn Store>,
    /// The payment gateway.
    pub gateway: Arc<dyn Gateway>,
    /// The channel to customers.
    pub notifier: Arc<dyn Notifier>,
    /// The clock and the source of fresh names.
    pub host: Arc<dyn Host>,
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ports(store, gateway, notifier, host)")
    }
}

/// The answer to a command, once it is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What was decided.
    pub answer: Answer,
    /// Whether this was the first time or the command was known.
    pub repeat: Repeat,
    /// Effects that wait for a worker.
    pub effects: Vec<PlannedEffect>,
}

/// An effect that a receipt speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEffect {
    /// Its name.
    pub id: EffectId,
    /// What is to be done.
    pub effect: Effect,
}

crate::words::words! {
    /// Whether a command was new.
    Repeat {
        /// It was.
        First = "first",
        /// It was known; nothing was done again.
        Again = "again",
    }
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandleError {
    /// A rule says no. Asking again will be answered the same.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The world failed. Asking again may help.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Others changed the same account again and again. Asking again will help.
    #[error("the account was busy; send the command again")]
    Contended,
}

/// The answer to one command of a batch.
pub type Handled = Result<Receipt, HandleError>;

impl Wikarta {
    /// Puts the parts together. The policy is the one that an installation starts with: see
    /// [`Wikarta::seed_policy`].
    #[must_use]
    pub fn new(ports: Ports, policy: Policy) -> Self {
        let Ports { store, gateway, notifier, host } = ports;
        Self {
            store,
            gateway,
            notifier,
            host,
            policy: InForce::new(policy),
            queue: None,
            #[cfg(feature = "canary")]
            rules: rules::REAL,
        }
    }

    /// The host's clock and source of fresh names.
    #[must_use]
    pub fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// Carries out a command and then, at once, those of its effects whose outcome the asker waits
    /// for: a charge, whose payment code is to be shown; a refund; the cancellations that a void
    /// needs. A worker takes over if this dies.
    ///
    /// # Errors
    /// Only those of the command. What becomes of the effects is seen on the attempt or the case.
    pub async fn send_and_charge(&self, envelope: Envelope) -> Handled {
        let asked = waits_for(&envelope.command);
        let receipt = self.send(envelope).await?;
        for planned in receipt.effects.iter().filter(|planned| asked(&planned.effect)) {
            // An outcome that could not be kept stays with the outbox: nothing is lost.
            let _ = self.run_effect(&planned.id).await;
        }
        Ok(receipt)
    }

    /// The account that something lies in, as it stands, with what a command about it would see.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn account_of(&self, subject: Subject) -> Result<Option<Account>, Fault> {
        let want = Want { subjects: vec![subject.clone()], key: None };
        let loaded = self.store.load(&[want]).await?;
        let mut books = Books::default();
        for held in loaded.into_iter().flat_map(|loaded| loaded.held) {
            books.put(held.aggregate);
        }
        let id = wants::aggregate(&subject, &books);
        Ok(match id.and_then(|id| books.get(&id).cloned()) {
            Some(Aggregate::Account(account)) => Some(*account),
            _ => None,
        })
    }

    /// Everybody's access as it stands.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn roster(&self) -> Result<Roster, Fault> {
        let want = Want { subjects: vec![Subject::Roster], key: None };
        let loaded = self.store.load(&[want]).await?;
        let mut held = loaded.into_iter().flat_map(|loaded| loaded.held);
        let roster = held.find_map(|held| match held.aggregate {
            Aggregate::Roster(roster) => Some(roster),
            _ => None,
        });
        Ok(roster.unwrap_or_default())
    }

    /// A payment attempt as it stands, with its account.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn attempt(&self, order_id: &OrderId) -> Result<Option<(Account, Attempt)>, Fault> {
        let want = Want { subjects: vec![Subject::Order(order_id.clone())], key: None };
        let loaded = self.store.load(&[want]).await?;
        let held = loaded.into_iter().flat_map(|loaded| loaded.held);
        let found = held.filter_map(|held| match held.aggregate {
            Aggregate::Account(account) => Some(*account),
            _ => None,
        });
        for account in found {
            if let Some(attempt) = account.attempts.get(order_id).cloned() {
                return Ok(Some((account, attempt)));
            }
        }
        Ok(None)
    }
}

/// Which effects of a command its asker waits for.
const fn waits_for(command: &Command) -> fn(&Effect) -> bool {
    match command {
        Command::Correction(CorrectionCommand::ExecuteRefund { .. }) => {
            |effect| matches!(effect, Effect::Refund { .. })
        }
        Command::Correction(CorrectionCommand::ExecuteVoid { .. }) => {
            |effect| matches!(effect, Effect::Cancel { .. })
        }
        _ => |effect| matches!(effect, Effect::Charge { .. }),
    }
}

impl Command {
    /// SHA-256 of what the command asks, so that a reused idempotency key is noticed. Personal
    /// values count; the fresh key that seals them does not.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        wants::fingerprint(self)
    }
}
