//! The seller's policy, changed by two people; the merchant's key, changed by one.

use super::super::agenda::Deed;
use super::super::cast::By;
use super::super::world::World;
use super::work::REASON;
use super::{DAY, house};
use crate::access::Role;
use crate::aggregate::{Aggregate, AggregateId};
use crate::command::{Command, SettingCommand as S};
use crate::policy::{Policy, PolicyBook};
use crate::testkit::laws::Violation;

const SUPERUSER: &[Role] = &[Role::Superuser];
const SUPERVISOR: &[Role] = &[Role::Supervisor];

fn book(world: &World) -> Option<PolicyBook> {
    match world.books().aggregate(&AggregateId::Policy) {
        Some(Aggregate::Policy(book)) => Some(*book),
        _ => None,
    }
}

/// Somebody proposes another policy, or decides the one that waits.
pub(super) fn policy(world: &mut World) -> Result<(), Violation> {
    let Some(book) = book(world) else { return Ok(()) };
    let Some(waiting) = &book.proposal else { return propose(world, &book) };
    let (proposal, reason) = (waiting.number, REASON.to_owned());
    let agrees = By::but(SUPERVISOR, [Some(&waiting.by.by)]);
    match world.dice.below(6) {
        // A no to one's own proposal is no more than taking it back.
        0 => {
            let reject = Command::Setting(S::RejectPolicy { proposal, reason });
            world.act(&By::any(SUPERVISOR), reject).map(|_| ())
        }
        1 => {
            let command = Command::Setting(S::WithdrawPolicy { proposal });
            house::withdraw(world, &waiting.by.by, command)
        }
        2 => propose(world, &book), // beside one that waits
        _ => world.act(&agrees, Command::Setting(S::AdoptPolicy { proposal })).map(|_| ()),
    }
}

fn propose(world: &mut World, book: &PolicyBook) -> Result<(), Violation> {
    let mut policy = Policy {
        terms_days: u16::try_from(world.dice.between(5, 20)).unwrap_or(10),
        qris_minutes: u16::try_from(world.dice.between(10, 30)).unwrap_or(15),
        ..book.current.clone()
    };
    match world.dice.below(8) {
        0 => policy.version = policy.version.saturating_add(1), // written on another one
        1 => policy.qris_minutes = 0,                           // does not hold together
        _ => {}
    }
    let (policy, reason) = (Box::new(policy), REASON.to_owned());
    let propose = S::ProposePolicy { policy, reason };
    world.act(&By::any(SUPERUSER), Command::Setting(propose)).map(|_| ())
}

/// The merchant's key is changed at the gateway; what is on its way was signed with the one before.
pub(super) fn change_key(world: &mut World) {
    world.key_changed = Some(world.now());
    let after = world.dice.between(20 * DAY, 60 * DAY);
    world.later(after, Deed::ChangeKey);
}
