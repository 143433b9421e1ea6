//! Promotions: proposed by Marketing, agreed to by a supervisor, then given.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wikarta_core::billing::DiscountKind;
use wikarta_core::command::{CatalogueCommand as C, Command, ProposePromo};
use wikarta_core::decide::Answer;
use wikarta_core::hand::Hand;
use wikarta_core::id::PromoId;
use wikarta_core::promo::{Promo, PromoState};

use super::desk::{DeskQuery, write_place};
use super::shape::List;
use super::step::{Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{QueryFields, Routes};

/// A promotion.
#[derive(Debug, Serialize)]
pub struct PromoJson {
    id: String,
    code: String,
    name: String,
    status: &'static str,
    discount: DiscountKind,
    periods: u16,
    from: NaiveDate,
    until: NaiveDate,
    proposed: Hand,
    decided: Option<Hand>,
    reason: Option<String>,
}

impl From<Promo> for PromoJson {
    fn from(promo: Promo) -> Self {
        Self {
            id: promo.id.to_string(),
            code: promo.code,
            name: promo.name,
            status: promo.state.as_str(),
            discount: promo.kind,
            periods: promo.periods,
            from: promo.from,
            until: promo.until,
            proposed: promo.proposed,
            decided: promo.decided,
            reason: promo.reason,
        }
    }
}

/// A page of promotions, newest proposal first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<DeskQuery<PromoState>>,
) -> Result<Json<List<PromoJson>>, Problem> {
    let page = app.store.promos(&query.filter()?).await?;
    let items = page.rows.into_iter().map(PromoJson::from).collect();
    Ok(Json(List { items, next_cursor: page.next.as_ref().map(write_place) }))
}

async fn row_of(done: &Done) -> Result<PromoJson, Problem> {
    let Answer::Promo { id, .. } = &done.answer else { return Err(Done::odd()) };
    let promo = done.app.store.promo(id).await?.ok_or_else(|| missing("promo"))?;
    Ok(promo.into())
}

async fn proposed(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::CREATED, &row_of(&done).await?).await
}

async fn moved(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::OK, &row_of(&done).await?).await
}

/// A promotion to propose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPromo {
    code: String,
    name: String,
    /// `{"percent":"0.10"}`, `{"amount":50000}`, `{"free_days":7}`, `{"free_months":1}` or
    /// `"install_waived"`.
    discount: DiscountKind,
    periods: u16,
    from: NaiveDate,
    until: NaiveDate,
}

/// Mounts everything about promotions.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/promos", list)
        .opening("POST /api/promos", propose, proposed)
        .step("POST /api/promos/{id}/approve", approve, moved)
        .step("POST /api/promos/{id}/reject", reject, moved)
}

fn propose(body: NewPromo) -> Command {
    let NewPromo { code, name, discount: kind, periods, from, until } = body;
    Command::Catalogue(C::ProposePromo(ProposePromo { code, name, kind, periods, from, until }))
}

fn approve(promo: PromoId, _: Nothing) -> Command {
    Command::Catalogue(C::ApprovePromo { promo })
}

fn reject(promo: PromoId, Because { reason }: Because) -> Command {
    Command::Catalogue(C::RejectPromo { promo, reason })
}
