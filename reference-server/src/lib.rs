//! wikarta as a server: JSON API, admin pages, pay page, workers, command line and demo.
//!
//! This crate brings the outside in and holds no billing rule: every change goes through the one
//! door of `wikarta-core`.
//!
//! - [`config`]: the settings, read once at start; [`log`]: what is written down of the running.
//! - [`http`]: the edge, from a socket to a handler; [`answer`]: problems, in words.
//! - [`auth`]: who somebody is.
//! - [`cli`]: the command line.
//! - [`intake`]: the mouth for notifications; [`workers`]: what runs beside the requests.
//! - [`notify`]: what customers are told, and through whom.
//! - [`mod@reconcile`]: comparisons with the gateway's books, as this server asks for them.
//! - [`api`]: what programs ask; [`panel`], [`pay`]: what people ask.
//! - [`report`]: facts of the books as tables, for programs, spreadsheets and people.
//! - [`story`]: a simulated life, told.
//! - [`pages`], [`text`]: what people see and read.
//! - [`demo`]: a small provider to try everything on.

pub mod answer;
pub mod api;
pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod demo;
pub mod explain;
pub mod http;
pub mod identity;
pub mod intake;
pub mod lives;
pub mod log;
pub mod mask;
pub mod notify;
pub mod pages;
pub mod panel;
pub mod pay;
pub mod pay_link;
pub mod reconcile;
pub mod redrive;
pub mod report;
pub mod routes;
pub mod runtime;
pub mod seals;
pub mod story;
pub mod text;
pub mod warnings;
pub mod workers;
