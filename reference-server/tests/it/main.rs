//! The server from outside: the edge over real HTTP with users in memory, and the program itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod checklist;
mod command_line;
mod edge_bodies;
mod edge_forms;
mod edge_headers;
mod edge_limits;
mod edge_raw;
mod edge_roles;
mod edge_routes;
mod edge_tokens;
mod memory;
mod server;
mod world;
