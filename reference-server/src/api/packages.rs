//! Packages: what is on sale, and prices that one person proposes and another agrees to.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::command::{CatalogueCommand as C, Command, DefinePackage};
use wikarta_core::decide::Answer;
use wikarta_core::hand::Ending;
use wikarta_core::id::PackageId;
use wikarta_core::money::Rupiah;
use wikarta_core::package::{PackageState, PriceProposal};
use wikarta_store_sqlx::views::{PackageRow, Priced};

use super::amount::Amount;
use super::shape::List;
use super::step::{Because, Done, Nothing, StepRoutes as _, missing};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, QueryFields, Routes};

/// A package.
#[derive(Debug, Serialize)]
pub struct PackageJson {
    id: String,
    code: String,
    name: String,
    description: String,
    mbps: u32,
    status: &'static str,
    currency: &'static str,
    price: Rupiah,
    pricing: Pricing,
    tax_code: TaxCode,
    installation_fee: Rupiah,
    /// A price that waits for a supervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<PriceProposal>,
    /// The last price that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<Ending>,
    subscribers: u32,
    version: u64,
}

impl PackageJson {
    fn of(row: PackageRow) -> Self {
        let package = row.package;
        Self {
            id: package.id.to_string(),
            code: package.code,
            name: package.name,
            description: package.description,
            mbps: package.mbps,
            status: package.state.as_str(),
            currency: "IDR",
            price: package.price,
            pricing: package.pricing,
            tax_code: package.tax_code,
            installation_fee: package.installation_fee,
            proposal: package.proposal,
            rejected: package.rejected,
            subscribers: row.subscribers,
            version: row.version,
        }
    }
}

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageQuery {
    status: Option<PackageState>,
}

/// Packages in a status, those on sale when none is named; cheapest first.
async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<PackageQuery>,
) -> Result<Json<List<PackageJson>>, Problem> {
    let state = query.status.unwrap_or(PackageState::OnSale);
    let rows = app.store.packages_in(&[state], Priced::Either).await?;
    Ok(Json(List { items: rows.into_iter().map(PackageJson::of).collect(), next_cursor: None }))
}

async fn read(app: &App, id: &PackageId) -> Result<PackageJson, Problem> {
    let row = app.store.package(id).await?.ok_or_else(|| missing("package"))?;
    Ok(PackageJson::of(row))
}

async fn one(
    State(app): State<App>,
    PathPart(id): PathPart<PackageId>,
) -> Result<Json<PackageJson>, Problem> {
    read(&app, &id).await.map(Json)
}

async fn row_of(done: &Done) -> Result<PackageJson, Problem> {
    let Answer::Package { id } = &done.answer else { return Err(Done::odd()) };
    read(&done.app, id).await
}

async fn defined(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::CREATED, &row_of(&done).await?).await
}

async fn moved(done: Done) -> Result<Response, Problem> {
    done.show(StatusCode::OK, &row_of(&done).await?).await
}

/// A package to put on sale, once its price is agreed to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPackage {
    code: String,
    name: String,
    description: String,
    mbps: u32,
    price: Amount,
    pricing: Pricing,
    #[serde(default)]
    tax_code: Option<TaxCode>,
    #[serde(default)]
    installation_fee: Option<Amount>,
}

/// Another price.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRequest {
    price: Amount,
    pricing: Pricing,
    reason: String,
}

/// Other words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    name: String,
    description: String,
}

/// Mounts everything about packages.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
        .at("GET /api/packages", list)
        .opening("POST /api/packages", define, defined)
        .at("GET /api/packages/{id}", one)
        .step("POST /api/packages/{id}/price", propose, moved)
        .step("POST /api/packages/{id}/approve-price", approve, moved)
        .step("POST /api/packages/{id}/reject-price", reject, moved)
        .step("POST /api/packages/{id}/describe", describe, moved)
        .step("POST /api/packages/{id}/archive", archive, moved)
}

fn define(body: NewPackage) -> Command {
    Command::DefinePackage(DefinePackage {
        code: body.code,
        name: body.name,
        description: body.description,
        mbps: body.mbps,
        price: body.price.0,
        pricing: body.pricing,
        tax_code: body.tax_code.unwrap_or(TaxCode::Ppn04),
        installation_fee: body.installation_fee.map_or(Rupiah::ZERO, |amount| amount.0),
    })
}

fn propose(package: PackageId, body: PriceRequest) -> Command {
    let PriceRequest { price, pricing, reason } = body;
    Command::Catalogue(C::ProposePrice { package, price: price.0, pricing, reason })
}

fn approve(package: PackageId, _: Nothing) -> Command {
    Command::Catalogue(C::ApprovePrice { package })
}

fn reject(package: PackageId, Because { reason }: Because) -> Command {
    Command::Catalogue(C::RejectPrice { package, reason })
}

fn describe(package: PackageId, Words { name, description }: Words) -> Command {
    Command::Catalogue(C::Describe { package, name, description })
}

fn archive(package: PackageId, _: Nothing) -> Command {
    Command::Catalogue(C::Archive { package })
}
