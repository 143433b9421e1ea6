//! Why a message is not sent, or not any more, and whether a channel reaches the customer.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// Why a step is not sent at all.
    SkipReason {
        /// Its moment was over when the bill was issued.
        IssuedLate = "issued_late",
        /// It would come within 24 hours of the notice at issue.
        TooSoonAfterNotice = "too_soon_after_notice",
        /// A later and stronger step of the bill goes on the same day.
        Superseded = "superseded",
        /// The seller has no such step.
        NotInPolicy = "not_in_policy",
        /// No moment is allowed.
        NoMoment = "no_moment",
        /// Its window had closed before anybody looked: it was to go and did not.
        Missed = "missed",
    }
}

words! {
    /// Why a message does not go after all.
    CancelReason {
        /// The bill is paid.
        Paid = "paid",
        /// The bill was taken back.
        Void = "void",
        /// The money went back.
        Refunded = "refunded",
        /// The bill is a draft again to us: nothing is owed.
        NotIssued = "not_issued",
        /// Somebody is looking into it.
        InDispute = "in_dispute",
        /// The customer promised to pay, and the promise runs.
        Promised = "promised",
        /// A payment was begun less than two hours ago and the window ends before it is old.
        OpenCharge = "open_charge",
        /// The customer was erased.
        Erased = "erased",
        /// The customer does not want messages on this channel.
        OptedOut = "opted_out",
        /// There is no address on this channel.
        NoAddress = "no_address",
        /// The window has closed.
        WindowClosed = "window_closed",
        /// Reminders to the customer are paused.
        Paused = "paused",
        /// The due date was moved: the steps are counted anew.
        Moved = "moved",
    }
}

impl CancelReason {
    /// Whether only this channel is concerned: the next one is tried.
    #[must_use]
    pub const fn tries_next_channel(self) -> bool {
        match self {
            Self::OptedOut | Self::NoAddress => true,
            Self::Paid
            | Self::Void
            | Self::Refunded
            | Self::NotIssued
            | Self::InDispute
            | Self::Promised
            | Self::OpenCharge
            | Self::Erased
            | Self::WindowClosed
            | Self::Paused
            | Self::Moved => false,
        }
    }
}

words! {
    /// Why nothing more is tried.
    StopReason {
        /// No channel reaches the customer at all.
        Unreachable = "unreachable",
        /// Every channel that does has failed.
        AllFailed = "all_failed",
        /// All tries of the step are used.
        Budget = "budget",
        /// The window has closed.
        WindowClosed = "window_closed",
    }
}

words! {
    /// Whether a channel reaches a customer.
    Reach {
        /// There is an address, and the customer takes messages there.
        Open = "open",
        /// The customer answered `BERHENTI` or `STOP` on it.
        OptedOut = "opted_out",
        /// There is no address for it.
        NoAddress = "no_address",
    }
}

/// Why a reminder is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", content = "reason", rename_all = "snake_case")]
pub enum Why {
    /// It was not sent at all.
    Skipped(SkipReason),
    /// It did not have to go after all.
    Cancelled(CancelReason),
    /// No channel did it.
    Stopped(StopReason),
}

impl Why {
    /// The canonical text of the reason.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Skipped(reason) => reason.as_str(),
            Self::Cancelled(reason) => reason.as_str(),
            Self::Stopped(reason) => reason.as_str(),
        }
    }
}
