//! What runs beside the requests: the committer, the outbox worker, the timer.
//!
//! | room | does |
//! |---|---|
//! | [`committer`] | turns single commands that come together into one durable commit |
//! | [`comparer`] | compares the books with the gateway's once a day |
//! | [`outbox`] | does the effects of decisions and examines parked notifications |
//! | [`pulse`] | hears when the gateway's notifications stop |
//! | [`sealer`] | seals the audit trail and copies the seals outside the database |
//! | [`scheduler`] | reminders and service by the minute, bills by the day |
//! | [`timer`] | asks after attempts whose time ran out, ends cases that nobody decided |
//! | [`host`] | the clock and the source of fresh names |

pub mod committer;
pub mod comparer;
#[cfg(feature = "crash-points")]
pub mod crash;
pub mod host;
pub mod offline;
pub mod outbox;
pub mod policy;
pub mod pulse;
pub mod scheduler;
pub mod sealer;
pub mod timer;

pub use committer::Committer;
pub use host::SystemHost;
pub use outbox::Wake;
