//! Rows of the small aggregates: packages, promotions, series, unknown orders.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::money::Rupiah;
use wikarta_core::package::Package;
use wikarta_core::ports::Fault;
use wikarta_core::promo::Promo;
use wikarta_core::series::Series;
use wikarta_core::suspense::SuspenseItem;

use super::json;

/// `packages`.
#[derive(Serialize)]
pub(super) struct PackageColumns<'a> {
    id: &'a str,
    code: &'a str,
    name: &'a str,
    mbps: u32,
    price: Rupiah,
    pricing: &'static str,
    tax_code: &'static str,
    state: &'static str,
    proposed: u8,
    body: String,
}

impl<'a> PackageColumns<'a> {
    pub(super) fn of(row: &'a Package) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            code: &row.code,
            name: &row.name,
            mbps: row.mbps,
            price: row.price,
            pricing: row.pricing.as_str(),
            tax_code: row.tax_code.as_str(),
            state: row.state.as_str(),
            proposed: u8::from(row.proposal.is_some()),
            body: json(row)?,
        })
    }
}

/// `number_series`.
#[derive(Serialize)]
pub(super) struct SeriesColumns {
    month: String,
    last: u32,
    body: String,
}

impl SeriesColumns {
    pub(super) fn of(row: &Series) -> Result<Self, Fault> {
        Ok(Self { month: row.month.to_string(), last: row.last, body: json(row)? })
    }
}

/// `promos`.
#[derive(Serialize)]
pub(super) struct PromoColumns<'a> {
    id: &'a str,
    code: &'a str,
    name: &'a str,
    state: &'static str,
    from_day: NaiveDate,
    until_day: NaiveDate,
    proposed_at: i64,
    body: String,
}

impl<'a> PromoColumns<'a> {
    pub(super) fn of(row: &'a Promo) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            code: &row.code,
            name: &row.name,
            state: row.state.as_str(),
            from_day: row.from,
            until_day: row.until,
            proposed_at: row.proposed.at.as_micros(),
            body: json(row)?,
        })
    }
}

/// `suspense_items`.
#[derive(Serialize)]
pub(super) struct SuspenseColumns<'a> {
    order_id: &'a str,
    amount: Rupiah,
    refunded: Rupiah,
    status: &'static str,
    settled_at: Option<i64>,
    found_at: i64,
    account_id: Option<&'a str>,
    body: String,
}

impl<'a> SuspenseColumns<'a> {
    pub(super) fn of(row: &'a SuspenseItem) -> Result<Self, Fault> {
        Ok(Self {
            order_id: row.order_id.as_str(),
            amount: row.amount,
            refunded: row.refunded,
            status: row.status.as_str(),
            settled_at: row.settled_at.map(|at| at.as_micros()),
            found_at: row.found_at.as_micros(),
            account_id: row.moved.as_ref().map(|moved| moved.account.as_str()),
            body: json(row)?,
        })
    }
}
