//! What people read about the books: the formulas, each a function of dated facts.
//!
//! Nothing here asks what is so now: a report as of a past day is made from what had happened by
//! then, so made today it equals the one made on that day. A share without a denominator is no zero
//! but a dash ([`crate::ratio::Ratio`]).
//!
//! ```
//! use wikarta_core::money::Rupiah;
//! use wikarta_core::report::dso;
//!
//! // Rp300 million open after Rp900 million billed in 90 days: a month until money comes in.
//! let days = dso(Rupiah::new(300_000_000)?, Rupiah::new(900_000_000)?);
//! assert_eq!(days.plain(), "30,00");
//! assert_eq!(dso(Rupiah::new(1)?, Rupiah::ZERO).plain(), "–");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod aging;
mod cash;
mod csv;
mod daily;
mod heartbeat;
mod kpi;
mod mismatch;
mod receivable;
mod recurring;
mod reminders;

pub use aging::{Aging, AgingRow, Bucket, Change, ChangeKind, Receivable, aging};
pub use cash::{CashKind, CashMove, Means, cash_moves, suspense_moves};
pub use csv::{Cell, csv};
pub use daily::{DayCash, DayLine, Way, day_cash};
pub use heartbeat::{Heartbeat, Pulse, heartbeat};
pub use kpi::{
    CohortBill, Mrr, Recurring, arpu, churn, collection_rate, dso, mrr, on_time_rate,
    percentile_95, revenue_churn,
};
pub use mismatch::{Compared, Finding, MismatchKind, Mismatches, mismatches};
pub use receivable::Later;
pub use reminders::fate_of;
