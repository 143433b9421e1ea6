//! The core tested as a stranger uses it: through its public door, over the testkit.

mod batches;
mod claims;
mod faults;
mod laws;
mod random;
mod scenarios;
mod stories;
mod tax;
mod values;
mod world;
