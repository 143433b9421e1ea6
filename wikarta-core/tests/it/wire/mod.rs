//! JSON in, JSON out, as a stranger meets it.

mod commands;
mod errors;
mod explore;
