//! Money taken by hand: recorded by one person, counted once a second one has checked it.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::{Placed, Posting, PostingMethod, PostingState};
use wikarta_core::command::{Command, PostingCommand as C, RecordPosting};
use wikarta_core::id::{AccountId, InvoiceId, PostingId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::amount::Amount;
use super::desk::{self, DeskItem, DeskQuery, OfCustomer, marked};
use super::people::{EndingJson, HandJson, Names};
use super::resource::{made, moved, one};
use super::shape::List;
use super::step::{Because, Nothing, StepRoutes as _};
use crate::answer::Problem;
use crate::app::App;
use crate::auth::Staff;
use crate::http::{QueryFields, Routes};

/// A posting as it stands.
#[derive(Debug, Serialize)]
pub struct PostingJson {
    id: String,
    status: &'static str,
    method: &'static str,
    currency: &'static str,
    amount: Rupiah,
    amount_refunded: Rupiah,
    received_on: NaiveDate,
    evidence: String,
    note: String,
    /// Which bills it is for; empty: oldest due first.
    invoice_ids: Vec<InvoiceId>,
    /// Where it was put, once it counts.
    placed: Vec<Placed>,
    recorded: HandJson,
    verified: Option<HandJson>,
    ended: Option<EndingJson>,
}

impl DeskItem for Posting {
    type Json = PostingJson;

    fn people(&self) -> BTreeSet<UserId> {
        marked(&[Some(&self.recorded), self.verified.as_ref()], &[], self.ended.as_ref())
    }

    fn shown(&self, names: &Names, _: Timestamp) -> PostingJson {
        PostingJson {
            id: self.id.to_string(),
            status: self.state.as_str(),
            method: self.method.as_str(),
            currency: "IDR",
            amount: self.amount,
            amount_refunded: self.refunded,
            received_on: self.received_on,
            evidence: self.evidence.clone(),
            note: self.note.clone(),
            invoice_ids: self.invoices.clone(),
            placed: self.placed.clone(),
            recorded: names.hand(&self.recorded),
            verified: self.verified.as_ref().map(|hand| names.hand(hand)),
            ended: self.ended.as_ref().map(|ending| names.ending(ending)),
        }
    }
}

/// A page of postings, newest first. Roles that read payments masked do not see what proves them.
async fn list(
    State(app): State<App>,
    staff: Staff,
    QueryFields(query): QueryFields<DeskQuery<PostingState>>,
) -> Result<Json<List<OfCustomer<PostingJson>>>, Problem> {
    let mut page = app.store.postings(&query.filter()?).await?;
    if staff.scope(Permission::PaymentView) != Some(Scope::All) {
        for row in &mut page.rows {
            row.item.evidence.clear();
            row.item.note.clear();
            row.customer_name.clear();
        }
    }
    desk::listed(&app, page).await
}

/// Money that somebody took.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostingRequest {
    method: PostingMethod,
    amount: Amount,
    received_on: NaiveDate,
    evidence: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    invoice_ids: Vec<InvoiceId>,
}

/// Mounts everything about money taken by hand.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .step("POST /api/customers/{id}/payments", record, made::<Posting>)
        .at("GET /api/postings", list)
        .at("GET /api/postings/{id}", one::<Posting>)
        .step("POST /api/postings/{id}/verify", verify, moved::<Posting>)
        .step("POST /api/postings/{id}/reject", reject, moved::<Posting>)
        .step("POST /api/postings/{id}/reverse", reverse, moved::<Posting>)
}

fn record(account: AccountId, body: PostingRequest) -> Command {
    Command::Posting(C::Record(RecordPosting {
        account,
        method: body.method,
        amount: body.amount.0,
        received_on: body.received_on,
        evidence: body.evidence,
        note: body.note,
        invoices: body.invoice_ids,
    }))
}

fn verify(posting: PostingId, _: Nothing) -> Command {
    Command::Posting(C::Verify { posting })
}

fn reject(posting: PostingId, Because { reason }: Because) -> Command {
    Command::Posting(C::Reject { posting, reason })
}

fn reverse(posting: PostingId, Because { reason }: Because) -> Command {
    Command::Posting(C::Reverse { posting, reason })
}
