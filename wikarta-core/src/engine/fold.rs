//! A batch in memory: decide, apply, remember what must be committed together.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::Rules;
use super::wants;
use super::{Handled, PlannedEffect, Receipt, Repeat};
use crate::aggregate::{Aggregate, AggregateId, Books};
use crate::audit::{Head, entry_of, rows_changed};
use crate::command::{Command, CorrectionCommand, DunningCommand, Envelope, ReadCause};
use crate::decide::{Answer, Decision, Verdict};
use crate::event::{Effect, Event};
use crate::id::{AccountId, OrderId};
use crate::policy::Policy;
use crate::ports::{
    AggregateChange, Arrival, Change, CommandAnswer, EffectState, EntryRow, Held, InboxState, Key,
    Loaded, PlannedFor, Record, Settled, Want,
};
use crate::refusal::Refusal;

/// What a command came to within a batch.
pub(super) enum Step {
    /// Answered without touching the books.
    Answered(Handled),
    /// Part of a bundle, answered when that is committed.
    Joined { bundle: usize, receipt: Receipt },
    /// Refused only because of what the batch has not written yet: decided anew once that is known.
    Later,
}

/// Commands and aggregates that win or lose together.
#[derive(Default)]
struct Bundle {
    aggregates: BTreeSet<AggregateId>,
    change: Change,
    merged_into: Option<usize>,
}

struct Work {
    before: Option<Aggregate>,
    version: u64,
    head: Head,
    now: Option<Aggregate>,
    entries: Vec<EntryRow>,
    bundle: Option<usize>,
}

/// A batch being decided.
pub(super) struct Fold<'a> {
    rules: Rules,
    policy: &'a Policy,
    books: Books,
    work: BTreeMap<AggregateId, Work>,
    bundles: Vec<Bundle>,
    /// Keys of this batch, so that a repeat within it is noticed.
    keys: BTreeMap<Key, (usize, [u8; 32], Receipt)>,
}

impl<'a> Fold<'a> {
    pub(super) fn new(rules: Rules, policy: &'a Policy, loaded: &[Loaded]) -> Self {
        let mut fold = Self {
            rules,
            policy,
            books: Books::default(),
            work: BTreeMap::new(),
            bundles: Vec::new(),
            keys: BTreeMap::new(),
        };
        for held in loaded.iter().flat_map(|loaded| &loaded.held) {
            fold.hold(held);
        }
        fold
    }

    fn hold(&mut self, held: &Held) {
        let id = held.aggregate.id();
        if self.work.contains_key(&id) {
            return; // every want that names it carries the same
        }
        self.books.put(held.aggregate.clone());
        let work = Work {
            before: Some(held.aggregate.clone()),
            version: held.version,
            head: held.head,
            now: Some(held.aggregate.clone()),
            entries: Vec::new(),
            bundle: None,
        };
        self.work.insert(id, work);
    }

    /// Decides one command on the books as the commands before it left them.
    pub(super) fn take(&mut self, envelope: &Envelope, want: &Want, loaded: &Loaded) -> Step {
        if let Err(refusal) = (self.rules.permit)(&self.books, envelope) {
            return self.refused(refusal, envelope, loaded);
        }
        let key = wants::key(envelope);
        let request = envelope.command.fingerprint();
        if let Some((bundle, first, receipt)) = self.keys.get(&key) {
            if matches!(key, Key::Command(_)) && *first != request {
                return Step::Answered(Err(Refusal::KeyReused.into()));
            }
            let mut receipt = receipt.clone();
            receipt.repeat = Repeat::Again;
            return Step::Joined { bundle: *bundle, receipt };
        }
        if let Some(answer) = known(envelope, loaded.record.as_ref(), &request) {
            return Step::Answered(answer);
        }
        let decision = match (self.rules.decide)(&self.books, envelope, self.in_force(&self.books))
        {
            Ok(decision) => decision,
            Err(refusal) => return self.refused(refusal, envelope, loaded),
        };
        let bundle = self.bundle_for(&decision, want);
        let effects = decision.effects.iter().map(|planned| PlannedEffect {
            id: planned.id.clone(),
            effect: planned.effect.clone(),
        });
        let receipt = Receipt {
            answer: decision.answer.clone(),
            repeat: Repeat::First,
            effects: effects.collect(),
        };
        self.keys.insert(key, (bundle, request, receipt.clone()));
        self.add(bundle, decision, envelope, request);
        Step::Joined { bundle, receipt }
    }

    /// The policy that some books know, if they do: a batch may have changed it.
    fn in_force<'b>(&'b self, books: &'b Books) -> &'b Policy {
        books.policy().map_or(self.policy, |book| &book.current)
    }

    /// A refusal is answered when it holds on what is written, not only on what this batch may yet
    /// fail to write.
    fn refused(&self, refusal: Refusal, envelope: &Envelope, loaded: &Loaded) -> Step {
        let mut written = Books::default();
        for held in &loaded.held {
            written.put(held.aggregate.clone());
        }
        let stands = self.bundles.is_empty()
            || (self.rules.decide)(&written, envelope, self.in_force(&written))
                .is_err_and(|other| other == refusal);
        if stands { Step::Answered(Err(refusal.into())) } else { Step::Later }
    }

    /// The bundle of a decision: that of every aggregate it changes, and of every aggregate it saw
    /// that an earlier command of the batch has changed or made.
    fn bundle_for(&mut self, decision: &Decision, want: &Want) -> usize {
        let changed = decision.events.iter().map(Event::aggregate);
        let seen = want
            .subjects
            .iter()
            .filter_map(|subject| wants::aggregate(subject, &self.books))
            .filter(|id| self.work.get(id).is_some_and(|work| work.bundle.is_some()));
        let ids: BTreeSet<AggregateId> = changed.chain(seen).collect();
        let mut home = None;
        for id in &ids {
            let Some(other) = self.work.get(id).and_then(|work| work.bundle) else { continue };
            let other = self.resolve(other);
            home = Some(match home {
                None => other,
                Some(home) if home == other => home,
                Some(home) => self.merge(home, other),
            });
        }
        let home = home.unwrap_or_else(|| {
            self.bundles.push(Bundle::default());
            self.bundles.len() - 1
        });
        if let Some(bundle) = self.bundles.get_mut(home) {
            bundle.aggregates.extend(ids);
        }
        home
    }

    /// Where a bundle's content is now.
    pub(super) fn resolve(&self, mut bundle: usize) -> usize {
        while let Some(next) = self.bundles.get(bundle).and_then(|found| found.merged_into) {
            bundle = next;
        }
        bundle
    }

    fn merge(&mut self, into: usize, from: usize) -> usize {
        let Some(gone) = self.bundles.get_mut(from) else { return into };
        gone.merged_into = Some(into);
        let aggregates = std::mem::take(&mut gone.aggregates);
        let mut change = std::mem::take(&mut gone.change);
        if let Some(home) = self.bundles.get_mut(into) {
            home.aggregates.extend(aggregates);
            home.change.answers.append(&mut change.answers);
            home.change.arrivals.append(&mut change.arrivals);
            home.change.settled.append(&mut change.settled);
            home.change.done.append(&mut change.done);
            home.change.planned.append(&mut change.planned);
            home.change.personal.append(&mut change.personal);
            home.change.erased.append(&mut change.erased);
        }
        into
    }

    fn add(&mut self, home: usize, decision: Decision, envelope: &Envelope, request: [u8; 32]) {
        let mut account = order_of(&envelope.command).and_then(|order_id| {
            let parent = order_id.link_parent();
            let known = self.books.account_of_order(order_id);
            known
                .or_else(|| self.books.account_of_order(&parent?))
                .map(|account| account.id.clone())
        });
        for event in &decision.events {
            if let Event::Account(id, _) = event {
                account = Some(id.clone());
            }
            self.apply(home, event, envelope);
        }
        let Some(bundle) = self.bundles.get_mut(home) else { return };
        remember(&mut bundle.change, &decision, envelope, (request, account.as_ref()));
        let inbox = match &envelope.command {
            Command::Notify(notified) => Some(wants::inbox_key(&notified.hint)),
            Command::TakeRead(read) => match &read.cause {
                ReadCause::Hint(hint) => Some(wants::inbox_key(hint)),
                ReadCause::Effect(_) | ReadCause::Comparison(_) => None,
            },
            _ => None,
        };
        for planned in decision.effects {
            let inbox = match planned.effect {
                Effect::Send(_) => inbox.clone(),
                Effect::Charge { .. }
                | Effect::Read { .. }
                | Effect::Cancel { .. }
                | Effect::Refund { .. }
                | Effect::Remind { .. } => None,
            };
            let (trace, at) = (envelope.trace.clone(), envelope.at);
            let account = account.clone();
            bundle.change.planned.push(PlannedFor { planned, account, inbox, trace, at });
        }
        bundle.change.personal.extend(decision.personal);
        bundle.change.erased.extend(decision.erased);
    }

    fn apply(&mut self, home: usize, event: &Event, envelope: &Envelope) {
        let id = event.aggregate();
        let work = self.work.entry(id).or_insert_with(|| Work {
            before: None,
            version: 0,
            head: Head::default(),
            now: None,
            entries: Vec::new(),
            bundle: None,
        });
        work.bundle = Some(home);
        let older = work.now.take();
        let Some(newer) = Aggregate::after(older.clone(), event) else {
            work.now = older;
            return;
        };
        let states = (older.as_ref(), &newer);
        let Some((entry, changes)) = entry_of(event, states, envelope, work.head) else {
            work.now = Some(newer);
            return;
        };
        work.head = Head { seq: entry.seq, hash: entry.hash };
        work.entries.push(EntryRow { entry, changes });
        self.books.put(newer.clone());
        work.now = Some(newer);
    }

    /// The changes to commit, each with the number of its bundle.
    pub(super) fn finish(&mut self) -> Vec<(usize, Change)> {
        let mut found = Vec::new();
        for (number, bundle) in self.bundles.iter_mut().enumerate() {
            if bundle.merged_into.is_some() {
                continue;
            }
            let mut change = std::mem::take(&mut bundle.change);
            for id in &bundle.aggregates {
                let Some(work) = self.work.get_mut(id) else { continue };
                if work.entries.is_empty() {
                    continue;
                }
                let rows = work.now.as_ref().map(|now| rows_changed(work.before.as_ref(), now));
                change.aggregates.push(AggregateChange {
                    id: id.clone(),
                    expected: work.version,
                    rows: rows.unwrap_or_default().into_iter().map(|(_, row)| row).collect(),
                    entries: std::mem::take(&mut work.entries),
                });
            }
            found.push((number, change));
        }
        found
    }
}

/// The answer to a command that is known already.
fn known(envelope: &Envelope, record: Option<&Record>, request: &[u8; 32]) -> Option<Handled> {
    let again = |answer| Ok(Receipt { answer, repeat: Repeat::Again, effects: Vec::new() });
    match (record, &envelope.command) {
        (Some(Record::Command { request: first, .. }), _) if first != request => {
            Some(Err(Refusal::KeyReused.into()))
        }
        (Some(Record::Command { answer, .. }), _) => {
            Some(again(serde_json::from_str(answer).unwrap_or(Answer::Taken)))
        }
        (Some(Record::Inbox(InboxState::Parked)), Command::TakeRead(_)) => None,
        (Some(Record::Inbox(state)), _) => {
            Some(again(Answer::Notification { verdict: verdict_of(*state) }))
        }
        (Some(Record::Effect(EffectState::Waiting)), _) => None,
        (Some(Record::Effect(EffectState::Done | EffectState::Dead)), _) => {
            Some(again(Answer::Taken))
        }
        (
            None,
            Command::AnswerCharge { .. }
            | Command::AnswerCancel { .. }
            | Command::Correction(CorrectionCommand::AnswerRefund { .. })
            | Command::Dunning(DunningCommand::AnswerHandOver { .. }),
        ) => Some(again(Answer::Taken)),
        (None, _) => None,
    }
}

/// The order that a fact of the gateway is about.
const fn order_of(command: &Command) -> Option<&OrderId> {
    match command {
        Command::Notify(notified) => Some(&notified.hint.order_id),
        Command::TakeRead(read) => Some(&read.order_id),
        _ => None,
    }
}

const fn verdict_of(state: InboxState) -> Verdict {
    match state {
        InboxState::Applied => Verdict::Applied,
        InboxState::Probe => Verdict::Probe,
        InboxState::Refuted => Verdict::Refuted,
        InboxState::Stale | InboxState::Parked | InboxState::Dead => Verdict::Stale,
    }
}

/// What is kept of the command itself, in the same transaction as what it did.
fn remember(
    change: &mut Change,
    decision: &Decision,
    envelope: &Envelope,
    (request, account): ([u8; 32], Option<&AccountId>),
) {
    match &envelope.command {
        Command::Notify(notified) => {
            let (state, reason) = inbox_state(decision);
            let parked = state == InboxState::Parked;
            change.arrivals.push(Arrival {
                key: wants::inbox_key(&notified.hint),
                hint: notified.hint.clone(),
                payload: notified.payload.clone(),
                state,
                reason,
                account: account.cloned(),
                received_at: notified.received_at,
                verified_at: notified.verified_at,
                signed_by: notified.signed_by,
                updated_at: if parked { None } else { Some(envelope.at) },
                due: envelope.at,
                trace: envelope.trace.clone(),
            });
        }
        Command::TakeRead(read) => match &read.cause {
            ReadCause::Effect(effect) => change.done.push(effect.clone()),
            // Its number in the sequence of reads tells it; there is nobody to answer again.
            ReadCause::Comparison(_) => {}
            ReadCause::Hint(hint) => {
                let (state, reason) = inbox_state(decision);
                let read = match &read.outcome {
                    crate::ports::StatusOutcome::Found(reading) => Some(reading.status),
                    crate::ports::StatusOutcome::Missing
                    | crate::ports::StatusOutcome::Unknown { .. } => None,
                };
                let (key, account) = (wants::inbox_key(hint), account.cloned());
                change.settled.push(Settled { key, state, reason, read, account, at: envelope.at });
            }
        },
        Command::AnswerCharge { effect, .. }
        | Command::AnswerCancel { effect, .. }
        | Command::Correction(CorrectionCommand::AnswerRefund { effect, .. })
        | Command::Dunning(DunningCommand::AnswerHandOver { effect, .. }) => {
            change.done.push(effect.clone());
        }
        _ => change.answers.push(CommandAnswer {
            id: envelope.id.clone(),
            request,
            answer: serde_json::to_string(&decision.answer).unwrap_or_default(),
            at: envelope.at,
        }),
    }
}

fn inbox_state(decision: &Decision) -> (InboxState, String) {
    match &decision.answer {
        Answer::Notification { verdict } => match verdict {
            Verdict::Applied => (InboxState::Applied, String::new()),
            Verdict::Stale => (InboxState::Stale, "nothing new".to_owned()),
            Verdict::Probe => (InboxState::Probe, "dashboard test".to_owned()),
            Verdict::Parked(doubt) => (InboxState::Parked, doubt.as_str().to_owned()),
            Verdict::Refuted => (InboxState::Refuted, "not confirmed".to_owned()),
        },
        _ => (InboxState::Applied, String::new()),
    }
}
