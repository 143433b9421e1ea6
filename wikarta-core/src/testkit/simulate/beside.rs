//! L6: a customer about whom the gateway says nothing keeps nobody else waiting.

use std::collections::BTreeSet;

use super::seam::complete;
use super::world::World;
use crate::account::Account;
use crate::id::OrderId;
use crate::ports::InboxKey;
use crate::provider::{Hint, ProviderRefund, ProviderStatus, Reading};
use crate::testkit::laws::{Law, Violation, broken};

/// More claims than a worker takes at once.
const CLAIMS: u64 = 12;
/// How many claims a worker takes at once here.
const AT_ONCE: u32 = 4;
/// Rounds of workers, a minute apart, within which everybody else is served.
const ROUNDS: u32 = 8;

pub(super) fn nobody_waits_for_another(world: &mut World) -> Result<(), Violation> {
    let accounts = world.books().accounts().into_iter();
    let whole = accounts.filter_map(|id| world.books().whole(&id));
    let mut with_orders = whole.filter(|account| !account.attempts.is_empty());
    let (Some(stuck), Some(other)) = (with_orders.next(), with_orders.next()) else {
        return Ok(());
    };
    drop(with_orders);
    world.site.till.mute(stuck.attempts.keys().cloned().collect());
    for number in 0..CLAIMS {
        claim(world, &stuck, number)?;
    }
    let Some(wanted) = claim(world, &other, CLAIMS)? else {
        world.site.till.mute(BTreeSet::new());
        return Ok(());
    };
    for _ in 0..ROUNDS {
        let Some(process) = world.processes.first() else { break };
        let ended = complete(&process.seam, process.wikarta.work(AT_ONCE));
        let _ = world.alive(0, ended);
        world.settle()?;
        world.site.clock.pass_seconds(60);
    }
    world.site.till.mute(BTreeSet::new());
    if world.books().parked().contains_key(&wanted) {
        return broken(Law::L6, &wanted.order_id, "it waits behind another customer's");
    }
    Ok(())
}

/// A claim about one of a customer's orders that nothing but a read can settle.
fn claim(world: &mut World, account: &Account, number: u64) -> Result<Option<InboxKey>, Violation> {
    let place = usize::try_from(number).unwrap_or(0) % account.attempts.len().max(1);
    let Some(order) = account.attempts.keys().nth(place) else { return Ok(None) };
    let Some(held) = world.site.till.bank.holds(order) else { return Ok(None) };
    let hint = hint(order, held, number);
    let key = InboxKey { order_id: order.clone(), event_key: hint.event_key.clone() };
    let envelope = world.notice(&hint);
    world.insist(envelope)?;
    Ok(world.books().parked().contains_key(&key).then_some(key))
}

fn hint(order: &OrderId, held: Reading, number: u64) -> Hint {
    let amount = held.amount;
    let refund = ProviderRefund {
        key: format!("claimed-{number}"),
        amount,
        confirmed: true,
        chargeback: false,
    };
    let reading = Reading { status: ProviderStatus::Refunded, refunds: vec![refund], ..held };
    let event_key = format!("claim-{number}");
    Hint { order_id: order.clone(), event_key, reading, probe: false }
}
