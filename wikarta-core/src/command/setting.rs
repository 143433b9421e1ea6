//! The seller's policy: proposed by one person, agreed to by another.

use serde::{Deserialize, Serialize};

use crate::policy::Policy;

/// What may be asked about the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingCommand {
    /// Start an installation with a policy. Nothing happens where one is stored.
    SeedPolicy {
        /// The policy; it becomes version 1.
        policy: Box<Policy>,
    },
    /// Propose another policy.
    ProposePolicy {
        /// The whole of it. Its version is the one that it changes.
        policy: Box<Policy>,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Agree to the proposal: it is in force at once, under the next version.
    AdoptPolicy {
        /// The number of the proposal that was read.
        proposal: u32,
    },
    /// Say no.
    RejectPolicy {
        /// The number of the proposal.
        proposal: u32,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Take back what one proposed oneself.
    WithdrawPolicy {
        /// The number of the proposal.
        proposal: u32,
    },
}
