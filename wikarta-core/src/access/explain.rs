//! Yes or no, and by which rule: for people who ask why, and for pages that say it before they do.

use super::permission::Permission;
use super::role::{Role, Scope, holders, scope_of};
use super::separation::{CaseDeed, CaseFacts, separation};
use super::{Actor, authorize};

/// What somebody wants to know.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// Whether the actor has a permission at all.
    May(Permission),
    /// Whether the actor may do something in a case, given what people did in it before.
    Do(CaseDeed, &'a CaseFacts<'a>),
}

/// The answer of [`explain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Yes or no.
    pub verdict: Verdict,
    /// The permission that it is about.
    pub permission: Permission,
    /// The rule that decided: `matrix`, `custom_role`, `emergency`, `deny_by_default`, or a rule of
    /// separation of duties.
    pub rule: &'static str,
    /// Roles of which somebody may do it instead; for a yes, who else may.
    pub held_by: Vec<Role>,
}

/// Yes, with how far, or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allowed(Scope),
    /// No.
    Denied,
}

/// Whether an actor may, and by which rule.
#[must_use]
pub fn explain(actor: &Actor, question: Question<'_>) -> Explanation {
    let permission = match question {
        Question::May(permission) => permission,
        Question::Do(deed, _) => deed.permission(),
    };
    let told =
        |verdict, rule| Explanation { verdict, permission, rule, held_by: holders(permission) };
    let Ok(scope) = authorize(actor, permission) else {
        return told(Verdict::Denied, "deny_by_default");
    };
    if let (Question::Do(deed, facts), Some(person)) = (question, actor.person())
        && let Some(rule) = separation(deed, person, facts)
    {
        return told(Verdict::Denied, rule.as_str());
    }
    told(Verdict::Allowed(scope), source(actor, permission, scope))
}

/// What gives a permission as far as it reaches.
fn source(actor: &Actor, permission: Permission, scope: Scope) -> &'static str {
    let Actor::Staff { roles, grants, .. } = actor else { return "deny_by_default" };
    if roles.iter().any(|role| scope_of(*role, permission) == Some(scope)) {
        "matrix"
    } else if grants.permissions.get(&permission) == Some(&scope) {
        "custom_role"
    } else {
        "emergency"
    }
}
