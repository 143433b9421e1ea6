//! The policy in force with what is proposed in its place: one aggregate.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::hand::{Ending, Hand};
use crate::time::Timestamp;
use crate::words::words;

/// How long a hand in a change of the limits of refunds and voids is remembered, in seconds: longer
/// than any rule asks for it.
const LIMITS_KEPT: i64 = 7 * 86_400;

/// The policy in force, how it came to be, and what is proposed. Versions that were in force before
/// are never rewritten; the store keeps each under its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyBook {
    /// In force.
    pub current: Policy,
    /// Since when.
    pub since: Timestamp,
    /// Who made it so; absent for the first, which an installation starts with.
    pub adopted: Option<Adoption>,
    /// What waits for a second person; one at a time, so that nobody agrees to another text than the
    /// one that was read.
    pub proposal: Option<PolicyProposal>,
    /// How many proposals there have been.
    pub proposals: u32,
    /// How the last proposal came to nothing, if it did.
    pub rejected: Option<Ending>,
    /// Who had a hand in a change of the limits of refunds and voids in the last days, and when it
    /// came into force.
    pub limits_changed: Vec<Hand>,
}

/// How a policy came into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// Who proposed it.
    pub proposed: Hand,
    /// Who agreed; in force from then on.
    pub approved: Hand,
    /// Why it was changed.
    pub reason: String,
}

/// A policy that one person proposes and another agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyProposal {
    /// Its number among all proposals, from 1.
    pub number: u32,
    /// The policy as it would be, under the version that it would have.
    pub policy: Policy,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Who proposed it, and when.
    pub by: Hand,
}

words! {
    /// What happens to the policy.
    PolicyAct {
        /// An installation starts with it.
        Seed = "seeded",
        /// Another is proposed.
        Propose = "proposed",
        /// The proposal is in force.
        Adopt = "adopted",
        /// Somebody said no.
        Reject = "rejected",
        /// The proposer took it back.
        Withdraw = "withdrawn",
    }
}

impl PolicyBook {
    /// The first policy of an installation, as version 1.
    #[must_use]
    pub fn seeded(policy: Policy, since: Timestamp) -> Self {
        Self {
            current: Policy { version: 1, ..policy },
            since,
            adopted: None,
            proposal: None,
            proposals: 0,
            rejected: None,
            limits_changed: Vec::new(),
        }
    }

    /// With the proposal in force, under the next version.
    #[must_use]
    pub fn adopting(&self, proposal: &PolicyProposal, approved: Hand) -> Self {
        let at = approved.at;
        let mut limits_changed = self.limits_changed.clone();
        limits_changed.retain(|hand| at.seconds_since(hand.at) < LIMITS_KEPT);
        if proposal.policy.corrections != self.current.corrections {
            let hand = |by: &Hand| Hand { by: by.by.clone(), at };
            limits_changed.extend([hand(&proposal.by), hand(&approved)]);
        }
        let (proposed, reason) = (proposal.by.clone(), proposal.reason.clone());
        Self {
            current: Policy { version: self.next_version(), ..proposal.policy.clone() },
            since: at,
            adopted: Some(Adoption { proposed, approved, reason }),
            proposal: None,
            proposals: self.proposals,
            rejected: None,
            limits_changed,
        }
    }

    /// The version that a proposal would have.
    #[must_use]
    pub const fn next_version(&self) -> u32 {
        self.current.version.saturating_add(1)
    }
}
