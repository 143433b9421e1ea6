//! One binary for all integration tests of the crate.

mod facts;
mod notifications;
mod properties;
mod vectors;
