//! Reminders: planned when their moment has come, looked at once more right before they are sent,
//! followed from channel to channel. What is due and where it goes is computed in
//! [`crate::dunning`]; here it becomes what happened.

mod answer;
mod conclude;
mod facts;
mod hand_over;
mod now;
mod remind;
mod service;
mod wishes;

use super::authority::Asked;
use super::{Answer, Context, Decision, HandOver, not_found};
use crate::access::Permission;
use crate::account::{Account, AccountEvent, Reminder, ReminderAct};
use crate::aggregate::Books;
use crate::command::DunningCommand as C;
use crate::dunning::{Calendar, Delivery, Route};
use crate::event::Event;
use crate::id::{AccountId, ReminderId};
use crate::message::{Carrier, Try};
use crate::policy::Policy;
use crate::refusal::Refusal;

pub(super) use service::reopen;

/// Who may ask for it.
pub(super) const fn asked(command: &C) -> Asked {
    match command {
        C::Remind { .. } => Asked::Clock,
        C::ConsiderService { .. } => Asked::Clock,
        C::HandOver { .. } | C::AnswerHandOver { .. } | C::TakeReceipt(_) => Asked::Machine,
        C::SendNow { .. } | C::TakePromise { .. } | C::Pause { .. } | C::Resume { .. } => {
            Asked::Staff(Permission::DunningOperate)
        }
        // The customer answered BERHENTI or STOP, or told somebody.
        C::OptOut { .. } | C::OptIn { .. } => Asked::StaffOrMachine(Permission::CustomerManage),
    }
}

/// Decides it.
pub(super) fn decide(
    books: &Books,
    command: &C,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    match command {
        C::Remind { account } => Ok(remind::remind(known(books, account)?, context)),
        C::HandOver { reminder, carriers } => {
            Ok(hand_over::hand_over(&find(books, reminder)?, carriers, context))
        }
        C::AnswerHandOver { reminder, number, outcome, provider_id, said, .. } => {
            let told = answer::Told {
                number: *number,
                outcome: *outcome,
                provider_id: provider_id.as_ref(),
                said: said.as_ref(),
            };
            Ok(answer::answer(&find(books, reminder)?, &told, context))
        }
        C::TakeReceipt(receipt) => answer::receipt(books, receipt, context),
        C::SendNow { invoice, stage } => now::send(books, invoice, *stage, context),
        C::TakePromise { account, until, reason } => {
            wishes::promise(known(books, account)?, *until, reason, context)
        }
        C::OptOut { account, channel } => {
            wishes::opt_out(known(books, account)?, *channel, context)
        }
        C::OptIn { account, channel } => Ok(wishes::opt_in(known(books, account)?, *channel)),
        C::Pause { account, reason } => wishes::pause(known(books, account)?, reason, context),
        C::Resume { account } => Ok(wishes::resume(known(books, account)?)),
        C::ConsiderService { account, oldest } => {
            service::consider(known(books, account)?, oldest, context)
        }
    }
}

fn known<'a>(books: &'a Books, id: &AccountId) -> Result<&'a Account, Refusal> {
    books.account(id).ok_or_else(|| not_found("customer", id))
}

/// A reminder that speaks, with all that it speaks for.
struct Group<'a> {
    account: &'a Account,
    lead: &'a Reminder,
}

fn find<'a>(books: &'a Books, id: &ReminderId) -> Result<Group<'a>, Refusal> {
    let missing = || not_found("reminder", id);
    let account = books.account_of_reminder(id).ok_or_else(missing)?;
    let named = account.reminders.get(id).ok_or_else(missing)?;
    let lead = account.reminders.get(named.speaker()).ok_or_else(missing)?;
    Ok(Group { account, lead })
}

impl<'a> Group<'a> {
    /// The reminders of the message, those of the oldest bill first; of one bill there is one.
    fn members(&self) -> Vec<&'a Reminder> {
        let own = |found: &&Reminder| *found.speaker() == self.lead.id;
        let mut members: Vec<_> = self.account.reminders.values().filter(own).collect();
        members.sort_by(|a, b| (a.due, b.stage, &a.invoice).cmp(&(b.due, a.stage, &b.invoice)));
        members
    }

    fn routes(&self, carriers: &[Carrier]) -> Vec<Route> {
        let reach = |channel| self.account.customer.reminding.reach(channel);
        let route = |carrier: &Carrier| Route {
            channel: carrier.channel,
            reach: reach(carrier.channel),
            repeat: carrier.repeat,
        };
        carriers.iter().map(route).collect()
    }

    fn delivery<'b>(&'b self, routes: &'b [Route], tries: &'b [Try]) -> Delivery<'b> {
        Delivery { seed: self.lead.id.as_str(), routes, tries, window: self.lead.window }
    }

    fn stepped(&self, act: ReminderAct, reminders: Vec<Reminder>) -> Event {
        let event = AccountEvent::RemindersStepped { act, reminders };
        Event::Account(self.account.id.clone(), event)
    }
}

/// When messages may be sent to the customer.
fn calendar<'a>(account: &Account, policy: &'a Policy) -> Calendar<'a> {
    Calendar { policy: &policy.dunning, holidays: &policy.holidays, zone: account.customer.zone }
}

fn over(events: Vec<Event>) -> Decision {
    Decision::with(Answer::HandOver { verdict: HandOver::Over }, events)
}
