//! Dunning: when, whether, in which words, on which channel.

mod calendar;
mod calendar_laws;
mod delivery;
mod isolation;
mod performance;
mod recheck;
mod sla;
mod text;
