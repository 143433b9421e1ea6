//! Voids: unpaid bills that are to be taken back.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use wikarta_core::account::{Stage, VoidCase};
use wikarta_core::command::{Command, CorrectionCommand as C};
use wikarta_core::decide::{Answer, void_needs};
use wikarta_core::id::{InvoiceId, UserId, VoidId};
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::VoidRow;

use super::desk::{self, DeskItem, DeskQuery, OfCustomer, marked};
use super::people::{EndingJson, HandJson, Names, NeedJson};
use super::shape::List;
use super::step::{Because, Done, MaybeBecause, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, QueryFields, Routes};

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

impl DeskItem for VoidCase {
    type Json = VoidJson;

    fn people(&self) -> BTreeSet<UserId> {
        let hands = [Some(&self.requested), self.verified.as_ref(), self.executed.as_ref()];
        marked(&hands, &self.approvals, self.ended.as_ref())
    }

    fn shown(&self, names: &Names, now: Timestamp) -> VoidJson {
        VoidJson {
            id: self.id.to_string(),
            status: self.stage.as_str(),
            tier: self.tier,
            needs: void_needs(self, now).iter().map(NeedJson::of).collect(),
            currency: "IDR",
            amount: self.amount,
            invoice_id: self.invoice.to_string(),
            reason: self.reason.clone(),
            requested: names.hand(&self.requested),
            verified: self.verified.as_ref().map(|hand| names.hand(hand)),
            approvals: self.approvals.iter().map(|one| names.approval(one)).collect(),
            executed: self.executed.as_ref().map(|hand| names.hand(hand)),
            ended: self.ended.as_ref().map(|ending| names.ending(ending)),
            expires_at: self.expires_at,
        }
    }
}

/// A page of voids, newest request first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<DeskQuery<Stage>>,
) -> Result<Json<List<OfCustomer<VoidJson>>>, Problem> {
    let page = app.store.voids(&query.filter()?).await?;
    desk::listed(&app, page).await
}

/// One void with everybody who had a hand in it.
async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<VoidId>,
) -> Result<Json<OfCustomer<VoidJson>>, Problem> {
    let row = read(&app, &id).await?;
    desk::shown(&app, &row).await.map(Json)
}

async fn read(app: &App, id: &VoidId) -> Result<VoidRow, Problem> {
    app.store.void(id).await?.ok_or_else(|| missing("void"))
}

async fn row_of(done: &Done) -> Result<VoidRow, Problem> {
    match &done.answer {
        Answer::Void { id, .. } => read(&done.app, id).await,
        _ => Err(Done::odd()),
    }
}

async fn requested(done: Done) -> Result<Response, Problem> {
    let row = row_of(&done).await?;
    done.show(StatusCode::CREATED, &desk::shown(&done.app, &row).await?).await
}

/// As it stands after a step; 202 while the gateway has not answered.
async fn moved(done: Done) -> Result<Response, Problem> {
    let row = row_of(&done).await?;
    let status = match row.item.stage {
        Stage::Executing => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    done.show(status, &desk::shown(&done.app, &row).await?).await
}

/// Mounts everything about voids.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .step("POST /api/invoices/{id}/void", request, requested)
        .at("GET /api/voids", list)
        .at("GET /api/voids/{id}", one)
        .step("POST /api/voids/{id}/verify", verify, moved)
        .step("POST /api/voids/{id}/approve", approve, moved)
        .step("POST /api/voids/{id}/reject", reject, moved)
        .step("POST /api/voids/{id}/withdraw", withdraw, moved)
        .step("POST /api/voids/{id}/execute", execute, moved)
}

fn request(invoice: InvoiceId, Because { reason }: Because) -> Command {
    Command::Correction(C::RequestVoid { invoice, reason })
}

fn verify(void: VoidId, _: Nothing) -> Command {
    Command::Correction(C::VerifyVoid { void })
}

fn approve(void: VoidId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::ApproveVoid { void, reason })
}

fn reject(void: VoidId, Because { reason }: Because) -> Command {
    Command::Correction(C::RejectVoid { void, reason })
}

fn withdraw(void: VoidId, MaybeBecause { reason }: MaybeBecause) -> Command {
    Command::Correction(C::WithdrawVoid { void, reason: reason.unwrap_or_default() })
}

fn execute(void: VoidId, _: Nothing) -> Command {
    Command::Correction(C::ExecuteVoid { void })
}
