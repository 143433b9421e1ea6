//! What is shown by going through everything: all orders, all crash points, all interleavings, all pairs
//! of a state and a command, all refusals. Optimised (`--profile seeds`), because it is much.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that meets the unexpected must stop there; how much was gone through is part of it"
)]

#[path = "../it/claims.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod claims;
mod explore;
#[path = "../it/failing.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod failing;
mod local;
mod orders;
mod spec;
#[path = "../it/world.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod world;
