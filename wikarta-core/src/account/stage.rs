//! The stages of a refund or a void: one table, read by the rules, the tests and the documents.

use crate::words::words;

words! {
    /// Where a refund or void case stands.
    Stage {
        /// Somebody asked.
        Requested = "REQUESTED",
        /// A second person checked it.
        Verified = "VERIFIED",
        /// As many people as its tier asks for have agreed.
        Approved = "APPROVED",
        /// Somebody said no.
        Rejected = "REJECTED",
        /// The asker took it back.
        Withdrawn = "WITHDRAWN",
        /// Nobody decided in time.
        Expired = "EXPIRED",
        /// The gateway has been asked.
        Executing = "EXECUTING",
        /// The gateway's answer was lost: it may have happened.
        Unknown = "UNKNOWN",
        /// A transfer by hand is under way.
        ManualPending = "MANUAL_PENDING",
        /// It happened.
        Done = "DONE",
        /// It did not happen, as the gateway said. Should the gateway show a refund under its key all
        /// the same, it has happened.
        Failed = "FAILED",
    }
}

words! {
    /// What moves a refund or void case.
    CaseAct {
        /// Ask for it.
        Request = "request",
        /// Change what is asked; drops approvals.
        Edit = "edit",
        /// Check it as a second person.
        Verify = "verify",
        /// Agree.
        Approve = "approve",
        /// Say no, with a reason.
        Reject = "reject",
        /// Take it back.
        Withdraw = "withdraw",
        /// Carry it out, or ask the gateway again with the same key.
        Execute = "execute",
        /// Its time is over.
        Expire = "expire",
        /// What it rested on was changed: it starts anew.
        Reset = "reset",
        /// The gateway's answer was lost.
        Lose = "lose",
        /// It happened.
        Finish = "finish",
        /// It did not happen.
        Fail = "fail",
    }
}

impl Stage {
    /// Whether nothing can happen to the case any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Rejected | Self::Withdrawn | Self::Expired | Self::Done | Self::Failed => true,
            Self::Requested
            | Self::Verified
            | Self::Approved
            | Self::Executing
            | Self::Unknown
            | Self::ManualPending => false,
        }
    }

    /// Whether its money is leaving: how that ends is not ours to decide.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        match self {
            Self::Executing | Self::Unknown | Self::ManualPending => true,
            Self::Requested
            | Self::Verified
            | Self::Approved
            | Self::Rejected
            | Self::Withdrawn
            | Self::Expired
            | Self::Done
            | Self::Failed => false,
        }
    }

    /// Whether its amount counts as given back or about to be: what bounds and tiers add up.
    #[must_use]
    pub const fn counts(self) -> bool {
        match self {
            Self::Rejected | Self::Withdrawn | Self::Expired | Self::Failed => false,
            Self::Requested
            | Self::Verified
            | Self::Approved
            | Self::Executing
            | Self::Unknown
            | Self::ManualPending
            | Self::Done => true,
        }
    }
}

/// Which acts a refund case takes in which stage, and the stages they can lead to.
#[rustfmt::skip]
pub const REFUND_TABLE: &[(Stage, CaseAct, &[Stage])] = &[
    (Stage::Requested, CaseAct::Edit, &[Stage::Requested]),
    (Stage::Requested, CaseAct::Verify, &[Stage::Verified]),
    (Stage::Requested, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Requested, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Requested, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Requested, CaseAct::Reset, &[Stage::Requested]),
    (Stage::Verified, CaseAct::Edit, &[Stage::Requested]),
    (Stage::Verified, CaseAct::Approve, &[Stage::Verified, Stage::Approved]),
    (Stage::Verified, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Verified, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Verified, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Verified, CaseAct::Reset, &[Stage::Requested]),
    (Stage::Approved, CaseAct::Edit, &[Stage::Requested]),
    (Stage::Approved, CaseAct::Approve, &[Stage::Approved]),
    (Stage::Approved, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Approved, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Approved, CaseAct::Execute, &[Stage::Executing, Stage::ManualPending, Stage::Done]),
    (Stage::Approved, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Approved, CaseAct::Reset, &[Stage::Requested]),
    (Stage::Executing, CaseAct::Execute, &[Stage::Executing]),
    (Stage::Executing, CaseAct::Lose, &[Stage::Executing, Stage::Unknown]),
    (Stage::Executing, CaseAct::Finish, &[Stage::Done]),
    (Stage::Executing, CaseAct::Fail, &[Stage::Failed]),
    (Stage::Unknown, CaseAct::Execute, &[Stage::Unknown]),
    (Stage::Unknown, CaseAct::Lose, &[Stage::Unknown]),
    (Stage::Unknown, CaseAct::Finish, &[Stage::Done]),
    (Stage::Unknown, CaseAct::Fail, &[Stage::Failed]),
    (Stage::ManualPending, CaseAct::Execute, &[Stage::Done]),
    (Stage::ManualPending, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::ManualPending, CaseAct::Reset, &[Stage::Requested]),
];

/// Which acts a void case takes in which stage, and the stages they can lead to.
#[rustfmt::skip]
pub const VOID_TABLE: &[(Stage, CaseAct, &[Stage])] = &[
    (Stage::Requested, CaseAct::Verify, &[Stage::Verified]),
    (Stage::Requested, CaseAct::Approve, &[Stage::Requested, Stage::Approved]),
    (Stage::Requested, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Requested, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Requested, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Verified, CaseAct::Approve, &[Stage::Verified, Stage::Approved]),
    (Stage::Verified, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Verified, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Verified, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Approved, CaseAct::Reject, &[Stage::Rejected]),
    (Stage::Approved, CaseAct::Withdraw, &[Stage::Withdrawn]),
    (Stage::Approved, CaseAct::Execute, &[Stage::Executing, Stage::Done]),
    (Stage::Approved, CaseAct::Expire, &[Stage::Expired]),
    (Stage::Executing, CaseAct::Execute, &[Stage::Executing]),
    (Stage::Executing, CaseAct::Finish, &[Stage::Done]),
    (Stage::Executing, CaseAct::Fail, &[Stage::Failed]),
];

/// What a case takes in a stage, for people who were refused.
#[must_use]
pub fn acts_in(table: &[(Stage, CaseAct, &[Stage])], stage: Stage) -> Vec<CaseAct> {
    table.iter().filter(|(from, ..)| *from == stage).map(|(_, act, _)| *act).collect()
}
