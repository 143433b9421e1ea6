//! Refunds: asked for, checked, agreed on, carried out, each by another hand.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::account::{Proof, RefundCase, RefundSource, Source, Stage};
use wikarta_core::command::{Command, CorrectionCommand as C, RefundTo, RequestRefund};
use wikarta_core::decide::{Answer, refund_needs};
use wikarta_core::id::{InvoiceId, OrderId, RefundId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Subject;
use wikarta_core::time::Timestamp;

use super::amount::Amount;
use super::asker::Asker;
use super::people::{EndingJson, HandJson, Names, NeedJson, marked};
use super::step::{Because, MaybeBecause, Nothing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, PathPart};

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

impl RefundJson {
    /// A refund with the names of the people in it.
    ///
    /// # Errors
    /// The books did not answer.
    pub async fn of(app: &App, case: &RefundCase) -> Result<Self, Problem> {
        let hands = [Some(&case.requested), case.verified.as_ref(), case.executed.as_ref()];
        let people = marked(&hands, &case.approvals, case.ended.as_ref());
        let names = Names::of(app, people).await?;
        let needs = refund_needs(case, app.edge.now());
        Ok(Self {
            id: case.id.to_string(),
            status: case.stage.as_str(),
            tier: case.tier,
            needs: needs.iter().map(NeedJson::of).collect(),
            currency: "IDR",
            amount: case.amount,
            invoice_id: case.invoice.as_ref().map(ToString::to_string),
            source: source_text(&case.source),
            route: case.route.as_str(),
            reason: case.reason.clone(),
            evidence: case.evidence.clone(),
            requested: names.hand(&case.requested),
            verified: case.verified.as_ref().map(|hand| names.hand(hand)),
            approvals: case.approvals.iter().map(|one| names.approval(one)).collect(),
            executed: case.executed.as_ref().map(|hand| names.hand(hand)),
            proof: case.proof.clone(),
            ended: case.ended.as_ref().map(|ending| names.ending(ending)),
            expires_at: case.expires_at,
            not_before: case.not_before,
        })
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
pub async fn request(
    State(app): State<App>,
    asker: Asker,
    PathPart(invoice): PathPart<InvoiceId>,
    JsonBody(body): JsonBody<RefundRequest>,
) -> Result<Response, Problem> {
    let source = match &body.source {
        Some(text) => Some(named_source(&app, &invoice, text).await?),
        None => None,
    };
    let order = RequestRefund {
        invoice,
        amount: body.amount.0,
        reason: body.reason,
        evidence: body.evidence,
        source,
        to: body.to.unwrap_or(RefundTo::Payer),
    };
    let id = step(&app, &asker, C::RequestRefund(order)).await?;
    let case = read(&app, &id).await?;
    let shown = RefundJson::of(&app, &case).await?;
    asker.answer(&app, StatusCode::CREATED, &shown).await
}

/// The money of a bill that a text names. What names none is refused by the rules.
async fn named_source(app: &App, invoice: &InvoiceId, text: &str) -> Result<RefundSource, Problem> {
    let account = app.wikarta.account_of(Subject::Invoice(invoice.clone())).await?;
    let bill = account.as_ref().and_then(|account| account.invoices.get(invoice));
    let known = bill.into_iter().flat_map(|bill| &bill.allocations).map(|one| match &one.source {
        Source::Attempt(order) => RefundSource::Attempt(order.clone()),
        Source::Posting(posting) => RefundSource::Posting(posting.clone()),
        Source::Suspense(order) => RefundSource::Suspense(order.clone()),
        Source::Credit => RefundSource::Credit,
    });
    let mut known = known.filter(|source| source_text(source) == text);
    match (known.next(), text.parse::<OrderId>()) {
        (Some(source), _) => Ok(source),
        (None, Ok(order)) => Ok(RefundSource::Attempt(order)),
        (None, Err(_)) => Err(Problem::of(&codes::WRONG_TYPE).field("source")),
    }
}

/// One refund with everybody who had a hand in it.
pub async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<RefundId>,
) -> Result<Json<RefundJson>, Problem> {
    let case = read(&app, &id).await?;
    RefundJson::of(&app, &case).await.map(Json)
}

async fn read(app: &App, id: &RefundId) -> Result<RefundCase, Problem> {
    let case = app.wikarta.refund_case(id).await?;
    case.ok_or_else(|| Problem::of(&codes::NOT_FOUND))
}

async fn step(app: &App, asker: &Asker, command: C) -> Result<RefundId, Problem> {
    let id = |answer| match answer {
        Answer::Refund { id, .. } => Some(id),
        _ => None,
    };
    asker.ask(app, Command::Correction(command), id).await
}

async fn moved(app: &App, asker: &Asker, command: C) -> Result<Response, Problem> {
    let id = step(app, asker, command).await?;
    let case = read(app, &id).await?;
    let status = match case.stage {
        Stage::Executing | Stage::Unknown => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    asker.answer(app, status, &RefundJson::of(app, &case).await?).await
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

/// Changes what was asked; drops every approval.
pub async fn edit(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(Edit { amount, reason, evidence }): JsonBody<Edit>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::EditRefund { refund, amount: amount.0, reason, evidence }).await
}

/// Checks it as a second person.
pub async fn verify(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::VerifyRefund { refund }).await
}

/// Agrees.
pub async fn approve(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(MaybeBecause { reason }): JsonBody<MaybeBecause>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::ApproveRefund { refund, reason }).await
}

/// Says no.
pub async fn reject(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(Because { reason }): JsonBody<Because>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::RejectRefund { refund, reason }).await
}

/// Takes the request back.
pub async fn withdraw(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(MaybeBecause { reason }): JsonBody<MaybeBecause>,
) -> Result<Response, Problem> {
    let reason = reason.unwrap_or_default();
    moved(&app, &asker, C::WithdrawRefund { refund, reason }).await
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

/// Carries it out, or asks the gateway again under the same key.
pub async fn execute(
    State(app): State<App>,
    asker: Asker,
    PathPart(refund): PathPart<RefundId>,
    JsonBody(Execution { reference, evidence }): JsonBody<Execution>,
) -> Result<Response, Problem> {
    let proof = match (reference, evidence) {
        (None, None) => None,
        (reference, evidence) => Some(Proof {
            reference: reference.unwrap_or_default(),
            evidence: evidence.unwrap_or_default(),
        }),
    };
    moved(&app, &asker, C::ExecuteRefund { refund, proof }).await
}
