//! Rows of the small aggregates: packages, series, staff, unknown orders.

use serde::Serialize;
use wikarta_core::access::Role;
use wikarta_core::money::Rupiah;
use wikarta_core::package::Package;
use wikarta_core::ports::Fault;
use wikarta_core::series::Series;
use wikarta_core::staff::User;
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

/// `users` and `user_roles`.
#[derive(Serialize)]
pub(super) struct UserColumns<'a> {
    id: &'a str,
    email: &'a str,
    name: &'a str,
    standing: &'static str,
    roles: Vec<&'static str>,
    body: String,
}

impl<'a> UserColumns<'a> {
    pub(super) fn of(row: &'a User) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            email: &row.email,
            name: &row.name,
            standing: row.standing.as_str(),
            roles: row.roles.iter().copied().map(Role::as_str).collect(),
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
            body: json(row)?,
        })
    }
}
