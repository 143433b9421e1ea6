//! Work under leases, and the store port over it all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;

use super::memory::MemoryStore;
use crate::account::{Account, Case, CaseKind, CaseState, Invoice, Reminder};
use crate::event::Effect;
use crate::id::{AccountId, EffectId, OrderId, TraceId};
use crate::ports::{
    AccountPage, Change, DeadLetterId, EffectState, Fault, InboxKey, InboxState, Lapsed, LateSince,
    Loaded, Outcome, Return, ServiceDue, StepCome, Store, Take, Taken, Want,
};
use crate::provider::Hint;
use crate::subscription::SubscriptionStatus;
use crate::time::Timestamp;

/// Something that waits for a worker.
#[derive(Debug, Clone)]
pub(super) struct Waiting<T> {
    work: T,
    due: Timestamp,
    since: Timestamp,
    lease_until: Option<Timestamp>,
    tries: u32,
    /// Tries of the rounds before.
    tries_before: u32,
    trace: TraceId,
}

impl<T> Waiting<T> {
    /// What is due at the first instant and was put there at the second.
    pub(super) fn new(work: T, (due, since): (Timestamp, Timestamp), trace: &TraceId) -> Self {
        let trace = trace.clone();
        Self { work, due, since, lease_until: None, tries: 0, tries_before: 0, trace }
    }

    fn free(&self, now: Timestamp) -> bool {
        self.lease_until.is_none_or(|until| until <= now)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Queue<K, T> {
    waiting: BTreeMap<K, Waiting<T>>,
    dead: BTreeMap<K, Waiting<T>>,
}

impl<K, T> Default for Queue<K, T> {
    fn default() -> Self {
        Self { waiting: BTreeMap::new(), dead: BTreeMap::new() }
    }
}

impl<K: Ord + Clone, T: Clone> Queue<K, T> {
    pub(super) fn put(&mut self, key: K, waiting: Waiting<T>) {
        self.waiting.insert(key, waiting);
    }

    pub(super) fn content(&self) -> BTreeMap<K, T> {
        let pairs = self.waiting.iter();
        pairs.map(|(key, waiting)| (key.clone(), waiting.work.clone())).collect()
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<Waiting<T>> {
        self.waiting.remove(key)
    }

    /// What was given up.
    pub(super) fn dead(&self) -> impl Iterator<Item = &K> {
        self.dead.keys()
    }

    /// Gives something up that waits; answers whether it did.
    pub(super) fn bury(&mut self, key: &K) -> bool {
        let buried = self.waiting.remove(key);
        buried.map(|waiting| self.dead.insert(key.clone(), waiting)).is_some()
    }

    /// Lets something wait again that was given up; answers whether it was.
    fn redrive(&mut self, key: &K, due: Timestamp) -> bool {
        let Some(dead) = self.dead.remove(key) else { return false };
        let tries_before = dead.tries;
        self.put(key.clone(), Waiting { due, lease_until: None, tries_before, ..dead });
        true
    }

    fn lease(&mut self, key: &K, lease_until: Timestamp, name: String) -> Option<Taken<T>> {
        let waiting = self.waiting.get_mut(key)?;
        waiting.lease_until = Some(lease_until);
        waiting.tries += 1;
        Some(Taken {
            id: name,
            work: waiting.work.clone(),
            tries: waiting.tries,
            tries_this_round: waiting.tries - waiting.tries_before,
            trace: waiting.trace.clone(),
            since: waiting.since,
        })
    }

    fn due(&self, now: Timestamp) -> Vec<K> {
        let ready = |(_, waiting): &(&K, &Waiting<T>)| waiting.due <= now && waiting.free(now);
        let ready = self.waiting.iter().filter(ready);
        let mut found: Vec<_> =
            ready.map(|(key, waiting)| (waiting.due, waiting.since, key)).collect();
        found.sort();
        found.into_iter().map(|(_, _, key)| key.clone()).collect()
    }

    fn retry(&mut self, key: &K, due: Timestamp) {
        if let Some(waiting) = self.waiting.get_mut(key) {
            waiting.due = due;
            waiting.lease_until = None;
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn load(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        Ok(self.load_all(wants))
    }

    async fn commit(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        self.commit_all(changes)
    }

    async fn take_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        let outbox = &mut self.lock().outbox;
        let due = outbox.due(take.now).into_iter().take(take.limit as usize);
        Ok(due.filter_map(|id| outbox.lease(&id, take.lease_until, id.to_string())).collect())
    }

    async fn take_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        let outbox = &mut self.lock().outbox;
        if !outbox.waiting.get(id).is_some_and(|waiting| waiting.free(now)) {
            return Ok(None);
        }
        Ok(outbox.lease(id, lease_until, id.to_string()))
    }

    async fn return_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        match back {
            Return::Done(_) => self.finish_effect(id, EffectState::Done),
            Return::Dead { .. } => self.finish_effect(id, EffectState::Dead),
            Return::Retry { due, .. } => self.lock().outbox.retry(id, due),
        }
        Ok(())
    }

    async fn take_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        let parked = &mut self.lock().parked;
        let held: Vec<OrderId> = parked
            .waiting
            .iter()
            .filter(|(_, waiting)| !waiting.free(take.now))
            .map(|(key, _)| key.order_id.clone())
            .collect();
        let mut orders = held;
        let mut found = Vec::new();
        for key in parked.due(take.now) {
            if found.len() >= take.limit as usize || orders.contains(&key.order_id) {
                continue;
            }
            orders.push(key.order_id.clone());
            let name = format!("{}:{}", key.order_id, key.event_key);
            found.extend(parked.lease(&key, take.lease_until, name));
        }
        Ok(found)
    }

    async fn return_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        match back {
            Return::Retry { due, .. } => self.lock().parked.retry(key, due),
            Return::Done(_) => self.finish_parked(key, InboxState::Stale),
            Return::Dead { .. } => self.finish_parked(key, InboxState::Dead),
        }
        Ok(())
    }

    async fn redrive(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        Ok(self.raise(id, due))
    }

    async fn lapsed(&self, now: Timestamp, limit: u32) -> Result<Vec<Lapsed>, Fault> {
        let found = MemoryStore::lapsed(self, now);
        Ok(found.into_iter().take(limit.try_into().unwrap_or(usize::MAX)).collect())
    }

    async fn overdue_attempts(&self, before: Timestamp, limit: u32) -> Result<Vec<OrderId>, Fault> {
        let mut found = self.overdue(before);
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn dunning_due(
        &self,
        come: &[StepCome],
        page: AccountPage<'_>,
    ) -> Result<Vec<AccountId>, Fault> {
        Ok(self.accounts_with(page, |account| {
            let due = account.invoices.values().any(|invoice| step_missing(account, invoice, come));
            due.then(|| account.id.clone())
        }))
    }

    async fn service_due(
        &self,
        late: &[LateSince],
        page: AccountPage<'_>,
    ) -> Result<Vec<ServiceDue>, Fault> {
        let told: BTreeSet<OrderId> = self.parked().into_keys().map(|key| key.order_id).collect();
        let waits = |account: &Account| account.attempts.keys().any(|order| told.contains(order));
        let free = |account: &Account| !waits(account) && !account.cases.values().any(asked);
        Ok(self.accounts_with(page, |account| oldest_late(account, late).filter(|_| free(account))))
    }
}

impl MemoryStore {
    /// What was given up: effects, then notifications, each by name.
    #[must_use]
    pub fn dead_letters(&self) -> Vec<DeadLetterId> {
        let books = self.lock();
        let effects = books.outbox.dead().cloned().map(DeadLetterId::Effect);
        let parked = books.parked.dead().cloned().map(DeadLetterId::Notification);
        effects.chain(parked).collect()
    }

    fn raise(&self, id: &DeadLetterId, due: Timestamp) -> bool {
        let books = &mut *self.lock();
        match id {
            DeadLetterId::Effect(id) => {
                let dead = books.outbox.redrive(id, due);
                if dead {
                    books.effect_states.insert(id.clone(), EffectState::Waiting);
                }
                dead
            }
            DeadLetterId::Notification(key) => {
                let dead = books.parked.redrive(key, due);
                if dead {
                    books.inbox_states.insert(key.clone(), InboxState::Parked);
                }
                dead
            }
        }
    }

    fn accounts_with<T>(
        &self,
        page: AccountPage<'_>,
        found: impl Fn(&Account) -> Option<T>,
    ) -> Vec<T> {
        let state = self.lock();
        let behind = |account: &&Arc<Account>| page.after.is_none_or(|after| account.id > *after);
        let all = state.accounts.values().filter(behind);
        all.filter_map(|account| found(account)).take(page.limit as usize).collect()
    }
}

/// Whether somebody has been asked already whether to limit service.
fn asked(case: &Case) -> bool {
    case.kind == CaseKind::IsolationDue && case.state == CaseState::Open
}

fn step_missing(account: &Account, invoice: &Invoice, come: &[StepCome]) -> bool {
    let (Some(due), Some(issued_at)) = (invoice.due_date, invoice.issued_at) else { return false };
    invoice.takes_money()
        && come.iter().any(|step| {
            let id = Reminder::id_for(&invoice.id, step.stage, due);
            account.customer.zone == step.zone
                && due <= step.due_until
                && issued_at <= step.issued_until
                && !account.reminders.contains_key(&id)
        })
}

fn oldest_late(account: &Account, late: &[LateSince]) -> Option<ServiceDue> {
    let zone = account.customer.zone;
    let until = late.iter().find(|since| since.zone == zone)?.due_until;
    let runs = |invoice: &Invoice| {
        let subscription = account.subscriptions.get(&invoice.subscription);
        subscription.is_some_and(|found| found.status == SubscriptionStatus::Active)
    };
    let oldest = account
        .invoices
        .values()
        .filter(|invoice| invoice.takes_money() && runs(invoice))
        .filter_map(|invoice| Some((invoice.due_date?, invoice.id.clone())))
        .filter(|(due, _)| *due <= until)
        .min()?;
    Some(ServiceDue { account: account.id.clone(), oldest: oldest.1 })
}
