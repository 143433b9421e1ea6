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
mod crashes;
mod explore;
#[path = "../it/failing.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod failing;
mod kinds;
mod local;
#[path = "../it/market.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod market;
mod orders;
mod refusals;
mod rivals;
mod spec;
mod states;
mod tale;
mod tales;
mod turns;
#[path = "../it/world.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use all of it")]
mod world;
