//! The policy, access, cases and money of nobody, wherever they stand.

use std::collections::BTreeSet;

use wikarta_core::access::{Actor, Role};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::command::{AccessCommand as A, Command, DeskCommand as D, SettingCommand as P};
use wikarta_core::id::{AccessChangeId, OrderId, UserId};
use wikarta_core::roster::AccessWhat;

use super::{Stand, head, named, sent, why};
use crate::tales::desk::{cases, moves};
use crate::world::{World, now, policy, staff};

pub fn policies() -> Vec<Stand> {
    let stand = |state: &&'static str| {
        let world = World::new();
        let superuser = || staff(Role::Superuser);
        if *state != "not stored" {
            now(world.wikarta.seed_policy()).unwrap();
        }
        let mut other = policy();
        other.terms_days += 1;
        let (other, stored) = (Box::new(other), Box::new(policy()));
        let propose = Command::Setting(P::ProposePolicy { policy: other, reason: why() });
        if *state == "proposed" {
            sent(&world, "made", superuser(), propose.clone());
        }
        let proposal = 1;
        let commands = vec![
            ("start with it", Actor::System, Command::Setting(P::SeedPolicy { policy: stored })),
            ("propose another", superuser(), propose),
            ("adopt", head(1), Command::Setting(P::AdoptPolicy { proposal })),
            ("refuse", head(1), Command::Setting(P::RejectPolicy { proposal, reason: why() })),
            ("take back", superuser(), Command::Setting(P::WithdrawPolicy { proposal })),
        ];
        let now = Box::new(|world: &World| match world.store.aggregate(&AggregateId::Policy) {
            None => "not stored".to_owned(),
            Some(Aggregate::Policy(book)) => {
                let waits = if book.proposal.is_some() { ", proposed" } else { "" };
                format!("version {}{waits}", book.current.version)
            }
            other => panic!("{other:?}"),
        });
        Stand { thing: "policy", state: (*state).to_owned(), world, commands, now }
    };
    ["not stored", "in force", "proposed"].iter().map(stand).collect()
}

/// A change of access in every state, and an emergency beside it.
pub fn access() -> Vec<Stand> {
    let stand = |state: &&'static str| {
        let world = World::new();
        let add = |name: &str, role| {
            let (email, text) = (format!("{name}@demo.test"), name.to_owned());
            let add = Command::AddUser { email, name: text, roles: vec![role] };
            sent(&world, name, Actor::System, add);
            UserId::derived(&named(name), 0)
        };
        let superuser = Actor::staff(add("su1", Role::Superuser), [Role::Superuser]);
        let head = Actor::staff(add("sv1", Role::Supervisor), [Role::Supervisor]);
        let user = add("tk1", Role::Teknisi);
        let what = AccessWhat::Assign {
            user: user.clone(),
            roles: [Role::Marketing].into_iter().collect(),
            custom: BTreeSet::new(),
        };
        let propose = Command::Access(A::Propose { what, reason: why() });
        let change = AccessChangeId::derived(&named("made"), 0);
        let subject = Some(user);
        let agree = Command::Access(A::Approve { change: change.clone(), subject });
        let refuse = Command::Access(A::Reject { change: change.clone(), reason: why() });
        let back = Command::Access(A::Withdraw { change });
        let begin = Command::Access(A::BreakGlass { reason: why(), minutes: 60 });
        let end = Command::Access(A::EndBreakGlass);
        if *state != "nothing proposed" && *state != "emergency" {
            sent(&world, "made", superuser.clone(), propose.clone());
        }
        match *state {
            "agreed to" => sent(&world, "then", head.clone(), agree.clone()),
            "refused" => sent(&world, "then", head.clone(), refuse.clone()),
            "taken back" => sent(&world, "then", superuser.clone(), back.clone()),
            "emergency" => sent(&world, "then", superuser.clone(), begin.clone()),
            _ => {}
        }
        let commands = vec![
            ("propose", superuser.clone(), propose),
            ("agree", head.clone(), agree),
            ("refuse", head, refuse),
            ("take back", superuser.clone(), back),
            ("declare an emergency", superuser.clone(), begin),
            ("end the emergency", superuser, end),
        ];
        let now = Box::new(|world: &World| match world.store.aggregate(&AggregateId::Roster) {
            Some(Aggregate::Roster(it)) => {
                let runs = it.emergency.as_ref().is_some_and(|it| it.ended.is_none());
                format!("{} proposed{}", it.changes.len(), if runs { ", emergency" } else { "" })
            }
            other => panic!("{other:?}"),
        });
        Stand { thing: "access", state: (*state).to_owned(), world, commands, now }
    };
    ["nothing proposed", "proposed", "agreed to", "refused", "taken back", "emergency"]
        .iter()
        .map(stand)
        .collect()
}

pub fn money_in_doubt() -> Vec<Stand> {
    let case = |state: &&'static str| {
        let tale = cases();
        // What the tale asks, in its order: propose, refuse, propose, agree, close.
        let [first, refuse, propose, agree, close] = tale.envelopes().try_into().unwrap();
        let world = tale.world;
        let account = world.store.accounts().remove(0);
        if *state != "open" {
            sent(&world, "made", propose.actor.clone(), propose.command.clone());
        }
        if *state == "closed" {
            sent(&world, "then", agree.actor.clone(), agree.command.clone());
        }
        let Command::Desk(D::ProposeResolution { case, .. }) = &first.command else { panic!() };
        let case = case.clone();
        let note = Command::Desk(D::CloseCase { case: case.clone(), note: why() });
        let commands = vec![
            ("close", close.actor, note),
            ("propose", propose.actor, propose.command),
            ("agree", agree.actor, agree.command),
            ("refuse", refuse.actor, refuse.command),
        ];
        let now = Box::new(move |world: &World| {
            let it = world.store.account(&account).unwrap().cases[&case].clone();
            let waits = if it.proposal.is_some() { ", proposed" } else { "" };
            format!("{}{waits}", it.state)
        });
        Stand { thing: "case with money", state: (*state).to_owned(), world, commands, now }
    };
    let item = |state: &&'static str| {
        let tale = moves();
        let [_, refuse, propose, agree] = tale.envelopes().try_into().unwrap();
        let world = tale.world;
        if *state != "waiting" {
            sent(&world, "made", propose.actor.clone(), propose.command.clone());
        }
        if *state == "moved" {
            sent(&world, "then", agree.actor.clone(), agree.command.clone());
        }
        let commands = vec![
            ("propose", propose.actor, propose.command),
            ("agree", agree.actor, agree.command),
            ("refuse", refuse.actor, refuse.command),
        ];
        let now = Box::new(|world: &World| {
            let order: OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
            match world.store.aggregate(&AggregateId::Suspense(order)) {
                Some(Aggregate::Suspense(it)) if it.moved.is_some() => "moved".to_owned(),
                Some(Aggregate::Suspense(it)) if it.proposal.is_some() => "proposed".to_owned(),
                Some(Aggregate::Suspense(_)) => "waiting".to_owned(),
                other => panic!("{other:?}"),
            }
        });
        Stand { thing: "money of nobody", state: (*state).to_owned(), world, commands, now }
    };
    let open = ["open", "proposed", "closed"].iter().map(case);
    open.chain(["waiting", "proposed", "moved"].iter().map(item)).collect()
}
