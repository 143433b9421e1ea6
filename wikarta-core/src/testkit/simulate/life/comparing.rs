//! The daily comparison of both books: in one process or two at once, begun again where it broke off.

use super::super::agenda::Deed;
use super::super::faults::FaultKind;
use super::super::observing::ShakyObservations;
use super::super::seam::{complete, together};
use super::super::world::World;
use super::DAY;
use super::selling::today;
use crate::access::Actor;
use crate::engine::Comparison;
use crate::id::{CommandId, ReconcileId, TraceId};
use crate::reconcile::{RunRecord, RunState};
use crate::testkit::laws::{Law, Violation, broken};
use crate::time::Timestamp;

/// Days that a comparison looks back.
const BACK_DAYS: i64 = 4;
/// How often a run that broke off is begun again on its day.
const TRIES: u32 = 3;

/// The comparison of a day.
pub(super) fn compare(world: &mut World) -> Result<(), Violation> {
    world.later(DAY, Deed::Compare);
    let now = world.now();
    let order = order(world, now.plus_seconds(-BACK_DAYS * DAY), 3);
    for _ in 0..TRIES {
        if run(world, &order)?.is_some() {
            break;
        }
    }
    Ok(())
}

/// A comparison of everything since the beginning.
pub(in super::super) fn of_all(world: &mut World, from: Timestamp) -> Result<(), Violation> {
    let order = order(world, from, 50);
    match run(world, &order)? {
        Some(run) if run.state == RunState::Done => Ok(()),
        other => broken(Law::L5, &order.id, format!("it came to no end: {other:?}")),
    }
}

fn order(world: &mut World, from: Timestamp, page: u32) -> Comparison {
    world.named += 1;
    let id =
        CommandId::from_parts(&["compare", &today(world).to_string(), &world.named.to_string()]);
    let until = world.now();
    let trace = TraceId::new("compare");
    Comparison {
        id: ReconcileId::derived(&id, 0),
        actor: Actor::Scheduler,
        trace,
        from,
        until,
        page,
    }
}

/// One try; what the run came to, when it came to an end.
fn run(world: &mut World, order: &Comparison) -> Result<Option<RunRecord>, Violation> {
    let place = usize::from(world.dice.hits(500));
    let both = world.strikes(FaultKind::TwoProcesses);
    if world.strikes(FaultKind::Crashes)
        && let Some(process) = world.processes.get(place)
    {
        let calls = world.site.weather.between(FaultKind::Crashes, 0, 40);
        process.seam.dies_after(u32::try_from(calls).unwrap_or(0));
    }
    let kept = |seam| ShakyObservations {
        inner: world.site.observations(),
        seam,
        weather: world.site.weather.clone(),
        compared: world.site.rigging.compared,
    };
    let (Some(mine), Some(theirs)) = (world.processes.get(place), world.processes.get(1 - place))
    else {
        return Ok(None);
    };
    let (own, others) = (kept(mine.seam.clone()), kept(theirs.seam.clone()));
    let (mut hear, mut other_hears) = (|_: &RunRecord| {}, |_: &RunRecord| {});
    let first = mine.wikarta.reconcile(&own, order, &mut hear);
    let ended = if both {
        let second = theirs.wikarta.reconcile(&others, order, &mut other_hears);
        together((&mine.seam, first), (&theirs.seam, second), &mut world.dice).0
    } else {
        complete(&mine.seam, first)
    };
    if both && let Some(process) = world.processes.get_mut(1 - place) {
        process.restart(&world.site);
    }
    let answer = world.alive(place, ended);
    world.settle()?;
    Ok(answer.and_then(Result::ok).inspect(|_| world.tally.compared += 1))
}
