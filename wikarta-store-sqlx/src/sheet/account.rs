//! Rows of customers and what hangs on them.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::account::Case;
use wikarta_core::audit::AccountRow;
use wikarta_core::customer::PersonalRecord;
use wikarta_core::id::{AccountId, hex};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;
use wikarta_core::subscription::{Subscription, Termination};

use super::json;
use crate::personal;
use crate::vault::Vault;

/// `customers` and `accounts`.
#[derive(Serialize)]
pub(super) struct CustomerColumns<'a> {
    id: &'a str,
    code: &'a str,
    zone: &'static str,
    kind: &'static str,
    registered_at: i64,
    registered_by: Option<&'a str>,
    deleted_at: Option<i64>,
    credit: Rupiah,
    suspense: Rupiah,
    body: String,
}

impl<'a> CustomerColumns<'a> {
    pub(super) fn of(row: &'a AccountRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            code: row.customer.code.as_str(),
            zone: row.customer.zone.as_str(),
            kind: row.customer.kind.as_str(),
            registered_at: row.customer.registered_at.as_micros(),
            registered_by: row.customer.registered_by.as_ref().map(|id| id.as_str()),
            deleted_at: row.customer.deleted.as_ref().map(|deleted| deleted.by.at.as_micros()),
            credit: row.credit,
            suspense: row.suspense,
            body: json(row)?,
        })
    }
}

/// `customer_personal`.
#[derive(Serialize)]
pub(super) struct PersonalColumns<'a> {
    account_id: &'a str,
    key: String,
    name: &'a str,
    phone: &'a str,
    email: &'a str,
    address: &'a str,
    identity: Option<String>,
    payout: Option<String>,
    lookups: Vec<(&'static str, String)>,
}

impl<'a> PersonalColumns<'a> {
    pub(super) fn of(record: &'a PersonalRecord, vault: Option<&Vault>) -> Result<Self, Fault> {
        let sealed = personal::sealed(record, vault)?;
        Ok(Self {
            account_id: record.account.as_str(),
            key: hex(record.key.bytes()),
            name: record.values.name(),
            phone: record.values.phone(),
            email: record.values.email(),
            address: record.values.address(),
            identity: sealed.identity.as_deref().map(hex),
            payout: sealed.payout.as_deref().map(hex),
            lookups: sealed.lookups.iter().map(|(kind, hash)| (kind.as_str(), hex(hash))).collect(),
        })
    }
}

/// `subscriptions`.
#[derive(Serialize)]
pub(super) struct SubscriptionColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    package_id: &'a str,
    price: Rupiah,
    starts_on: NaiveDate,
    status: &'static str,
    mode: &'static str,
    billed_until: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    termination: Option<&'static str>,
    charges: usize,
    deposit: Rupiah,
    body: String,
}

impl<'a> SubscriptionColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Subscription) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            package_id: row.package.as_str(),
            price: row.price,
            starts_on: row.starts_on,
            status: row.status.as_str(),
            mode: row.terms.mode.as_str(),
            billed_until: row.billed_until,
            ends_on: row.termination.as_ref().map(|termination| termination.on),
            termination: row.termination.as_ref().map(decided),
            charges: row.charges.len(),
            deposit: row.deposit,
            body: json(row)?,
        })
    }
}

const fn decided(termination: &Termination) -> &'static str {
    match (&termination.approved, &termination.refused) {
        (Some(_), _) => "approved",
        (None, Some(_)) => "refused",
        (None, None) => "requested",
    }
}

/// `cases`.
#[derive(Serialize)]
pub(super) struct CaseColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    kind: &'static str,
    state: &'static str,
    order_id: Option<&'a str>,
    invoice_id: Option<&'a str>,
    amount: Option<Rupiah>,
    opened_at: i64,
    body: String,
}

impl<'a> CaseColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Case) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            kind: row.kind.as_str(),
            state: row.state.as_str(),
            order_id: row.order_id.as_ref().map(|id| id.as_str()),
            invoice_id: row.invoice.as_ref().map(|id| id.as_str()),
            amount: row.amount,
            opened_at: row.opened_at.as_micros(),
            body: json(row)?,
        })
    }
}
