//! The JSON API: thin handlers that turn requests into commands and rows into JSON.

pub mod amount;
pub mod asker;
pub mod audit;
pub mod cursor;
pub mod customers;
pub mod desk;
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

use crate::app::App;
use crate::http::Routes;

/// Mounts what is not mounted one by one: everything that goes through several hands.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    voids::mount(refunds::mount(routes))
}
