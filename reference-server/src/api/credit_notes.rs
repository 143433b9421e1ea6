//! Credit notes: a bill lowered by one person's request and another's agreement.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::account::{CreditNote, CreditNoteState};
use wikarta_core::command::{BillingCommand as C, Command};
use wikarta_core::decide::Answer;
use wikarta_core::id::{CreditNoteId, InvoiceId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::CreditNoteRow;

use super::amount::Amount;
use super::desk::{self, DeskItem, DeskQuery, OfCustomer, marked};
use super::people::{EndingJson, HandJson, Names};
use super::shape::List;
use super::step::{Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{QueryFields, Routes};

/// A credit note as it stands.
#[derive(Debug, Serialize)]
pub struct CreditNoteJson {
    id: String,
    status: &'static str,
    invoice_id: String,
    currency: &'static str,
    amount: Rupiah,
    /// How much of it is PPN.
    tax: Rupiah,
    /// What became the customer's credit because the bill was paid already.
    to_credit: Rupiah,
    reason: String,
    requested: HandJson,
    approved: Option<HandJson>,
    ended: Option<EndingJson>,
}

impl DeskItem for CreditNote {
    type Json = CreditNoteJson;

    fn people(&self) -> BTreeSet<UserId> {
        let approvals: Vec<_> = self.approved.iter().cloned().collect();
        marked(&[Some(&self.requested)], &approvals, self.ended.as_ref())
    }

    fn shown(&self, names: &Names, _: Timestamp) -> CreditNoteJson {
        CreditNoteJson {
            id: self.id.to_string(),
            status: self.state.as_str(),
            invoice_id: self.invoice.to_string(),
            currency: "IDR",
            amount: self.amount,
            tax: self.tax,
            to_credit: self.to_credit,
            reason: self.reason.clone(),
            requested: names.hand(&self.requested),
            approved: self.approved.as_ref().map(|approval| names.approval(approval)),
            ended: self.ended.as_ref().map(|ending| names.ending(ending)),
        }
    }
}

/// A page of credit notes, newest request first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<DeskQuery<CreditNoteState>>,
) -> Result<Json<List<OfCustomer<CreditNoteJson>>>, Problem> {
    let page = app.store.credit_notes(&query.filter()?).await?;
    desk::listed(&app, page).await
}

async fn row_of(done: &Done) -> Result<CreditNoteRow, Problem> {
    let Answer::CreditNote { id, .. } = &done.answer else { return Err(Done::odd()) };
    done.app.store.credit_note(id).await?.ok_or_else(|| missing("credit note"))
}

async fn requested(done: Done) -> Result<Response, Problem> {
    let row = row_of(&done).await?;
    done.show(StatusCode::CREATED, &desk::shown(&done.app, &row).await?).await
}

async fn moved(done: Done) -> Result<Response, Problem> {
    let row = row_of(&done).await?;
    done.show(StatusCode::OK, &desk::shown(&done.app, &row).await?).await
}

/// A reduction of a bill.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditNoteRequest {
    amount: Amount,
    reason: String,
}

/// Mounts everything about credit notes.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .step("POST /api/invoices/{id}/credit-notes", request, requested)
        .at("GET /api/credit-notes", list)
        .step("POST /api/credit-notes/{id}/approve", approve, moved)
        .step("POST /api/credit-notes/{id}/reject", reject, moved)
}

fn request(invoice: InvoiceId, body: CreditNoteRequest) -> Command {
    let (amount, reason) = (body.amount.0, body.reason);
    Command::Billing(C::RequestCreditNote { invoice, amount, reason })
}

fn approve(note: CreditNoteId, _: Nothing) -> Command {
    Command::Billing(C::ApproveCreditNote { note })
}

fn reject(note: CreditNoteId, Because { reason }: Because) -> Command {
    Command::Billing(C::RejectCreditNote { note, reason })
}
