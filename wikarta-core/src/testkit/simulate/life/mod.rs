//! What happens, step by step.

mod begin;
mod billing;
pub(super) mod comparing;
mod gateway;
mod house;
pub(super) mod notices;
pub(super) mod on_call;
mod paying;
mod selling;
mod setting;
mod stale;
pub(super) mod telling;
mod tend;
mod work;

use super::agenda::Deed;
use super::faults::FaultKind;
use super::scene::Came;
use super::world::World;
use super::{Progress, rest};
use crate::testkit::laws::Violation;

pub(super) use gateway::late_charge;

use begin::bill;

const DAY: i64 = 86_400;
/// Days of a month of the world.
const MONTH_DAYS: i64 = 30;

/// Lives through the plan, then lets everything come to rest without faults.
pub(super) fn live(world: &mut World, watch: &mut dyn FnMut(Progress)) -> Result<(), Violation> {
    world.found()?;
    world.hire()?;
    selling::open_shop(world)?;
    prepare(world);
    world.site.weather.begin();
    while let Some((at, deed)) = world.agenda.next() {
        if world.plan.steps.is_some_and(|steps| world.tally.steps >= steps) {
            break;
        }
        let now = world.now();
        world.site.clock.set(at.max(now));
        if world.strikes(FaultKind::ClockJumps) {
            let seconds = world.site.weather.between(FaultKind::ClockJumps, -3_600, 86_400);
            world.site.clock.pass_seconds(seconds);
        }
        world.tally.steps += 1;
        if let Deed::MonthEnd(month) = deed {
            world.check_states()?;
            world.site.teller.happened(None, Came::MonthOver(month));
            watch(world.progress(month));
            if month >= world.plan.months {
                break;
            }
            continue;
        }
        happen(world, deed)?;
        if world.dice.hits(700) {
            world.work()?;
        }
    }
    rest::come_to_rest(world)?;
    watch(world.progress(world.plan.months));
    Ok(())
}

/// What is known to come.
fn prepare(world: &mut World) {
    for number in 0..usize::try_from(world.plan.customers).unwrap_or(usize::MAX) {
        let after = world.dice.between(3_600, 20 * DAY);
        world.later(after, Deed::Sale(number));
    }
    world.later(1, Deed::BillingRun);
    world.later(7 * 3_600, Deed::Timers);
    world.later(9 * 3_600, Deed::PlanPayments);
    world.later(10 * 3_600, Deed::Tend);
    world.later(5 * DAY, Deed::House);
    world.later(3 * DAY, Deed::OnCall);
    world.later(26 * 3_600, Deed::Compare);
    world.later(8 * DAY, Deed::Policy);
    let key = world.dice.between(DAY, 40 * DAY);
    world.later(key, Deed::ChangeKey);
    for month in 1..=world.plan.months {
        world.later(i64::from(month) * MONTH_DAYS * DAY, Deed::MonthEnd(month));
    }
}

fn happen(world: &mut World, deed: Deed) -> Result<(), Violation> {
    match deed {
        Deed::Sale(number) => selling::sale(world, number),
        Deed::BillingRun => billing::run(world),
        Deed::Timers => billing::timers(world),
        Deed::PlanPayments => paying::plan(world),
        Deed::Open { account, invoices, channel, after } => {
            paying::open(world, &account, &invoices, channel, after)
        }
        Deed::Pay { order, tries } => paying::pay(world, &order, tries),
        Deed::Expire(order) => gateway::expire(world, &order),
        Deed::LateMoney(order) => gateway::late_money(world, &order),
        Deed::Reverse(order) => gateway::reverse(world, &order),
        Deed::FoundRefund(order) => gateway::found_refund(world, &order),
        Deed::LateCharge(request) => gateway::late_charge(world, &request),
        Deed::Arrive { hint, tries } => notices::arrive(world, &hint, tries),
        Deed::Begin(number) => begin::begin(world, number),
        Deed::Tend => tend::tend(world),
        Deed::House => house::house(world),
        Deed::OnCall => on_call::look(world),
        Deed::Compare => comparing::compare(world),
        Deed::Receipt(receipt) => telling::receipt(world, &receipt),
        Deed::Policy => {
            let after = world.dice.between(6 * DAY, 25 * DAY);
            world.later(after, Deed::Policy);
            setting::policy(world)
        }
        Deed::ChangeKey => {
            setting::change_key(world);
            Ok(())
        }
        Deed::MonthEnd(_) => Ok(()),
    }
}
