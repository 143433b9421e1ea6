//! Credit notes: a bill lowered by one person's request and another's agreement.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wikarta_core::account::CreditNote;
use wikarta_core::command::{BillingCommand as C, Command};
use wikarta_core::id::{CreditNoteId, InvoiceId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::amount::Amount;
use super::desk::{DeskItem, marked};
use super::people::{EndingJson, HandJson, Names};
use super::resource::{list, made, moved};
use super::step::{Because, Nothing, StepRoutes as _};
use crate::app::App;
use crate::http::Routes;

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
        .step("POST /api/invoices/{id}/credit-notes", request, made::<CreditNote>)
        .at("GET /api/credit-notes", list::<CreditNote>)
        .step("POST /api/credit-notes/{id}/approve", approve, moved::<CreditNote>)
        .step("POST /api/credit-notes/{id}/reject", reject, moved::<CreditNote>)
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
