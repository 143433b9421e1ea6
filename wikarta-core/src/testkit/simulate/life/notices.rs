//! Notifications on their way: sent when something changed, delivered once, twice, late, or never.

use super::super::agenda::Deed;
use super::super::faults::FaultKind as F;
use super::super::sending::Told;
use super::super::world::World;
use super::DAY;
use crate::id::{CommandId, OrderId};
use crate::ports::InboxKey;
use crate::provider::{Hint, ProviderRefund, ProviderStatus, Reading};
use crate::testkit::laws::{Law, Violation, broken};

/// How often the gateway sends what was not answered with yes.
const TRIES_MAX: u8 = 5;

/// What the gateway tells about an order, named so that every part of the claim tells it apart.
fn hint(order: &OrderId, reading: &Reading) -> Hint {
    let told = CommandId::from_parts(&[&format!("{reading:?}")]);
    let event_key = told.as_str().to_owned();
    Hint { order_id: order.clone(), event_key, reading: reading.clone(), probe: false }
}

/// Sends what changed on its way.
pub(in super::super) fn send(world: &mut World, order: &OrderId) {
    let Some(reading) = world.site.till.bank.holds(order) else { return };
    if reading.status == ProviderStatus::Cancelled && world.strikes(F::LateMoney) {
        let after = world.site.weather.between(F::LateMoney, 60, 5 * DAY);
        world.later(after, Deed::LateMoney(order.clone()));
    }
    let hint = Box::new(hint(order, &reading));
    if world.strikes(F::Drops) {
        return;
    }
    let weather = world.site.weather.clone();
    let mut after = world.dice.between(1, 20);
    if world.strikes(F::Reorders) {
        after = weather.between(F::Reorders, 60, 4 * 3_600);
    }
    if world.strikes(F::Delays) {
        after = weather.between(F::Delays, 3_600, 20 * DAY);
    }
    if world.strikes(F::Duplicates) {
        let again = after + weather.between(F::Duplicates, 0, 3 * DAY);
        world.later(again, Deed::Arrive { hint: hint.clone(), tries: TRIES_MAX });
    }
    if world.strikes(F::ForgedClaims) {
        let forged = Box::new(forged(world, &hint));
        let then = after + weather.between(F::ForgedClaims, 0, DAY);
        world.later(then, Deed::Arrive { hint: forged, tries: TRIES_MAX });
    }
    world.later(after, Deed::Arrive { hint, tries: 0 });
}

/// The same with what the signature does not cover changed: order, code and amount stay.
fn forged(world: &World, genuine: &Hint) -> Hint {
    let weather = &world.site.weather;
    let mut claim = genuine.reading.clone();
    let same_code: &[ProviderStatus] = if claim.status.means_money() {
        &[
            ProviderStatus::Settled,
            ProviderStatus::PartiallyRefunded,
            ProviderStatus::Refunded,
            ProviderStatus::PartiallyChargedBack,
            ProviderStatus::ChargedBack,
        ]
    } else if claim.status.is_dead_end() {
        &[
            ProviderStatus::Expired,
            ProviderStatus::Failed,
            ProviderStatus::Denied,
            ProviderStatus::Cancelled,
        ]
    } else {
        &[ProviderStatus::Pending, ProviderStatus::Challenged]
    };
    let choice = weather.between(F::ForgedClaims, 0, same_code.len() as i64 - 1);
    let choice = usize::try_from(choice).unwrap_or(0);
    claim.status = same_code.get(choice).copied().unwrap_or(claim.status);
    match weather.between(F::ForgedClaims, 0, 4) {
        0 => claim.transaction_id = Some("tx-forged".to_owned()),
        1 => claim.channel = None,
        2 => claim.currency = Some("USD".to_owned()),
        3 if claim.status.means_money() => claim.refunds.push(ProviderRefund {
            key: "forged".to_owned(),
            amount: claim.amount,
            confirmed: true,
            chargeback: false,
        }),
        _ => {}
    }
    hint(&genuine.order_id, &claim)
}

/// A notification arrives; what is not answered with yes comes again for a while.
pub(in super::super) fn arrive(world: &mut World, hint: &Hint, tries: u8) -> Result<(), Violation> {
    let envelope = world.notice(hint);
    let known = world.site.tap.inbox(&key(hint)).is_some();
    let before = world.site.tap.changes();
    let rivals = world.site.weather.struck().get(&F::TwoProcesses).copied();
    match world.insist(envelope)? {
        Told::Done(_) => {
            let alone = rivals == world.site.weather.struck().get(&F::TwoProcesses).copied();
            if known && alone && world.site.tap.changes() != before {
                return broken(Law::I2, &hint.order_id, "a known notification changed the books");
            }
            stored(world, hint)
        }
        Told::Refused => broken(Law::I26, &hint.order_id, "a notification was refused"),
        Told::Nothing => {
            if tries < TRIES_MAX {
                let after = 120_i64 << tries;
                let hint = Box::new(hint.clone());
                world.later(after, Deed::Arrive { hint, tries: tries + 1 });
            }
            Ok(())
        }
    }
}

fn key(hint: &Hint) -> InboxKey {
    InboxKey { order_id: hint.order_id.clone(), event_key: hint.event_key.clone() }
}

/// I26: what was answered is stored, refuted claims under a key that they gave up.
fn stored(world: &World, hint: &Hint) -> Result<(), Violation> {
    let key = key(hint);
    let given_up = InboxKey { event_key: format!("{}#1", key.event_key), ..key.clone() };
    let books = world.books();
    if books.inbox(&key).is_some() || books.inbox(&given_up).is_some() {
        return Ok(());
    }
    broken(Law::I26, &hint.order_id, "a notification was answered and is not stored")
}
