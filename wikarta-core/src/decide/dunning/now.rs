//! Reminding of one bill at once, because a person says so.

use super::super::{Answer, Context, Decision, not_found};
use super::calendar;
use super::remind::{billed, reminder};
use crate::account::{Account, AccountEvent, Invoice, Reminder, ReminderAct, ReminderState};
use crate::aggregate::Books;
use crate::dunning::{Billed, Planned};
use crate::event::{Effect, Event};
use crate::id::InvoiceId;
use crate::message::Stage;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::time::Timestamp;

pub(super) fn send(
    books: &Books,
    id: &InvoiceId,
    stage: Option<Stage>,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    let missing = || not_found("invoice", id);
    let account = books.account_of_invoice(id).ok_or_else(missing)?;
    let invoice = account.invoices.get(id).ok_or_else(missing)?;
    let owed = billed(invoice).filter(|_| invoice.takes_money());
    let bill = owed.ok_or_else(|| refused(invoice))?;
    let calendar = calendar(account, context.policy);
    match calendar.next_allowed(context.at) {
        Some(at) if at == context.at => {}
        Some(at) => return Err(Refusal::TooEarly(at)),
        None => return Err(Refusal::Nothing("send: no day allows it")),
    }
    let stage = match stage {
        Some(stage) if context.policy.dunning.rule(stage).is_none() => {
            return Err(not_found("stage", stage));
        }
        Some(stage) => stage,
        None => latest(account, context.policy, bill, context.at)
            .ok_or(Refusal::Nothing("send: the seller has no step"))?,
    };
    let known = account.reminders.get(&Reminder::id_for(id, stage, bill.due));
    let window = calendar.window(context.at);
    let next = match known {
        None => reminder((id, stage, bill.due), window),
        Some(known) => match known.state {
            ReminderState::Sent | ReminderState::Delivered | ReminderState::Read => {
                return Err(Refusal::Exists { kind: "message", id: known.id.to_string() });
            }
            ReminderState::Scheduled => {
                return Ok(Decision::new(Answer::Reminded {
                    reminders: vec![known.speaker().clone()],
                }));
            }
            ReminderState::Failed | ReminderState::Cancelled | ReminderState::Skipped => {
                // What was tried counts: the key and the budget are the step's.
                let carriers = known.carriers.clone();
                let tries = known.tries.clone();
                Reminder { carriers, tries, ..reminder((id, stage, bill.due), window) }
            }
        },
    };
    let speaker = next.id.clone();
    let event = AccountEvent::RemindersStepped { act: ReminderAct::Plan, reminders: vec![next] };
    let answer = Answer::Reminded { reminders: vec![speaker.clone()] };
    let mut decision = Decision::with(answer, vec![Event::Account(account.id.clone(), event)]);
    decision.plan(context, Effect::Remind { reminder: speaker }, context.at);
    Ok(decision)
}

/// The last step whose moment has come; the first one where none has.
fn latest(account: &Account, policy: &Policy, bill: Billed, now: Timestamp) -> Option<Stage> {
    let plan = calendar(account, policy).plan(bill);
    let come = |planned: &Planned| matches!(planned, Planned::At(at) if *at <= now);
    let last = plan.iter().rev().find(|(_, planned)| come(planned));
    last.or_else(|| plan.first()).map(|(stage, _)| *stage)
}

fn refused(invoice: &Invoice) -> Refusal {
    Refusal::InvalidState {
        invoice: invoice.id.clone(),
        status: invoice.status,
        act: "reminded of",
        allowed: &[],
    }
}
