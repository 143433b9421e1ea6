//! What a run tells people.

use std::collections::BTreeMap;
use std::fmt;

use super::Plan;
use super::faults::FaultKind;
use super::outcome::Tally;
use crate::account::{Account, Document, Invoice, Stage};
use crate::money::Rupiah;
use crate::time::Timestamp;

/// What happened in a run. Its text is the same whenever the plan is.
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) plan: Plan,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) story: Story,
    pub(super) tally: Tally,
    pub(super) calls: u64,
    pub(super) struck: BTreeMap<FaultKind, u64>,
    pub(super) history: String,
}

/// The life in a few numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Story {
    pub(super) customers: u64,
    pub(super) bills: u64,
    pub(super) payments: (u64, Rupiah),
    pub(super) refunds: (u64, Rupiah),
    pub(super) reminders: u64,
}

impl Story {
    /// Takes an account in.
    pub(super) fn add(&mut self, account: &Account) {
        self.customers += 1;
        let issued = |bill: &&Invoice| bill.document != Document::Draft && bill.number.is_some();
        self.bills += account.invoices.values().filter(issued).count() as u64;
        let bookings = account.attempts.values().filter_map(|attempt| attempt.booking.as_ref());
        for booking in bookings {
            add(&mut self.payments, booking.amount);
        }
        for posting in account.postings.values().filter(|posting| posting.counts()) {
            add(&mut self.payments, posting.amount);
        }
        for refund in account.refunds.values().filter(|refund| refund.stage == Stage::Done) {
            add(&mut self.refunds, refund.amount);
        }
        let out = account.reminders.values().filter(|step| step.accepted.is_some());
        self.reminders += out.count() as u64;
    }
}

fn add((count, sum): &mut (u64, Rupiah), amount: Rupiah) {
    (*count, *sum) = (*count + 1, sum.saturating_plus(amount));
}

impl Report {
    /// What was simulated.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// SHA-256 of everything that was written and answered, in order.
    #[must_use]
    pub fn history(&self) -> &str {
        &self.history
    }

    /// Commands that were answered.
    #[must_use]
    pub const fn commands(&self) -> u64 {
        self.tally.commands
    }

    /// Steps of the world.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.tally.steps
    }

    /// How often an aggregate was held against the laws.
    #[must_use]
    pub const fn checks(&self) -> u64 {
        self.tally.checks
    }

    /// How often each fault struck.
    #[must_use]
    pub const fn struck(&self) -> &BTreeMap<FaultKind, u64> {
        &self.struck
    }

    /// Refusals by code.
    #[must_use]
    pub const fn refusals(&self) -> &BTreeMap<&'static str, u64> {
        &self.tally.codes
    }

    /// Commands that were carried out, by kind.
    #[must_use]
    pub const fn done(&self) -> &BTreeMap<&'static str, u64> {
        &self.tally.done
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, tally, .. } = self;
        writeln!(f, "simulate {plan}")?;
        writeln!(f, "from {} to {}", self.from, self.until)?;
        let Story { customers, bills, payments, refunds, reminders } = self.story;
        writeln!(
            f,
            "{customers} customers, {bills} bills, {reminders} reminders that reached them"
        )?;
        let ((paid, came), (given, went)) = (payments, refunds);
        writeln!(f, "{paid} payments of {came}, {given} refunds of {went}")?;
        let (kinds, faults) = (self.struck.len(), self.struck.values().sum::<u64>());
        writeln!(f, "{faults} faults of {kinds} kinds struck")?;
        writeln!(f, "{} times something written was held against the laws", tally.checks)?;
        let (steps, commands) = (tally.steps, tally.commands);
        writeln!(f, "{steps} steps, {commands} commands, {} calls of ports", self.calls)?;
        writeln!(f, "\ncarried out / refused")?;
        let kinds = tally.done.keys().chain(tally.refused.keys());
        let kinds: std::collections::BTreeSet<&str> = kinds.copied().collect();
        for kind in kinds {
            let count = |of: &BTreeMap<&'static str, u64>| of.get(kind).copied().unwrap_or(0);
            writeln!(f, "  {kind:<40} {:>7} {:>7}", count(&tally.done), count(&tally.refused))?;
        }
        section(f, "refusals by code", tally.codes.iter().map(|(code, n)| (*code, *n)))?;
        section(f, "faults", self.struck.iter().map(|(kind, n)| (kind.as_str(), *n)))?;
        let people = [
            ("bills made by runs", tally.bills),
            ("forbidden acts tried", tally.forbidden),
            ("requests repeated", tally.repeats),
            ("requests without an answer", tally.unanswered),
            ("processes that died", tally.deaths),
            ("comparisons of both books", tally.compared),
            ("dead letters sent round again", tally.redriven),
        ];
        section(f, "besides", people.into_iter())?;
        write!(f, "\nhistory {}", self.history)
    }
}

fn section<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    rows: impl Iterator<Item = (&'a str, u64)>,
) -> fmt::Result {
    writeln!(f, "\n{title}")?;
    for (name, count) in rows {
        writeln!(f, "  {name:<40} {count:>7}")?;
    }
    Ok(())
}
