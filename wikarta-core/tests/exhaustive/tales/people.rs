//! Who may do what, and the policy: by two people.

use wikarta_core::access::{Actor, Role};
use wikarta_core::command::{AccessCommand as A, Command, SettingCommand as S};
use wikarta_core::id::{AccessChangeId, UserId};
use wikarta_core::roster::AccessWhat;

use super::{WHY, finance};
use crate::local::person;
use crate::tale::{Act, Tale};
use crate::world::{World, now};

fn why() -> String {
    WHY.to_owned()
}

fn add(tale: &mut Tale, name: &str, role: Role) -> UserId {
    let (email, name) = (format!("{name}@demo.test"), name.to_owned());
    let command = Command::AddUser { email, name, roles: vec![role] };
    UserId::derived(&tale.ask(&Actor::System, command), 0)
}

/// Four people; one change agreed to, one refused, one taken back.
pub fn access() -> Tale {
    let mut tale = Tale::new("access", World::new());
    let su1 = Actor::staff(add(&mut tale, "su1", Role::Superuser), [Role::Superuser]);
    add(&mut tale, "su2", Role::Superuser);
    let sv1 = Actor::staff(add(&mut tale, "sv1", Role::Supervisor), [Role::Supervisor]);
    let someone = add(&mut tale, "ke1", Role::Keuangan);
    let propose = |role| A::Propose {
        what: AccessWhat::Assign {
            user: someone.clone(),
            roles: [role].into_iter().collect(),
            custom: Default::default(),
        },
        reason: why(),
    };
    let ask = |tale: &mut Tale, role| {
        AccessChangeId::derived(&tale.ask(&su1, Command::Access(propose(role))), 0)
    };
    let change = ask(&mut tale, Role::Marketing);
    let subject = Some(someone.clone());
    tale.ask(&sv1, Command::Access(A::Approve { change, subject }));
    let change = ask(&mut tale, Role::Teknisi);
    tale.ask(&sv1, Command::Access(A::Reject { change, reason: why() }));
    let change = ask(&mut tale, Role::Teknisi);
    tale.ask(&su1, Command::Access(A::Withdraw { change }));
    tale
}

pub fn emergency() -> Tale {
    let mut tale = Tale::new("emergency", World::new());
    let superuser = Actor::staff(add(&mut tale, "su1", Role::Superuser), [Role::Superuser]);
    tale.ask(&superuser, Command::Access(A::BreakGlass { reason: why(), minutes: 60 }));
    tale.ask(&superuser, Command::Access(A::EndBreakGlass));
    tale
}

/// Seeded; one proposal refused, one taken back, one adopted. A bill is made under it.
pub fn policy() -> Tale {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    now(world.wikarta.refresh_policy()).unwrap();
    let mut tale = Tale::new("policy", world);
    tale.then([Act::Seed]);
    let superuser = person(Role::Superuser, 1);
    let policy = tale.world.wikarta.policy().amended_by("terms_days = 9").unwrap();
    let propose =
        || Command::Setting(S::ProposePolicy { policy: Box::new(policy.clone()), reason: why() });
    tale.ask(&superuser, propose());
    let head = person(Role::Supervisor, 1);
    tale.ask(&head, Command::Setting(S::RejectPolicy { proposal: 1, reason: why() }));
    tale.ask(&superuser, propose());
    tale.ask(&superuser, Command::Setting(S::WithdrawPolicy { proposal: 2 }));
    tale.ask(&superuser, propose());
    tale.ask(&head, Command::Setting(S::AdoptPolicy { proposal: 3 }));
    let bill = tale.world.period_of(&client.subscription, "2026-08");
    tale.ask(&finance(1), bill);
    tale
}
