//! Reminders: what was sent and what was not, promises, channels, pauses.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wikarta_core::account::{Handed, ReminderState};
use wikarta_core::command::{Command, DunningCommand as D};
use wikarta_core::customer::Reminding;
use wikarta_core::decide::Answer;
use wikarta_core::dunning::{MessageChannel, ReceiptState, Stage, TryOutcome};
use wikarta_core::id::{AccountId, InvoiceId};
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::{Page, ReminderFilter, ReminderRow};

use super::asker::Asker;
use super::cursor;
use super::desk::{read_place, write_place};
use super::shape::List;
use super::step::{self, Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{JsonBody, PathPart, QueryFields, Routes};

/// A reminder as programs read it.
#[derive(Debug, Serialize)]
pub struct ReminderJson {
    id: String,
    customer_id: String,
    customer_code: String,
    customer_name: String,
    invoice_id: String,
    invoice_number: Option<String>,
    stage: String,
    due_date: NaiveDate,
    status: &'static str,
    reason: Option<&'static str>,
    /// Who took it first.
    channel: Option<&'static str>,
    sent_at: Option<Timestamp>,
    opens_at: Timestamp,
    closes_at: Timestamp,
    /// The reminder whose message speaks for it, where it is not its own.
    spoken_for_by: Option<String>,
    tries: Vec<TryJson>,
}

/// One time that it was handed to a provider.
#[derive(Debug, Serialize)]
pub struct TryJson {
    channel: &'static str,
    at: Timestamp,
    outcome: &'static str,
    said: Option<String>,
}

impl TryJson {
    fn of(handed: &Handed) -> Self {
        Self {
            channel: handed.tried.channel.as_str(),
            at: handed.tried.at,
            outcome: outcome_word(handed.tried.outcome),
            said: handed.said.clone(),
        }
    }
}

/// What came of a try, in one word.
#[must_use]
pub const fn outcome_word(outcome: TryOutcome) -> &'static str {
    match outcome {
        TryOutcome::Accepted(ReceiptState::Queued) => "accepted",
        TryOutcome::Accepted(state) => state.as_str(),
        TryOutcome::Permanent => "refused",
        TryOutcome::Retry(_) => "later",
        TryOutcome::Unknown => "unknown",
        TryOutcome::NotTaken => "not_taken",
    }
}

impl ReminderJson {
    fn of(row: &ReminderRow) -> Self {
        let item = &row.item;
        Self {
            id: item.id.to_string(),
            customer_id: row.account.to_string(),
            customer_code: row.customer_code.clone(),
            customer_name: row.customer_name.clone(),
            invoice_id: item.invoice.to_string(),
            invoice_number: row.invoice_number.clone(),
            stage: item.stage.to_string(),
            due_date: item.due,
            status: item.state.as_str(),
            reason: item.why.map(wikarta_core::message::Why::as_str),
            channel: item.accepted.map(|accepted| accepted.channel.as_str()),
            sent_at: item.accepted.map(|accepted| accepted.at),
            opens_at: item.window.opens,
            closes_at: item.window.closes,
            spoken_for_by: item.lead.as_ref().map(ToString::to_string),
            tries: item.tries.iter().map(TryJson::of).collect(),
        }
    }
}

fn listed(page: &Page<ReminderRow>) -> Json<List<ReminderJson>> {
    let items = page.rows.iter().map(ReminderJson::of).collect();
    Json(List { items, next_cursor: page.next.as_ref().map(write_place) })
}

/// The query of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    status: Option<ReminderState>,
    stage: Option<Stage>,
    channel: Option<MessageChannel>,
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn list(
    State(app): State<App>,
    QueryFields(asked): QueryFields<Asked>,
) -> Result<Json<List<ReminderJson>>, Problem> {
    let filter = ReminderFilter {
        states: asked.status.into_iter().collect(),
        stage: asked.stage,
        channel: asked.channel,
        after: asked.cursor.as_deref().map(read_place).transpose()?,
        limit: cursor::limit(asked.limit)?,
    };
    Ok(listed(&app.store.reminders(&filter).await?))
}

/// The query of a customer's list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paged {
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn of_customer(
    State(app): State<App>,
    PathPart(account): PathPart<AccountId>,
    QueryFields(asked): QueryFields<Paged>,
) -> Result<Json<List<ReminderJson>>, Problem> {
    app.store.customer(&account).await?.ok_or_else(|| missing("customer"))?;
    let after = asked.cursor.as_deref().map(read_place).transpose()?;
    let limit = cursor::limit(asked.limit)?;
    let page = app.store.reminders_of_customer(&account, after.as_ref(), limit).await?;
    Ok(listed(&page))
}

/// What is agreed with a customer about messages.
#[derive(Debug, Serialize)]
pub struct Agreed {
    customer_id: String,
    #[serde(flatten)]
    reminding: Reminding,
}

async fn agreed(done: Done) -> Result<Response, Problem> {
    let Answer::Customer { id } = &done.answer else { return Err(Done::odd()) };
    let found = done.app.store.customer(id).await?.ok_or_else(|| missing("customer"))?;
    let (customer_id, reminding) = (id.to_string(), found.customer.reminding);
    done.show(StatusCode::OK, &Agreed { customer_id, reminding }).await
}

/// A promise to pay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    until: NaiveDate,
    reason: String,
}

/// A channel.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnChannel {
    channel: MessageChannel,
}

/// Which step to send now.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Now {
    #[serde(default)]
    stage: Option<Stage>,
}

/// The messages that go.
#[derive(Debug, Serialize)]
pub struct Going {
    reminders: Vec<String>,
}

async fn remind(
    State(app): State<App>,
    asker: Asker,
    PathPart(invoice): PathPart<InvoiceId>,
    JsonBody(Now { stage }): JsonBody<Now>,
) -> Result<Response, Problem> {
    let command = Command::Dunning(D::SendNow { invoice, stage });
    let done = step::carry_out(app, asker, command).await?;
    done.app.wake.up();
    let Answer::Reminded { reminders } = &done.answer else { return Err(Done::odd()) };
    let reminders = reminders.iter().map(ToString::to_string).collect();
    done.show(StatusCode::ACCEPTED, &Going { reminders }).await
}

/// Mounts everything about reminders.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/reminders", list)
        .at("GET /api/customers/{id}/reminders", of_customer)
        .at("POST /api/invoices/{id}/remind", remind)
        .step("POST /api/customers/{id}/promise", promise, agreed)
        .step("POST /api/customers/{id}/opt-out", opt_out, agreed)
        .step("POST /api/customers/{id}/opt-in", opt_in, agreed)
        .step("POST /api/customers/{id}/pause", pause, agreed)
        .step("POST /api/customers/{id}/resume", resume, agreed)
}

fn promise(account: AccountId, PromiseRequest { until, reason }: PromiseRequest) -> Command {
    Command::Dunning(D::TakePromise { account, until, reason })
}

fn opt_out(account: AccountId, OnChannel { channel }: OnChannel) -> Command {
    Command::Dunning(D::OptOut { account, channel })
}

fn opt_in(account: AccountId, OnChannel { channel }: OnChannel) -> Command {
    Command::Dunning(D::OptIn { account, channel })
}

fn pause(account: AccountId, Because { reason }: Because) -> Command {
    Command::Dunning(D::Pause { account, reason })
}

fn resume(account: AccountId, _: Nothing) -> Command {
    Command::Dunning(D::Resume { account })
}
