//! Refunds: asked for, checked, agreed on, carried out, each by another hand.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::account::{Proof, RefundCase, RefundSource};
use wikarta_core::command::{Command, CorrectionCommand as C, RefundTo, RequestRefund};
use wikarta_core::decide::refund_needs;
use wikarta_core::id::{InvoiceId, OrderId, RefundId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Subject;
use wikarta_core::time::Timestamp;

use super::amount::Amount;
use super::asker::Asker;
use super::desk::{DeskItem, marked};
use super::people::{EndingJson, HandJson, Names, NeedJson};
use super::resource::{list, made, moved, one};
use super::step::{self, Because, MaybeBecause, Nothing, StepRoutes as _};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, PathPart, Routes};

/// A refund as it stands.
#[derive(Debug, Serialize)]
pub struct RefundJson {
    id: String,
    status: &'static str,
    tier: u8,
    needs: Vec<NeedJson>,
    currency: &'static str,
    amount: Rupiah,
    invoice_id: Option<String>,
    /// The payment whose money goes back, or `credit`.
    source: String,
    route: &'static str,
    reason: String,
    evidence: Option<String>,
    requested: HandJson,
    verified: Option<HandJson>,
    approvals: Vec<HandJson>,
    executed: Option<HandJson>,
    proof: Option<Proof>,
    ended: Option<EndingJson>,
    expires_at: Timestamp,
    not_before: Option<Timestamp>,
}

impl DeskItem for RefundCase {
    type Json = RefundJson;

    fn people(&self) -> BTreeSet<UserId> {
        let hands = [Some(&self.requested), self.verified.as_ref(), self.executed.as_ref()];
        marked(&hands, &self.approvals, self.ended.as_ref())
    }

    fn shown(&self, names: &Names, now: Timestamp) -> RefundJson {
        RefundJson {
            id: self.id.to_string(),
            status: self.stage.as_str(),
            tier: self.tier,
            needs: refund_needs(self, now).iter().map(NeedJson::of).collect(),
            currency: "IDR",
            amount: self.amount,
            invoice_id: self.invoice.as_ref().map(ToString::to_string),
            source: source_text(&self.source),
            route: self.route.as_str(),
            reason: self.reason.clone(),
            evidence: self.evidence.clone(),
            requested: names.hand(&self.requested),
            verified: self.verified.as_ref().map(|hand| names.hand(hand)),
            approvals: self.approvals.iter().map(|one| names.approval(one)).collect(),
            executed: self.executed.as_ref().map(|hand| names.hand(hand)),
            proof: self.proof.clone(),
            ended: self.ended.as_ref().map(|ending| names.ending(ending)),
            expires_at: self.expires_at,
            not_before: self.not_before,
        }
    }
}

fn source_text(source: &RefundSource) -> String {
    match source {
        RefundSource::Attempt(order) | RefundSource::Suspense(order) => order.to_string(),
        RefundSource::Posting(posting) => posting.to_string(),
        RefundSource::Credit => "credit".to_owned(),
    }
}

/// The body of a request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundRequest {
    amount: Amount,
    reason: String,
    #[serde(default)]
    evidence: Option<String>,
    /// The payment, as a refusal or the bill names it; `credit` for the customer's own.
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    to: Option<RefundTo>,
}

/// Asks for money to go back.
async fn request(
    State(app): State<App>,
    asker: Asker,
    PathPart(invoice): PathPart<InvoiceId>,
    JsonBody(body): JsonBody<RefundRequest>,
) -> Result<Response, Problem> {
    let source = match &body.source {
        Some(text) => Some(named_source(&app, &invoice, text).await?),
        None => None,
    };
    let order = C::RequestRefund(RequestRefund {
        invoice,
        amount: body.amount.0,
        reason: body.reason,
        evidence: body.evidence,
        source,
        to: body.to.unwrap_or(RefundTo::Payer),
    });
    let done = step::carry_out(app, asker, Command::Correction(order)).await?;
    made::<RefundCase>(done).await
}

/// The money of a bill that a text names. What names none is refused by the rules.
async fn named_source(app: &App, invoice: &InvoiceId, text: &str) -> Result<RefundSource, Problem> {
    let account = app.wikarta.account_of(Subject::Invoice(invoice.clone())).await?;
    let bill = account.as_ref().and_then(|account| account.invoices.get(invoice));
    let allocations = bill.into_iter().flat_map(|bill| &bill.allocations);
    let known = allocations.map(|one| RefundSource::from(&one.source));
    let mut known = known.filter(|source| source_text(source) == text);
    match (known.next(), text.parse::<OrderId>()) {
        (Some(source), _) => Ok(source),
        (None, Ok(order)) => Ok(RefundSource::Attempt(order)),
        (None, Err(_)) => Err(Problem::of(&codes::WRONG_TYPE).field("source")),
    }
}

/// The body of an edit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    amount: Amount,
    reason: String,
    #[serde(default)]
    evidence: Option<String>,
}

/// The body of an execution: what proves a transfer by hand, where it is one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Execution {
    #[serde(default)]
    reference: Option<String>,
    #[serde(default)]
    evidence: Option<String>,
}

impl Execution {
    fn proof(self) -> Option<Proof> {
        match (self.reference, self.evidence) {
            (None, None) => None,
            (reference, evidence) => Some(Proof {
                reference: reference.unwrap_or_default(),
                evidence: evidence.unwrap_or_default(),
            }),
        }
    }
}

/// Mounts everything about refunds.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("POST /api/invoices/{id}/refund", request)
        .at("GET /api/refunds", list::<RefundCase>)
        .at("GET /api/refunds/{id}", one::<RefundCase>)
        .step("POST /api/refunds/{id}/edit", edit, moved::<RefundCase>)
        .step("POST /api/refunds/{id}/verify", verify, moved::<RefundCase>)
        .step("POST /api/refunds/{id}/approve", approve, moved::<RefundCase>)
        .step("POST /api/refunds/{id}/reject", reject, moved::<RefundCase>)
        .step("POST /api/refunds/{id}/withdraw", withdraw, moved::<RefundCase>)
        .step("POST /api/refunds/{id}/execute", execute, moved::<RefundCase>)
}

fn edit(refund: RefundId, Edit { amount, reason, evidence }: Edit) -> Command {
    Command::Correction(C::EditRefund { refund, amount: amount.0, reason, evidence })
}

fn verify(refund: RefundId, _: Nothing) -> Command {
    Command::Correction(C::VerifyRefund { refund })
}

fn approve(refund: RefundId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::ApproveRefund { refund, reason })
}

fn reject(refund: RefundId, Because { reason }: Because) -> Command {
    Command::Correction(C::RejectRefund { refund, reason })
}

fn withdraw(refund: RefundId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::WithdrawRefund { refund, reason: reason.unwrap_or_default() })
}

fn execute(refund: RefundId, execution: Execution) -> Command {
    Command::Correction(C::ExecuteRefund { refund, proof: execution.proof() })
}
