//! The billing run and the timers.

use super::super::agenda::Deed;
use super::super::faults::FaultKind;
use super::super::seam::{complete, together};
use super::super::world::World;
use super::DAY;
use super::gateway;
use super::selling::today;
use crate::access::Actor;
use crate::engine::{Run, RunMode, RunOutcome, RunRow};
use crate::id::TraceId;
use crate::subscription::Subscription;
use crate::testkit::laws::Violation;

/// Seconds after which an attempt that ran out is read.
const GRACE_SECONDS: i64 = 600;
/// What a run asks for.
const BILL: &str = "billing.bill_period";

/// The run of a day, sometimes in both processes at once.
pub(super) fn run(world: &mut World) -> Result<(), Violation> {
    world.later(DAY, Deed::BillingRun);
    let mut subscriptions: Vec<Subscription> = Vec::new();
    for customer in &world.cast.customers {
        if let Some(account) = world.books().whole(&customer.account) {
            subscriptions.extend(account.subscriptions.values().cloned());
        }
    }
    let run = Run {
        on: today(world),
        actor: Actor::Scheduler,
        trace: TraceId::new("billing"),
        mode: RunMode::Commit,
    };
    for process in &world.processes {
        let _ = complete(&process.seam, process.wikarta.refresh_policy());
    }
    let both = world.strikes(FaultKind::TwoProcesses);
    if world.strikes(FaultKind::Crashes)
        && let Some(process) = world.processes.first()
    {
        process.seam.dies_after(1);
    }
    let [mine, theirs] = world.processes.as_slice() else { return Ok(()) };
    let ended = if both {
        let first = mine.wikarta.bill(&subscriptions, &run);
        let second = theirs.wikarta.bill(&subscriptions, &run);
        together((&mine.seam, first), (&theirs.seam, second), &mut world.dice).0
    } else {
        complete(&mine.seam, mine.wikarta.bill(&subscriptions, &run))
    };
    if both && let Some(process) = world.processes.get_mut(1) {
        process.restart(&world.site);
    }
    if let Some(rows) = world.alive(0, ended) {
        count(world, &rows);
    }
    world.settle()
}

fn count(world: &mut World, rows: &[RunRow]) {
    for row in rows {
        match &row.outcome {
            RunOutcome::Billed { .. } => {
                world.tally.bills += 1;
                world.tally.did(BILL);
            }
            RunOutcome::Refused(refusal) => {
                world.tally.refused(BILL, refusal);
                let about = row.subscription.as_str();
                world.site.teller.refused_timer(BILL, about, refusal.code());
            }
            RunOutcome::Failed(_) => world.tally.unanswered += 1,
            RunOutcome::AlreadyBilled { .. }
            | RunOutcome::WouldBill { .. }
            | RunOutcome::Settled
            | RunOutcome::NothingDue => {}
        }
    }
}

/// What our own clock does, three times a day.
pub(super) fn timers(world: &mut World) -> Result<(), Violation> {
    world.later(DAY / 3, Deed::Timers);
    gateway::strangers(world);
    let [process, ..] = world.processes.as_slice() else { return Ok(()) };
    let ended = complete(&process.seam, async {
        // What fails is done by the next run.
        let _ = process.wikarta.chase_overdue(GRACE_SECONDS, 50).await;
        let _ = process.wikarta.expire_cases(50).await;
        let _ = process.wikarta.remind_due().await;
        let _ = process.wikarta.consider_service().await;
    });
    let _ = world.alive(0, ended);
    world.settle()?;
    world.work()
}
