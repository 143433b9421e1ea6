//! Who may do what, proved over the whole finite product against an oracle that shares no code with
//! the rules, and by changing every cell, rule and limit: a change that nobody notices fails.

#![allow(clippy::print_stdout, reason = "how much was compared is part of the proof")]

mod cases;
mod limits;
mod matrix;
mod needs;
mod oracle;
mod rules;
mod search;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use wikarta_core::access::{Actor, Role, check_roles};
use wikarta_core::account::Account;
use wikarta_core::aggregate::{Aggregate, Books};
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::{Decision, decide};
use wikarta_core::id::{CommandId, TraceId, UserId};
use wikarta_core::policy::Policy;
use wikarta_core::refusal::Refusal;
use wikarta_core::roster::{Member, Roster};
use wikarta_core::staff::Standing;
use wikarta_core::time::Timestamp;

fn user(name: &str) -> UserId {
    UserId::derived(&CommandId::new(name), 0)
}

/// Every set of roles that one person may hold, the empty one included.
fn legal_sets() -> Vec<BTreeSet<Role>> {
    let bits = 0..1_u32 << Role::ALL.len();
    bits.map(|set| {
        let chosen = |place: &usize| set & (1 << place) != 0;
        (0..Role::ALL.len()).filter(chosen).map(|place| Role::ALL[place]).collect()
    })
    .filter(|roles: &BTreeSet<Role>| check_roles(roles).is_ok())
    .collect()
}

fn member(roles: &BTreeSet<Role>) -> Member {
    Member {
        roles: roles.clone(),
        custom: BTreeSet::new(),
        standing: Standing::Active,
        customer: None,
        assigned: None,
    }
}

fn roster(people: &[(&UserId, Member)]) -> Roster {
    let members: BTreeMap<_, _> =
        people.iter().map(|(id, member)| ((*id).clone(), member.clone())).collect();
    Roster { members, ..Roster::default() }
}

fn books(account: &Account, roster: &Roster) -> Books {
    let mut books = Books::default();
    books.put(Aggregate::Account(Box::new(account.clone())));
    books.put(Aggregate::Roster(roster.clone()));
    books
}

/// Decides on given books, in the name of a command that is called something.
fn ask(
    books: &Books,
    (name, actor, at): (&str, Actor, Timestamp),
    command: Command,
    policy: &Policy,
) -> Result<Decision, Refusal> {
    let (id, trace) = (CommandId::new(name), TraceId::new("proof"));
    decide(books, &Envelope { id, actor, at, trace, command }, policy)
}

/// The books after a decision.
fn after(books: &Books, decision: &Decision) -> Books {
    let mut books = books.clone();
    for event in &decision.events {
        let before = books.get(&event.aggregate()).cloned();
        books.put(Aggregate::after(before, event).unwrap());
    }
    books
}
