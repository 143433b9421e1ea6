//! What must hold after every step, whatever happened: the laws of the test kit, which every story ends
//! with, and a picture of everything there is.

use wikarta_core::testkit::laws;

use crate::world::World;

/// Checks everything. Panics with the law that is broken.
pub fn check(world: &World) {
    laws::check(&world.store).unwrap_or_else(|broken| panic!("{broken}"));
}

/// Everything there is, as text: equal before and after what must change nothing.
pub fn picture(world: &World) -> String {
    let ids = world.store.aggregates();
    let states: Vec<_> = ids.iter().map(|id| world.store.aggregate(id)).collect();
    let heads: Vec<_> = ids.iter().map(|id| world.store.trail(id).1).collect();
    format!("{states:?} {heads:?} {:?} {:?}", world.store.outbox(), world.store.parked())
}
