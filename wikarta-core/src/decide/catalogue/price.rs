//! Prices: proposed by one person, approved by another. Agreements and bills that exist keep theirs.

use super::define::stepped;
use super::{Context, Decision, hand, reason};
use crate::access::{CaseDeed, CaseFacts, separate};
use crate::billing::Pricing;
use crate::hand::Ending;
use crate::money::Rupiah;
use crate::package::{Package, PackageAct, PackageState, PriceProposal};
use crate::refusal::Refusal;

pub(super) fn propose(
    package: &Package,
    (price, pricing): (Rupiah, Pricing),
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    if price < Rupiah::ZERO {
        return Err(Refusal::Invalid { field: "price", problem: "must not be negative" });
    }
    let by = hand(context)?;
    match (&package.proposal, package.state) {
        (_, PackageState::Archived) => return Err(refused(package, "repriced", &[])),
        // Whoever decides must not find another figure than the one that was looked at.
        (Some(_), _) => return Err(refused(package, "repriced", &["approve", "reject"])),
        (None, PackageState::OnSale) if (package.price, package.pricing) == (price, pricing) => {
            return Err(Refusal::Nothing("change"));
        }
        (None, PackageState::OnSale | PackageState::Proposed) => {}
    }
    let proposal = Some(PriceProposal { price, pricing, reason, by });
    let after = Package { proposal, rejected: None, ..package.clone() };
    Ok(stepped(package, PackageAct::ProposePrice, after))
}

pub(super) fn approve(package: &Package, context: &Context<'_>) -> Result<Decision, Refusal> {
    let Some(proposal) = &package.proposal else { return Err(Refusal::Nothing("approve")) };
    let facts = CaseFacts { requester: Some(&proposal.by.by), ..CaseFacts::at(context.at) };
    separate(CaseDeed::ApprovePrice, context.actor, &facts)?;
    let after = Package {
        price: proposal.price,
        pricing: proposal.pricing,
        state: PackageState::OnSale,
        proposal: None,
        approved: Some(hand(context)?),
        ..package.clone()
    };
    Ok(stepped(package, PackageAct::ApprovePrice, after))
}

pub(super) fn reject(
    package: &Package,
    why: &str,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let reason = reason::checked(why)?;
    if package.proposal.is_none() {
        return Err(Refusal::Nothing("reject"));
    }
    let rejected = Some(Ending { by: context.actor.person().cloned(), at: context.at, reason });
    let after = Package { proposal: None, rejected, ..package.clone() };
    Ok(stepped(package, PackageAct::RejectPrice, after))
}

/// A package in a state that does not take the act.
fn refused(package: &Package, act: &'static str, allowed: &[&'static str]) -> Refusal {
    let state = match &package.proposal {
        Some(_) => "PRICE_PROPOSED",
        None => package.state.as_str(),
    };
    Refusal::State {
        kind: "package",
        id: package.id.to_string(),
        state: state.to_owned(),
        act,
        allowed: allowed.to_vec(),
    }
}
