//! How dunning went in a period: every planned step of every bill against what became of it, so that
//! a step that nobody wrote down counts as not sent.

use std::collections::BTreeMap;

use super::calendar::{Billed, Calendar, Planned};
use super::sla::{Fate, PaidAfter, Payment, SentStage, Sla, StageFate, paid_after, sla};
use crate::account::{Reminder, ReminderState};
use crate::id::{InvoiceId, ReminderId};
use crate::message::{CancelReason, MessageChannel, Stage, StopReason, Why};
use crate::time::Timestamp;

/// A bill that was issued, with what is known of its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DunnedBill {
    /// The bill.
    pub invoice: InvoiceId,
    /// What a plan needs to know of it.
    pub billed: Billed,
    /// Its first settlement.
    pub settled: Option<Payment>,
    /// Since when nothing is owed on it, paid or taken back.
    pub over_since: Option<Timestamp>,
    /// What became of its steps.
    pub reminders: BTreeMap<ReminderId, Reminder>,
}

/// From when until when steps count, by the opening of their window; half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant that does not count.
    pub until: Timestamp,
    /// The present: a window that is still open proves nothing yet.
    pub now: Timestamp,
}

/// One step on one channel; without a channel, what no provider took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageFigures {
    /// Steps planned in the period.
    pub scheduled: u32,
    /// Steps that did not have to go, by the reason.
    pub cancelled: BTreeMap<&'static str, u32>,
    /// Taken by a provider.
    pub sent: u32,
    /// Of those, arrived.
    pub delivered: u32,
    /// Of those, opened.
    pub read: u32,
    /// No channel did it, or nobody sent it.
    pub failed: u32,
    /// Taken by another channel than the first that was tried.
    pub fallback: u32,
    /// The count of the promise.
    pub sla: Sla,
    /// What they brought in.
    pub paid_after: PaidAfter,
}

/// The figures of a period: for each step and channel, and of all steps together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Performance {
    /// By step and channel.
    pub rows: BTreeMap<(Stage, Option<MessageChannel>), StageFigures>,
    /// All of them.
    pub all: Sla,
}

/// One step that was planned.
struct Counted<'a> {
    stage: Stage,
    fate: StageFate,
    sent: Option<SentStage>,
    reminder: Option<&'a Reminder>,
}

impl Performance {
    /// Counts bills of one zone. Call it for each zone and put the answers together.
    pub fn count(&mut self, bills: &[DunnedBill], calendar: &Calendar<'_>, period: Period) {
        let mut found: BTreeMap<_, Vec<Counted<'_>>> = BTreeMap::new();
        for step in bills.iter().flat_map(|bill| steps(bill, calendar, period)) {
            let channel = match step.fate.fate {
                Fate::Accepted { channel, .. } => Some(channel),
                Fate::Cancelled { .. } | Fate::Unreachable | Fate::NotSent => None,
            };
            found.entry((step.stage, channel)).or_default().push(step);
        }
        for (key, steps) in found {
            let fates: Vec<StageFate> = steps.iter().map(|step| step.fate).collect();
            let sent: Vec<SentStage> = steps.iter().filter_map(|step| step.sent).collect();
            self.all = self.all.plus(sla(&fates));
            let row = self.rows.entry(key).or_default();
            row.sla = row.sla.plus(sla(&fates));
            row.paid_after = row.paid_after.plus(paid_after(&sent));
            steps.iter().for_each(|step| row.take(step));
        }
    }
}

impl StageFigures {
    fn take(&mut self, step: &Counted<'_>) {
        self.scheduled += 1;
        let state = step.reminder.map(|reminder| reminder.state);
        match step.fate.fate {
            Fate::Accepted { channel, .. } => {
                self.sent += 1;
                self.delivered += u32::from(matches!(
                    state,
                    Some(ReminderState::Delivered | ReminderState::Read)
                ));
                self.read += u32::from(state == Some(ReminderState::Read));
                let first = step.reminder.and_then(|reminder| reminder.tries.first());
                let other = first.is_some_and(|handed| handed.tried.channel != channel);
                self.fallback += u32::from(other);
            }
            Fate::Cancelled { .. } => {
                let why = step.reminder.and_then(|reminder| reminder.why);
                let why = why.map_or(CancelReason::Paid.as_str(), Why::as_str);
                *self.cancelled.entry(why).or_default() += 1;
            }
            Fate::Unreachable | Fate::NotSent => self.failed += 1,
        }
    }
}

/// The planned steps of a bill whose window opened in the period, and closed or was used.
fn steps<'a>(bill: &'a DunnedBill, calendar: &Calendar<'_>, period: Period) -> Vec<Counted<'a>> {
    let plan = calendar.plan(bill.billed);
    let moments: Vec<(Stage, Timestamp)> = plan
        .into_iter()
        .filter_map(|(stage, planned)| match planned {
            Planned::At(at) => Some((stage, at)),
            Planned::Skipped(_) => None,
        })
        .collect();
    let mut found = Vec::new();
    for (index, (stage, at)) in moments.iter().enumerate() {
        if *at < period.from || *at >= period.until {
            continue;
        }
        let reminder =
            bill.reminders.get(&Reminder::id_for(&bill.invoice, *stage, bill.billed.due));
        let window = reminder.map_or_else(|| calendar.window(*at), |known| known.window);
        let fate = match fate(reminder, bill.over_since) {
            Some(fate) => fate,
            None if period.now >= window.closes => Fate::NotSent,
            None => continue,
        };
        let next_stage_at = moments.get(index + 1).map(|(_, at)| *at);
        let sent = match fate {
            Fate::Accepted { at: sent_at, .. } => {
                Some(SentStage { sent_at, next_stage_at, first_settlement: bill.settled })
            }
            Fate::Cancelled { .. } | Fate::Unreachable | Fate::NotSent => None,
        };
        let fate = StageFate { window, fate };
        found.push(Counted { stage: *stage, fate, sent, reminder });
    }
    found
}

/// What became of a step; nothing while it may still go.
fn fate(reminder: Option<&Reminder>, over_since: Option<Timestamp>) -> Option<Fate> {
    let Some(reminder) = reminder else {
        return over_since.map(|since| Fate::Cancelled { since });
    };
    if let Some(accepted) = reminder.accepted {
        return Some(Fate::Accepted { channel: accepted.channel, at: accepted.at });
    }
    match reminder.why? {
        Why::Cancelled(_) => Some(Fate::Cancelled { since: reminder.since? }),
        Why::Stopped(StopReason::Unreachable) => Some(Fate::Unreachable),
        // The plan of today has a moment for what was skipped: it was missed, or a rule changed since.
        Why::Stopped(_) | Why::Skipped(_) => Some(Fate::NotSent),
    }
}
