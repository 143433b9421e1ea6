//! The last look, and the try that is written down before the provider is asked.

use super::super::{Answer, Context, Decision, HandOver};
use super::conclude::{ended, failed};
use super::facts::{check, open_charge};
use super::{Group, calendar, over};
use crate::account::{Handed, Reminder, ReminderAct, ReminderState};
use crate::dunning::{Recheck, Step};
use crate::event::Effect;
use crate::message::{
    CancelReason, Carrier, Message, MessageChannel, MessageKind, StopReason, Try, TryOutcome, Why,
};
use crate::time::Timestamp;

/// What the last look came to.
#[derive(Default)]
struct Looked<'a> {
    going: Vec<&'a Reminder>,
    ended: Vec<Reminder>,
    later: Option<Timestamp>,
}

pub(super) fn hand_over(
    group: &Group<'_>,
    carriers: &[Carrier],
    context: &Context<'_>,
) -> Decision {
    let looked = look(group, context);
    let events = |ended: Vec<Reminder>, act| {
        if ended.is_empty() { Vec::new() } else { vec![group.stepped(act, ended)] }
    };
    if looked.going.is_empty() && looked.later.is_none() {
        return over(events(looked.ended, ReminderAct::End));
    }
    if let Some(at) = looked.later {
        // A payment was begun: the gateway may know more by now.
        let mut decision = later(at, events(looked.ended, ReminderAct::End));
        for order_id in begun(group, context) {
            decision.plan(context, Effect::Read { order_id }, context.at);
        }
        return decision;
    }
    let (routes, tries) = (group.routes(carriers), group.lead.tried());
    match group.delivery(&routes, &tries).next(context.at, &context.policy.fallback) {
        Step::Send(channel) => send(group, looked, (channel, carriers), context),
        Step::Wait(at) => later(at, events(looked.ended, ReminderAct::End)),
        Step::Done(_) => over(events(looked.ended, ReminderAct::End)),
        Step::Stop(reason) => {
            let mut all = looked.ended;
            let waiting = looked.going.iter().filter(|step| step.state == ReminderState::Scheduled);
            all.extend(waiting.map(|step| failed(step, reason, context.at)));
            over(events(all, ReminderAct::End))
        }
    }
}

fn look<'a>(group: &Group<'a>, context: &Context<'_>) -> Looked<'a> {
    let calendar = calendar(group.account, context.policy);
    let mut looked = Looked::default();
    for step in group.members() {
        let waits = match step.state {
            ReminderState::Scheduled => true,
            // Taken, and perhaps not delivered: a further channel may follow.
            ReminderState::Sent => false,
            ReminderState::Delivered
            | ReminderState::Read
            | ReminderState::Failed
            | ReminderState::Cancelled
            | ReminderState::Skipped => continue,
        };
        match check(group.account, step, &calendar, context) {
            Recheck::Go => looked.going.push(step),
            Recheck::Later(at) => looked.later = Some(looked.later.map_or(at, |old| old.max(at))),
            Recheck::Cancelled { .. } if !waits => {}
            Recheck::Cancelled { reason: CancelReason::WindowClosed, since } => {
                looked.ended.push(failed(step, StopReason::WindowClosed, since));
            }
            Recheck::Cancelled { reason, since } => {
                looked.ended.push(ended(step, Why::Cancelled(reason), since));
            }
        }
    }
    looked
}

fn later(at: Timestamp, events: Vec<crate::event::Event>) -> Decision {
    Decision::with(Answer::HandOver { verdict: HandOver::Later { at } }, events)
}

/// Payments of the bills that were begun lately.
fn begun(group: &Group<'_>, context: &Context<'_>) -> Vec<crate::id::OrderId> {
    let recent = |at: Timestamp| context.at.seconds_since(at) < crate::dunning::OPEN_CHARGE_SECONDS;
    let bills = group.members().into_iter().filter_map(|step| {
        let invoice = group.account.invoices.get(&step.invoice)?;
        open_charge(group.account, invoice).filter(|attempt| recent(attempt.opened_at))
    });
    let mut orders: Vec<_> = bills.map(|attempt| attempt.order_id.clone()).collect();
    orders.sort();
    orders.dedup();
    orders
}

fn send(
    group: &Group<'_>,
    looked: Looked<'_>,
    (channel, carriers): (MessageChannel, &[Carrier]),
    context: &Context<'_>,
) -> Decision {
    // The lead keeps the tries even where its own bill is out of the matter.
    let ended_lead = looked.ended.iter().find(|step| step.id == group.lead.id).cloned();
    let mut lead = ended_lead.unwrap_or_else(|| group.lead.clone());
    let number = u32::try_from(lead.tries.len()).unwrap_or(u32::MAX);
    let tried = Try { channel, at: context.at, outcome: TryOutcome::Unknown };
    lead.tries.push(Handed { tried, provider_id: None, said: None });
    lead.carriers = carriers.to_vec();
    let message = Box::new(message(group, &looked.going, channel, context));
    let others = looked.ended.into_iter().filter(|step| step.id != lead.id);
    let written = std::iter::once(lead.clone()).chain(others).collect();
    let verdict = HandOver::Send { message, number };
    let event = group.stepped(ReminderAct::Hand, written);
    Decision::with(Answer::HandOver { verdict }, vec![event])
}

/// One message with the bill that was due first, and all others beside it.
fn message(
    group: &Group<'_>,
    going: &[&Reminder],
    channel: MessageChannel,
    context: &Context<'_>,
) -> Message {
    let account = group.account;
    let open =
        |step: &&Reminder| account.invoices.get(&step.invoice).map(|bill| bill.open_amount());
    let oldest = going.first().copied().unwrap_or(group.lead);
    Message {
        key: group.lead.key(channel).to_string(),
        account: account.id.clone(),
        invoice: oldest.invoice.clone(),
        others: going.iter().skip(1).map(|step| step.invoice.clone()).collect(),
        kind: MessageKind::Reminder,
        stage: Some(oldest.stage),
        amount: going.iter().filter_map(open).sum(),
        at: context.at,
        channel: Some(channel),
    }
}
