//! The JSON API: thin handlers that turn requests into commands and rows into JSON.

pub mod amount;
pub mod asker;
pub mod audit;
pub mod cursor;
pub mod customers;
pub mod health;
pub mod invoices;
pub mod once;
pub mod packages;
pub mod people;
pub mod refunds;
pub mod shape;
pub mod step;
pub mod transactions;
pub mod voids;
pub mod webhook;
