//! The rules of a billing ledger that agrees with its payment gateway.

pub mod id;
pub mod money;
pub mod ports;
pub mod provider;
pub mod time;
pub mod words;
