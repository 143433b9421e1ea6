//! Money under orders that nobody here knows: whose it is, said by one person, agreed to by another.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::account::Resolution;
use wikarta_core::command::{Command, DeskCommand as C};
use wikarta_core::decide::{Answer, legal_moves};
use wikarta_core::id::{AccountId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::suspense::{SuspenseItem, SuspenseMove};
use wikarta_core::time::Timestamp;

use super::cursor;
use super::desk::{marked, read_place, write_place};
use super::people::{HandJson, Names};
use super::shape::List;
use super::step::{Because, Done, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, QueryFields, Routes};

/// Money under an unknown order.
#[derive(Debug, Serialize)]
pub struct SuspenseJson {
    order_id: String,
    currency: &'static str,
    amount: Rupiah,
    amount_refunded: Rupiah,
    gateway_status: &'static str,
    settled_at: Option<Timestamp>,
    found_at: Timestamp,
    proposal: Option<MoveJson>,
    refused: Option<String>,
    moved: Option<MoveJson>,
    allowed: Vec<&'static str>,
}

/// Whose it is said to be.
#[derive(Debug, Serialize)]
pub struct MoveJson {
    customer_id: String,
    resolution: Resolution,
    reason: String,
    proposed: HandJson,
    approved: Option<HandJson>,
}

async fn shown(app: &App, item: &SuspenseItem) -> Result<SuspenseJson, Problem> {
    let moves = [item.proposal.as_ref(), item.moved.as_ref()];
    let hands: Vec<_> =
        moves.iter().flatten().flat_map(|it| [Some(&it.by), it.approved.as_ref()]).collect();
    let names = Names::of(app, marked(&hands, &[], None)).await?;
    let told = |it: &SuspenseMove| MoveJson {
        customer_id: it.account.to_string(),
        resolution: it.resolution.clone(),
        reason: it.reason.clone(),
        proposed: names.hand(&it.by),
        approved: it.approved.as_ref().map(|hand| names.hand(hand)),
    };
    Ok(SuspenseJson {
        order_id: item.order_id.to_string(),
        currency: "IDR",
        amount: item.amount,
        amount_refunded: item.refunded,
        gateway_status: item.status.as_str(),
        settled_at: item.settled_at,
        found_at: item.found_at,
        proposal: item.proposal.as_ref().map(told),
        refused: item.refused.clone(),
        moved: item.moved.as_ref().map(told),
        allowed: legal_moves(item).iter().map(|step| step.as_str()).collect(),
    })
}

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuspenseQuery {
    cursor: Option<String>,
    limit: Option<u32>,
}

/// A page of money that is nobody's yet, newest found first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<SuspenseQuery>,
) -> Result<Json<List<SuspenseJson>>, Problem> {
    let after = query.cursor.as_deref().map(read_place).transpose()?;
    let page = app.store.suspense_items(after.as_ref(), cursor::limit(query.limit)?).await?;
    let mut items = Vec::with_capacity(page.rows.len());
    for item in &page.rows {
        items.push(shown(&app, item).await?);
    }
    Ok(Json(List { items, next_cursor: page.next.as_ref().map(write_place) }))
}

/// One unknown order.
async fn one(
    State(app): State<App>,
    PathPart(order): PathPart<OrderId>,
) -> Result<Json<SuspenseJson>, Problem> {
    let item = app.store.suspense_item(&order).await?.ok_or_else(|| missing("suspense"))?;
    shown(&app, &item).await.map(Json)
}

async fn moved(done: Done) -> Result<Response, Problem> {
    let Answer::Suspense { order_id } = &done.answer else { return Err(Done::odd()) };
    let item = done.app.store.suspense_item(order_id).await?.ok_or_else(|| missing("suspense"))?;
    let json = shown(&done.app, &item).await?;
    done.show(StatusCode::OK, &json).await
}

/// Whose it is, and what is to become of it there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    customer_id: AccountId,
    resolution: Resolution,
    reason: String,
}

/// Whose it is, as proposed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    customer_id: AccountId,
}

/// Mounts everything about unknown orders.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/suspense", list)
        .at("GET /api/suspense/{order_id}", one)
        .step("POST /api/suspense/{order_id}/propose", propose, moved)
        .step("POST /api/suspense/{order_id}/approve", approve, moved)
        .step("POST /api/suspense/{order_id}/reject", reject, moved)
}

fn propose(order_id: OrderId, body: MoveRequest) -> Command {
    let MoveRequest { customer_id: account, resolution, reason } = body;
    Command::Desk(C::ProposeMove { order_id, account, resolution, reason })
}

fn approve(order_id: OrderId, Agreement { customer_id: account }: Agreement) -> Command {
    Command::Desk(C::ApproveMove { order_id, account })
}

fn reject(order_id: OrderId, Because { reason }: Because) -> Command {
    Command::Desk(C::RejectMove { order_id, reason })
}
