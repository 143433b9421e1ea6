//! Who is in the world: staff of every role, and customers of every kind of payer.

use std::collections::BTreeSet;

use super::scan;
use super::seam::complete;
use super::world::World;
use crate::access::{Actor, Role};
use crate::command::{Command, RegisterCustomer};
use crate::customer::{Collector, Kind, TaxTreatment, Withholds};
use crate::id::{AccountId, PackageId, UserId};
use crate::staff::Standing;
use crate::testkit::Dice;
use crate::testkit::laws::Violation;
use crate::time::Zone;

/// When a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payer {
    /// Days before the due date.
    Early,
    /// About the due date.
    OnTime,
    /// Up to ten days after it.
    Late,
    /// A month or two after it.
    Chronic,
    /// Never; some ask for a payment code.
    Never,
    /// Twice, by two codes at once.
    Double,
    /// Part in cash, the rest by a code.
    Partial,
    /// At the desk.
    Cash,
    /// All open bills at once.
    Together,
}

/// Payers by how common they are.
const PAYERS: &[(Payer, u32)] = &[
    (Payer::Early, 14),
    (Payer::OnTime, 30),
    (Payer::Late, 16),
    (Payer::Chronic, 6),
    (Payer::Never, 6),
    (Payer::Double, 8),
    (Payer::Partial, 8),
    (Payer::Cash, 7),
    (Payer::Together, 5),
];

/// Who works here, as enrolled.
const STAFF: &[(Role, u32)] = &[
    (Role::Superuser, 2),
    (Role::Supervisor, 3),
    (Role::Keuangan, 3),
    (Role::Marketing, 1),
    (Role::Teknisi, 1),
];

/// A customer of the world.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    pub(super) account: AccountId,
    pub(super) payer: Payer,
}

/// Everybody, and what is on sale.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) customers: Vec<Customer>,
    pub(super) packages: Vec<PackageId>,
}

/// Which roles may do something, and who of them may not.
#[derive(Debug, Clone)]
pub(super) struct By {
    pub(super) roles: &'static [Role],
    pub(super) not: Vec<UserId>,
}

impl By {
    pub(super) const fn any(roles: &'static [Role]) -> Self {
        Self { roles, not: Vec::new() }
    }

    pub(super) fn but<'a>(
        roles: &'static [Role],
        not: impl IntoIterator<Item = Option<&'a UserId>>,
    ) -> Self {
        Self { roles, not: not.into_iter().flatten().cloned().collect() }
    }
}

impl World {
    /// The installation starts: its policy is stored.
    pub(super) fn found(&mut self) -> Result<(), Violation> {
        for process in &self.processes {
            let _ = complete(&process.seam, process.wikarta.seed_policy());
        }
        self.settle()
    }

    /// Enrols the staff.
    pub(super) fn hire(&mut self) -> Result<(), Violation> {
        for (role, count) in STAFF {
            for number in 1..=*count {
                let email = format!("{}{number}@contoh.test", role.as_str().to_lowercase());
                let name = format!("{role} {number}");
                let command = Command::AddUser { email, name, roles: vec![*role] };
                self.ask(Actor::System, command)?;
            }
        }
        Ok(())
    }

    /// Somebody who may, as the books have it.
    pub(super) fn somebody(&mut self, by: &By) -> Option<Actor> {
        let roster = self.roster();
        let may = |roles: &BTreeSet<Role>| by.roles.iter().any(|role| roles.contains(role));
        let members: Vec<&UserId> = roster
            .members
            .iter()
            .filter(|(id, member)| {
                member.standing == Standing::Active && may(&member.roles) && !by.not.contains(id)
            })
            .map(|(id, _)| id)
            .collect();
        let person = self.dice.pick(&members)?;
        Some(roster.actor_of(person, self.now()))
    }

    /// Somebody who may not: of another role, or with a hand in it that excludes this one.
    pub(super) fn culprit(&mut self, by: &By) -> Option<Actor> {
        let roster = self.roster();
        let now = self.now();
        let may = |roles: &BTreeSet<Role>| by.roles.iter().any(|role| roles.contains(role));
        let members: Vec<&UserId> = roster
            .members
            .iter()
            .filter(|(id, member)| {
                let excluded = by.not.contains(id);
                let declared = roster.in_emergency(id, now);
                !declared && (excluded || !may(&member.roles))
            })
            .map(|(id, _)| id)
            .collect();
        let hands: Vec<&UserId> =
            members.iter().copied().filter(|id| by.not.contains(id)).collect();
        let person = match self.dice.hits(500) {
            true => self.dice.pick(&hands).or_else(|| members.first())?,
            false => self.dice.pick(&members)?,
        };
        Some(roster.actor_of(person, now))
    }

    /// A member of staff, whether or not the person may still act.
    pub(super) fn person(&self, id: &UserId) -> Actor {
        self.roster().actor_of(id, self.now())
    }

    /// The next customer, before the books know of the person.
    pub(super) fn newcomer(&self, number: usize) -> Option<(Payer, Dice, RegisterCustomer)> {
        let mut dice = Dice::of(self.plan.seed, "customer", number as u64);
        let payer = dice.weighted(PAYERS)?;
        let kinds = [(Kind::Home, 8), (Kind::Business, 1), (Kind::Corporate, 2)];
        let kind = dice.weighted(&kinds)?;
        let withholds = kind == Kind::Corporate && dice.hits(600);
        let government = kind == Kind::Corporate && !withholds && dice.hits(300);
        let treatment = TaxTreatment {
            withholds: if withholds { Withholds::Pph23 } else { Withholds::No },
            collector: if government { Collector::Government } else { Collector::None },
        };
        let zones = [(Zone::Wib, 70), (Zone::Wita, 22), (Zone::Wit, 8)];
        let order = RegisterCustomer {
            code: format!("PLG-{:06}", number + 1).parse().ok()?,
            zone: dice.weighted(&zones)?,
            personal: scan::personal(number, u32::from(dice.hits(500)))?,
            key: scan::KEY,
            kind,
            treatment,
        };
        Some((payer, dice, order))
    }
}
