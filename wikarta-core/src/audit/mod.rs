//! The audit trail: one chained entry for each event, with what it changed.
//!
//! The chain belongs to the aggregate. An entry's hash covers its place, time, actor, cause, data,
//! changes and the hash before it; so an entry that is edited, dropped, added or moved is found by
//! [`verify_chain`]. Cutting the newest entries off is found by comparing with the aggregate's head.

mod chain;
mod diff;
mod rewind;
mod row;

pub use chain::{ChainFault, Entry, Head, verify_chain};
pub use diff::{FieldChange, changes};
pub use rewind::{ReplayError, account_at, rewound};
pub use row::{AccountRow, Row, rows_changed};
