//! Rows of what came in, what goes out, and what was answered.

use serde::{Deserialize, Serialize};
use wikarta_core::event::Effect;
use wikarta_core::id::hex;
use wikarta_core::ports::{Arrival, CommandAnswer, Fault, PlannedFor, Settled};

use super::json;

/// `webhook_events`, as they arrive.
#[derive(Serialize)]
pub(super) struct ArrivalColumns<'a> {
    order_id: &'a str,
    event_key: &'a str,
    state: &'static str,
    reason: &'a str,
    account_id: Option<&'a str>,
    trace: &'a str,
    received_at: i64,
    verified_at: i64,
    signed_by: u8,
    updated_at: Option<i64>,
    due: i64,
    gross_amount: Option<String>,
    hint: String,
    payload: String,
}

impl<'a> ArrivalColumns<'a> {
    pub(super) fn of(arrival: &'a Arrival) -> Result<Self, Fault> {
        Ok(Self {
            order_id: arrival.key.order_id.as_str(),
            event_key: &arrival.key.event_key,
            state: arrival.state.as_str(),
            reason: &arrival.reason,
            account_id: arrival.account.as_ref().map(|id| id.as_str()),
            trace: arrival.trace.as_str(),
            received_at: arrival.received_at.as_micros(),
            verified_at: arrival.verified_at.as_micros(),
            signed_by: arrival.signed_by,
            updated_at: arrival.updated_at.map(|at| at.as_micros()),
            due: arrival.due.as_micros(),
            gross_amount: gross_amount(&arrival.payload),
            hint: json(&arrival.hint)?,
            payload: hex(&arrival.payload),
        })
    }
}

/// The amount as the gateway wrote it, for people who compare it with a statement: it is a text in
/// the body and is kept as a text. A body without one has none.
fn gross_amount(payload: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        gross_amount: Option<String>,
    }
    serde_json::from_slice::<Body>(payload).ok()?.gross_amount
}

/// `webhook_events`, as parked ones end.
#[derive(Serialize)]
pub(super) struct SettledColumns<'a> {
    order_id: &'a str,
    event_key: &'a str,
    state: &'static str,
    reason: &'a str,
    read_status: Option<&'static str>,
    account_id: Option<&'a str>,
    at: i64,
}

impl<'a> SettledColumns<'a> {
    pub(super) fn of(settled: &'a Settled) -> Self {
        Self {
            order_id: settled.key.order_id.as_str(),
            event_key: &settled.key.event_key,
            state: settled.state.as_str(),
            reason: &settled.reason,
            read_status: settled.read.map(|status| status.as_str()),
            account_id: settled.account.as_ref().map(|id| id.as_str()),
            at: settled.at.as_micros(),
        }
    }
}

/// `command_keys`.
#[derive(Serialize)]
pub(super) struct CommandColumns<'a> {
    id: &'a str,
    request: String,
    answer: &'a str,
    at: i64,
}

impl<'a> CommandColumns<'a> {
    pub(super) fn of(answer: &'a CommandAnswer) -> Self {
        Self {
            id: answer.id.as_str(),
            request: hex(&answer.request),
            answer: &answer.answer,
            at: answer.at.as_micros(),
        }
    }
}

/// `outbox`.
#[derive(Serialize)]
pub(super) struct OutboxColumns<'a> {
    id: &'a str,
    kind: &'static str,
    due: i64,
    account_id: Option<&'a str>,
    inbox_order: Option<&'a str>,
    inbox_key: Option<&'a str>,
    trace: &'a str,
    created_at: i64,
    effect: String,
}

impl<'a> OutboxColumns<'a> {
    pub(super) fn of(row: &'a PlannedFor) -> Result<Self, Fault> {
        Ok(Self {
            id: row.planned.id.as_str(),
            kind: kind(&row.planned.effect),
            due: row.planned.due.as_micros(),
            account_id: row.account.as_ref().map(|id| id.as_str()),
            inbox_order: row.inbox.as_ref().map(|key| key.order_id.as_str()),
            inbox_key: row.inbox.as_ref().map(|key| key.event_key.as_str()),
            trace: row.trace.as_str(),
            created_at: row.at.as_micros(),
            effect: json(&row.planned.effect)?,
        })
    }
}

const fn kind(effect: &Effect) -> &'static str {
    match effect {
        Effect::Charge { .. } => "charge",
        Effect::Read { .. } => "read",
        Effect::Cancel { .. } => "cancel",
        Effect::Refund { .. } => "refund",
        Effect::Remind { .. } => "remind",
        Effect::Send(_) => "send",
    }
}
