//! A person who works in the panel, and the roles that the person has.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::{Role, RoleCode};
use crate::id::UserId;

/// A member of staff. Passwords are no part of it: signing in is the host's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The person.
    pub id: UserId,
    /// The address that the person signs in with, lower case.
    pub email: String,
    /// The name that colleagues read.
    pub name: String,
    /// The roles, a set that separation of duties allows.
    pub roles: BTreeSet<Role>,
    /// Roles made here.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub custom: BTreeSet<RoleCode>,
    /// Whether the person may act.
    pub standing: Standing,
}

crate::words::words! {
    /// Whether a person may act.
    Standing {
        /// Yes.
        Active = "active",
        /// No; open sessions end at the next request.
        Disabled = "disabled",
    }
}
