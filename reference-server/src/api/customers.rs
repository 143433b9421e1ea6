//! `GET /api/customers`: whom we bill, personal values masked.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::{CustomerFilter, CustomerRow};

use super::cursor;
use super::shape::List;
use crate::answer::Problem;
use crate::app::App;
use crate::http::QueryFields;
use crate::mask;

/// The query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerQuery {
    #[serde(default)]
    q: Option<String>,
    #[serde(default)]
    cursor: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
}

/// A customer.
#[derive(Debug, Serialize)]
pub struct CustomerJson {
    id: String,
    code: String,
    name: String,
    phone: String,
    email: String,
    zone: String,
    credit: Rupiah,
    amount_due: Rupiah,
    subscriptions: Vec<SubscriptionJson>,
}

/// What a customer has bought.
#[derive(Debug, Serialize)]
pub struct SubscriptionJson {
    id: String,
    package_id: String,
    package: String,
    price: Rupiah,
    status: &'static str,
    starts_on: chrono::NaiveDate,
}

/// A page of customers, by number.
pub async fn list(
    State(app): State<App>,
    QueryFields(query): QueryFields<CustomerQuery>,
) -> Result<Json<List<CustomerJson>>, Problem> {
    let after = query.cursor.as_deref().map(cursor::read_text).transpose()?;
    let filter = CustomerFilter {
        text: cursor::wanted_text(query.q),
        after,
        limit: cursor::limit(query.limit)?,
        ..CustomerFilter::default()
    };
    let (rows, next) = app.store.customers(&filter).await?;
    Ok(Json(List {
        items: rows.into_iter().map(CustomerJson::of).collect(),
        next_cursor: next.as_deref().map(cursor::write_text),
    }))
}

impl CustomerJson {
    /// The row of a list, personal values masked.
    #[must_use]
    pub fn of(row: CustomerRow) -> Self {
        let subscriptions = row.subscriptions.into_iter().map(|row| SubscriptionJson {
            id: row.id.to_string(),
            package_id: row.subscription.package.to_string(),
            package: row.subscription.package_code,
            price: row.subscription.price,
            status: row.subscription.status.as_str(),
            starts_on: row.subscription.starts_on,
        });
        Self {
            subscriptions: subscriptions.collect(),
            id: row.id.to_string(),
            code: row.code,
            phone: mask::phone(&row.phone),
            email: mask::email(&row.email),
            name: row.name,
            zone: row.zone,
            credit: row.credit,
            amount_due: row.open,
        }
    }
}
