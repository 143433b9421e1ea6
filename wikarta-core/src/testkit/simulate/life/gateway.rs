//! What happens at the gateway by itself.

use super::super::agenda::Deed;
use super::super::faults::FaultKind;
use super::super::seam::complete;
use super::super::world::World;
use super::DAY;
use crate::id::OrderId;
use crate::money::Rupiah;
use crate::ports::{ChargeRequest, Gateway as _};
use crate::provider::{ProviderRefund, ProviderStatus, Reading};
use crate::testkit::laws::Violation;

use ProviderStatus as S;

/// A code runs out; sometimes its money comes all the same.
pub(super) fn expire(world: &mut World, order: &OrderId) -> Result<(), Violation> {
    let over = |reading: Reading| Reading { status: S::Expired, ..reading };
    world.site.till.turn(order, &[S::Pending], over);
    if world.strikes(FaultKind::LateMoney) {
        let after = world.site.weather.between(FaultKind::LateMoney, 60, 20 * DAY);
        world.later(after, Deed::LateMoney(order.clone()));
    }
    world.settle()
}

pub(super) fn late_money(world: &mut World, order: &OrderId) -> Result<(), Violation> {
    let now = world.now();
    let paid = |reading: Reading| Reading { status: S::Settled, settled_at: Some(now), ..reading };
    world.site.till.turn(order, &[S::Expired, S::Cancelled], paid);
    world.settle()
}

/// The bank takes a settlement back within minutes.
pub(super) fn reverse(world: &mut World, order: &OrderId) -> Result<(), Violation> {
    let denied = |reading: Reading| Reading { status: S::Denied, settled_at: None, ..reading };
    world.site.till.turn(order, &[S::Settled], denied);
    world.settle()
}

/// Somebody refunds at the gateway's own desk, or a card's bank takes money.
pub(super) fn found_refund(world: &mut World, order: &OrderId) -> Result<(), Violation> {
    let key = format!("desk-{}", world.tally.steps);
    let weather = world.site.weather.clone();
    let part = weather.between(FaultKind::FoundRefunds, 1, 4);
    let chargeback = weather.between(FaultKind::FoundRefunds, 0, 3) == 0;
    let found = |reading: Reading| {
        let back: Rupiah = reading.refunds.iter().map(|refund| refund.amount).sum();
        let left = reading.amount.less(back);
        let amount = Rupiah::clamped(left.get() / part);
        let mut refunds = reading.refunds.clone();
        refunds.push(ProviderRefund { key, amount, confirmed: true, chargeback });
        let status = match (amount == left, chargeback) {
            (true, true) => S::ChargedBack,
            (true, false) => S::Refunded,
            (false, true) => S::PartiallyChargedBack,
            (false, false) => S::PartiallyRefunded,
        };
        Reading { status, refunds, ..reading }
    };
    world.site.till.turn(order, &[S::Settled, S::PartiallyRefunded], found);
    world.settle()
}

/// A charge arrives that was taken for lost.
pub(in super::super) fn late_charge(
    world: &mut World,
    request: &ChargeRequest,
) -> Result<(), Violation> {
    let till = world.site.till.clone();
    let _ = complete(&super::super::seam::Seam::default(), till.charge(request));
    world.settle()
}

/// Money under an order of a time before ours.
pub(super) fn strangers(world: &mut World) {
    if !world.strikes(FaultKind::UnknownOrders) {
        return;
    }
    let Ok(order) = format!("LAMA-{}", world.tally.steps).parse::<OrderId>() else { return };
    let amount = Rupiah::clamped(world.site.weather.between(FaultKind::UnknownOrders, 1, 900_000));
    let reading = Reading {
        status: S::Settled,
        transaction_id: Some(format!("tx-{order}")),
        amount,
        payer_fee: Rupiah::ZERO,
        currency: Some("IDR".to_owned()),
        channel: None,
        instructions: None,
        expires_at: None,
        settled_at: Some(world.now()),
        refunds: Vec::new(),
        refunded_total: None,
    };
    world.site.till.set(&order, reading);
}
