//! The world: books, gateway, clock, people, and what is going to happen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::agenda::{Agenda, Deed};
use super::cast::Cast;
use super::faults::{FaultKind, Weather};
use super::outcome::Tally;
use super::processes::{Process, Rigging, Site};
use super::report::Report;
use super::till::Happened;
use super::{Plan, Progress};
use crate::account::{Account, RefundCase, RefundSource, Stage};
use crate::aggregate::{Aggregate, AggregateId};
use crate::id::{AccountId, InvoiceId};
use crate::message::MessageKind;
use crate::policy::{Policy, PolicyError};
use crate::ports::{Host as _, RefundRequest};
use crate::roster::Roster;
use crate::testkit::laws::{self, Law, Trails, Violation};
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
    /// Until when a customer has plans about a bill, so that it is not planned twice.
    pub(super) intended: BTreeMap<InvoiceId, Timestamp>,
    pub(super) tally: Tally,
    pub(super) named: u64,
    trails: Trails,
    /// Keys of the messages that went out.
    told: BTreeSet<String>,
    began: Timestamp,
}

impl World {
    pub(super) fn of(plan: Plan, rigging: &Rigging) -> Result<Self, PolicyError> {
        let began = BEGINNING.parse().unwrap_or(Timestamp::clamped(0));
        let weather = Weather::of(plan.seed, &plan.faults, rigging.rate);
        let policy = Policy::indonesian_pkp()?;
        let site = Site {
            tap: Arc::default(),
            till: Arc::default(),
            channel: Arc::default(),
            clock: Arc::new(VirtualHost::at(began)),
            weather: Arc::new(weather),
            policy: rigging.policy.map_or(policy.clone(), |rig| rig(policy)),
            rigging: rigging.clone(),
        };
        let processes = vec![Process::start(&site), Process::start(&site)];
        Ok(Self {
            dice: Dice::of(plan.seed, "life", 0),
            cast: Cast::default(),
            agenda: Agenda::default(),
            intended: BTreeMap::new(),
            tally: Tally::default(),
            named: 0,
            trails: Trails::default(),
            told: BTreeSet::new(),
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
        Report {
            plan: self.plan.clone(),
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
            self.asked_for(&request)?;
        }
        self.reminded()?;
        for id in &self.site.tap.touched() {
            let Some(aggregate) = self.books().aggregate(id) else {
                return laws::broken(Law::I22, id, "it was written and is not there");
            };
            let steps = self.trails.steps(&self.site.tap.books, id, Some(&aggregate))?;
            for step in &steps {
                laws::roles::check(&step.entry)?;
            }
            self.tally.checks += 1;
            laws::book(self.books(), &aggregate)?;
            if let Aggregate::Account(account) = &aggregate {
                self.held_by_the_gateway(account)?;
            }
        }
        Ok(())
    }

    /// I13: a reminder that went out in this step was not for a bill that was over before it.
    fn reminded(&mut self) -> Result<(), Violation> {
        let sent = self.site.channel.messages();
        if sent.len() == self.told.len() {
            return Ok(());
        }
        for (key, message) in sent {
            if !self.told.insert(key) || message.kind != MessageKind::Reminder {
                continue;
            }
            let id = AggregateId::Account(message.account.clone());
            let Some(Aggregate::Account(before)) = self.trails.state(&id) else { continue };
            let bill = before.invoices.get(&message.invoice);
            if bill.is_some_and(|bill| !bill.status.payable()) {
                let status = bill.map(|bill| bill.status.as_str()).unwrap_or_default();
                let seen = format!("{} went out for a bill that is {status}", message.key);
                return laws::broken(Law::I13, &message.invoice, seen);
            }
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

    /// I9: no money in the books that the gateway never held.
    fn held_by_the_gateway(&self, account: &Account) -> Result<(), Violation> {
        for attempt in account.attempts.values() {
            let Some(booking) = &attempt.booking else { continue };
            if !self.site.till.ever_held(&attempt.order_id, booking.amount) {
                let seen = format!("{} was booked and never held", booking.amount);
                return laws::broken(Law::I9, &attempt.order_id, seen);
            }
        }
        Ok(())
    }

    /// I7: the gateway is asked for what was approved, under the key of the case.
    fn asked_for(&self, request: &RefundRequest) -> Result<(), Violation> {
        let accounts = self.books().accounts();
        let cases = accounts.iter().filter_map(|id: &AccountId| self.books().account(id));
        let same = |case: &RefundCase| {
            let source = RefundSource::Attempt(request.order_id.clone());
            case.key == request.key && case.amount == request.amount && case.source == source
        };
        let under_way = |case: &RefundCase| match case.stage {
            Stage::Executing | Stage::Unknown | Stage::Done | Stage::Failed => true,
            Stage::Requested
            | Stage::Verified
            | Stage::Approved
            | Stage::Rejected
            | Stage::Withdrawn
            | Stage::Expired
            | Stage::ManualPending => false,
        };
        let known = cases
            .flat_map(|account| account.refunds.into_values())
            .any(|case| same(&case) && under_way(&case));
        if known {
            return Ok(());
        }
        laws::broken(Law::I7, &request.order_id, format!("{request:?} was asked for by nobody"))
    }
}
