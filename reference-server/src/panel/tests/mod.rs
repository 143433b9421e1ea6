//! The pages over a small provider in memory.

mod bills;
mod corrections;
mod desk;
mod lists;
mod policy;
mod records;
mod simulation;
mod trail;
pub(crate) mod world;
