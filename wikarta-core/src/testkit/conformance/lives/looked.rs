//! What both books hold.

use super::Pair;
use super::asked::{alike, kind};
use crate::aggregate::AggregateId;
use crate::message::Stage;
use crate::ports::{AccountPage, LateSince, StepCome, Take, Want};
use crate::reconcile::ComparePage;
use crate::testkit::conformance::broken::{Told, same};
use crate::time::{Timestamp, Zone};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Instants after the end at which the queues are drawn from: leases run out, retries come due.
const LATER: [i64; 4] = [0, HOUR, 2 * DAY, 400 * DAY];
/// So many days before the end are asked for one by one: what was paid or ended on each.
const DAYS: i64 = 100;
const ALL: u32 = 10_000;
/// How many are drawn at once: where the order is not the same, others come.
const FEW: u32 = 3;

impl Pair<'_> {
    /// What was touched since the last look is the same in both: whole, by each of its names alone,
    /// with its chain and its personal values; and what is remembered under each key.
    pub(super) async fn looks_alike(&mut self) -> Told {
        let touched = std::mem::take(&mut self.known.touched);
        let subjects = std::mem::take(&mut self.known.subjects);
        let keys = std::mem::take(&mut self.known.fresh_keys);
        let whole = touched.iter().filter_map(|id| self.known.whole.get(id));
        let mut wants: Vec<Vec<Want>> = whole
            .map(|named| vec![Want { subjects: named.iter().cloned().collect(), key: None }])
            .collect();
        // Each alone, in a call of its own: together they would show one another's.
        wants.extend(subjects.into_iter().map(|one| vec![Want { subjects: vec![one], key: None }]));
        let keyed = keys.into_iter().map(|key| Want { subjects: Vec::new(), key: Some(key) });
        wants.push(keyed.collect());
        for wants in &wants {
            self.told.looks += wants.len() as u64;
            self.loads_alike("a look", wants).await?;
        }
        for id in &touched {
            self.chains_alike(id).await?;
        }
        Ok(())
    }

    async fn chains_alike(&self, id: &AggregateId) -> Told {
        let theirs = kind(self.tried.kept.chain(id).await);
        same(format!("the chain of {id}"), theirs, kind(self.twin.kept.chain(id).await))?;
        let AggregateId::Account(account) = id else { return Ok(()) };
        let theirs = kind(self.tried.kept.personal(account).await);
        let ours = kind(self.twin.kept.personal(account).await);
        same(format!("the personal values of {account}"), theirs, ours)
    }

    /// Everything, from the beginning; every list; then both queues are drawn until nothing is left.
    pub(super) async fn ends_alike(&mut self) -> Told {
        self.known.touched = self.known.whole.keys().cloned().collect();
        self.known.subjects = self.known.whole.values().flatten().cloned().collect();
        self.known.fresh_keys = self.known.keys.clone();
        self.looks_alike().await?;
        let Some(now) = self.known.now else { return Ok(()) };
        for seconds in LATER {
            self.lists_alike(now.plus_seconds(seconds)).await?;
        }
        for back in 0..DAYS {
            let from = now.plus_seconds(-back * DAY);
            let until = from.plus_seconds(DAY);
            let day = &ComparePage { after: None, from, until, limit: ALL };
            alike!(self, observations.to_reconcile(&day))?;
        }
        for seconds in LATER {
            self.drains_alike(now.plus_seconds(seconds)).await?;
        }
        Ok(())
    }

    async fn lists_alike(&self, now: Timestamp) -> Told {
        alike!(self, store.lapsed(now, ALL))?;
        alike!(self, store.overdue_attempts(now, ALL))?;
        let page = AccountPage { after: None, limit: ALL };
        for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
            let due_until = now.day_in(zone);
            for stage in
                [Stage::ISSUE, Stage::BEFORE_7, Stage::BEFORE_3, Stage::BEFORE_1, Stage::AFTER_3]
            {
                let come = [StepCome { zone, stage, due_until, issued_until: now }];
                alike!(self, store.dunning_due(&come[..], page))?;
            }
            alike!(self, store.service_due(&[LateSince { zone, due_until }][..], page))?;
        }
        let from = Timestamp::clamped(0);
        let compared = &ComparePage { after: None, from, until: now, limit: ALL };
        alike!(self, observations.to_reconcile(&compared))?;
        let orders: Vec<_> = self.known.orders.iter().cloned().collect();
        alike!(self, observations.positions(&orders[..]))?;
        alike!(self, observations.looks(&orders[..], from))
    }

    /// Takes a few at a time under a long lease until neither has more.
    async fn drains_alike(&self, now: Timestamp) -> Told {
        let take = Take { now, lease_until: now.plus_seconds(HOUR / 2), limit: FEW };
        loop {
            let ours = kind(self.twin.store.take_effects(take).await);
            let done = ours.as_ref().map_or(true, Vec::is_empty);
            same("take_effects", kind(self.tried.store.take_effects(take).await), ours)?;
            let ours = kind(self.twin.store.take_parked(take).await);
            let none = ours.as_ref().map_or(true, Vec::is_empty);
            same("take_parked", kind(self.tried.store.take_parked(take).await), ours)?;
            if done && none {
                return Ok(());
            }
        }
    }
}
