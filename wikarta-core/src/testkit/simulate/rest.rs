//! The end: faults off, everything that waits is done, and the books must agree with the gateway.

use std::collections::{BTreeMap, BTreeSet};

use super::agenda::Deed;
use super::beside;
use super::life;
use super::scene::Came;
use super::seam::complete;
use super::world::World;
use crate::access::Actor;
use crate::account::{
    Account, Answer, Attempt, AttemptState, CaseKind, CaseState, RefundOrigin, Reminder,
    ReminderState, Stage,
};
use crate::command::Command;
use crate::engine::Worked;
use crate::id::OrderId;
use crate::money::Rupiah;
use crate::policy::Correct;
use crate::provider::Reading;
use crate::testkit::laws::{Law, Violation, broken};

/// By how much a step's moment has passed when nobody may have forgotten it: holidays in a row and the
/// hours that workers need to come to rest.
const OUTCOME_SECONDS: i64 = 20 * 86_400;
/// Timers every three hours, at most for as long as holidays in a row can keep a step waiting.
const TIMERS: u32 = 160;
/// Hours for which workers are given to come to rest.
const HOURS: u32 = 60;

pub(super) fn come_to_rest(world: &mut World) -> Result<(), Violation> {
    world.site.weather.clear();
    world.site.teller.happened(None, Came::Calm);
    for place in 0..world.processes.len() {
        if let Some(process) = world.processes.get_mut(place) {
            process.restart(&world.site);
        }
    }
    deliver(world)?;
    drain(world)?;
    life::on_call::redrive(world, 1_000)?;
    drain(world)?;
    // What lost notifications would have told: a comparison finds it, and books it where it may.
    let from = world.began;
    life::comparing::of_all(world, from)?;
    if world.site.policy.reconcile.correct == Correct::Proposed {
        for order_id in orders(world) {
            world.ask(Actor::Scheduler, Command::AskRead { order_id })?;
        }
    }
    drain(world)?;
    beside::nobody_waits_for_another(world)?;
    drain(world)?;
    world.check_all()?;
    nothing_is_left(world)?;
    let truth = world.site.till.bank.orders();
    for id in world.books().accounts() {
        let Some(account) = world.books().whole(&id) else { continue };
        known(&account, world)?;
        agree(&account, &truth)?;
    }
    strangers(world)?;
    if told_of_all(world).is_ok() {
        return Ok(());
    }
    // What only rest brought to light is looked at by the timers that follow.
    for _ in 0..TIMERS {
        world.site.clock.pass_seconds(3 * 3_600);
        let Some(process) = world.processes.first() else { return Ok(()) };
        let ended = complete(&process.seam, process.wikarta.remind_due());
        let _ = world.alive(0, ended);
        world.settle()?;
        drain(world)?;
        if told_of_all(world).is_ok() {
            return Ok(());
        }
    }
    told_of_all(world)
}

fn told_of_all(world: &World) -> Result<(), Violation> {
    let accounts = world.books().accounts().into_iter();
    accounts.filter_map(|id| world.books().whole(&id)).try_for_each(|it| outcomes(&it, world))
}

/// I14: what was to go has gone or says why not, and nothing that was to go was forgotten.
fn outcomes(account: &Account, world: &World) -> Result<(), Violation> {
    let now = world.now();
    for step in account.reminders.values() {
        let over = now.seconds_since(step.window.closes) > 2 * 86_400;
        if step.state == ReminderState::Scheduled && over {
            return broken(Law::I14, &step.id, format!("stage {} has no outcome", step.stage));
        }
    }
    let ended = now.plus_seconds(-OUTCOME_SECONDS).day_in(account.customer.zone);
    for bill in account.invoices.values().filter(|bill| bill.takes_money()) {
        let Some(due) = bill.due_date else { continue };
        for rule in &world.site.written.dunning.rules().stages {
            let moment = i64::from(rule.stage.offset().unwrap_or(0));
            let come = due.signed_duration_since(ended).num_days() + moment < 0;
            let id = Reminder::id_for(&bill.id, rule.stage, due);
            let old = bill.issued_at.is_some_and(|at| now.seconds_since(at) > OUTCOME_SECONDS);
            if come && old && !account.reminders.contains_key(&id) {
                return broken(Law::I14, &bill.id, format!("stage {} was forgotten", rule.stage));
            }
        }
    }
    Ok(())
}

fn orders(world: &World) -> Vec<OrderId> {
    let accounts = world.books().accounts().into_iter();
    let found = accounts.filter_map(|id| world.books().account(&id));
    found.flat_map(|account| account.attempts.into_keys()).collect()
}

/// Notifications that are under way arrive.
fn deliver(world: &mut World) -> Result<(), Violation> {
    world.agenda.keep_arrivals();
    while let Some((at, deed)) = world.agenda.next() {
        let now = world.now();
        world.site.clock.set(at.max(now));
        match deed {
            Deed::Arrive { hint, tries } => life::notices::arrive(world, &hint, tries)?,
            Deed::LateCharge(request) => life::late_charge(world, &request)?,
            _ => {}
        }
    }
    Ok(())
}

/// Workers work until nothing waits.
fn drain(world: &mut World) -> Result<(), Violation> {
    for _ in 0..HOURS {
        for _ in 0..200 {
            let Some(process) = world.processes.first() else { return Ok(()) };
            let ended = complete(&process.seam, process.wikarta.work(100));
            let worked = world.alive(0, ended).and_then(Result::ok).unwrap_or_default();
            world.settle()?;
            if worked == Worked::default() {
                break;
            }
        }
        deliver(world)?;
        if world.books().outbox().is_empty() && world.books().parked().is_empty() {
            return Ok(());
        }
        world.site.clock.pass_seconds(3_600);
    }
    Ok(())
}

/// L1, L4.
fn nothing_is_left(world: &World) -> Result<(), Violation> {
    if let Some((key, _)) = world.books().parked().into_iter().next() {
        return broken(Law::L1, &key.order_id, "a notification still waits");
    }
    if let Some((id, effect)) = world.books().outbox().into_iter().next() {
        return broken(Law::L4, &id, format!("{effect:?} is left over"));
    }
    Ok(())
}

/// L2, L3: what is unknown is known to be, and people are asked.
fn known(account: &Account, world: &World) -> Result<(), Violation> {
    let asked = |order: &OrderId, kind: CaseKind| {
        account.cases.values().any(|case| {
            case.kind == kind
                && case.state == CaseState::Open
                && case.order_id.as_ref() == Some(order)
        })
    };
    for attempt in account.attempts.values() {
        let unknown = matches!(attempt.state, AttemptState::Opened | AttemptState::Unknown);
        let age = world.now().seconds_since(attempt.opened_at);
        let lost = asked(&attempt.order_id, CaseKind::ChargeLost);
        if unknown && age > 86_400 && attempt.answer != Answer::Refused && !lost {
            return broken(Law::L2, &attempt.order_id, format!("still {}", attempt.state));
        }
    }
    for refund in account.refunds.values() {
        if matches!(refund.stage, Stage::Executing | Stage::Unknown) {
            let people = account
                .cases
                .values()
                .any(|case| case.kind == CaseKind::RefundUnknown && case.state == CaseState::Open);
            if !people {
                return broken(Law::L3, &refund.id, format!("still {}", refund.stage));
            }
        }
    }
    Ok(())
}

/// L5.
fn agree(account: &Account, truth: &BTreeMap<OrderId, Reading>) -> Result<(), Violation> {
    for attempt in account.attempts.values() {
        if let Some(reading) = truth.get(&attempt.order_id) {
            same(attempt, reading)?;
        }
    }
    Ok(())
}

fn same(attempt: &Attempt, truth: &Reading) -> Result<(), Violation> {
    let booked = attempt.booking.as_ref().map(|booking| booking.amount);
    let expected = truth.status.means_money().then_some(truth.amount);
    let went = !attempt.refunds.is_empty();
    if booked != expected && !(went && expected.is_none()) {
        let seen = format!("the books have {booked:?}, the gateway {truth:?}");
        return broken(Law::L5, &attempt.order_id, seen);
    }
    let through = attempt.refunds.iter().filter(|refund| refund.origin != RefundOrigin::Offline);
    let ours: Rupiah = through.map(|refund| refund.amount).sum();
    let theirs: Rupiah = truth.refunds.iter().map(|refund| refund.amount).sum();
    let whole = booked.is_some_and(|booked| attempt.refunded() == booked);
    if truth.status.means_money() && ours != theirs && !(whole && ours < theirs) {
        let seen = format!("{ours} went back by the books, {theirs} by the gateway");
        return broken(Law::L5, &attempt.order_id, seen);
    }
    Ok(())
}

/// L5 for money under unknown orders, as far as it was told.
fn strangers(world: &World) -> Result<(), Violation> {
    let truth = world.site.till.bank.orders();
    let known: BTreeSet<OrderId> = orders(world).into_iter().collect();
    for order in truth.keys() {
        if order.as_str().starts_with("INV-") && !known.contains(order) {
            return broken(Law::I8, order, "a transaction that the books know nothing of");
        }
    }
    for item in world.books().suspended() {
        let held = truth.get(&item.order_id).map(|reading| reading.amount);
        if held != Some(item.amount) {
            let seen = format!("the books have {}, the gateway {held:?}", item.amount);
            return broken(Law::L5, &item.order_id, seen);
        }
    }
    Ok(())
}
