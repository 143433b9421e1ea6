//! Whoever is on call: what was given up is looked at, and sent round again.

use super::super::agenda::Deed;
use super::super::faults::FaultKind;
use super::super::seam::complete;
use super::super::world::World;
use super::DAY;
use crate::testkit::laws::Violation;

/// How much of what was given up is sent round again on a day, of a thousand.
const SENT_ROUND: u64 = 500;

pub(super) fn look(world: &mut World) -> Result<(), Violation> {
    let after = world.dice.between(DAY, 4 * DAY);
    world.later(after, Deed::OnCall);
    redrive(world, SENT_ROUND)
}

/// Sends a share of what was given up round again, of a thousand.
pub(in super::super) fn redrive(world: &mut World, share: u64) -> Result<(), Violation> {
    for id in world.books().dead_letters() {
        if !world.dice.hits(share) {
            continue;
        }
        let place = usize::from(world.dice.hits(500));
        let due = world.now();
        let crashes = world.strikes(FaultKind::Crashes);
        let Some(process) = world.processes.get(place) else { break };
        if crashes {
            process.seam.dies_after(0);
        }
        let store = world.site.books_of(&process.seam);
        let ended = complete(&process.seam, store.redrive(&id, due));
        if let Some(Ok(true)) = world.alive(place, ended) {
            world.tally.redriven += 1;
        }
        world.settle()?;
    }
    Ok(())
}
