//! Rows of reminders.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::account::Reminder;
use wikarta_core::id::AccountId;
use wikarta_core::message::{Stage, Why};
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::json;

/// `reminders`.
#[derive(Serialize)]
pub(super) struct ReminderColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    invoice_id: &'a str,
    stage: Stage,
    due_date: NaiveDate,
    speaker_id: &'a str,
    state: &'static str,
    why: Option<&'static str>,
    since: Option<i64>,
    channel: Option<&'static str>,
    sent_at: Option<i64>,
    tries: usize,
    opens_at: i64,
    closes_at: i64,
    body: String,
}

impl<'a> ReminderColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Reminder) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            invoice_id: row.invoice.as_str(),
            stage: row.stage,
            due_date: row.due,
            speaker_id: row.speaker().as_str(),
            state: row.state.as_str(),
            why: row.why.map(Why::as_str),
            since: row.since.map(Timestamp::as_micros),
            channel: row.accepted.map(|accepted| accepted.channel.as_str()),
            sent_at: row.accepted.map(|accepted| accepted.at.as_micros()),
            tries: row.tries.len(),
            opens_at: row.window.opens.as_micros(),
            closes_at: row.window.closes.as_micros(),
            body: json(row)?,
        })
    }
}

/// `reminder_messages`.
#[derive(Serialize)]
pub(super) struct MessageColumns<'a> {
    channel: &'static str,
    provider_id: &'a str,
    reminder_id: &'a str,
}

/// The names that providers gave to a reminder's messages.
pub(super) fn messages(row: &Reminder) -> impl Iterator<Item = MessageColumns<'_>> {
    row.tries.iter().filter_map(|handed| {
        Some(MessageColumns {
            channel: handed.tried.channel.as_str(),
            provider_id: handed.provider_id.as_deref()?,
            reminder_id: row.id.as_str(),
        })
    })
}
