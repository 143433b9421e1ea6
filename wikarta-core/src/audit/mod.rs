//! The audit trail: one chained entry for each event, with what it changed.
//!
//! The chain belongs to the aggregate. An entry's hash covers its place, time, actor, cause, data,
//! changes and the hash before it; so an entry that is edited, dropped, added or moved is found by
//! [`verify_chain`]. Cutting the newest entries off is found by comparing with the aggregate's head.
//! A hand that rewrites a chain and its head together is found by [`Seal`]s: the ends of all chains
//! under a key that the database does not have, copied to a place outside it.

mod canon;
mod chain;
mod diff;
mod explain;
mod export;
mod prove;
mod rewind;
mod row;
mod seal;
mod witness;
mod write;

pub use chain::{ChainFault, ChainWalk, Entry, Head, verify_chain};
pub use diff::{FieldChange, changes};
pub use explain::{Cause, Explanation, Figure, FigureTold, Part, StatusTold, explain};
pub use export::{ExportFault, ExportProof, ExportProver, ExportWriter, Window};
pub use prove::{Ends, Evidence, TrailFault, TrailProof, TrailProver};
pub use rewind::{ReplayError, account_at, rewound};
pub use row::{AccountRow, Row, rows_changed};
pub use seal::{Seal, SealKey, SealLink, SealTextError, SealedHead, Sealing, root_over};
pub use witness::{SealFault, SealProof, Witness, verify_seals};
pub use write::entry_of;
