//! The matrix: printed for people, and compared with an independent copy over the whole product.

use std::fmt::Write;

use wikarta_core::access::{
    Actor, Permission, Question, Role, RoleCode, Scope, Verdict, authorize, check_roles, explain,
    scope_of,
};
use wikarta_core::id::{CommandId, InvoiceId, UserId};
use wikarta_core::refusal::Refusal;

use crate::access_oracle::{allowed, may_hold, permissions};
use crate::world::staff;

const fn mark(scope: Option<Scope>) -> char {
    match scope {
        Some(Scope::All) => '✔',
        Some(Scope::Limited) => 's',
        None => '-',
    }
}

#[test]
fn the_matrix_as_people_read_it() {
    let mut table = String::new();
    let _ = write!(table, "{:<34}", "");
    for role in Role::ALL {
        let _ = write!(table, "{:<11}", role.as_str());
    }
    for permission in Permission::ALL {
        let _ = write!(table, "\n{:<34}", permission.as_str());
        for role in Role::ALL {
            let _ = write!(table, "{:<11}", mark(scope_of(*role, *permission)));
        }
    }
    let lines: Vec<_> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_cell_is_what_finance_wrote() {
    let oracle = allowed();
    let names: Vec<_> = Permission::ALL.iter().map(|permission| permission.to_string()).collect();
    assert_eq!(names, permissions(), "the same permissions, in the same order");
    for role in Role::ALL {
        for permission in Permission::ALL {
            let expected = oracle.get(&(role.to_string(), permission.to_string())).copied();
            let actor = staff(*role);
            let found = authorize(&actor, *permission).ok();
            assert_eq!(mark(found), expected.unwrap_or('-'), "{role} {permission}");
            assert_eq!(mark(scope_of(*role, *permission)), expected.unwrap_or('-'));
            let verdict = explain(&actor, Question::May(*permission));
            assert_eq!(verdict.verdict == Verdict::Denied, expected.is_none());
            assert_eq!(verdict.rule, if expected.is_some() { "matrix" } else { "deny_by_default" });
        }
    }
}

#[test]
fn every_permission_is_somebodys_and_not_everybodys_money() {
    for permission in Permission::ALL {
        let holders = Role::ALL.iter().filter(|role| scope_of(**role, *permission).is_some());
        assert!(holders.count() > 0, "{permission} is nobody's");
    }
    // What is asked for by one is approved by another.
    for (request, approve) in [
        (Permission::RefundRequest, Permission::RefundApprove),
        (Permission::VoidRequest, Permission::VoidApprove),
        (Permission::InvoiceRequestCredit, Permission::InvoiceApproveCredit),
        (Permission::ReconcileProposeCorrection, Permission::ReconcileApproveCorrection),
        (Permission::RbacPropose, Permission::RbacApprove),
        (Permission::PromoPropose, Permission::PromoApprove),
    ] {
        for roles in role_sets().iter().filter(|roles| check_roles(*roles).is_ok()) {
            let actor = actor(roles);
            let both = authorize(&actor, request).is_ok() && authorize(&actor, approve).is_ok();
            assert!(!both, "{roles:?} may both {request} and {approve}");
        }
    }
}

fn role_sets() -> Vec<Vec<Role>> {
    let bits = 0..1_u32 << Role::ALL.len();
    bits.map(|set| {
        let chosen = |place: &usize| set & (1 << place) != 0;
        (0..Role::ALL.len()).filter(chosen).map(|place| Role::ALL[place]).collect()
    })
    .collect()
}

fn actor(roles: &[Role]) -> Actor {
    Actor::staff(UserId::derived(&CommandId::new("somebody"), 0), roles.iter().copied())
}

#[test]
fn every_set_of_roles_is_legal_exactly_when_no_pair_is_forbidden() {
    let mut legal = Vec::new();
    for roles in role_sets() {
        let names: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
        assert_eq!(check_roles(&roles).is_ok(), may_hold(&names), "{names:?}");
        if may_hold(&names) {
            legal.push(names.join("+"));
        }
    }
    let expected = [
        "",
        "SUPERUSER",
        "SUPERVISOR",
        "KEUANGAN",
        "MARKETING",
        "TEKNISI",
        "MARKETING+TEKNISI",
        "AUDITOR",
    ];
    assert_eq!(legal, expected);
}

#[test]
fn several_roles_reach_as_far_as_the_widest_of_them() {
    let oracle = allowed();
    for roles in role_sets() {
        for permission in Permission::ALL {
            let cells = roles.iter().filter_map(|role| {
                oracle.get(&(role.to_string(), permission.to_string())).copied()
            });
            let widest = cells.max_by_key(|cell| *cell == '✔').unwrap_or('-');
            let found = authorize(&actor(&roles), *permission).ok();
            assert_eq!(mark(found), widest, "{roles:?} {permission}");
        }
    }
}

#[test]
fn who_is_no_staff_has_no_permission_and_a_denial_says_who_has() {
    let invoice = InvoiceId::derived(&CommandId::new("bill"), 0);
    for actor in [Actor::Gateway, Actor::Scheduler, Actor::System, Actor::Payer { invoice }] {
        for permission in Permission::ALL {
            assert!(authorize(&actor, *permission).is_err());
        }
    }
    let denied = authorize(&staff(Role::Teknisi), Permission::RefundRequest).unwrap_err();
    let held_by = vec![Role::Keuangan, Role::Marketing];
    assert_eq!(denied, Refusal::Denied { permission: Permission::RefundRequest, held_by });
    assert_eq!((denied.code(), denied.rule()), ("denied", "access.matrix"));
    assert_eq!(denied.allowed(), ["KEUANGAN", "MARKETING"]);
}

#[test]
fn a_role_made_here_has_a_code_of_its_own() {
    let longest = "A".repeat(24);
    for text in ["KASIR", "A_1", "007", &longest] {
        assert_eq!(text.parse::<RoleCode>().unwrap().to_string(), text);
    }
    let too_long = "A".repeat(25);
    let odd = ["", "AB", "kasir", "KASIR ", "KAS-IR", &too_long];
    let taken = ["SYSTEM", "PAYER"].into_iter().chain(Role::ALL.iter().map(|role| role.as_str()));
    for text in odd.into_iter().chain(taken) {
        assert!(text.parse::<RoleCode>().is_err(), "{text:?}");
    }
}
