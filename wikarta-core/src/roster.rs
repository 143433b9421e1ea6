//! Who works here, as far as rules about people need it: one aggregate, so that the last supervisor
//! cannot be removed twice at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::{CustomRole, Role, RoleCode};
use crate::hand::Hand;
use crate::id::{AccessChangeId, AccountId, UserId};
use crate::staff::Standing;
use crate::time::Timestamp;
use crate::words::words;

/// Everybody's access, the roles made here, and what is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Members of staff by id.
    pub members: BTreeMap<UserId, Member>,
    /// Roles that were made here.
    pub roles: BTreeMap<RoleCode, CustomRole>,
    /// Changes that wait for a second person.
    pub changes: BTreeMap<AccessChangeId, AccessChange>,
    /// The emergency that is under way or was the last.
    pub emergency: Option<Emergency>,
}

/// What rules know about a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Built-in roles.
    pub roles: BTreeSet<Role>,
    /// Roles made here.
    #[serde(default)]
    pub custom: BTreeSet<RoleCode>,
    /// Whether the person may act.
    pub standing: Standing,
    /// The customer account that is the person's own, if any.
    #[serde(default)]
    pub customer: Option<AccountId>,
    /// Who proposed the roles that the person has, and since when they hold.
    #[serde(default)]
    pub assigned: Option<Hand>,
}

/// A change of access that one person proposes and another agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessChange {
    /// The change.
    pub id: AccessChangeId,
    /// What is to change.
    pub what: AccessWhat,
    /// Why, at least 10 characters.
    pub reason: String,
    /// Who proposed it, and when.
    pub proposed: Hand,
}

/// What is to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccessWhat {
    /// A person gets exactly these roles.
    Assign {
        /// Who.
        user: UserId,
        /// Built-in roles.
        roles: BTreeSet<Role>,
        /// Roles made here.
        custom: BTreeSet<RoleCode>,
    },
    /// A person may act, or may not.
    Stand {
        /// Who.
        user: UserId,
        /// From then on.
        standing: Standing,
    },
    /// A role is made or changed.
    Define {
        /// The role as it will be.
        role: CustomRole,
    },
}

/// A superuser's time-boxed access beyond the matrix, with an alarm to the supervisors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// Who began it, and when.
    pub begun: Hand,
    /// Why, at least 10 characters.
    pub reason: String,
    /// When it ends by itself: at most 60 minutes after its beginning.
    pub until: Timestamp,
    /// Who ended it before.
    pub ended: Option<Hand>,
}

words! {
    /// What happens to the roster.
    RosterAct {
        /// A member is known.
        Enrol = "enrolled",
        /// A change is proposed.
        Propose = "change_proposed",
        /// A change is agreed to and holds.
        Approve = "change_approved",
        /// Somebody said no.
        Reject = "change_rejected",
        /// The proposer took it back.
        Withdraw = "change_withdrawn",
        /// An emergency began.
        BreakGlass = "emergency_begun",
        /// An emergency was ended.
        EndBreakGlass = "emergency_ended",
    }
}

impl Roster {
    /// Whether an emergency of this person is under way.
    #[must_use]
    pub fn in_emergency(&self, user: &UserId, at: Timestamp) -> bool {
        self.emergency.as_ref().is_some_and(|emergency| {
            emergency.begun.by == *user && emergency.ended.is_none() && at < emergency.until
        })
    }
}
