//! What is added to a subscription: promotions and fees.

use chrono::NaiveDate;

use super::{Context, Decision, Sold, not_found};
use crate::aggregate::Books;
use crate::billing::{LineKind, Pricing};
use crate::id::PromoId;
use crate::money::Rupiah;
use crate::promo::PromoState;
use crate::refusal::Refusal;
use crate::subscription::{Charge, GivenPromo, Subscription, SubscriptionAct};

/// A promotion as it is given on a day: approved, and within its days.
pub(super) fn given(books: &Books, id: &PromoId, on: NaiveDate) -> Result<GivenPromo, Refusal> {
    let promo = books.promo(id).ok_or_else(|| not_found("promo", id))?;
    let state = match promo.state {
        PromoState::Approved if on < promo.from => "NOT_BEGUN",
        PromoState::Approved if on > promo.until => "OVER",
        PromoState::Approved => {
            return Ok(GivenPromo {
                promo: promo.id.clone(),
                name: promo.name.clone(),
                kind: promo.kind,
                periods: promo.periods,
                used: 0,
                since: None,
            });
        }
        PromoState::Proposed | PromoState::Rejected => promo.state.as_str(),
    };
    let (id, state) = (promo.id.to_string(), state.to_owned());
    Err(Refusal::State { kind: "promo", id, state, act: "given", allowed: Vec::new() })
}

/// One promotion at a time: they do not add up.
pub(super) fn give_promo(
    sold: &Sold<'_>,
    books: &Books,
    promo: &PromoId,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let status = sold.step(SubscriptionAct::GivePromo)?;
    let promo = given(books, promo, sold.today(context))?;
    let holds = |other: &&GivenPromo| other.used < other.periods || other.promo == promo.promo;
    if let Some(other) = sold.subscription.promos.iter().find(holds) {
        return Err(Refusal::Exists {
            kind: "promotion of the subscription",
            id: other.promo.to_string(),
        });
    }
    let mut after = Subscription { status, ..sold.subscription.clone() };
    after.promos.push(promo);
    Ok(sold.changed(SubscriptionAct::GivePromo, after))
}

pub(super) fn add_fee(
    sold: &Sold<'_>,
    (kind, description, amount): (LineKind, &str, Rupiah),
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let status = sold.step(SubscriptionAct::AddFee)?;
    match kind {
        LineKind::Installation | LineKind::DeviceRent | LineKind::Other => {}
        LineKind::Recurring
        | LineKind::Proration
        | LineKind::Deposit
        | LineKind::Discount
        | LineKind::LateFee
        | LineKind::Adjustment => {
            let problem = "must be installation, device_rent or other";
            return Err(Refusal::Invalid { field: "kind", problem });
        }
    }
    let description = description.trim();
    let length = description.chars().count();
    if !(3..=200).contains(&length) || description.chars().any(char::is_control) {
        let problem = "must have 3 to 200 printable characters";
        return Err(Refusal::Invalid { field: "description", problem });
    }
    if !amount.is_positive() {
        return Err(Refusal::Invalid { field: "amount", problem: "must be more than zero" });
    }
    let today = sold.today(context);
    let fee = Charge {
        key: format!("fee-{}", context.id.characters(0, 12)),
        kind,
        description: description.to_owned(),
        from: today,
        to: today,
        amount,
        pricing: Pricing::Exclusive,
        tax_code: sold.subscription.tax_code,
    };
    let mut after = Subscription { status, ..sold.subscription.clone() };
    after.charges.push(fee);
    Ok(sold.changed(SubscriptionAct::AddFee, after))
}
