//! `GET /api/packages`

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use wikarta_core::billing::{Pricing, TaxCode};
use wikarta_core::money::Rupiah;

use super::shape::List;
use crate::answer::Problem;
use crate::app::App;
use crate::http::QueryFields;

/// A package.
#[derive(Debug, Serialize)]
pub struct PackageJson {
    id: String,
    code: String,
    name: String,
    description: String,
    mbps: u32,
    currency: &'static str,
    price: Rupiah,
    pricing: Pricing,
    tax_code: TaxCode,
    subscribers: u32,
}

/// The query: there is nothing to filter by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageQuery {}

/// Every package on sale.
pub async fn list(
    State(app): State<App>,
    QueryFields(PackageQuery {}): QueryFields<PackageQuery>,
) -> Result<Json<List<PackageJson>>, Problem> {
    let rows = app.store.packages().await?;
    let items = rows.into_iter().map(|row| PackageJson {
        id: row.package.id.to_string(),
        code: row.package.code,
        name: row.package.name,
        description: row.package.description,
        mbps: row.package.mbps,
        currency: "IDR",
        price: row.package.price,
        pricing: row.package.pricing,
        tax_code: row.package.tax_code,
        subscribers: row.subscribers,
    });
    Ok(Json(List { items: items.collect(), next_cursor: None }))
}
