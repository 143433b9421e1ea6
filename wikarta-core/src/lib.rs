//! The rules of a billing ledger that agrees with its payment gateway.

pub mod access;
pub mod account;
pub mod aggregate;
pub mod audit;
pub mod billing;
pub mod command;
pub mod customer;
pub mod decide;
pub mod engine;
pub mod event;
pub mod id;
pub mod message;
pub mod money;
pub mod package;
pub mod policy;
pub mod ports;
pub mod provider;
pub mod refusal;
pub mod series;
pub mod staff;
pub mod subscription;
pub mod suspense;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod time;
pub mod words;
