//! Who may do what: permissions, roles, separation of duties. Deny by default.

mod custom;
mod explain;
mod permission;
mod role;
mod separation;

use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

pub use custom::{
    CONFLICTS, CustomRole, Emergency, Grants, KEYS, MONEY, PermissionConflict, RoleCode,
    RoleCodeError, check_held, check_permissions, conflicts, permissions_of,
};
pub use explain::{Explanation, Question, Verdict, explain};
pub use permission::Permission;
pub use role::{Role, Scope, StaticConflict, check_roles, holders, scope_of, widest};
pub use separation::{
    CaseDeed, CaseFacts, Past, SEPARATION, SeparationRow, SeparationRule, When, separation,
    separation_in,
};

use crate::id::{InvoiceId, UserId};
use crate::refusal::Refusal;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Actor {
    /// A person who has signed in with the host.
    Staff {
        /// The person.
        id: UserId,
        /// The roles that the person has at this moment.
        roles: BTreeSet<Role>,
        /// What the person may do beyond these.
        #[serde(default)]
        grants: Grants,
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
        Self::Staff { id, roles: roles.into_iter().collect(), grants: Grants::default() }
    }

    /// The same with what roles made here and a declared emergency give.
    #[must_use]
    pub fn with(self, grants: Grants) -> Self {
        match self {
            Self::Staff { id, roles, .. } => Self::Staff { id, roles, grants },
            other => other,
        }
    }

    /// The person, when it is one.
    #[must_use]
    pub const fn person(&self) -> Option<&UserId> {
        match self {
            Self::Staff { id, .. } => Some(id),
            Self::Gateway | Self::Scheduler | Self::Payer { .. } | Self::System => None,
        }
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
            Self::Staff { roles, grants, .. } => {
                let own = roles.iter().map(|role| role.as_str());
                let made = grants.roles.iter().map(RoleCode::as_str);
                let emergency = match grants.emergency {
                    Emergency::No => None,
                    Emergency::Yes => Some("EMERGENCY"),
                };
                own.chain(made).chain(emergency).collect::<Vec<_>>().join(",")
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
        Actor::Staff { roles, grants, .. } => {
            let own = roles.iter().filter_map(|role| scope_of(*role, permission));
            let made = grants.permissions.get(&permission).copied();
            own.chain(made)
                .max()
                .or_else(|| in_emergency(grants, roles, permission))
                .ok_or_else(denied)
        }
        Actor::System | Actor::Gateway | Actor::Scheduler | Actor::Payer { .. } => Err(denied()),
    }
}

/// Refuses a deed that separation of duties forbids to the actor in a case. Actors who are no
/// people have no hand in anything.
///
/// # Errors
/// [`Refusal::Separation`] with the rule and the roles of which somebody else may do it.
pub fn separate(deed: CaseDeed, actor: &Actor, facts: &CaseFacts<'_>) -> Result<(), Refusal> {
    match actor.person().and_then(|person| separation(deed, person, facts)) {
        Some(rule) => Err(Refusal::Separation { rule, held_by: role::holders(deed.permission()) }),
        None => Ok(()),
    }
}

/// What a superuser may do in a declared emergency: keep service and messages going, never money.
pub const EMERGENCY: &[Permission] = &[
    Permission::CustomerManage,
    Permission::CustomerRevealPii,
    Permission::SubscriptionIsolate,
    Permission::InvoiceSend,
    Permission::ReconcileView,
    Permission::ReconcileRun,
    Permission::DunningOperate,
];

fn in_emergency(grants: &Grants, roles: &BTreeSet<Role>, permission: Permission) -> Option<Scope> {
    let declared = grants.emergency == Emergency::Yes && roles.contains(&Role::Superuser);
    (declared && EMERGENCY.contains(&permission)).then_some(Scope::All)
}
