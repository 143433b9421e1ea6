//! What is noted on a bill: credit put on it, tax kept back, the slip, the tax office's number.

use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;
use wikarta_core::account::Slip;
use wikarta_core::command::{BillingCommand as C, Command, DeskCommand};
use wikarta_core::decide::Answer;
use wikarta_core::id::InvoiceId;
use wikarta_core::identity::TaxInvoiceNumber;
use wikarta_core::time::Month;

use super::amount::Amount;
use super::invoices;
use super::step::{Because, Done, Nothing, StepRoutes as _};
use crate::answer::Problem;
use crate::app::App;
use crate::http::Routes;

/// The bill as it stands.
async fn bill(done: Done) -> Result<Response, Problem> {
    let id = match &done.answer {
        Answer::Invoice { id } | Answer::Applied { invoice: id, .. } => id,
        _ => return Err(Done::odd()),
    };
    let shown = invoices::read(&done.app, &done.asker.staff, id).await?;
    done.show(StatusCode::OK, &shown).await
}

/// How much of the customer's credit; absent: as much as there is and fits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRequest {
    #[serde(default)]
    amount: Option<Amount>,
}

/// A withholding slip.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipRequest {
    number: String,
    date: NaiveDate,
    period: Month,
    evidence: String,
}

/// The tax office's number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxNumberRequest {
    number: TaxInvoiceNumber,
}

/// Mounts what is noted on bills.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .step("POST /api/invoices/{id}/credit", apply_credit, bill)
        .step("POST /api/invoices/{id}/withholding", withhold, bill)
        .step("POST /api/invoices/{id}/slip", slip, bill)
        .step("POST /api/invoices/{id}/reject-withholding", reject_withholding, bill)
        .step("POST /api/invoices/{id}/tax-number", tax_number, bill)
        .step("POST /api/invoices/{id}/cancel-tax-number", cancel_tax_number, bill)
        .step("POST /api/invoices/{id}/discard", discard, gone)
}

/// A draft that was thrown away has nothing to show but its id.
async fn gone(done: Done) -> Result<Response, Problem> {
    let Answer::Invoice { id } = &done.answer else { return Err(Done::odd()) };
    let shown = serde_json::json!({"id": id, "status": "DISCARDED"});
    done.show(StatusCode::OK, &shown).await
}

fn apply_credit(invoice: InvoiceId, CreditRequest { amount }: CreditRequest) -> Command {
    Command::Desk(DeskCommand::ApplyCredit { invoice, amount: amount.map(|amount| amount.0) })
}

fn withhold(invoice: InvoiceId, _: Nothing) -> Command {
    Command::Billing(C::RecordWithholding { invoice })
}

fn slip(invoice: InvoiceId, body: SlipRequest) -> Command {
    let SlipRequest { number, date, period, evidence } = body;
    Command::Billing(C::RecordSlip { invoice, slip: Slip { number, date, period, evidence } })
}

fn reject_withholding(invoice: InvoiceId, Because { reason }: Because) -> Command {
    Command::Billing(C::RejectWithholding { invoice, reason })
}

fn tax_number(invoice: InvoiceId, TaxNumberRequest { number }: TaxNumberRequest) -> Command {
    Command::Billing(C::RecordTaxNumber { invoice, number })
}

fn cancel_tax_number(invoice: InvoiceId, Because { reason }: Because) -> Command {
    Command::Billing(C::CancelTaxNumber { invoice, reason })
}

fn discard(invoice: InvoiceId, _: Nothing) -> Command {
    Command::Billing(C::DiscardDraft { invoice })
}
