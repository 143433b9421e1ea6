//! The program as strangers meet it: a real process, a real database file, real HTTP.

mod api;
mod api_desk;
mod api_lists;
mod api_people;
mod api_sales;
mod audit;
mod bad_input;
mod bad_requests;
mod bills;
mod books;
mod busy;
mod cli;
mod client;
mod corrections;
#[cfg(feature = "crash-points")]
mod crash;
mod crash_load;
mod gateway;
mod harness;
mod installation;
mod odd_money;
mod policy;
mod receipts;
mod reconcile;
mod reports;
mod roles;
mod roles_table;
mod seed;
mod simulation;
mod stock;
mod tamper;
mod trust;
mod two_servers;
mod webhook;
mod world;
