//! wikarta as a server: JSON API, admin pages, pay page, workers, command line and demo.
//!
//! This crate brings the outside in — settings, sign-in, HTTP, pages — and holds no billing rule:
//! every change goes through the one door of `wikarta-core`.
//!
//! - [`config`]: the settings, read once at start.

pub mod config;
pub mod text;
