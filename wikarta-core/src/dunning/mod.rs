//! Asking for money at the right moment: when a reminder is due, whether it still goes, in which
//! words, on which channel, and what is proposed when nobody pays.
//!
//! Everything here is a function of facts and an instant; nothing is carried from the run before, so
//! a run that was missed, repeated or cut short changes no answer. The figures (days, hours, texts,
//! tries) are data with the values that Indonesian providers use.
//!
//! **Invariant:** nothing here sends, asks or remembers. A host brings the facts and does what the
//! answer says.
//!
//! ```
//! use chrono::NaiveDate;
//! use wikarta_core::dunning::{Billed, Calendar, Holidays, Planned, SendingPolicy, Stage};
//! use wikarta_core::time::Zone;
//!
//! let (policy, holidays) = (SendingPolicy::default(), Holidays::indonesia_2026()?);
//! let calendar = Calendar { policy: &policy, holidays: &holidays, zone: Zone::Wita };
//! let due = NaiveDate::from_ymd_opt(2026, 12, 20).ok_or("no such day")?;
//! let bill = Billed { due, issued_at: "2026-12-05T03:00:00Z".parse()? };
//!
//! // Seven days before falls on a Sunday: it goes on Saturday the 12th at 09.00 in Makassar.
//! let friendly = calendar.moment("T-7".parse::<Stage>()?, bill);
//! assert_eq!(friendly, Planned::At("2026-12-12T01:00:00Z".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calendar;
mod delivery;
mod group;
mod holidays;
mod isolation;
mod performance;
mod policy;
mod recheck;
mod sla;
mod stage;
pub mod text;

pub use crate::customer::{Promise, PromiseError, PromiseRules};
pub use crate::message::{
    Accepted, CancelReason, MessageChannel, Reach, ReceiptState, Repeat, SkipReason, Stage,
    StageError, StageKey, StopReason, Timeliness, Try, TryOutcome, Window,
};
pub use calendar::{Billed, Calendar, Planned};
pub use delivery::{Delivery, FallbackRules, Route, Step};
pub use group::{Bundle, Reminder, bundles};
pub use holidays::{Holiday, HolidayError, HolidayKind, Holidays};
pub use isolation::{
    Debt, Isolation, IsolationMode, IsolationRules, PendingMoney, ReopenReason, Restore, RestoreOn,
    Standing, isolation, restore,
};
pub use performance::{DunnedBill, Performance, Period, StageFigures};
pub use policy::{JointLeave, Pause, PauseDays, SendingError, SendingPolicy, SendingRules};
pub use recheck::{Facts, OPEN_CHARGE_SECONDS, Recheck, recheck};
pub use sla::{Fate, PaidAfter, Payment, SentStage, Sla, StageFate, median_delay, paid_after, sla};
pub use stage::{Shift, StageRule, TemplateName, TemplateNameError, Tone};
