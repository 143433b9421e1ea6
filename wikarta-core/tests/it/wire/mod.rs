//! JSON in, JSON out, as a stranger meets it.

mod commands;
mod documents;
mod engine;
mod errors;
mod explore;
mod spec;
mod table;
