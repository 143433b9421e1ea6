//! The JSON API: thin handlers that turn requests into commands and rows into JSON.

pub mod access;
pub mod ahead;
pub mod amount;
pub mod asker;
pub mod audit;
pub mod billing_runs;
pub mod cases;
pub mod coretax;
pub mod credit_notes;
pub mod cursor;
pub mod customer_edit;
pub mod customers;
pub mod dead_letters;
pub mod desk;
pub mod emergency;
pub mod explanation;
pub mod health;
pub mod invoices;
pub mod network;
pub mod once;
pub mod packages;
pub mod papers;
pub mod people;
pub mod personal;
pub mod policy;
pub mod postings;
pub mod promos;
pub mod receipts;
pub mod reconcile;
pub mod refunds;
pub mod reminders;
pub mod reports;
pub mod resource;
pub mod shape;
pub mod step;
pub mod subscriptions;
pub mod suspense;
pub mod transactions;
pub mod voids;
pub mod webhook;

use crate::app::App;
use crate::http::Routes;

/// Mounts what is not mounted one by one: everything that goes through several hands.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    let routes = voids::mount(refunds::mount(routes));
    let routes = credit_notes::mount(papers::mount(postings::mount(routes)));
    let routes = suspense::mount(cases::mount(routes));
    let routes = packages::mount(customer_edit::mount(routes));
    let routes = subscriptions::mount(promos::mount(routes));
    let routes = network::mount(reminders::mount(routes));
    let routes = policy::mount(emergency::mount(access::mount(routes)));
    let routes = reports::mount(ahead::mount(receipts::mount(routes)));
    let routes = dead_letters::mount(explanation::mount(routes));
    reconcile::mount(coretax::mount(billing_runs::mount(routes)))
}
