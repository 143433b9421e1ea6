//! Packages as things with a name: made, described, taken off sale.

use super::{Context, Decision, hand};
use crate::aggregate::Books;
use crate::command::DefinePackage;
use crate::decide::Answer;
use crate::event::Event;
use crate::hand::Hand;
use crate::id::PackageId;
use crate::money::Rupiah;
use crate::package::{Package, PackageAct, PackageState, PriceProposal};
use crate::refusal::Refusal;

/// The longest description, in characters.
const DESCRIPTION_MAX: usize = 500;

/// A new package, which nobody can sell before another person agrees to its price.
pub(in crate::decide) fn define(
    books: &Books,
    order: &DefinePackage,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let id = PackageId::derived(context.id, 0);
    let known = books.package(&id).or_else(|| books.package_with_code(&order.code));
    if let Some(known) = known {
        return Err(Refusal::Exists { kind: "package", id: known.id.to_string() });
    }
    if !(1..=24).contains(&order.code.len()) || order.code.chars().any(char::is_control) {
        let problem = "must have a code of 1 to 24 and a name of 1 to 120 characters";
        return Err(Refusal::Invalid { field: "package", problem });
    }
    let (name, description) = words(&order.name, &order.description)?;
    if order.price < Rupiah::ZERO || order.installation_fee < Rupiah::ZERO {
        return Err(Refusal::Invalid { field: "price", problem: "must not be negative" });
    }
    let by = hand(context)?;
    let package = Package {
        id: id.clone(),
        code: order.code.clone(),
        name,
        description,
        mbps: order.mbps,
        price: order.price,
        pricing: order.pricing,
        tax_code: order.tax_code,
        state: PackageState::Proposed,
        proposal: Some(first_price(order, by)),
        rejected: None,
        approved: None,
        installation_fee: order.installation_fee,
    };
    let event = Event::PackageDefined(id.clone(), package);
    Ok(Decision::with(Answer::Package { id }, vec![event]))
}

const fn first_price(order: &DefinePackage, by: Hand) -> PriceProposal {
    PriceProposal { price: order.price, pricing: order.pricing, reason: String::new(), by }
}

fn words(name: &str, description: &str) -> Result<(String, String), Refusal> {
    let (name, description) = (name.trim(), description.trim());
    let shown = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
    if !(1..=120).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        let problem = "must have a code of 1 to 24 and a name of 1 to 120 characters";
        return Err(Refusal::Invalid { field: "package", problem });
    }
    if description.chars().count() > DESCRIPTION_MAX || !shown(description) {
        let problem = "must have at most 500 printable characters";
        return Err(Refusal::Invalid { field: "description", problem });
    }
    Ok((name.to_owned(), description.to_owned()))
}

pub(super) fn describe(
    package: &Package,
    name: &str,
    description: &str,
) -> Result<Decision, Refusal> {
    let (name, description) = words(name, description)?;
    Ok(stepped(package, PackageAct::Describe, Package { name, description, ..package.clone() }))
}

/// Off sale. Agreements that run go on at their price; a proposal that waits falls away.
pub(super) fn archive(package: &Package) -> Result<Decision, Refusal> {
    let archived = Package { state: PackageState::Archived, proposal: None, ..package.clone() };
    Ok(stepped(package, PackageAct::Archive, archived))
}

/// A step of a package; nothing happens when it changes nothing.
pub(super) fn stepped(before: &Package, act: PackageAct, after: Package) -> Decision {
    let answer = Answer::Package { id: before.id.clone() };
    if *before == after {
        return Decision::new(answer);
    }
    Decision::with(answer, vec![Event::PackageStepped(before.id.clone(), act, after)])
}
