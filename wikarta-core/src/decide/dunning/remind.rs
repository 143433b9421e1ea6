//! Which steps of a customer's bills are due now.

use super::super::{Answer, Context, Decision};
use super::calendar;
use crate::account::{
    Account, AccountEvent, Document, Invoice, Reminder, ReminderAct, ReminderState,
};
use crate::dunning::{Billed, Planned, Reminder as Due, bundles};
use crate::event::{Effect, Event};
use crate::message::{SkipReason, Stage, Timeliness, Why, Window};

/// Plans every step whose moment has come. A step whose window is over is written down as not sent:
/// it is never sent late, and never forgotten.
pub(super) fn remind(account: &Account, context: &Context<'_>) -> Decision {
    let calendar = calendar(account, context.policy);
    let (mut planned, mut due) = (Vec::new(), Vec::new());
    for invoice in account.invoices.values().filter(|invoice| invoice.takes_money()) {
        let Some(bill) = billed(invoice) else { continue };
        for (stage, plan) in calendar.plan(bill) {
            let id = Reminder::id_for(&invoice.id, stage, bill.due);
            if account.reminders.contains_key(&id) {
                continue;
            }
            let step = Step { invoice, stage, bill };
            match plan {
                Planned::Skipped(reason) => planned.push(step.skipped(reason, at_once(context))),
                Planned::At(moment) => {
                    let window = calendar.window(moment);
                    match window.at(context.at) {
                        Timeliness::Early => {}
                        Timeliness::Missed => {
                            planned.push(step.skipped(SkipReason::Missed, window));
                        }
                        Timeliness::Open => due.push(Due {
                            account: account.id.clone(),
                            zone: calendar.zone,
                            invoice: invoice.id.clone(),
                            due: bill.due,
                            open: invoice.open_amount(),
                            stage,
                            at: moment,
                        }),
                    }
                }
            }
        }
    }
    let mut leads = Vec::new();
    for bundle in bundles(&due) {
        let mut lead = None;
        for step in &bundle.reminders {
            let window = calendar.window(step.at);
            let reminder = Reminder {
                lead: lead.clone(),
                ..reminder((&step.invoice, step.stage, step.due), window)
            };
            lead.get_or_insert_with(|| reminder.id.clone());
            planned.push(reminder);
        }
        leads.extend(lead);
    }
    decided(account, planned, leads, context)
}

fn decided(
    account: &Account,
    planned: Vec<Reminder>,
    leads: Vec<crate::id::ReminderId>,
    context: &Context<'_>,
) -> Decision {
    let mut decision = Decision::new(Answer::Reminded { reminders: leads.clone() });
    if !planned.is_empty() {
        let act = ReminderAct::Plan;
        let event = AccountEvent::RemindersStepped { act, reminders: planned };
        decision.events.push(Event::Account(account.id.clone(), event));
    }
    for reminder in leads {
        decision.plan(context, Effect::Remind { reminder }, context.at);
    }
    decision
}

/// A step of a bill.
struct Step<'a> {
    invoice: &'a Invoice,
    stage: Stage,
    bill: Billed,
}

impl Step<'_> {
    fn skipped(&self, reason: SkipReason, window: Window) -> Reminder {
        Reminder {
            state: ReminderState::Skipped,
            why: Some(Why::Skipped(reason)),
            since: Some(window.closes),
            ..reminder((&self.invoice.id, self.stage, self.bill.due), window)
        }
    }
}

/// A step without a moment of its own stands where it was looked at.
const fn at_once(context: &Context<'_>) -> Window {
    Window { opens: context.at, closes: context.at }
}

/// What a plan needs to know of a bill; nothing of one that was not issued.
pub(super) fn billed(invoice: &Invoice) -> Option<Billed> {
    let issued = invoice.document == Document::Issued;
    Some(Billed { due: invoice.due_date?, issued_at: invoice.issued_at? }).filter(|_| issued)
}

/// A reminder that is to go.
pub(super) fn reminder(
    (invoice, stage, due): (&crate::id::InvoiceId, Stage, chrono::NaiveDate),
    window: Window,
) -> Reminder {
    Reminder {
        id: Reminder::id_for(invoice, stage, due),
        invoice: invoice.clone(),
        stage,
        due,
        window,
        lead: None,
        state: ReminderState::Scheduled,
        why: None,
        since: None,
        accepted: None,
        carriers: Vec::new(),
        tries: Vec::new(),
    }
}
