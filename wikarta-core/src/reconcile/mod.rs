//! The gateway's books against ours: what differs, when to look again, what a settlement file says,
//! and where every rupiah is.
//!
//! Nothing here asks, waits or books: [`compare`] and [`conservation`] are functions of facts that the
//! engine brings, and what follows from a difference goes through the same door as any read
//! ([`crate::engine`]).
//!
//! ```
//! use wikarta_core::reconcile::{Placement, conservation};
//! use wikarta_core::money::Rupiah;
//!
//! // The gateway settled Rp277.500 of an order; Rp250.000 of it are on a bill, the rest is nowhere.
//! let lost = Placement {
//!     order_id: "INV-2026-08-000001-01-abcde".parse()?,
//!     settled: Rupiah::new(277_500)?,
//!     allocated: Rupiah::new(250_000)?,
//!     ..Placement::nothing("INV-2026-08-000001-01-abcde".parse()?)
//! };
//! let books = conservation([lost]);
//! assert_eq!(books.unexplained().get(), 27_500);
//! assert_eq!(books.lines.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod compare;
mod conserve;
mod position;
mod record;
mod settle;

pub use check::{NextCheck, next_check};
pub use compare::{Mismatch, Ours, Wanted, compare, is_final};
pub use conserve::{Conservation, Placement, Unexplained, conservation};
pub use position::Position;
pub use record::{
    ComparePage, FindingRow, FindingState, KindCount, LookBack, RunCounts, RunRecord, RunState,
    confirmed,
};
pub use settle::{
    BookedThere, Difference, SettlementCheck, SettlementReport, SettlementRow, match_settlements,
};
