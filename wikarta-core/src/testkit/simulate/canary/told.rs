//! Messages to customers that go wrong: at night, to whoever does not want them, twice, or not at all.

use chrono::NaiveTime;

use super::super::processes::Rigging;
use super::{Canary, ruled};
use crate::account::{Account, AccountEvent, InvoiceStatus, ReminderAct};
use crate::aggregate::{Aggregate, Books};
use crate::command::{Command, CustomerCommand, DunningCommand, Envelope};
use crate::decide::{Answer, Decision, HandOver, decide, permit};
use crate::dunning::{Holidays, SendingPolicy, SendingRules};
use crate::engine::Rules;
use crate::event::Event;
use crate::message::{Message, Stage};
use crate::money::Rupiah;
use crate::policy::Policy;
use crate::refusal::Refusal;

type Decided = Result<Decision, Refusal>;

/// A canary that looks at another account than there is, right before a message goes.
macro_rules! mistakes {
    ($name:literal, $breaks:literal, |$account:ident| $edit:expr) => {{
        fn mistaken($account: &mut Account) {
            $edit;
        }
        fn broken(books: &Books, envelope: &Envelope, policy: &Policy) -> Decided {
            decide(&beheld(books, envelope, mistaken), envelope, policy)
        }
        ruled($name, $breaks, "none", Rules { permit, decide: broken })
    }};
}

/// A canary that edits what was decided.
macro_rules! edits {
    ($name:literal, $breaks:literal, $faults:literal, |$decision:ident, $envelope:ident| $edit:expr) => {{
        fn broken(books: &Books, $envelope: &Envelope, policy: &Policy) -> Decided {
            let mut decided = decide(books, $envelope, policy)?;
            let $decision = &mut decided;
            $edit;
            Ok(decided)
        }
        ruled($name, $breaks, $faults, Rules { permit, decide: broken })
    }};
}

fn beheld(books: &Books, envelope: &Envelope, edit: fn(&mut Account)) -> Books {
    let mut seen = books.clone();
    if let Command::Dunning(DunningCommand::HandOver { reminder, .. }) = &envelope.command
        && let Some(account) = books.account_of_reminder(reminder)
    {
        let mut account = Box::new(account.clone());
        edit(&mut account);
        seen.put(Aggregate::Account(account));
    }
    seen
}

fn message(decision: &mut Decision, edit: impl FnOnce(&mut Message)) {
    if let Answer::HandOver { verdict: HandOver::Send { message, .. } } = &mut decision.answer {
        edit(message);
    }
}

fn reminders(decision: &mut Decision) -> impl Iterator<Item = &mut AccountEvent> {
    decision.events.iter_mut().filter_map(|event| match event {
        Event::Account(_, event @ AccountEvent::RemindersStepped { .. }) => Some(event),
        _ => None,
    })
}

pub(super) fn all() -> Vec<Canary> {
    let mut all = to_whom();
    all.extend(what());
    all.extend(when());
    all.extend(personal());
    all
}

fn to_whom() -> Vec<Canary> {
    vec![
        mistakes!("opted-out-told", "who wants no message on a channel gets it", |account| {
            account.customer.reminding.opted_out.clear();
        }),
        mistakes!("paused-told", "reminders go though they are paused", |account| {
            account.customer.reminding.paused = None;
        }),
        mistakes!("promise-forgotten", "who promised to pay is reminded", |account| {
            account.customer.reminding.promises.clear();
        }),
        mistakes!("not-looked-at-again", "a bill is not looked at before it goes", |account| {
            for bill in account.invoices.values_mut() {
                bill.status = InvoiceStatus::Issued;
                bill.allocations.clear();
                (bill.paid, bill.refunded) = (Rupiah::ZERO, Rupiah::ZERO);
            }
        }),
    ]
}

fn what() -> Vec<Canary> {
    vec![
        edits!(
            "key-of-each-try",
            "a message has another key in every try",
            "channel-loses-replies",
            |decision, envelope| {
                let name = envelope.id.to_string();
                message(decision, |message| message.key.push_str(&name));
            }
        ),
        edits!(
            "anothers-bill",
            "a message speaks of another's bill",
            "none",
            |decision, envelope| {
                let other = crate::id::InvoiceId::derived(&envelope.id, 7);
                message(decision, |message| message.invoice = other);
            }
        ),
        edits!("step-forgotten", "a step is never planned", "none", |decision, _envelope| {
            for event in reminders(decision) {
                if let AccountEvent::RemindersStepped { act: ReminderAct::Plan, reminders } = event
                {
                    reminders.retain(|step| step.stage != Stage::AFTER_3);
                }
            }
            decision.events.retain(|event| {
                !matches!(event, Event::Account(_, AccountEvent::RemindersStepped { reminders, .. })
                    if reminders.is_empty())
            });
        }),
        edits!(
            "end-not-written",
            "what does not go stays planned",
            "none",
            |decision, _envelope| {
                decision.events.retain(|event| {
                    let end = ReminderAct::End;
                    !matches!(event, Event::Account(_, AccountEvent::RemindersStepped { act, .. })
                    if *act == end)
                });
            }
        ),
    ]
}

fn when() -> Vec<Canary> {
    let of = |name, breaks, policy| Canary {
        name,
        breaks,
        faults: "none",
        rigging: Rigging { policy: Some(policy), ..Rigging::default() },
    };
    vec![
        of("no-quiet-hours", "messages go by night", |policy: Policy| {
            let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
            let (opens, closes) = (time(0, 0), time(23, 59));
            let rules = policy.dunning.rules().clone();
            let rules = SendingRules { opens, closes, window_hours: 24, ..rules };
            let dunning = SendingPolicy::new(rules).unwrap_or_default();
            Policy { dunning, ..policy }
        }),
        of("no-holidays", "messages go on holidays", |policy: Policy| Policy {
            holidays: Holidays::default(),
            ..policy
        }),
    ]
}

fn personal() -> Vec<Canary> {
    vec![
        edits!("erased-kept", "personal values outlive their erasure", "none", |decision, _e| {
            decision.erased.clear();
        }),
        edits!("values-lost", "changed values are not kept", "none", |decision, envelope| {
            if matches!(envelope.command, Command::Customer(CustomerCommand::Change(_))) {
                let lost = std::mem::take(&mut decision.personal);
                decision.erased.extend(lost.into_iter().map(|record| record.account));
            }
        }),
        edits!("name-in-an-entry", "an entry tells a customer's name", "none", |decision, _e| {
            for event in &mut decision.events {
                if let Event::Account(_, AccountEvent::RefundStepped { refund, .. }) = event {
                    refund.reason = "diminta oleh Slamet Riyadi".to_owned();
                }
            }
        }),
    ]
}
