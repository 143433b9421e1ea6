//! What a change of access may be: checked when it is proposed, and again when it is agreed to.

use std::collections::BTreeSet;

use super::not_found;
use crate::access::{
    CustomRole, Permission, Role, RoleCode, check_held, check_permissions, widest,
};
use crate::refusal::Refusal;
use crate::roster::{AccessWhat, Member, Roster};
use crate::staff::Standing;

/// Roles of which one active person must always be there.
const NEVER_NONE: &[Role] = &[Role::Superuser, Role::Supervisor];

/// The roster once a change holds. Refuses what separation of duties forbids, what would leave
/// nobody, and what changes nothing.
pub(super) fn after(roster: &Roster, what: &AccessWhat) -> Result<Roster, Refusal> {
    let mut changed = roster.clone();
    match what {
        AccessWhat::Assign { user, roles, custom } => {
            check_held(roles, &made(roster, custom)?)?;
            let member = member(&mut changed, user.as_str())?;
            member.roles.clone_from(roles);
            member.custom.clone_from(custom);
        }
        AccessWhat::Stand { user, standing } => {
            member(&mut changed, user.as_str())?.standing = *standing;
        }
        AccessWhat::Define { role } => {
            check_role(role)?;
            changed.roles.insert(role.code.clone(), role.clone());
            for member in changed.members.values().filter(|one| one.custom.contains(&role.code)) {
                check_held(&member.roles, &made(&changed, &member.custom)?)?;
            }
        }
    }
    if changed == *roster {
        return Err(Refusal::Nothing("change"));
    }
    for role in NEVER_NONE {
        if holders(roster, *role) > 0 && holders(&changed, *role) == 0 {
            return Err(Refusal::LastHolder(*role));
        }
    }
    Ok(changed)
}

fn member<'a>(roster: &'a mut Roster, user: &str) -> Result<&'a mut Member, Refusal> {
    let found = roster.members.iter_mut().find(|(id, _)| id.as_str() == user);
    found.map(|(_, member)| member).ok_or_else(|| not_found("user", user))
}

fn made<'a>(
    roster: &'a Roster,
    codes: &BTreeSet<RoleCode>,
) -> Result<Vec<&'a CustomRole>, Refusal> {
    let role = |code: &RoleCode| roster.roles.get(code).ok_or_else(|| not_found("role", code));
    codes.iter().map(role).collect()
}

fn holders(roster: &Roster, role: Role) -> usize {
    let active =
        |member: &&Member| member.standing == Standing::Active && member.roles.contains(&role);
    roster.members.values().filter(active).count()
}

/// A role made here gives nothing that no built-in role gives, nothing further than those give it,
/// and no two things that one person may not hold.
fn check_role(role: &CustomRole) -> Result<(), Refusal> {
    let length = role.name.chars().count();
    if !(1..=60).contains(&length) || role.name.chars().any(char::is_control) {
        return Err(Refusal::Invalid { field: "name", problem: "must have 1 to 60 characters" });
    }
    if role.permissions.is_empty() {
        let problem = "must name at least one permission";
        return Err(Refusal::Invalid { field: "permissions", problem });
    }
    let beyond = |(permission, scope): (&Permission, &crate::access::Scope)| {
        widest(*permission).is_none_or(|most| *scope > most)
    };
    if role.permissions.iter().any(beyond) {
        let problem = "must not reach further than any built-in role";
        return Err(Refusal::Invalid { field: "permissions", problem });
    }
    check_permissions(&role.permissions.keys().copied().collect())?;
    Ok(())
}
