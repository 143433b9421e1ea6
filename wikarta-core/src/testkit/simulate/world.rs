//! The world: books, gateway, clock, people, and what is going to happen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::agenda::{Agenda, Deed};
use super::cast::Cast;
use super::faults::{FaultKind, Weather};
use super::mailbox::Mailbox;
use super::outcome::Tally;
use super::processes::{Process, Rigging, Site};
use super::profile::{self, Leaning};
use super::report::{Report, Story};
use super::scene::Teller;
use super::tap::Tap;
use super::till::Happened;
use super::{Plan, Progress, watch};
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::InvoiceId;
use crate::message::{MessageChannel, Stage};
use crate::policy::{Policy, PolicyError};
use crate::ports::Host as _;
use crate::roster::Roster;
use crate::testkit::laws::{self, Trails, Violation};
use crate::testkit::{Dice, MemoryStore, VirtualHost};
use crate::time::Timestamp;

/// 1 January 2026, 01:00 in Jakarta.
const BEGINNING: &str = "2025-12-31T18:00:00Z";

/// Everything there is.
pub(super) struct World {
    pub(super) plan: Plan,
    pub(super) dice: Dice,
    pub(super) site: Site,
    pub(super) processes: Vec<Process>,
    pub(super) agenda: Agenda,
    pub(super) cast: Cast,
    pub(super) leaning: Leaning,
    /// Until when a customer has plans about a bill, so that it is not planned twice.
    pub(super) intended: BTreeMap<InvoiceId, Timestamp>,
    pub(super) tally: Tally,
    pub(super) named: u64,
    trails: Trails,
    /// Which steps of which bills went out, for which due date, on which channel.
    pub(super) told: BTreeSet<(InvoiceId, Stage, NaiveDate, MessageChannel)>,
    /// When the merchant's key was changed last.
    pub(super) key_changed: Option<Timestamp>,
    pub(super) began: Timestamp,
}

impl World {
    pub(super) fn of(plan: Plan, rigging: &Rigging) -> Result<Self, PolicyError> {
        let began = BEGINNING.parse().unwrap_or(Timestamp::clamped(0));
        let (books, clock) = (Arc::default(), Arc::new(VirtualHost::at(began)));
        let teller = Teller::to(rigging.listener.as_ref(), &clock, &books);
        let weather = Weather::of(plan.seed, &plan.faults, rigging.rate, teller.clone());
        let policy = profile::chosen(plan.seed, Policy::indonesian_pkp()?);
        let tap = Arc::new(Tap::over(books, teller.clone()));
        let site = Site {
            mailbox: Arc::new(Mailbox::over(tap.clone())),
            tap,
            till: Arc::default(),
            clock,
            weather: Arc::new(weather),
            written: policy.clone(),
            policy: rigging.policy.map_or(policy.clone(), |rig| rig(policy)),
            rigging: rigging.clone(),
            teller,
        };
        let processes = vec![Process::start(&site), Process::start(&site)];
        Ok(Self {
            dice: Dice::of(plan.seed, "life", 0),
            cast: Cast::default(),
            leaning: rigging.leaning.unwrap_or(Leaning::of(plan.seed)),
            agenda: Agenda::default(),
            intended: BTreeMap::new(),
            tally: Tally::default(),
            named: 0,
            trails: Trails::default(),
            told: BTreeSet::new(),
            key_changed: None,
            plan,
            site,
            processes,
            began,
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.site.clock.now()
    }

    pub(super) fn books(&self) -> &MemoryStore {
        &self.site.tap.books
    }

    pub(super) fn roster(&self) -> Roster {
        match self.books().aggregate(&AggregateId::Roster) {
            Some(Aggregate::Roster(roster)) => roster,
            _ => Roster::default(),
        }
    }

    /// Whether a fault of this kind happens now.
    pub(super) fn strikes(&self, kind: FaultKind) -> bool {
        self.site.weather.strikes(kind)
    }

    /// Something is going to happen after so many seconds.
    pub(super) fn later(&mut self, seconds: i64, deed: Deed) {
        self.agenda.put(self.now().plus_seconds(seconds), deed);
    }

    pub(super) fn progress(&self, month: u32) -> Progress {
        Progress { month, steps: self.tally.steps, commands: self.tally.commands }
    }

    pub(super) fn report(&self) -> Report {
        let mut story = Story::default();
        for id in self.books().accounts() {
            self.books().whole(&id).iter().for_each(|account| story.add(account));
        }
        Report {
            plan: self.plan.clone(),
            story,
            from: self.began,
            until: self.now(),
            tally: self.tally.clone(),
            calls: self.processes.iter().map(|process| process.seam.calls()).sum(),
            struck: self.site.weather.struck(),
            history: self.site.tap.history(),
        }
    }

    /// After every step: what happened at the gateway goes on its way, and the laws are checked for
    /// everything that was written.
    ///
    /// # Errors
    /// The first breach.
    pub(super) fn settle(&mut self) -> Result<(), Violation> {
        for happened in self.site.till.happened() {
            match happened {
                Happened::Made(order, until) => self.agenda.put(until, Deed::Expire(order)),
                Happened::Changed(order) => super::life::notices::send(self, &order),
                Happened::Late(request, at) => self.agenda.put(at, Deed::LateCharge(request)),
            }
        }
        if let Some(violation) = self.site.tap.broken() {
            return Err(violation);
        }
        for request in self.site.till.asked() {
            watch::refund_asked_for(self, &request)?;
        }
        for message in self.site.mailbox.asked() {
            watch::told(self, &message)?;
        }
        let (site, trails) = (&self.site, &mut self.trails);
        for id in &site.tap.touched() {
            self.tally.checks += 1;
            let aggregate =
                trails.follow(&site.tap.books, id, &mut |step| watch::written(site, step))?;
            laws::book(&site.tap.books, aggregate)?;
            watch::stands(site, aggregate)?;
        }
        Ok(())
    }

    /// A state as it was before this step.
    pub(super) fn before(&self, id: &AggregateId) -> Option<&Aggregate> {
        self.trails.state(id)
    }

    /// Everything as it stands: every state once more, without its past.
    ///
    /// # Errors
    /// The first breach.
    pub(super) fn check_states(&mut self) -> Result<(), Violation> {
        for id in self.books().aggregates() {
            self.tally.checks += 1;
            let aggregate = self.trails.follow(&self.site.tap.books, &id, &mut |_| Ok(()))?;
            laws::book(&self.site.tap.books, aggregate)?;
        }
        Ok(())
    }

    /// Everything, from the beginning.
    ///
    /// # Errors
    /// The first breach.
    pub(super) fn check_all(&mut self) -> Result<(), Violation> {
        self.tally.checks += self.books().aggregates().len() as u64;
        laws::check(self.books())
    }
}
