//! Voids: unpaid bills that are to be taken back.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use wikarta_core::account::{Stage, VoidCase};
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::decide::{Answer, void_needs};
use wikarta_core::id::{InvoiceId, VoidId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Subject;
use wikarta_core::time::Timestamp;

use super::asker::Asker;
use super::people::{EndingJson, HandJson, Names, NeedJson, marked};
use super::step::{Because, MaybeBecause, Nothing};
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::{JsonBody, PathPart};

/// A void as it stands.
#[derive(Debug, Serialize)]
pub struct VoidJson {
    id: String,
    status: &'static str,
    tier: u8,
    needs: Vec<NeedJson>,
    currency: &'static str,
    /// The bill's total when it was asked for.
    amount: Rupiah,
    invoice_id: String,
    reason: String,
    requested: HandJson,
    verified: Option<HandJson>,
    approvals: Vec<HandJson>,
    executed: Option<HandJson>,
    ended: Option<EndingJson>,
    expires_at: Timestamp,
}

impl VoidJson {
    /// A void with the names of the people in it.
    ///
    /// # Errors
    /// The books did not answer.
    pub async fn of(app: &App, case: &VoidCase) -> Result<Self, Problem> {
        let hands = [Some(&case.requested), case.verified.as_ref(), case.executed.as_ref()];
        let people = marked(&hands, &case.approvals, case.ended.as_ref());
        let names = Names::of(app, people).await?;
        let needs = void_needs(case, app.edge.now());
        Ok(Self {
            id: case.id.to_string(),
            status: case.stage.as_str(),
            tier: case.tier,
            needs: needs.iter().map(NeedJson::of).collect(),
            currency: "IDR",
            amount: case.amount,
            invoice_id: case.invoice.to_string(),
            reason: case.reason.clone(),
            requested: names.hand(&case.requested),
            verified: case.verified.as_ref().map(|hand| names.hand(hand)),
            approvals: case.approvals.iter().map(|one| names.approval(one)).collect(),
            executed: case.executed.as_ref().map(|hand| names.hand(hand)),
            ended: case.ended.as_ref().map(|ending| names.ending(ending)),
            expires_at: case.expires_at,
        })
    }
}

/// Asks for a bill to be taken back.
pub async fn request(
    State(app): State<App>,
    asker: Asker,
    PathPart(invoice): PathPart<InvoiceId>,
    JsonBody(Because { reason }): JsonBody<Because>,
) -> Result<Response, Problem> {
    let id = step(&app, &asker, C::RequestVoid { invoice, reason }).await?;
    let shown = VoidJson::of(&app, &read(&app, &id).await?).await?;
    asker.answer(&app, StatusCode::CREATED, &shown).await
}

/// One void with everybody who had a hand in it.
pub async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<VoidId>,
) -> Result<Json<VoidJson>, Problem> {
    let case = read(&app, &id).await?;
    VoidJson::of(&app, &case).await.map(Json)
}

async fn read(app: &App, id: &VoidId) -> Result<VoidCase, Problem> {
    let account = app.wikarta.account_of(Subject::Void(id.clone())).await?;
    let case = account.and_then(|account| account.voids.get(id).cloned());
    case.ok_or_else(|| Problem::of(&codes::NOT_FOUND))
}

async fn step(app: &App, asker: &Asker, command: C) -> Result<VoidId, Problem> {
    let id = |answer| match answer {
        Answer::Void { id, .. } => Some(id),
        _ => None,
    };
    asker.ask(app, Command::Correction(command), id).await
}

async fn moved(app: &App, asker: &Asker, command: C) -> Result<Response, Problem> {
    let id = step(app, asker, command).await?;
    let case = read(app, &id).await?;
    let status = match case.stage {
        Stage::Executing => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    asker.answer(app, status, &VoidJson::of(app, &case).await?).await
}

/// Checks it as a second person.
pub async fn verify(
    State(app): State<App>,
    asker: Asker,
    PathPart(void): PathPart<VoidId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::VerifyVoid { void }).await
}

/// Agrees.
pub async fn approve(
    State(app): State<App>,
    asker: Asker,
    PathPart(void): PathPart<VoidId>,
    JsonBody(MaybeBecause { reason }): JsonBody<MaybeBecause>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::ApproveVoid { void, reason }).await
}

/// Says no.
pub async fn reject(
    State(app): State<App>,
    asker: Asker,
    PathPart(void): PathPart<VoidId>,
    JsonBody(Because { reason }): JsonBody<Because>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::RejectVoid { void, reason }).await
}

/// Takes the request back.
pub async fn withdraw(
    State(app): State<App>,
    asker: Asker,
    PathPart(void): PathPart<VoidId>,
    JsonBody(MaybeBecause { reason }): JsonBody<MaybeBecause>,
) -> Result<Response, Problem> {
    let reason = reason.unwrap_or_default();
    moved(&app, &asker, C::WithdrawVoid { void, reason }).await
}

/// Cancels what is live at the gateway, then takes the bill back.
pub async fn execute(
    State(app): State<App>,
    asker: Asker,
    PathPart(void): PathPart<VoidId>,
    JsonBody(Nothing {}): JsonBody<Nothing>,
) -> Result<Response, Problem> {
    moved(&app, &asker, C::ExecuteVoid { void }).await
}
