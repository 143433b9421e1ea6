//! Who works here, as far as rules about people need it: one aggregate, so that the last supervisor
//! cannot be removed twice at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::{self, Actor, CustomRole, Grants, Role, RoleCode};
use crate::hand::{Ending, Hand};
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
    /// How it came to nothing, if it did. What is agreed to is no longer a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ending>,
}

impl AccessWhat {
    /// Whose access changes; `None` where a role is made or changed.
    #[must_use]
    pub const fn subject(&self) -> Option<&UserId> {
        match self {
            Self::Assign { user, .. } | Self::Stand { user, .. } => Some(user),
            Self::Define { .. } => None,
        }
    }

    /// Whether both change the same thing: a person's roles, a person's standing, a role.
    #[must_use]
    pub fn concerns(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Assign { user: one, .. }, Self::Assign { user: two, .. })
            | (Self::Stand { user: one, .. }, Self::Stand { user: two, .. }) => one == two,
            (Self::Define { role: one }, Self::Define { role: two }) => one.code == two.code,
            (Self::Assign { .. } | Self::Stand { .. } | Self::Define { .. }, _) => false,
        }
    }
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
    /// The emergency that is under way, if one is.
    #[must_use]
    pub fn active_emergency(&self, at: Timestamp) -> Option<&Emergency> {
        self.emergency
            .as_ref()
            .filter(|emergency| emergency.ended.is_none() && at < emergency.until)
    }

    /// Whether an emergency of this person is under way.
    #[must_use]
    pub fn in_emergency(&self, user: &UserId, at: Timestamp) -> bool {
        self.active_emergency(at).is_some_and(|emergency| emergency.begun.by == *user)
    }

    /// The actor that a person is at an instant: built-in roles, what roles made here give, and a
    /// declared emergency. Who is not known here, or may not act, is somebody without any of these.
    #[must_use]
    pub fn actor_of(&self, user: &UserId, at: Timestamp) -> Actor {
        let active = |member: &&Member| member.standing == Standing::Active;
        let Some(member) = self.members.get(user).filter(active) else {
            return Actor::staff(user.clone(), []);
        };
        let made = member.custom.iter().filter_map(|code| self.roles.get(code));
        let emergency = match self.in_emergency(user, at) {
            true => access::Emergency::Yes,
            false => access::Emergency::No,
        };
        let grants = Grants { emergency, ..Grants::of(made) };
        Actor::staff(user.clone(), member.roles.iter().copied()).with(grants)
    }
}
