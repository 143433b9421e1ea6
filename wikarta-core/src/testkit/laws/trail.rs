//! I22, I23, I24: the chain is whole, each entry says who, when and why, and the events alone give
//! the state again, byte for byte. Followed entry by entry, so that each is looked at once.

use std::collections::BTreeMap;

use super::super::MemoryStore;
use super::step::{self, Step};
use super::{Law, Violation, broken, equal};
use crate::account::AccountEvent;
use crate::aggregate::{Aggregate, AggregateId};
use crate::audit::{Head, changes, rows_changed};
use crate::event::Event;
use crate::policy::PolicyAct;
use crate::ports::EntryRow;
use crate::promo::PromoAct;
use crate::roster::RosterAct;

/// How far every chain has been followed.
#[derive(Debug, Default)]
pub(in crate::testkit) struct Trails {
    followed: BTreeMap<AggregateId, Followed>,
}

#[derive(Debug, Default)]
struct Followed {
    head: Head,
    state: Option<Aggregate>,
}

impl Trails {
    /// The state up to where the chain was followed.
    pub(in crate::testkit) fn state(&self, id: &AggregateId) -> Option<&Aggregate> {
        self.followed.get(id).and_then(|followed| followed.state.as_ref())
    }

    /// Follows a chain from where it was left to its end, which must give the state that is stored.
    /// `look` sees every new step.
    ///
    /// # Errors
    /// The first breach.
    pub(in crate::testkit) fn follow(
        &mut self,
        store: &MemoryStore,
        id: &AggregateId,
        look: &mut dyn FnMut(&Step<'_>) -> Result<(), Violation>,
    ) -> Result<&Aggregate, Violation> {
        let followed = self.followed.entry(id.clone()).or_default();
        let (entries, head) = store.trail_after(id, followed.head.seq);
        for row in &entries {
            next(id, followed, row, look)?;
        }
        equal(Law::I23, id, "the end of the chain", (followed.head, head))?;
        if !store.holds(id, followed.state.as_ref()) {
            return broken(Law::I22, id, "replaying the entries gives another state");
        }
        match &followed.state {
            Some(state) => Ok(state),
            None => broken(Law::I22, id, "an aggregate with a trail has no state"),
        }
    }
}

fn next(
    id: &AggregateId,
    followed: &mut Followed,
    row: &EntryRow,
    look: &mut dyn FnMut(&Step<'_>) -> Result<(), Violation>,
) -> Result<(), Violation> {
    let entry = &row.entry;
    equal(Law::I23, id, "sequence", (entry.seq, followed.head.seq + 1))?;
    if entry.hash_after(&followed.head.hash) != entry.hash || entry.aggregate != *id {
        return broken(Law::I23, id, format!("entry {} does not follow", entry.seq));
    }
    if entry.actor.is_empty()
        || entry.trace.as_str().is_empty()
        || entry.command.as_str().is_empty()
    {
        return broken(Law::I24, id, format!("entry {} says not who or why", entry.seq));
    }
    let Some(event) = replayed(id, row) else {
        return broken(Law::I22, id, format!("entry {} is no event", entry.seq));
    };
    let before = followed.state.take();
    let after = Aggregate::after(before.clone(), &event);
    if let Some(after) = &after {
        let fields = changes(&rows_changed(before.as_ref(), after));
        let told = serde_json::to_string(&fields).unwrap_or_default();
        let (seq, action) = (entry.seq, &entry.action);
        if fields.is_empty() {
            return broken(Law::I22, id, format!("entry {seq} ({action}) changes nothing"));
        }
        let whole = fields == row.changes && told == entry.changes;
        if !whole {
            let untold = fields.iter().find(|field| !row.changes.contains(field));
            let untrue = row.changes.iter().find(|field| !fields.contains(field));
            let seen = format!(
                "entry {seq} ({action}) tells another change: not {untold:?}, but {untrue:?}"
            );
            return broken(Law::I22, id, seen);
        }
    }
    followed.head = Head { seq: entry.seq, hash: entry.hash };
    followed.state = after;
    let step =
        Step { before: before.as_ref(), event: &event, after: followed.state.as_ref(), entry };
    step::check(&step)?;
    look(&step)
}

/// The event that an entry keeps; `None` when it keeps none.
#[must_use]
pub fn replayed(id: &AggregateId, row: &EntryRow) -> Option<Event> {
    let data = &row.entry.data;
    Some(match id {
        AggregateId::Account(id) => {
            Event::Account(id.clone(), serde_json::from_str::<AccountEvent>(data).ok()?)
        }
        AggregateId::Package(id) => {
            Event::PackageDefined(id.clone(), serde_json::from_str(data).ok()?)
        }
        AggregateId::Series(month) => Event::NumberGiven(*month, serde_json::from_str(data).ok()?),
        AggregateId::User(id) => Event::UserAdded(id.clone(), serde_json::from_str(data).ok()?),
        AggregateId::Suspense(order) => {
            Event::SuspenseSeen(order.clone(), serde_json::from_str(data).ok()?)
        }
        AggregateId::Promo(id) => {
            let promo = serde_json::from_str(data).ok()?;
            Event::PromoStepped(id.clone(), PromoAct::Propose, promo)
        }
        AggregateId::Roster => {
            Event::RosterStepped(RosterAct::Enrol, serde_json::from_str(data).ok()?)
        }
        AggregateId::Policy => {
            Event::PolicyStepped(PolicyAct::Propose, serde_json::from_str(data).ok()?)
        }
    })
}
