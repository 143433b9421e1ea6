//! The books as they really are, with a note of everything that is written and taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::scene::Teller;
use crate::aggregate::AggregateId;
use crate::event::Effect;
use crate::id::{CommandId, EffectId, hex};
use crate::ports::{
    Change, DeadLetterId, Fault, InboxKey, InboxState, Outcome, Return, Store, Take, Taken,
};
use crate::provider::Hint;
use crate::testkit::laws::{Law, Violation};
use crate::testkit::{MemoryStore, Wrapped};
use crate::time::Timestamp;

/// How often work may be taken: as often as the engine tries, and some more for takers that died.
const TAKES_MAX: u32 = 40;

/// The store itself.
#[derive(Debug)]
pub(super) struct Tap {
    pub(super) books: Arc<MemoryStore>,
    log: Mutex<Log>,
    teller: Teller,
}

/// What was noted.
#[derive(Debug, Default)]
struct Log {
    touched: BTreeSet<AggregateId>,
    /// Every command that an entry names.
    carried_out: BTreeSet<CommandId>,
    changes: u64,
    history: Sha256,
    inbox: BTreeMap<InboxKey, InboxState>,
    leases: BTreeMap<String, Timestamp>,
    broken: Option<Violation>,
}

impl Tap {
    pub(super) fn over(books: Arc<MemoryStore>, teller: Teller) -> Self {
        Self { books, log: Mutex::default(), teller }
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which aggregates were written since this was asked last.
    pub(super) fn touched(&self) -> BTreeSet<AggregateId> {
        std::mem::take(&mut self.lock().touched)
    }

    /// How many changes were written.
    pub(super) fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Whether an entry names the command.
    pub(super) fn carried_out(&self, id: &CommandId) -> bool {
        self.lock().carried_out.contains(id)
    }

    /// A breach that was seen while writing.
    pub(super) fn broken(&self) -> Option<Violation> {
        self.lock().broken.take()
    }

    /// What became of a notification, as it was written.
    pub(super) fn inbox(&self, key: &InboxKey) -> Option<InboxState> {
        self.lock().inbox.get(key).copied()
    }

    /// Adds to the history.
    pub(super) fn note(&self, text: &str) {
        let mut log = self.lock();
        log.history.update((text.len() as u64).to_be_bytes());
        log.history.update(text.as_bytes());
    }

    /// A hash of everything that was written and noted.
    pub(super) fn history(&self) -> String {
        hex(&self.lock().history.clone().finalize())
    }
}

impl Log {
    fn breach(&mut self, law: Law, about: String, seen: &str) {
        let seen = seen.to_owned();
        self.broken.get_or_insert(Violation { law, about, seen });
    }

    fn take(&mut self, change: &Change) {
        self.changes += 1;
        for aggregate in &change.aggregates {
            self.touched.insert(aggregate.id.clone());
            for row in &aggregate.entries {
                self.history.update(row.entry.hash);
                self.carried_out.insert(row.entry.command.clone());
            }
        }
        for arrival in &change.arrivals {
            if self.inbox.insert(arrival.key.clone(), arrival.state).is_some() {
                let about = format!("{:?}", arrival.key);
                self.breach(Law::I1, about, "the same notification was taken in twice");
            }
        }
        for settled in &change.settled {
            let before = self.inbox.insert(settled.key.clone(), settled.state);
            if before != Some(InboxState::Parked) {
                let about = format!("{:?}", settled.key);
                self.breach(Law::I27, about, "settled though it did not wait");
            }
            self.leases.remove(&lease_of(&settled.key));
            if settled.state == InboxState::Refuted {
                self.inbox.remove(&settled.key); // it gives its key up
            }
        }
        for id in &change.done {
            self.leases.remove(id.as_str());
        }
    }

    fn lease<T>(&mut self, taken: &Taken<T>, now: Timestamp, until: Timestamp) {
        if self.leases.get(&taken.id).is_some_and(|held| now < *held) {
            self.breach(Law::I29, taken.id.clone(), "two hold the same work");
        }
        if taken.tries_this_round > TAKES_MAX {
            self.breach(Law::I28, taken.id.clone(), "tried without end");
        }
        self.leases.insert(taken.id.clone(), until);
    }
}

/// The name that a parked notification is taken by.
fn lease_of(key: &InboxKey) -> String {
    format!("{}:{}", key.order_id, key.event_key)
}

#[async_trait]
impl Wrapped for Tap {
    fn inner(&self) -> &dyn Store {
        &*self.books
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let outcomes = self.books.commit(changes).await?;
        let mut log = self.lock();
        for (change, outcome) in changes.iter().zip(&outcomes) {
            match outcome {
                Outcome::Done => log.take(change),
                Outcome::Clash => log.history.update(b"clash"),
            }
        }
        drop(log);
        for (change, outcome) in changes.iter().zip(&outcomes) {
            if *outcome == Outcome::Done {
                self.teller.written(change);
            }
        }
        Ok(outcomes)
    }

    async fn take_effects_through(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        let taken = self.books.take_effects(take).await?;
        let mut log = self.lock();
        taken.iter().for_each(|work| log.lease(work, take.now, take.lease_until));
        Ok(taken)
    }

    async fn take_effect_through(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        let taken = self.books.take_effect(id, now, lease_until).await?;
        let mut log = self.lock();
        taken.iter().for_each(|work| log.lease(work, now, lease_until));
        Ok(taken)
    }

    async fn return_effect_through(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        self.lock().leases.remove(id.as_str());
        self.books.return_effect(id, back).await
    }

    async fn take_parked_through(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        let taken = self.books.take_parked(take).await?;
        let mut log = self.lock();
        taken.iter().for_each(|work| log.lease(work, take.now, take.lease_until));
        Ok(taken)
    }

    async fn return_parked_through(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        self.lock().leases.remove(&lease_of(key));
        if matches!(back, Return::Dead { .. }) {
            self.lock().inbox.insert(key.clone(), InboxState::Dead);
        }
        self.books.return_parked(key, back).await
    }

    async fn redrive_through(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        let dead = self.books.redrive(id, due).await?;
        if dead && let DeadLetterId::Notification(key) = id {
            self.lock().inbox.insert(key.clone(), InboxState::Parked);
        }
        Ok(dead)
    }
}
