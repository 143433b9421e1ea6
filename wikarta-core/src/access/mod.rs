//! Who may do what: permissions, roles, separation of duties. Deny by default.

mod permission;
mod role;

use std::collections::BTreeSet;

pub use permission::Permission;
pub use role::{Role, Scope, StaticConflict, check_roles, scope_of};

use crate::id::{InvoiceId, UserId};
use crate::refusal::Refusal;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actor {
    /// A person who has signed in with the host.
    Staff {
        /// The person.
        id: UserId,
        /// The roles that the person has at this moment.
        roles: BTreeSet<Role>,
    },
    /// The payment gateway, through a verified notification or our own read.
    Gateway,
    /// Our own clock.
    Scheduler,
    /// The holder of a pay link: sees and pays that one invoice, nothing else.
    Payer {
        /// The invoice.
        invoice: InvoiceId,
    },
    /// Our own workers and the operator at the command line.
    System,
}

impl Actor {
    /// A staff actor.
    #[must_use]
    pub fn staff(id: UserId, roles: impl IntoIterator<Item = Role>) -> Self {
        Self::Staff { id, roles: roles.into_iter().collect() }
    }

    /// The text that an audit entry names the actor by.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Staff { id, .. } => format!("staff:{id}"),
            Self::Gateway => "gateway".to_owned(),
            Self::Scheduler => "scheduler".to_owned(),
            Self::Payer { .. } => "payer".to_owned(),
            Self::System => "system".to_owned(),
        }
    }

    /// The roles, separated by commas; empty for actors without roles.
    #[must_use]
    pub fn role_label(&self) -> String {
        match self {
            Self::Staff { roles, .. } => {
                roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(",")
            }
            Self::Gateway | Self::Scheduler | Self::Payer { .. } | Self::System => String::new(),
        }
    }
}

/// How far a permission reaches for an actor: the widest scope that any of the roles gives.
///
/// # Errors
/// [`Refusal::Denied`] with the permission and the roles that would have it.
pub fn authorize(actor: &Actor, permission: Permission) -> Result<Scope, Refusal> {
    let denied = || Refusal::Denied { permission, held_by: role::holders(permission) };
    match actor {
        Actor::Staff { roles, .. } => {
            roles.iter().filter_map(|role| scope_of(*role, permission)).max().ok_or_else(denied)
        }
        Actor::System | Actor::Gateway | Actor::Scheduler | Actor::Payer { .. } => Err(denied()),
    }
}

/// Whether an actor has a permission, and by which rule: for people who ask why.
#[must_use]
pub fn explain(actor: &Actor, permission: Permission) -> Explanation {
    match authorize(actor, permission) {
        Ok(scope) => Explanation { verdict: Verdict::Allowed(scope), rule: "matrix" },
        Err(_) => Explanation { verdict: Verdict::Denied, rule: "deny_by_default" },
    }
}

/// The answer of [`explain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Yes or no.
    pub verdict: Verdict,
    /// The rule that decided.
    pub rule: &'static str,
}

/// Yes, with how far, or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed(Scope),
    /// No.
    Denied,
}
