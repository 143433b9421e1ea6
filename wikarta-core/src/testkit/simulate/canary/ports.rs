//! Ports that break their promises: a store that forgets, a gateway client that mixes things up.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;

use super::super::processes::Rigging;
use super::Canary;
use crate::aggregate::AggregateId;
use crate::audit::Row;
use crate::id::OrderId;
use crate::money::Rupiah;
use crate::ports::{
    Change, ChargeOutcome, ChargeRequest, EndOutcome, Fault, Gateway, InboxKey, Outcome,
    RefundOutcome, RefundRequest, Return, StatusOutcome, Store, Subject, Take, Taken, Want,
};
use crate::provider::{Hint, Reading};
use crate::testkit::Wrapped;
use crate::time::Timestamp;

/// What a store does to a change before it writes it.
type Spoil = fn(&mut Change);

/// A store that spoils what it writes.
struct Spoiled {
    inner: Arc<dyn Store>,
    spoil: Spoil,
    overwrites: bool,
}

impl Spoiled {
    /// Writes over what others wrote meanwhile.
    async fn overwrite(&self, change: &mut Change) -> Result<Outcome, Fault> {
        for aggregate in &mut change.aggregates {
            let AggregateId::Account(id) = &aggregate.id else { continue };
            let want = Want { subjects: vec![Subject::Account(id.clone())], key: None };
            let loaded = self.inner.load(&[want]).await?;
            let mut held = loaded.into_iter().flat_map(|loaded| loaded.held);
            if let Some(held) = held.find(|held| held.aggregate.id() == aggregate.id) {
                aggregate.expected = held.version;
            }
        }
        let outcomes = self.inner.commit(std::slice::from_ref(change)).await?;
        Ok(outcomes.into_iter().next().unwrap_or(Outcome::Clash))
    }
}

#[async_trait]
impl Wrapped for Spoiled {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        let mut changes = changes.to_vec();
        changes.iter_mut().for_each(self.spoil);
        let mut outcomes = self.inner.commit(&changes).await?;
        if self.overwrites {
            for (change, outcome) in changes.iter_mut().zip(&mut outcomes) {
                if *outcome == Outcome::Clash {
                    *outcome = self.overwrite(change).await?;
                }
            }
        }
        Ok(outcomes)
    }
}

fn spoiled(inner: Arc<dyn Store>, spoil: Spoil) -> Arc<dyn Store> {
    Arc::new(Spoiled { inner, spoil, overwrites: false })
}

fn overwriting(inner: Arc<dyn Store>) -> Arc<dyn Store> {
    Arc::new(Spoiled { inner, spoil: |_| {}, overwrites: true })
}

/// A store that hands out one notification at a time, and what went back at once again.
struct Impatient {
    inner: Arc<dyn Store>,
}

#[async_trait]
impl Wrapped for Impatient {
    fn inner(&self) -> &dyn Store {
        self.inner.as_ref()
    }

    async fn take_parked_through(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        self.inner.take_parked(Take { limit: 1, ..take }).await
    }

    async fn return_parked_through(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        let back = match back {
            Return::Retry { reason, .. } => Return::Retry { due: Timestamp::clamped(0), reason },
            other => other,
        };
        self.inner.return_parked(key, back).await
    }
}

/// How a gateway client goes wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// A charge whose answer is not at hand is asked for under another name too.
    OtherName,
    /// Now and then it answers a read with what it read before.
    MixedUp,
    /// It asks for a refund under a key of its own.
    OwnKey,
    /// It asks for a rupiah more.
    More,
}

struct WrongGateway {
    inner: Arc<dyn Gateway>,
    wrong: Wrong,
    calls: AtomicU64,
    last: Mutex<Option<Reading>>,
}

impl WrongGateway {
    fn rig(inner: Arc<dyn Gateway>, wrong: Wrong) -> Arc<dyn Gateway> {
        Arc::new(Self { inner, wrong, calls: AtomicU64::new(0), last: Mutex::new(None) })
    }

    fn count(&self) -> u64 {
        self.calls.fetch_add(1, Ordering::Relaxed)
    }
}

#[async_trait]
impl Gateway for WrongGateway {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        if self.wrong == Wrong::OtherName
            && self.count() % 3 == 2
            && let Ok(order_id) = format!("{}-B", request.order_id).parse()
        {
            self.inner.charge(&ChargeRequest { order_id, ..request.clone() }).await;
        }
        self.inner.charge(request).await
    }

    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        let outcome = self.inner.status(order_id).await;
        let (StatusOutcome::Found(reading), Wrong::MixedUp) = (&outcome, self.wrong) else {
            return outcome;
        };
        let mut last = match self.last.lock() {
            Ok(last) => last,
            Err(poisoned) => poisoned.into_inner(),
        };
        match last.replace(reading.clone()) {
            Some(other) if self.count() % 3 == 2 => StatusOutcome::Found(other),
            _ => outcome,
        }
    }

    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        self.inner.cancel(order_id).await
    }

    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        let mut request = request.clone();
        match self.wrong {
            Wrong::OwnKey => request.key.push_str("-own"),
            Wrong::More => request.amount = Rupiah::clamped(request.amount.get() + 1),
            Wrong::OtherName | Wrong::MixedUp => {}
        }
        self.inner.refund(&request).await
    }
}

pub(super) fn all() -> Vec<Canary> {
    let mut all = of_entries();
    all.extend(of_keys());
    all.extend(gateways());
    all
}

fn stored(
    name: &'static str,
    breaks: &'static str,
    faults: &'static str,
    store: fn(Arc<dyn Store>) -> Arc<dyn Store>,
) -> Canary {
    Canary { name, breaks, faults, rigging: Rigging { store: Some(store), ..Rigging::default() } }
}

/// Stores that write another entry or row than they were given.
fn of_entries() -> Vec<Canary> {
    vec![
        stored("entry-dropped", "a change is written without its last entry", "none", |inner| {
            spoiled(inner, |change| {
                change.aggregates.iter_mut().for_each(|one| drop(one.entries.pop()));
            })
        }),
        stored("entry-altered", "an entry is changed on its way", "none", |inner| {
            spoiled(inner, |change| {
                for row in change.aggregates.iter_mut().flat_map(|one| &mut one.entries) {
                    row.entry.roles.push_str(",SUPERVISOR");
                }
            })
        }),
        stored("actor-lost", "entries of the scheduler say nobody", "none", |inner| {
            spoiled(inner, |change| {
                for row in change.aggregates.iter_mut().flat_map(|one| &mut one.entries) {
                    row.entry.actor.clear();
                }
            })
        }),
        stored("row-unlike-entry", "a row holds another amount than its entry", "none", |inner| {
            spoiled(inner, |change| {
                for row in change.aggregates.iter_mut().flat_map(|one| &mut one.rows) {
                    if let Row::Invoice { row, .. } = row {
                        row.attempts = row.attempts.saturating_add(1);
                    }
                }
            })
        }),
        stored(
            "row-not-written",
            "the rows of cases are not written",
            "wrong-amounts,late-money",
            |inner| {
                spoiled(inner, |change| {
                    let case = |row: &Row| matches!(row, Row::Case { .. });
                    change.aggregates.iter_mut().for_each(|one| one.rows.retain(|row| !case(row)));
                })
            },
        ),
    ]
}

/// Stores that forget what they were given, or give it out wrongly.
fn of_keys() -> Vec<Canary> {
    vec![
        stored(
            "commands-not-kept",
            "no command is recognised when it comes again",
            "repeats",
            |inner| spoiled(inner, |change| change.answers.clear()),
        ),
        stored("inbox-not-kept", "notifications are answered and not stored", "none", |inner| {
            spoiled(inner, |change| change.arrivals.clear())
        }),
        stored("outbox-not-kept", "what is to be done is not written down", "none", |inner| {
            spoiled(inner, |change| change.planned.clear())
        }),
        stored(
            "parked-not-settled",
            "a parked notification stays parked",
            "forged-claims,late-money",
            |inner| spoiled(inner, |change| change.settled.clear()),
        ),
        stored(
            "first-come-first-served",
            "the first that waits is always taken first",
            "none",
            |inner| Arc::new(Impatient { inner }),
        ),
        stored(
            "last-writer-wins",
            "who writes later overwrites",
            "two-processes,repeats",
            overwriting,
        ),
    ]
}

fn gateways() -> Vec<Canary> {
    let of = |name, breaks, gateway| Canary {
        name,
        breaks,
        faults: "lost-replies,late-money",
        rigging: Rigging { gateway: Some(gateway), ..Rigging::default() },
    };
    vec![
        of("other-name", "a charge is asked for under two names", |inner| {
            WrongGateway::rig(inner, Wrong::OtherName)
        }),
        of("mixed-up", "a read is answered with another order's", |inner| {
            WrongGateway::rig(inner, Wrong::MixedUp)
        }),
        of("key-of-its-own", "a refund is asked for under another key", |inner| {
            WrongGateway::rig(inner, Wrong::OwnKey)
        }),
        of("rupiah-more-back", "the gateway is asked for a rupiah more", |inner| {
            WrongGateway::rig(inner, Wrong::More)
        }),
    ]
}
