//! Roles, permissions and sessions: the whole product, and every cell changed once.

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::access::{
    Actor, CONFLICTS, CustomRole, EMERGENCY, KEYS, MONEY, Permission, Question, Role, Scope,
    Verdict, authorize, check_held, check_permissions, check_roles, conflicts, explain, scope_of,
};
use wikarta_core::hand::Hand;
use wikarta_core::roster::{Emergency, Roster};
use wikarta_core::staff::Standing;
use wikarta_core::time::Timestamp;

use super::oracle::{IN_EMERGENCY, compatible, money};
use super::{legal_sets, member, roster, user};
use crate::access_oracle::{allowed, may_hold};
use crate::world::at;

/// How somebody comes: signed in or not, able to act or not, in an emergency or not.
const SESSIONS: [&str; 6] =
    ["unknown", "disabled", "active", "own emergency", "emergency over", "another's emergency"];

fn now() -> Timestamp {
    at("2026-08-20T03:00:00Z")
}

fn coming(roles: &BTreeSet<Role>, session: &str) -> Actor {
    let (person, other) = (user("somebody"), user("somebody else"));
    let mut known = member(roles);
    if session == "disabled" {
        known.standing = Standing::Disabled;
    }
    let people = match session {
        "unknown" => vec![],
        _ => vec![(&person, known)],
    };
    let begun = |by: &wikarta_core::id::UserId, minutes_ago: i64| Emergency {
        begun: Hand { by: by.clone(), at: now().plus_seconds(-60 * minutes_ago) },
        reason: "Server pelanggan mati".to_owned(),
        until: now().plus_seconds(60 * (60 - minutes_ago)),
        ended: None,
    };
    let emergency = match session {
        "own emergency" => Some(begun(&person, 59)),
        "emergency over" => Some(begun(&person, 60)),
        "another's emergency" => Some(begun(&other, 1)),
        _ => None,
    };
    Roster { emergency, ..roster(&people) }.actor_of(&person, now())
}

fn mark(scope: Option<Scope>) -> char {
    match scope {
        None => '-',
        Some(Scope::Limited) => 's',
        Some(Scope::All) => '✔',
    }
}

fn expected(
    cells: &BTreeMap<(String, String), char>,
    roles: &BTreeSet<Role>,
    permission: &str,
    session: &str,
) -> char {
    if matches!(session, "unknown" | "disabled") {
        return '-';
    }
    let own = roles.iter().filter_map(|role| cells.get(&(role.to_string(), permission.to_owned())));
    let widest = own.max_by_key(|cell| **cell == '✔').copied().unwrap_or('-');
    let declared = session == "own emergency" && roles.contains(&Role::Superuser);
    if widest == '-' && declared && IN_EMERGENCY.contains(&permission) { '✔' } else { widest }
}

#[test]
fn every_set_of_roles_every_permission_every_session() {
    let cells = allowed();
    let mut compared = 0;
    let mut seen: BTreeMap<Permission, BTreeSet<bool>> = BTreeMap::new();
    for roles in legal_sets() {
        for session in SESSIONS {
            let actor = coming(&roles, session);
            for permission in Permission::ALL {
                let found = authorize(&actor, *permission).ok();
                let told = format!("{roles:?} {permission} {session}");
                assert_eq!(
                    mark(found),
                    expected(&cells, &roles, permission.as_str(), session),
                    "{told}"
                );
                let reason = explain(&actor, Question::May(*permission));
                let rule = match (found, found.is_some_and(|_| !own(&roles, *permission))) {
                    (None, _) => "deny_by_default",
                    (Some(_), true) => "emergency",
                    (Some(_), false) => "matrix",
                };
                assert_eq!(reason.rule, rule, "{told}");
                assert_eq!(matches!(reason.verdict, Verdict::Allowed(_)), found.is_some());
                seen.entry(*permission).or_default().insert(found.is_some());
                compared += 1;
            }
        }
    }
    println!("matrix: {compared} cases, 0 differences");
    assert_eq!(compared, 8 * 6 * Permission::ALL.len());
    assert!(seen.values().all(|both| both.len() == 2), "allowed here, denied there");
}

fn own(roles: &BTreeSet<Role>, permission: Permission) -> bool {
    roles.iter().any(|role| scope_of(*role, permission).is_some())
}

/// Whether a matrix differs from what finance wrote.
fn differs(matrix: impl Fn(Role, Permission) -> Option<Scope>) -> bool {
    let cells = allowed();
    Role::ALL.iter().any(|role| {
        Permission::ALL.iter().any(|permission| {
            let written = cells.get(&(role.to_string(), permission.to_string()));
            mark(matrix(*role, *permission)) != written.copied().unwrap_or('-')
        })
    })
}

#[test]
fn every_changed_cell_is_noticed() {
    assert!(!differs(scope_of));
    let mut mutants = 0;
    for role in Role::ALL {
        for permission in Permission::ALL {
            let right = scope_of(*role, *permission);
            for wrong in [None, Some(Scope::Limited), Some(Scope::All)] {
                if wrong != right {
                    let flipped =
                        |one: Role, other: Permission| match (one, other) == (*role, *permission) {
                            true => wrong,
                            false => scope_of(one, other),
                        };
                    assert!(differs(flipped), "{role} {permission}");
                    mutants += 1;
                }
            }
        }
    }
    println!("matrix: {mutants} mutants, 0 unnoticed");
    assert_eq!(mutants, 6 * 2 * Permission::ALL.len());
}

#[test]
fn what_an_emergency_gives_is_what_is_written_and_each_change_is_noticed() {
    let written = |permission: &Permission| IN_EMERGENCY.contains(&permission.as_str());
    let differs = |given: &[Permission]| {
        Permission::ALL.iter().any(|one| given.contains(one) != written(one))
    };
    assert!(!differs(EMERGENCY));
    for one in Permission::ALL {
        let flipped: Vec<_> = match EMERGENCY.contains(one) {
            true => EMERGENCY.iter().copied().filter(|other| other != one).collect(),
            false => EMERGENCY.iter().copied().chain([*one]).collect(),
        };
        assert!(differs(&flipped), "{one}");
        assert!(!written(one) || !money(one.as_str()), "an emergency is never about money");
    }
}

type Pairs = Vec<(Permission, Permission)>;

/// Whether rules about permissions that one person may not hold differ from what is written.
fn pairs_differ(pairs: &Pairs, keys: &[Permission], about_money: &[Permission]) -> bool {
    Permission::ALL.iter().enumerate().any(|(place, one)| {
        Permission::ALL[place + 1..].iter().any(|other| {
            let held = BTreeSet::from([*one, *other]);
            let forbidden = conflicts(pairs, keys, about_money, &held).next().is_some();
            forbidden == compatible(one.as_str(), other.as_str())
        })
    })
}

#[test]
fn every_pair_of_permissions_and_every_change_of_their_rules() {
    let without = |list: &[Permission], gone: &Permission| -> Vec<Permission> {
        list.iter().copied().filter(|one| one != gone).collect()
    };
    let pairs = CONFLICTS.to_vec();
    assert!(!pairs_differ(&pairs, KEYS, MONEY));
    let mut mutants = 0;
    for gone in CONFLICTS {
        let left: Pairs = pairs.iter().copied().filter(|pair| pair != gone).collect();
        assert!(pairs_differ(&left, KEYS, MONEY), "{gone:?} is not the only cause of any no");
        mutants += 1;
    }
    for key in KEYS {
        assert!(pairs_differ(&pairs, &without(KEYS, key), MONEY), "{key}");
        mutants += 1;
    }
    for one in MONEY {
        assert!(pairs_differ(&pairs, KEYS, &without(MONEY, one)), "{one}");
        mutants += 1;
    }
    for one in Permission::ALL.iter().filter(|one| !MONEY.contains(one)) {
        let more: Vec<_> = MONEY.iter().copied().chain([*one]).collect();
        // A key beside itself is no pair; beside another key it is.
        assert!(pairs_differ(&pairs, KEYS, &more), "{one}");
        mutants += 1;
    }
    println!("static pairs: {} pairs, {mutants} mutants, 0 unnoticed", 55 * 54 / 2);
}

#[test]
fn every_forbidden_pair_of_roles_is_noticed_when_it_is_dropped() {
    let differs = |forbidden: &dyn Fn(Role, Role) -> bool| {
        Role::ALL.iter().any(|one| {
            Role::ALL
                .iter()
                .filter(|other| *other != one)
                .any(|other| forbidden(*one, *other) == may_hold(&[one.as_str(), other.as_str()]))
        })
    };
    let real = |one: Role, other: Role| check_roles(&[one, other]).is_err();
    assert!(!differs(&real));
    for one in Role::ALL {
        for other in Role::ALL.iter().filter(|other| *other > one) {
            let flipped = |left: Role, right: Role| {
                let this = (left, right) == (*one, *other) || (left, right) == (*other, *one);
                real(left, right) != this
            };
            assert!(differs(&flipped), "{one} {other}");
        }
    }
}

#[test]
fn a_role_made_here_beside_the_built_in_ones() {
    let mut compared = 0;
    for roles in legal_sets() {
        for permission in Permission::ALL {
            let made = CustomRole {
                code: "KASIR".parse().unwrap(),
                name: "Kasir".to_owned(),
                permissions: BTreeMap::from([(*permission, Scope::All)]),
            };
            let cells = allowed();
            let holds = |role: &Role, other: &Permission| {
                cells.contains_key(&(role.to_string(), other.to_string()))
            };
            let clean = roles.iter().all(|role| {
                Permission::ALL
                    .iter()
                    .filter(|other| holds(role, other))
                    .all(|other| compatible(permission.as_str(), other.as_str()))
            });
            let alone = roles.contains(&Role::Superuser) || roles.contains(&Role::Auditor);
            let technician = roles.contains(&Role::Teknisi) && money(permission.as_str());
            let may = clean && !alone && !technician;
            assert_eq!(check_held(&roles, &[&made]).is_ok(), may, "{roles:?} {permission}");
            compared += 1;
        }
        let held: BTreeSet<Permission> =
            Permission::ALL.iter().copied().filter(|one| own(&roles, *one)).collect();
        assert!(check_permissions(&held).is_ok(), "the matrix breaks none of its own rules");
    }
    assert_eq!(compared, 8 * Permission::ALL.len());
}
