//! The house itself: who may do what, prices, promotions, emergencies.

use std::collections::BTreeSet;

use super::super::agenda::Deed;
use super::super::cast::By;
use super::super::profile::Leaning;
use super::super::world::World;
use super::work::{REASON, rupiah};
use super::{DAY, selling};
use crate::access::{CustomRole, Permission, Role, Scope};
use crate::billing::Pricing;
use crate::command::{AccessCommand, CatalogueCommand, Command, CustomerCommand};
use crate::id::UserId;
use crate::roster::{AccessChange, AccessWhat};
use crate::staff::Standing;
use crate::testkit::laws::Violation;

const SUPERUSER: &[Role] = &[Role::Superuser];
const SUPERVISOR: &[Role] = &[Role::Supervisor];
const MARKETING: &[Role] = &[Role::Marketing];

pub(super) fn house(world: &mut World) -> Result<(), Violation> {
    let after = world.dice.between(2 * DAY, 6 * DAY);
    world.later(after, Deed::House);
    decide_prices(world)?;
    for change in world.roster().changes.into_values().filter(|change| change.ended.is_none()) {
        decide_access(world, &change)?;
    }
    let wanted = match world.leaning {
        Leaning::Staff => world.dice.below(4),
        _ => world.dice.below(10),
    };
    match wanted {
        0 | 1 => propose_roles(world),
        2 | 3 => propose_standing(world),
        4 => propose_price(world),
        5 => selling::promise(world),
        6 => emergency(world),
        7 => define_role(world),
        8 => shelve(world),
        _ => Ok(()),
    }
}

fn member(world: &mut World) -> Option<UserId> {
    let roster = world.roster();
    let all: Vec<&UserId> = roster.members.keys().collect();
    world.dice.pick(&all).map(|id| (*id).clone())
}

fn access(world: &mut World, by: &By, command: AccessCommand) -> Result<(), Violation> {
    world.act(by, Command::Access(command)).map(|_| ())
}

fn propose_roles(world: &mut World) -> Result<(), Violation> {
    let Some(user) = member(world) else { return Ok(()) };
    let one = world.dice.pick(Role::ALL).copied();
    let other = if world.dice.hits(250) { world.dice.pick(Role::ALL).copied() } else { None };
    let roles: BTreeSet<Role> = one.into_iter().chain(other).collect();
    let by = By::but(SUPERUSER, [Some(&user)]);
    let what = AccessWhat::Assign { user: user.clone(), roles, custom: BTreeSet::new() };
    access(world, &by, AccessCommand::Propose { what, reason: REASON.to_owned() })
}

fn propose_standing(world: &mut World) -> Result<(), Violation> {
    let roster = world.roster();
    let off = roster.members.iter().find(|(_, member)| member.standing == Standing::Disabled);
    let (user, standing) = match off {
        Some((user, _)) => (user.clone(), Standing::Active),
        None => match member(world) {
            Some(user) => (user, Standing::Disabled),
            None => return Ok(()),
        },
    };
    let by = By::but(SUPERUSER, [Some(&user)]);
    let what = AccessWhat::Stand { user: user.clone(), standing };
    access(world, &by, AccessCommand::Propose { what, reason: REASON.to_owned() })
}

fn decide_access(world: &mut World, change: &AccessChange) -> Result<(), Violation> {
    let id = change.id.clone();
    let subject = change.what.subject();
    let by = By::but(SUPERVISOR, [Some(&change.proposed.by), subject]);
    match world.dice.below(6) {
        0 => {
            let by = By::but(SUPERVISOR, [subject]);
            access(world, &by, AccessCommand::Reject { change: id, reason: REASON.to_owned() })
        }
        1 => {
            let command = Command::Access(AccessCommand::Withdraw { change: id });
            withdraw(world, &change.proposed.by, command)
        }
        _ => {
            let subject = subject.cloned();
            access(world, &by, AccessCommand::Approve { change: id, subject })
        }
    }
}

/// Whoever proposed takes it back, or a colleague would like to.
pub(super) fn withdraw(
    world: &mut World,
    proposer: &UserId,
    command: Command,
) -> Result<(), Violation> {
    let actor = match world.dice.hits(200) {
        true => world.somebody(&By::but(SUPERUSER, [Some(proposer)])),
        false => Some(world.person(proposer)),
    };
    actor.map_or(Ok(()), |actor| world.ask(actor, command).map(|_| ()))
}

fn propose_price(world: &mut World) -> Result<(), Violation> {
    let packages = world.cast.packages.clone();
    let Some(package) = world.dice.pick(&packages).cloned() else { return Ok(()) };
    let price = rupiah(world.dice.between(150_000, 900_000));
    let (pricing, reason) = (Pricing::Inclusive, REASON.to_owned());
    let propose = CatalogueCommand::ProposePrice { package, price, pricing, reason };
    world.act(&By::any(MARKETING), Command::Catalogue(propose)).map(|_| ())
}

fn decide_prices(world: &mut World) -> Result<(), Violation> {
    for id in world.cast.packages.clone() {
        let Some(package) = world.books().package(&id) else { continue };
        let Some(proposal) = package.proposal else { continue };
        // A no to one's own proposal is no more than taking it back.
        let (by, command) = match world.dice.hits(600) {
            true => {
                let others = By::but(SUPERVISOR, [Some(&proposal.by.by)]);
                (others, CatalogueCommand::ApprovePrice { package: id })
            }
            false => {
                let reason = REASON.to_owned();
                (By::any(SUPERVISOR), CatalogueCommand::RejectPrice { package: id, reason })
            }
        };
        world.act(&by, Command::Catalogue(command))?;
    }
    Ok(())
}

/// A role of the house's own: one that reads, or one that no person may hold.
fn define_role(world: &mut World) -> Result<(), Violation> {
    let (permissions, code) = match world.dice.below(3) {
        0 => (vec![Permission::RefundRequest, Permission::RefundApprove], "SERBA_BISA"),
        1 => (vec![Permission::InvoiceView, Permission::PaymentView], "PEMBACA"),
        _ => (vec![Permission::ReportSales], "PENJUALAN"),
    };
    let Ok(code) = code.parse() else { return Ok(()) };
    let permissions = permissions.into_iter().map(|it| (it, Scope::All)).collect();
    let role = CustomRole { code, name: "Peran".to_owned(), permissions };
    let what = AccessWhat::Define { role };
    let propose = AccessCommand::Propose { what, reason: REASON.to_owned() };
    access(world, &By::any(SUPERUSER), propose)
}

/// What is on sale is described anew, or taken off the shelf.
fn shelve(world: &mut World) -> Result<(), Violation> {
    let packages = world.cast.packages.clone();
    let Some(package) = world.dice.pick(&packages).cloned() else { return Ok(()) };
    let command = match world.dice.hits(900) {
        true => CatalogueCommand::Describe {
            package,
            name: format!("Paket {}", world.named),
            description: "Internet rumah".to_owned(),
        },
        false => CatalogueCommand::Archive { package },
    };
    world.act(&By::any(MARKETING), Command::Catalogue(command)).map(|_| ())
}

/// An emergency is declared and used, and sometimes ended before its time. What was allowed in it is
/// not any more when it is over.
fn emergency(world: &mut World) -> Result<(), Violation> {
    let (reason, minutes) = (REASON.to_owned(), 45);
    access(world, &By::any(SUPERUSER), AccessCommand::BreakGlass { reason, minutes })?;
    let begun = world.roster().active_emergency(world.now()).map(|it| it.begun.by.clone());
    let Some(person) = begun else { return Ok(()) };
    let customers = world.cast.customers.clone();
    let Some(customer) = world.dice.pick(&customers) else { return Ok(()) };
    let (account, reason) = (customer.account.clone(), REASON.to_owned());
    let reveal = Command::Customer(CustomerCommand::Reveal { account, reason });
    let actor = world.person(&person);
    world.ask(actor, reveal.clone())?;
    match world.dice.hits(500) {
        true => {
            let actor = world.person(&person);
            world.ask(actor, Command::Access(AccessCommand::EndBreakGlass))?;
        }
        false => world.site.clock.pass_seconds(3_600),
    }
    if world.roster().in_emergency(&person, world.now()) {
        return Ok(()); // ending it got no answer
    }
    let actor = world.person(&person);
    world.forbidden(actor, reveal)
}
