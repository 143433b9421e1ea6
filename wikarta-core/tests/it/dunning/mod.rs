//! Dunning: when, whether, in which words, on which channel.

mod calendar;
mod calendar_laws;
mod delivery;
mod isolation;
pub mod performance;
mod recheck;
mod sla;
mod text;
