//! One message a customer and day, however many bills it speaks of.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::{AccountId, InvoiceId};
use crate::message::Stage;
use crate::money::Rupiah;
use crate::time::{Timestamp, Zone};

/// A step of a bill that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Whose bill.
    pub account: AccountId,
    /// The customer's zone.
    pub zone: Zone,
    /// The bill.
    pub invoice: InvoiceId,
    /// When it falls due.
    pub due: NaiveDate,
    /// What is open of it.
    pub open: Rupiah,
    /// The step.
    pub stage: Stage,
    /// Its moment.
    pub at: Timestamp,
}

/// What a customer is told at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Whom.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
    /// The step that gives the words: that of the bill that has been due the longest.
    pub stage: Stage,
    /// The oldest due date.
    pub due: NaiveDate,
    /// What is open of all bills together.
    pub total: Rupiah,
    /// The bills, by due date. Each keeps its own key, so each is told of once.
    pub reminders: Vec<Reminder>,
}

/// Puts the reminders of a customer on one civil day into one message with the total and the oldest
/// due date.
///
/// A notice at issue is no demand and is not added to one: notices of one instant go together,
/// reminders of one day go together. Of one bill the later step counts.
#[must_use]
pub fn bundles(reminders: &[Reminder]) -> Vec<Bundle> {
    let mut groups: BTreeMap<(Key, AccountId), BTreeMap<InvoiceId, Reminder>> = BTreeMap::new();
    for reminder in reminders {
        let key = if reminder.stage == Stage::ISSUE {
            Key::Notice(reminder.at)
        } else {
            Key::Day(reminder.at.day_in(reminder.zone))
        };
        let group = groups.entry((key, reminder.account.clone())).or_default();
        let kept = group.entry(reminder.invoice.clone()).or_insert_with(|| reminder.clone());
        if reminder.stage > kept.stage {
            *kept = reminder.clone();
        }
    }
    let mut out: Vec<Bundle> =
        groups.into_values().filter_map(|group| bundle(group.into_values().collect())).collect();
    out.sort_by(|a, b| (a.at, &a.account, a.stage).cmp(&(b.at, &b.account, b.stage)));
    out
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Notice(Timestamp),
    Day(NaiveDate),
}

fn bundle(mut reminders: Vec<Reminder>) -> Option<Bundle> {
    reminders.sort_by(|a, b| (a.due, b.stage, &a.invoice).cmp(&(b.due, a.stage, &b.invoice)));
    let oldest = reminders.first()?;
    Some(Bundle {
        account: oldest.account.clone(),
        at: reminders.iter().map(|reminder| reminder.at).min()?,
        stage: oldest.stage,
        due: oldest.due,
        total: reminders.iter().map(|reminder| reminder.open).sum(),
        reminders,
    })
}
