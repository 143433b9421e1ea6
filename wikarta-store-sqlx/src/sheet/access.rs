//! Rows of who works here and what each may do.

use serde::Serialize;
use wikarta_core::access::Scope;
use wikarta_core::ports::Fault;
use wikarta_core::roster::Roster;
use wikarta_core::staff::User;

use super::json;

/// `users` and `user_roles`.
#[derive(Serialize)]
pub(super) struct UserColumns<'a> {
    id: &'a str,
    email: &'a str,
    name: &'a str,
    standing: &'static str,
    roles: Vec<&'a str>,
    body: String,
}

impl<'a> UserColumns<'a> {
    pub(super) fn of(row: &'a User) -> Result<Self, Fault> {
        let mut roles: Vec<&str> = row.roles.iter().map(|role| role.as_str()).collect();
        roles.extend(row.custom.iter().map(|code| code.as_str()));
        Ok(Self {
            id: row.id.as_str(),
            email: &row.email,
            name: &row.name,
            standing: row.standing.as_str(),
            roles,
            body: json(row)?,
        })
    }
}

/// `roster`, and `roles` and `role_permissions` of the roles made here.
#[derive(Serialize)]
pub(super) struct RosterColumns<'a> {
    changes: usize,
    roles: Vec<RoleColumns<'a>>,
    permissions: Vec<(&'a str, String, &'static str)>,
    body: String,
}

#[derive(Serialize)]
struct RoleColumns<'a> {
    code: &'a str,
    name: &'a str,
}

impl<'a> RosterColumns<'a> {
    pub(super) fn of(row: &'a Roster) -> Result<Self, Fault> {
        let mut permissions = Vec::new();
        for role in row.roles.values() {
            let code = role.code.as_str();
            let granted = role.permissions.iter();
            permissions.extend(granted.map(|(one, scope)| (code, one.to_string(), word(*scope))));
        }
        let roles = row.roles.values();
        Ok(Self {
            changes: row.changes.len(),
            roles: roles
                .map(|role| RoleColumns { code: role.code.as_str(), name: &role.name })
                .collect(),
            permissions,
            body: json(row)?,
        })
    }
}

const fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "all",
        Scope::Limited => "limited",
    }
}
