//! One call to both books.

use super::Pair;
use super::known::{keys, subject};
use crate::ports::{AccountPage, Change, Fault, Loaded, Outcome, Want};
use crate::testkit::conformance::broken::{Told, same};
use crate::testkit::simulate::Call;

/// A fault. What stores say in their own words is not compared: whether trying again may help is.
#[derive(Debug)]
pub(super) struct Said(Fault);

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.0) == std::mem::discriminant(&other.0)
    }
}

pub(super) fn kind<T>(answer: Result<T, Fault>) -> Result<T, Said> {
    answer.map_err(Said)
}

fn in_order<E>(answer: Result<Vec<Loaded>, E>) -> Result<Vec<Loaded>, E> {
    answer.map(|mut all| {
        all.iter_mut().for_each(|one| one.held.sort_by_key(|held| held.aggregate.id()));
        all
    })
}

/// The same call to both; both answers must be one.
macro_rules! alike {
    ($pair:expr, $port:ident . $call:ident ( $($given:expr),* )) => {
        same(
            stringify!($call),
            kind($pair.tried.$port.$call($($given.clone()),*).await),
            kind($pair.twin.$port.$call($($given.clone()),*).await),
        )
    };
}
pub(super) use alike;

impl Pair<'_> {
    pub(super) async fn ask(&mut self, call: &Call) -> Told {
        self.told.calls += 1;
        match call {
            Call::Load(wants) => self.loads_alike("load", wants).await,
            Call::Commit(changes) => self.commit(changes).await.map(drop),
            Call::TakeEffects(take) => {
                self.known.passes(take.now);
                alike!(self, store.take_effects(take))
            }
            Call::TakeEffect(id, now, until) => alike!(self, store.take_effect(&id, now, until)),
            Call::ReturnEffect(id, back) => alike!(self, store.return_effect(&id, back)),
            Call::TakeParked(take) => alike!(self, store.take_parked(take)),
            Call::ReturnParked(key, back) => alike!(self, store.return_parked(&key, back)),
            Call::Redrive(id, due) => alike!(self, store.redrive(&id, due)),
            Call::Lapsed(now, limit) => alike!(self, store.lapsed(now, limit)),
            Call::Overdue(before, limit) => alike!(self, store.overdue_attempts(before, limit)),
            Call::DunningDue(come, after, limit) => {
                let page = AccountPage { after: after.as_ref(), limit: *limit };
                alike!(self, store.dunning_due(&come[..], page))
            }
            Call::ServiceDue(late, after, limit) => {
                let page = AccountPage { after: after.as_ref(), limit: *limit };
                alike!(self, store.service_due(&late[..], page))
            }
            other => self.observe(other).await,
        }
    }

    async fn observe(&self, call: &Call) -> Told {
        match call {
            Call::ToReconcile(page) => alike!(self, observations.to_reconcile(&page)),
            Call::Positions(orders) => alike!(self, observations.positions(&orders[..])),
            Call::Run(id) => alike!(self, observations.run(&id)),
            Call::KeepRun(run) => alike!(self, observations.keep_run(&run)),
            Call::Looks(orders, since) => alike!(self, observations.looks(&orders[..], since)),
            Call::KeepLooks(looks, month) => {
                alike!(self, observations.keep_looks(&looks[..], month))
            }
            Call::KeepFindings(rows) => alike!(self, observations.keep_findings(&rows[..])),
            Call::MoveFindings(rows) => alike!(self, observations.move_findings(&rows[..])),
            Call::Agreed(run, orders) => alike!(self, observations.agreed(&run, &orders[..])),
            _ => Ok(()), // a call of the other port
        }
    }

    /// Both write and refuse the same, and what is refused is refused for what both know of it.
    async fn commit(
        &mut self,
        changes: &[Change],
    ) -> Result<Vec<Outcome>, crate::testkit::conformance::Broken> {
        let theirs = kind(self.tried.store.commit(changes).await);
        let ours = kind(self.twin.store.commit(changes).await);
        same("commit", &theirs, &ours)?;
        let outcomes = ours.unwrap_or_default();
        self.told.count(&outcomes);
        for (change, outcome) in changes.iter().zip(&outcomes) {
            match outcome {
                Outcome::Done => self.known.learn(change),
                Outcome::Clash => self.clashed_alike(change).await?,
            }
        }
        Ok(outcomes)
    }

    /// Versions and keys that a change named, as both know them.
    async fn clashed_alike(&self, change: &Change) -> Told {
        let named = change.aggregates.iter().map(|one| subject(&one.id));
        let named = named.map(|subject| Want { subjects: vec![subject], key: None });
        let keys = keys(change).into_iter();
        let keys = keys.map(|key| Want { subjects: Vec::new(), key: Some(key) });
        let wants: Vec<Want> = named.chain(keys).collect();
        self.loads_alike("what a refused change named", &wants).await
    }

    /// Both load the same; in which order the aggregates of one want come is not promised.
    pub(super) async fn loads_alike(&self, what: &str, wants: &[Want]) -> Told {
        let theirs = in_order(kind(self.tried.store.load(wants).await));
        let ours = in_order(kind(self.twin.store.load(wants).await));
        let (Ok(came), Ok(expected)) = (&theirs, &ours) else { return same(what, theirs, ours) };
        for ((want, came), expected) in wants.iter().zip(came).zip(expected) {
            if came != expected {
                let want: String = format!("{want:?}").chars().take(300).collect();
                same(format!("{what} of {want}"), came, expected)?;
            }
        }
        same(what, came.len(), expected.len())
    }

    /// What was just written is refused when it comes again: by its versions, and by each kind of key.
    pub(super) async fn refuses_again(&mut self, changes: &[Change]) -> Told {
        for change in changes {
            for piece in pieces(change) {
                let outcomes = self.commit(std::slice::from_ref(&piece)).await?;
                same("a change that comes again", outcomes, vec![Outcome::Clash])?;
            }
        }
        Ok(())
    }
}

/// A change whole, and what each of its parts must be refused for. A notification that was refuted gave
/// its key up, but is not parked any more.
fn pieces(change: &Change) -> Vec<Change> {
    let none = Change::default;
    let all = [
        change.clone(),
        Change { aggregates: change.aggregates.clone(), ..none() },
        Change { answers: change.answers.clone(), ..none() },
        Change { arrivals: change.arrivals.clone(), ..none() },
        Change { settled: change.settled.clone(), ..none() },
        Change { done: change.done.clone(), ..none() },
        Change { planned: change.planned.clone(), ..none() },
    ];
    let mut pieces: Vec<Change> = all.into_iter().filter(says_something).collect();
    pieces.dedup();
    pieces
}

fn says_something(change: &Change) -> bool {
    let keys = !keys(change).is_empty();
    keys || !change.aggregates.is_empty()
}
