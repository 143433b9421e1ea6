//! The policy in force: held in memory, kept in the books, and looked at again.

use std::sync::{Arc, PoisonError, RwLock};

use super::{HandleError, Wikarta};
use crate::access::Actor;
use crate::aggregate::Aggregate;
use crate::command::{Command, Envelope, SettingCommand};
use crate::id::TraceId;
use crate::policy::{Policy, PolicyBook};
use crate::ports::{Fault, Held, Loaded, Subject, Want};

/// A policy that can be replaced while others read it.
#[derive(Clone)]
pub(super) struct InForce(Arc<RwLock<Arc<Policy>>>);

impl InForce {
    pub(super) fn new(policy: Policy) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(policy))))
    }

    pub(super) fn get(&self) -> Arc<Policy> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what the books say; of two that were read at once, the newer stays.
    fn learn(&self, stored: &Policy) -> Arc<Policy> {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if stored.version > held.version || (stored.version == held.version && *stored != **held) {
            *held = Arc::new(stored.clone());
        }
        Arc::clone(&held)
    }
}

fn book(held: &[Held]) -> Option<&PolicyBook> {
    held.iter().find_map(|held| match &held.aggregate {
        Aggregate::Policy(book) => Some(&**book),
        _ => None,
    })
}

impl Wikarta {
    /// The policy in force, as far as this process knows: at most as old as the last
    /// [`Wikarta::refresh_policy`]. Bills, refunds and voids are decided on what the books say.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        self.policy.get()
    }

    /// The policy to decide on after a load: where it came with the load, that one.
    pub(super) fn policy_of(&self, loaded: &[Loaded]) -> Arc<Policy> {
        match loaded.iter().find_map(|loaded| book(&loaded.held)) {
            Some(book) => self.policy.learn(&book.current),
            None => self.policy(),
        }
    }

    /// Stores the policy that this was made with as version 1, when none is stored, and goes by the
    /// stored one from then on. Call it once at the start; without it, changes of the policy cannot
    /// be proposed.
    ///
    /// # Errors
    /// A fault of the store, or a policy that does not hold together.
    pub async fn seed_policy(&self) -> Result<Arc<Policy>, HandleError> {
        if self.policy_book().await?.is_none() {
            let policy = Box::new(Policy::clone(&self.policy()));
            let (id, at) = (self.host.fresh_id(), self.host.now());
            let (actor, trace) = (Actor::System, TraceId::new("start"));
            let command = Command::Setting(SettingCommand::SeedPolicy { policy });
            self.send(Envelope { id, actor, at, trace, command }).await?;
        }
        Ok(self.refresh_policy().await?)
    }

    /// Looks in the books which policy is in force, and goes by it. Call it every few seconds where
    /// other processes share the books.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn refresh_policy(&self) -> Result<Arc<Policy>, Fault> {
        Ok(match self.policy_book().await? {
            Some(book) => self.policy.learn(&book.current),
            None => self.policy(),
        })
    }

    /// The policy in force with what is proposed, as the books have it; `None` before the first was
    /// stored.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub async fn policy_book(&self) -> Result<Option<PolicyBook>, Fault> {
        let want = Want { subjects: vec![Subject::Policy], key: None };
        let loaded = self.store.load(&[want]).await?;
        Ok(loaded.iter().find_map(|loaded| book(&loaded.held)).cloned())
    }

    /// After an adoption in this process nothing is decided on the older policy any more.
    pub(super) async fn follow(&self, envelopes: &[Envelope]) {
        let adopts = |envelope: &Envelope| {
            matches!(envelope.command, Command::Setting(SettingCommand::AdoptPolicy { .. }))
        };
        if envelopes.iter().any(adopts) {
            // What cannot be read now is read by the timer.
            let _ = self.refresh_policy().await;
        }
    }
}
