//! Cases of the finance desk: money or facts that no rule may settle alone.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::account::{Case, CaseState, Resolution};
use wikarta_core::command::{Command, DeskCommand as C};
use wikarta_core::decide::{Answer, legal_steps};
use wikarta_core::id::{CaseId, UserId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Subject;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::CaseRow;

use super::desk::{self, DeskItem, DeskQuery, OfCustomer, marked};
use super::people::{HandJson, Names};
use super::shape::List;
use super::step::{Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, QueryFields, Routes};

/// A case as it stands.
#[derive(Debug, Serialize)]
pub struct CaseJson {
    id: String,
    status: &'static str,
    kind: &'static str,
    order_id: Option<String>,
    invoice_id: Option<String>,
    currency: &'static str,
    amount: Option<Rupiah>,
    opened_at: Timestamp,
    proposal: Option<ProposalJson>,
    closed: Option<HandJson>,
    note: Option<String>,
}

/// What somebody proposes to do.
#[derive(Debug, Serialize)]
pub struct ProposalJson {
    resolution: Resolution,
    reason: String,
    proposed: HandJson,
}

impl DeskItem for Case {
    type Json = CaseJson;

    fn people(&self) -> BTreeSet<UserId> {
        let proposed = self.proposal.as_ref().map(|proposal| &proposal.by);
        marked(&[proposed, self.closed.as_ref()], &[], None)
    }

    fn shown(&self, names: &Names, _: Timestamp) -> CaseJson {
        let proposal = self.proposal.as_ref().map(|proposal| ProposalJson {
            resolution: proposal.resolution.clone(),
            reason: proposal.reason.clone(),
            proposed: names.hand(&proposal.by),
        });
        CaseJson {
            id: self.id.to_string(),
            status: self.state.as_str(),
            kind: self.kind.as_str(),
            order_id: self.order_id.as_ref().map(ToString::to_string),
            invoice_id: self.invoice.as_ref().map(ToString::to_string),
            currency: "IDR",
            amount: self.amount,
            opened_at: self.opened_at,
            proposal,
            closed: self.closed.as_ref().map(|hand| names.hand(hand)),
            note: self.note.clone(),
        }
    }
}

/// A case with what may be done next.
#[derive(Debug, Serialize)]
pub struct OneCase {
    #[serde(flatten)]
    case: OfCustomer<CaseJson>,
    allowed: Vec<&'static str>,
}

async fn shown(app: &App, id: &CaseId) -> Result<OneCase, Problem> {
    let row: CaseRow = app.store.case(id).await?.ok_or_else(|| missing("case"))?;
    let account = app.wikarta.account_of(Subject::Case(id.clone())).await?;
    let steps = account.map_or(&[][..], |account| legal_steps(&row.item, &account));
    let allowed = steps.iter().map(|step| step.as_str()).collect();
    Ok(OneCase { case: desk::shown(app, &row).await?, allowed })
}

/// A page of cases, newest first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<DeskQuery<CaseState>>,
) -> Result<Json<List<OfCustomer<CaseJson>>>, Problem> {
    let page = app.store.cases(&query.filter()?).await?;
    desk::listed(&app, page).await
}

/// One case.
async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<CaseId>,
) -> Result<Json<OneCase>, Problem> {
    shown(&app, &id).await.map(Json)
}

async fn moved(done: Done) -> Result<Response, Problem> {
    let Answer::Case { id, .. } = &done.answer else { return Err(Done::odd()) };
    let case = shown(&done.app, id).await?;
    done.show(StatusCode::OK, &case).await
}

/// What was found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    note: String,
}

/// What is to become of the money.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolutionRequest {
    resolution: Resolution,
    reason: String,
}

/// Mounts everything about cases.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/cases", list)
        .at("GET /api/cases/{id}", one)
        .step("POST /api/cases/{id}/close", close, moved)
        .step("POST /api/cases/{id}/propose", propose, moved)
        .step("POST /api/cases/{id}/approve", approve, moved)
        .step("POST /api/cases/{id}/reject", reject, moved)
}

fn close(case: CaseId, Closing { note }: Closing) -> Command {
    Command::Desk(C::CloseCase { case, note })
}

fn propose(case: CaseId, body: ResolutionRequest) -> Command {
    let (resolution, reason) = (body.resolution, body.reason);
    Command::Desk(C::ProposeResolution { case, resolution, reason })
}

fn approve(case: CaseId, _: Nothing) -> Command {
    Command::Desk(C::ApproveResolution { case })
}

fn reject(case: CaseId, Because { reason }: Because) -> Command {
    Command::Desk(C::RejectResolution { case, reason })
}
