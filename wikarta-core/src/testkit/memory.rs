//! A store in memory that keeps the promises of the port: one snapshot, all or nothing, narrow loads.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::narrow::{Named, narrowed};
use super::queue::{Queue, Waiting};
use crate::account::{Account, Case, CaseKind, Stage};
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::{Head, Row};
use crate::customer::PersonalRecord;
use crate::event::Effect;
use crate::id::{AccountId, CommandId, EffectId, OrderId, PackageId};
use crate::money::Rupiah;
use crate::package::Package;
use crate::ports::{
    Change, CommandAnswer, EffectState, EntryRow, Fault, Held, InboxKey, InboxState, Key, Lapsed,
    Loaded, Outcome, Record, Settled, Want,
};
use crate::promo::Promo;
use crate::provider::Hint;
use crate::series::InvoiceNumber;
use crate::suspense::SuspenseItem;

/// The books in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) accounts: BTreeMap<AccountId, Arc<Account>>,
    pub(super) others: BTreeMap<AggregateId, Aggregate>,
    pub(super) versions: BTreeMap<AggregateId, (u64, Head)>,
    trail: BTreeMap<AggregateId, Vec<EntryRow>>,
    pub(super) answers: BTreeMap<CommandId, CommandAnswer>,
    personal: BTreeMap<AccountId, PersonalRecord>,
    pub(super) inbox_states: BTreeMap<InboxKey, InboxState>,
    pub(super) parked: Queue<InboxKey, Hint>,
    pub(super) effect_states: BTreeMap<EffectId, EffectState>,
    pub(super) outbox: Queue<EffectId, Effect>,
    fail_commits: u32,
    pub(super) observed: super::observed::Observed,
}

impl MemoryStore {
    /// Another store with the same content, which goes its own way from here.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self { state: Mutex::new(self.lock().clone()) }
    }

    /// The whole account, closed history included.
    #[must_use]
    pub fn account(&self, id: &AccountId) -> Option<Account> {
        self.whole(id).map(Arc::unwrap_or_clone)
    }

    /// As [`MemoryStore::account`], to look at: nothing is copied.
    pub(super) fn whole(&self, id: &AccountId) -> Option<Arc<Account>> {
        self.lock().accounts.get(id).cloned()
    }

    /// Whether an aggregate is stored as just this state, or not at all.
    pub(super) fn holds(&self, id: &AggregateId, state: Option<&Aggregate>) -> bool {
        let books = self.lock();
        match (id, state) {
            (AggregateId::Account(id), Some(Aggregate::Account(account))) => {
                books.accounts.get(id).is_some_and(|held| **held == **account)
            }
            (AggregateId::Account(id), _) => !books.accounts.contains_key(id),
            (other, state) => books.others.get(other) == state,
        }
    }

    /// The audit trail of an aggregate, oldest first, and the head that it must end at.
    #[must_use]
    pub fn trail(&self, id: &AggregateId) -> (Vec<EntryRow>, Head) {
        let state = self.lock();
        let head = state.versions.get(id).map(|(_, head)| *head).unwrap_or_default();
        (state.trail.get(id).cloned().unwrap_or_default(), head)
    }

    /// The entries of a trail after one, and the head that the trail must end at.
    pub(super) fn trail_after(&self, id: &AggregateId, seq: u64) -> (Vec<EntryRow>, Head) {
        let state = self.lock();
        let head = state.versions.get(id).map(|(_, head)| *head).unwrap_or_default();
        let rows = state.trail.get(id).map(Vec::as_slice).unwrap_or_default();
        let known = usize::try_from(seq).unwrap_or(usize::MAX);
        (rows.get(known..).map(<[EntryRow]>::to_vec).unwrap_or_default(), head)
    }

    /// What the gateway still holds under unknown orders that turned out to be the customer's.
    pub(super) fn moved(&self, account: &AccountId) -> Rupiah {
        let books = self.lock();
        let items = books.others.values().filter_map(|aggregate| match aggregate {
            Aggregate::Suspense(item) => Some(item),
            _ => None,
        });
        let own = |item: &&SuspenseItem| {
            item.moved.as_ref().is_some_and(|moved| moved.account == *account)
        };
        items.filter(own).map(SuspenseItem::left).sum()
    }

    /// The numbers of all invoices.
    pub(super) fn numbers(&self) -> Vec<InvoiceNumber> {
        let state = self.lock();
        let invoices = state.accounts.values().flat_map(|account| account.invoices.values());
        invoices.filter_map(|invoice| invoice.number).collect()
    }

    /// Every promotion.
    pub(super) fn promos(&self) -> Vec<Promo> {
        let state = self.lock();
        let promo = |aggregate: &Aggregate| match aggregate {
            Aggregate::Promo(promo) => Some(promo.clone()),
            _ => None,
        };
        state.others.values().filter_map(promo).collect()
    }

    /// Money under every unknown order.
    pub(super) fn suspended(&self) -> Vec<SuspenseItem> {
        let state = self.lock();
        let item = |aggregate: &Aggregate| match aggregate {
            Aggregate::Suspense(item) => Some(item.clone()),
            _ => None,
        };
        state.others.values().filter_map(item).collect()
    }

    /// A package.
    pub(super) fn package(&self, id: &PackageId) -> Option<Package> {
        match self.aggregate(&AggregateId::Package(id.clone())) {
            Some(Aggregate::Package(package)) => Some(package),
            _ => None,
        }
    }

    /// Every customer.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        self.lock().accounts.keys().cloned().collect()
    }

    /// Every aggregate that has an audit trail.
    #[must_use]
    pub fn aggregates(&self) -> Vec<AggregateId> {
        self.lock().trail.keys().cloned().collect()
    }

    /// The whole state of an aggregate.
    #[must_use]
    pub fn aggregate(&self, id: &AggregateId) -> Option<Aggregate> {
        match id {
            AggregateId::Account(id) => {
                self.account(id).map(|account| Aggregate::Account(Box::new(account)))
            }
            other => self.lock().others.get(other).cloned(),
        }
    }

    /// Effects that are not done, by name.
    #[must_use]
    pub fn outbox(&self) -> BTreeMap<EffectId, Effect> {
        self.lock().outbox.content()
    }

    /// Notifications that wait for a read, by key.
    #[must_use]
    pub fn parked(&self) -> BTreeMap<InboxKey, Hint> {
        self.lock().parked.content()
    }

    /// Whether an effect waits, is done or was given up.
    #[must_use]
    pub fn effect(&self, id: &EffectId) -> Option<EffectState> {
        self.lock().effect_states.get(id).copied()
    }

    /// What became of a notification.
    #[must_use]
    pub fn inbox(&self, key: &InboxKey) -> Option<InboxState> {
        self.lock().inbox_states.get(key).copied()
    }

    /// Everything here that decides what comes next, as text: the books, and who waits in them or was
    /// answered. Without their past: two stores of the same text go on alike.
    #[must_use]
    pub fn present(&self) -> String {
        let state = self.lock();
        let (queues, known) = (
            (&state.parked, &state.outbox),
            (&state.inbox_states, &state.effect_states, &state.answers),
        );
        format!("{:?} {:?} {queues:?} {known:?}", state.accounts, state.others)
    }

    /// The personal values of a customer.
    #[must_use]
    pub fn personal(&self, id: &AccountId) -> Option<PersonalRecord> {
        self.lock().personal.get(id).cloned()
    }

    /// The next so many commits are lost on the way: nothing is written, the caller sees a fault.
    pub fn fail_commits(&self, count: u32) {
        self.lock().fail_commits = count;
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn load_all(&self, wants: &[Want]) -> Vec<Loaded> {
        let state = self.lock();
        // Two wants of one account carry the same one: what either names, both get.
        let mut everything = BTreeMap::new();
        for subject in wants.iter().flat_map(|want| &want.subjects) {
            state.find(subject, &mut everything, &mut Vec::new());
        }
        wants.iter().map(|want| state.load(want, &everything)).collect()
    }

    pub(super) fn commit_all(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let mut state = self.lock();
        if state.fail_commits > 0 {
            state.fail_commits -= 1;
            return Err(Fault::Passing("the connection was lost".to_owned()));
        }
        let mut seen = BTreeSet::new();
        for aggregate in changes.iter().flat_map(|change| &change.aggregates) {
            if !seen.insert(&aggregate.id) {
                return Err(Fault::Permanent(format!("`{}` occurs twice", aggregate.id)));
            }
        }
        Ok(changes.iter().map(|change| state.commit(change)).collect())
    }

    /// Ends an effect that waits.
    pub(super) fn finish_effect(&self, id: &EffectId, state: EffectState) {
        let mut books = self.lock();
        let waited = match state {
            EffectState::Dead => books.outbox.bury(id),
            EffectState::Waiting | EffectState::Done => books.outbox.remove(id).is_some(),
        };
        if waited {
            books.effect_states.insert(id.clone(), state);
        }
    }

    /// Ends a notification that is parked.
    pub(super) fn finish_parked(&self, key: &InboxKey, state: InboxState) {
        let mut books = self.lock();
        let waited = match state {
            InboxState::Dead => books.parked.bury(key),
            _ => books.parked.remove(key).is_some(),
        };
        if waited {
            books.inbox_states.insert(key.clone(), state);
        }
    }

    pub(super) fn lapsed(&self, now: crate::time::Timestamp) -> Vec<Lapsed> {
        let state = self.lock();
        let accounts = state.accounts.values();
        let over = |stage: Stage, until| {
            let waits = matches!(stage, Stage::Requested | Stage::Verified | Stage::Approved);
            waits && until < now
        };
        let refunds = accounts.clone().flat_map(|account| account.refunds.values());
        let voids = accounts.flat_map(|account| account.voids.values());
        let mut found: Vec<_> = refunds
            .filter(|case| over(case.stage, case.expires_at))
            .map(|case| (case.expires_at, Lapsed::Refund(case.id.clone())))
            .chain(
                voids
                    .filter(|case| over(case.stage, case.expires_at))
                    .map(|case| (case.expires_at, Lapsed::Void(case.id.clone()))),
            )
            .collect();
        found.sort_by_key(|(at, case)| match case {
            Lapsed::Refund(id) => (*at, false, id.to_string()),
            Lapsed::Void(id) => (*at, true, id.to_string()),
        });
        found.into_iter().map(|(_, case)| case).collect()
    }

    pub(super) fn overdue(&self, before: crate::time::Timestamp) -> Vec<OrderId> {
        let state = self.lock();
        let attempts = state.accounts.values().flat_map(|account| account.attempts.values());
        let given_up = |order: &OrderId| {
            let id = Case::id_for(CaseKind::StillPending, order);
            state.accounts.values().any(|account| account.cases.contains_key(&id))
        };
        let mut found: Vec<_> = attempts
            .filter(|attempt| attempt.is_open() && attempt.expires_at < before)
            .filter(|attempt| !given_up(&attempt.order_id))
            .map(|attempt| (attempt.expires_at, attempt.order_id.clone()))
            .collect();
        found.sort();
        found.into_iter().map(|(_, order_id)| order_id).collect()
    }
}

impl State {
    fn load(&self, want: &Want, everything: &BTreeMap<AccountId, Named>) -> Loaded {
        let mut named: BTreeMap<AccountId, Named> = BTreeMap::new();
        let mut held = Vec::new();
        for subject in &want.subjects {
            self.find(subject, &mut named, &mut held);
        }
        for id in named.into_keys() {
            let (Some(account), Some(named)) = (self.accounts.get(&id), everything.get(&id)) else {
                continue;
            };
            let narrow = Aggregate::Account(Box::new(narrowed(account, named)));
            held.push(self.held(AggregateId::Account(id), narrow));
        }
        Loaded { held, record: want.key.as_ref().and_then(|key| self.record(key)) }
    }

    pub(super) fn held(&self, id: AggregateId, aggregate: Aggregate) -> Held {
        let (version, head) = self.versions.get(&id).copied().unwrap_or_default();
        Held { aggregate, version, head }
    }

    fn record(&self, key: &Key) -> Option<Record> {
        match key {
            Key::Command(id) => self.answers.get(id).map(|known| Record::Command {
                request: known.request,
                answer: known.answer.clone(),
            }),
            Key::Inbox(key) => self.inbox_states.get(key).copied().map(Record::Inbox),
            Key::Effect(id) => self.effect_states.get(id).copied().map(Record::Effect),
        }
    }

    fn commit(&mut self, change: &Change) -> Outcome {
        if self.clashes(change) {
            return Outcome::Clash;
        }
        for aggregate in &change.aggregates {
            for row in &aggregate.rows {
                self.write(row);
            }
            let known = self.versions.entry(aggregate.id.clone()).or_default();
            known.0 = aggregate.expected + 1;
            if let Some(last) = aggregate.entries.last() {
                known.1 = Head { seq: last.entry.seq, hash: last.entry.hash };
            }
            self.trail.entry(aggregate.id.clone()).or_default().extend(aggregate.entries.clone());
        }
        for answer in &change.answers {
            self.answers.insert(answer.id.clone(), answer.clone());
        }
        for arrival in &change.arrivals {
            self.inbox_states.insert(arrival.key.clone(), arrival.state);
            if arrival.state == InboxState::Parked {
                let (work, since) = (arrival.hint.clone(), arrival.received_at);
                let waiting = Waiting::new(work, (arrival.due, since), &arrival.trace);
                self.parked.put(arrival.key.clone(), waiting);
            }
        }
        for settled in &change.settled {
            self.settle(settled);
        }
        for id in &change.done {
            self.effect_states.insert(id.clone(), EffectState::Done);
            self.outbox.remove(id);
        }
        for planned in &change.planned {
            let id = planned.planned.id.clone();
            self.effect_states.insert(id.clone(), EffectState::Waiting);
            let work = planned.planned.effect.clone();
            let times = (planned.planned.due, planned.at);
            self.outbox.put(id, Waiting::new(work, times, &planned.trace));
        }
        for record in &change.personal {
            self.personal.insert(record.account.clone(), record.clone());
        }
        for account in &change.erased {
            self.personal.remove(account);
        }
        Outcome::Done
    }

    /// A refuted notification gives its key up, so that the same body is looked at again.
    fn settle(&mut self, settled: &Settled) {
        self.parked.remove(&settled.key);
        if settled.state != InboxState::Refuted {
            self.inbox_states.insert(settled.key.clone(), settled.state);
            return;
        }
        self.inbox_states.remove(&settled.key);
        let mut number = 1_u32;
        loop {
            let event_key = format!("{}#{number}", settled.key.event_key);
            let key = InboxKey { order_id: settled.key.order_id.clone(), event_key };
            if let Entry::Vacant(free) = self.inbox_states.entry(key) {
                free.insert(settled.state);
                return;
            }
            number += 1;
        }
    }

    fn write(&mut self, row: &Row) {
        match row {
            Row::Account(row) => {
                let open = || Arc::new(Account::opened(row.id.clone(), row.customer.clone()));
                let entry = Arc::make_mut(self.accounts.entry(row.id.clone()).or_insert_with(open));
                entry.customer = row.customer.clone();
                entry.credit = row.credit;
                entry.suspense = row.suspense;
            }
            Row::Subscription { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.subscriptions.insert(row.id.clone(), row.clone());
                }
            }
            Row::Invoice { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.invoices.insert(row.id.clone(), row.clone());
                }
            }
            Row::Attempt { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.attempts.insert(row.order_id.clone(), row.clone());
                }
            }
            Row::Case { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.cases.insert(row.id.clone(), row.clone());
                }
            }
            Row::Refund { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.refunds.insert(row.id.clone(), row.clone());
                }
            }
            Row::Void { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.voids.insert(row.id.clone(), row.clone());
                }
            }
            Row::Posting { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.postings.insert(row.id.clone(), row.clone());
                }
            }
            Row::CreditNote { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.credit_notes.insert(row.id.clone(), row.clone());
                }
            }
            Row::Reminder { account, row } => {
                if let Some(found) = self.account_mut(account) {
                    found.reminders.insert(row.id.clone(), row.clone());
                }
            }
            Row::Package(row) => self.put_other(Aggregate::Package(row.clone())),
            Row::Promo(row) => self.put_other(Aggregate::Promo(row.clone())),
            Row::Roster(row) => self.put_other(Aggregate::Roster(row.clone())),
            Row::Policy(row) => self.put_other(Aggregate::Policy(row.clone())),
            Row::Series(row) => self.put_other(Aggregate::Series(row.clone())),
            Row::User(row) => self.put_other(Aggregate::User(row.clone())),
            Row::Suspense(row) => self.put_other(Aggregate::Suspense(row.clone())),
        }
    }

    fn account_mut(&mut self, id: &AccountId) -> Option<&mut Account> {
        self.accounts.get_mut(id).map(Arc::make_mut)
    }

    fn put_other(&mut self, aggregate: Aggregate) {
        self.others.insert(aggregate.id(), aggregate);
    }
}
