//! The laws that only the world can check: what went out, what was asked of the gateway, who did it,
//! and what must stand nowhere.

use chrono::Timelike as _;

use super::processes::Site;
use super::scan;
use super::world::World;
use crate::access::Role;
use crate::account::{
    Account, AccountEvent, CaseAct, RefundCase, RefundSource, Reminder, ReminderState, Stage,
};
use crate::aggregate::{Aggregate, AggregateId};
use crate::dunning::HolidayKind;
use crate::event::Event;
use crate::message::{Message, MessageKind, Reach};
use crate::ports::RefundRequest;
use crate::roster::Roster;
use crate::staff::Standing;
use crate::testkit::laws::{self, Law, Step, Violation, broken};
use crate::time::Timestamp;

/// Seconds by which a process's clock may be beside the world's.
const CLOCK_SECONDS: i64 = 300;

/// What one entry says.
pub(super) fn written(site: &Site, step: &Step<'_>) -> Result<(), Violation> {
    laws::roles::check(step.entry)?;
    scan::clean(&step.entry.aggregate, &step.entry.data)?;
    scan::clean(&step.entry.aggregate, &step.entry.changes)?;
    let roster = || match site.tap.books.aggregate(&AggregateId::Roster) {
        Some(Aggregate::Roster(roster)) => roster,
        _ => Roster::default(),
    };
    if step.entry.roles.split(',').any(|role| role == "EMERGENCY") {
        in_emergency(step, &roster())?;
    }
    match (step.before, step.event) {
        (
            Some(Aggregate::Account(_)),
            Event::Account(_, AccountEvent::RefundStepped { act: CaseAct::Execute, refund, .. }),
        ) => still_agreed(refund, &roster()),
        _ => Ok(()),
    }
}

/// I20: what is done in an emergency is done while it lasts, by whoever declared it.
fn in_emergency(step: &Step<'_>, roster: &Roster) -> Result<(), Violation> {
    let at = step.entry.at;
    let known = roster.emergency.as_ref().is_some_and(|emergency| {
        let over = emergency.ended.as_ref().map_or(emergency.until, |hand| hand.at);
        let own = format!("staff:{}", emergency.begun.by) == step.entry.actor;
        let (from, until) = (emergency.begun.at, over.max(emergency.begun.at));
        let slack = 2 * CLOCK_SECONDS; // one clock ahead, the other behind
        own && at >= from.plus_seconds(-slack) && at <= until.plus_seconds(slack)
    });
    if known {
        return Ok(());
    }
    let (actor, action) = (&step.entry.actor, &step.entry.action);
    broken(Law::I20, &step.entry.aggregate, format!("{actor} did {action} without an emergency"))
}

/// I18: whoever agreed may still agree when it is carried out.
fn still_agreed(refund: &RefundCase, roster: &Roster) -> Result<(), Violation> {
    let may = |approval: &&crate::hand::Approval| {
        roster.members.get(&approval.by).is_some_and(|member| {
            member.standing == Standing::Active && member.roles.contains(&Role::Supervisor)
        })
    };
    let have = refund.approvals.iter().filter(may).count();
    let needed = if refund.tier > 1 { 2 } else { 1 };
    // One that is under way and asked for again was agreed to when it began.
    if refund.tries > 0 || have >= needed {
        return Ok(());
    }
    broken(Law::I18, &refund.id, format!("{have} of those who agreed may still agree"))
}

/// What a state says beside what the gateway holds.
pub(super) fn stands(site: &Site, aggregate: &Aggregate) -> Result<(), Violation> {
    let Aggregate::Account(account) = aggregate else { return Ok(()) };
    if account.customer.erased.is_none() && site.tap.books.personal(&account.id).is_none() {
        return broken(Law::I34, &account.id, "nobody asked for it, and the values are gone");
    }
    for attempt in account.attempts.values() {
        let Some(booking) = &attempt.booking else { continue };
        if !site.till.ever_held(&attempt.order_id, booking.amount) {
            let seen = format!("{} was booked and never held", booking.amount);
            return broken(Law::I9, &attempt.order_id, seen);
        }
    }
    Ok(())
}

/// I7: the gateway is asked for what was approved, under the key of the case.
pub(super) fn refund_asked_for(world: &World, request: &RefundRequest) -> Result<(), Violation> {
    let accounts = world.books().accounts();
    let mut whole = accounts.iter().filter_map(|id| world.books().whole(id));
    let same = |case: &RefundCase| {
        let source = RefundSource::Attempt(request.order_id.clone());
        case.key == request.key && case.amount == request.amount && case.source == source
    };
    let begun = |stage| match stage {
        Stage::Executing | Stage::Unknown | Stage::Done | Stage::Failed => true,
        Stage::Requested
        | Stage::Verified
        | Stage::Approved
        | Stage::Rejected
        | Stage::Withdrawn
        | Stage::Expired
        | Stage::ManualPending => false,
    };
    if whole.any(|account| account.refunds.values().any(|case| same(case) && begun(case.stage))) {
        return Ok(());
    }
    broken(Law::I7, &request.order_id, format!("{request:?} was asked for by nobody"))
}

/// I13, I14, I15: what a message may say, to whom, and when.
pub(super) fn told(world: &mut World, message: &Message) -> Result<(), Violation> {
    let id = AggregateId::Account(message.account.clone());
    let Some(Aggregate::Account(before)) = world.before(&id).cloned() else {
        return broken(Law::I15, &message.key, "it is to nobody whom the books know");
    };
    for bill in std::iter::once(&message.invoice).chain(&message.others) {
        if !before.invoices.contains_key(bill) {
            return broken(Law::I15, bill, format!("{} speaks of another's bill", message.key));
        }
    }
    if message.kind != MessageKind::Reminder {
        return Ok(());
    }
    may_be_reminded(world, &before, message)?;
    for bill in std::iter::once(&message.invoice).chain(&message.others) {
        let Some(found) = before.invoices.get(bill) else { continue };
        if !found.status.payable() {
            let seen = format!("{} went out for a bill that is {}", message.key, found.status);
            return broken(Law::I13, bill, seen);
        }
        once(world, &before, bill, message)?;
    }
    receipts_follow(world, message);
    Ok(())
}

/// I15: to whoever is reached and wants it, in the hours of the day that are for it.
fn may_be_reminded(world: &World, before: &Account, message: &Message) -> Result<(), Violation> {
    let customer = &before.customer;
    let say = |what: &str| broken(Law::I15, &message.key, what);
    if customer.erased.is_some() || customer.deleted.is_some() {
        return say("it went to a customer who is gone");
    }
    if message.channel.is_some_and(|channel| customer.reminding.reach(channel) != Reach::Open) {
        return say("it went on a channel that the customer does not want");
    }
    let now = world.now();
    if let Some(paused) = &customer.reminding.paused
        && paused.by.at < now.plus_seconds(-CLOCK_SECONDS)
    {
        return say("it went while reminders were paused");
    }
    let today = now.day_in(customer.zone);
    let promised = customer.reminding.promises.last().map(|taken| &taken.promise);
    if promised.is_some_and(|promise| promise.given_at < now && today < promise.until) {
        return say("it went while a promise to pay ran");
    }
    let slack = [-CLOCK_SECONDS, 0, CLOCK_SECONDS];
    if slack.iter().any(|beside| waking(world, now.plus_seconds(*beside), before)) {
        return Ok(());
    }
    say(&format!("it went at {} in {}", now.civil_in(customer.zone), customer.zone))
}

/// Whether the civil hour is one of those in which people may be written to.
fn waking(world: &World, at: Timestamp, account: &Account) -> bool {
    let (rules, civil) = (world.site.written.dunning.rules(), at.civil_in(account.customer.zone));
    let (day, hour) = (civil.date(), civil.time());
    let minutes = hour.hour() * 60 + hour.minute();
    let of = |time: chrono::NaiveTime| time.hour() * 60 + time.minute();
    let open = (of(rules.opens)..of(rules.closes)).contains(&minutes);
    let holiday = world
        .site
        .written
        .holidays
        .on(day)
        .is_some_and(|found| found.kind == HolidayKind::National);
    open && !holiday && rules.days.contains(&chrono::Datelike::weekday(&day))
}

/// I14: a step of a bill goes once on a channel, and on another one only while it has not arrived.
fn once(
    world: &mut World,
    before: &Account,
    bill: &crate::id::InvoiceId,
    message: &Message,
) -> Result<(), Violation> {
    let (Some(stage), Some(channel)) = (message.stage, message.channel) else {
        return broken(Law::I14, &message.key, "it is no step, or on no channel");
    };
    let due = before.invoices.get(bill).and_then(|found| found.due_date);
    let own = |step: &&Reminder| {
        step.invoice == *bill && Some(step.due) == due && step.state != ReminderState::Scheduled
    };
    if *bill == message.invoice {
        let of_stage = before.reminders.values().filter(own).find(|step| step.stage == stage);
        if of_stage.is_some_and(|step| {
            matches!(step.state, ReminderState::Delivered | ReminderState::Read)
        }) {
            return broken(Law::I14, bill, format!("{} went though it had arrived", message.key));
        }
        let fresh = world.told.insert((bill.clone(), stage, due.unwrap_or_default(), channel));
        if !fresh {
            return broken(Law::I14, bill, format!("stage {stage} went twice by {channel}"));
        }
    }
    Ok(())
}

/// What the provider tells about it later.
fn receipts_follow(world: &mut World, message: &Message) {
    super::life::telling::receipts(world, message);
}
