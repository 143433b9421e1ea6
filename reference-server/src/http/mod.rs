//! The edge: everything between a socket and a handler.
//!
//! - [`endpoints`]: the one table of endpoints; [`routes`] mounts handlers on it and only on it.
//! - `guard`: what stands before every handler, from the row of the endpoint.
//! - `stack`: what wraps every answer: trace id, headers, problems, one log line.
//! - [`limits`]: the one table of figures; [`buckets`] counts.
//! - [`json`], [`fields`], [`idempotency`]: extractors that read strictly and refuse in words.
//! - [`serve()`] listens.

pub mod body;
pub mod buckets;
pub mod class;
pub mod client;
pub mod cookies;
pub mod csrf;
pub mod edge;
pub mod endpoints;
pub mod fields;
mod guard;
pub mod headers;
pub mod idempotency;
pub mod json;
pub mod limits;
pub mod meta;
pub mod next_page;
pub mod paths;
pub mod report;
pub mod routes;
pub mod serve;
mod shape;
mod stack;
pub mod trace;

pub use body::CsvBody;
pub use client::Client;
pub use csrf::FormToken;
pub use edge::{Caller, Edge, EdgeKeys, EdgeSetup};
pub use endpoints::{ENDPOINTS, Endpoint};
pub use fields::{FormFields, PathKind, PathPart, QueryFields};
pub use guard::RefusedBy;
pub(crate) use guard::denied;
pub use idempotency::IdempotencyKey;
pub use json::JsonBody;
pub use routes::{RouteErrors, Routes};
pub use serve::serve;
pub use trace::Trace;
