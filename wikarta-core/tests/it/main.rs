//! The core tested as a stranger uses it: through its public door, over the testkit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets the unexpected must stop there"
)]

mod access;
mod access_oracle;
mod applying;
mod authority;
mod authorization;
mod batches;
mod bills;
mod busy;
mod case_table;
mod claims;
mod comparing;
mod conformance;
mod coretax;
mod docs;
mod dunning;
mod explaining;
#[allow(dead_code, reason = "shared with the exhaustive tests, which use all of it")]
mod failing;
mod house;
mod identity;
mod invoice_table;
mod lattice;
mod laws;
mod leaves;
mod looking;
mod market;
mod periods;
mod personal;
mod policy_text;
mod prorating;
mod queueing;
mod random;
mod refusals;
mod report;
mod rewinding;
mod sealed;
mod settling;
mod simulated;
mod state_docs;
mod stories;
mod subscription_table;
mod tax;
mod terbilang;
mod told;
mod trail;
mod values;
mod wire;
mod world;
