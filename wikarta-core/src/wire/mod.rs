//! JSON in, JSON out: the one door for other languages, and for whoever keeps commands in a queue.
//!
//! **Invariant:** no rule lives here. What is read becomes the commands of [`crate::command`], whose
//! names and fields are their JSON; what is written is what the rules answered.
//!
//! | You have | Call |
//! |---|---|
//! | an engine | [`crate::engine::Wikarta::wire`]: a request in, a reply out |
//! | tables of your own | [`call`] with `decide`: the books in, what changed out |
//! | one question | [`call`] with `tax`, `calendar`, `authorize`, …: all names are [`CALLS`] |
//!
//! [`Request::parse`] and [`call`] take any bytes. The whole form is in `docs/guides/wire.md`, every
//! command in `docs/tables/wire.md`, cases for tests in any language in `spec/wire`.
//!
//! A command in its envelope:
//!
//! ```
//! use wikarta_core::wire::{Door, Request};
//!
//! let text = br#"{
//!   "v": 1,
//!   "id": "pos-4711",
//!   "at": "2026-11-23T14:05:00+07:00",
//!   "actor": { "staff": { "id": "usr_sri", "roles": ["KEUANGAN"] } },
//!   "command": { "issue_invoice": { "invoice": "inv_1" } }
//! }"#;
//! let envelope = Request::parse(text, Door::Engine)?;
//! assert_eq!(envelope.at.to_string(), "2026-11-23T07:05:00Z");
//!
//! // Who slips is told where, and what was meant.
//! let slip = String::from_utf8_lossy(text).replace("issue_invoice", "isue_invoice");
//! let error = Request::parse(slip.as_bytes(), Door::Engine).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "`command`: there is no command `isue_invoice`; did you mean `issue_invoice`?",
//! );
//! # Ok::<(), wikarta_core::wire::WireError>(())
//! ```

mod books;
mod call;
mod decide;
mod flaw;
mod leaf;
mod reply;
mod request;
mod text;
mod tree;

pub use call::{CALLS, ask, call};
pub use flaw::{Flaw, WireError};
pub use reply::{Done, FaultCode, Reply, ReplyKind};
pub use request::{Door, Request};

/// The version of all that is read and written here.
pub const VERSION: u32 = 1;
