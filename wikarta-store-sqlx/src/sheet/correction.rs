//! Rows of money that goes back or was taken by hand, and of bills that are taken back or lowered.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::account::{CreditNote, Posting, RefundCase, RefundSource, VoidCase};
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;

use super::json;

/// `manual_payments`.
#[derive(Serialize)]
pub(super) struct PostingColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    method: &'static str,
    amount: Rupiah,
    refunded: Rupiah,
    received_on: NaiveDate,
    evidence: &'a str,
    state: &'static str,
    recorded_by: &'a str,
    recorded_at: i64,
    verified_at: Option<i64>,
    body: String,
}

impl<'a> PostingColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Posting) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            method: row.method.as_str(),
            amount: row.amount,
            refunded: row.refunded,
            received_on: row.received_on,
            evidence: &row.evidence,
            state: row.state.as_str(),
            recorded_by: row.recorded.by.as_str(),
            recorded_at: row.recorded.at.as_micros(),
            verified_at: row.verified.as_ref().map(|hand| hand.at.as_micros()),
            body: json(row)?,
        })
    }
}

/// `refund_cases`.
#[derive(Serialize)]
pub(super) struct RefundCaseColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    invoice_id: Option<&'a str>,
    order_id: Option<&'a str>,
    posting_id: Option<&'a str>,
    suspense_id: Option<&'a str>,
    route: &'static str,
    amount: Rupiah,
    stage: &'static str,
    is_final: u8,
    tier: u8,
    tries: u32,
    requested_by: &'a str,
    requested_at: i64,
    expires_at: i64,
    body: String,
}

impl<'a> RefundCaseColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a RefundCase) -> Result<Self, Fault> {
        let (order_id, posting_id, suspense_id) = match &row.source {
            RefundSource::Attempt(order) => (Some(order.as_str()), None, None),
            RefundSource::Posting(posting) => (None, Some(posting.as_str()), None),
            RefundSource::Suspense(order) => (None, None, Some(order.as_str())),
            RefundSource::Credit => (None, None, None),
        };
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            invoice_id: row.invoice.as_ref().map(|id| id.as_str()),
            order_id,
            posting_id,
            suspense_id,
            route: row.route.as_str(),
            amount: row.amount,
            stage: row.stage.as_str(),
            is_final: u8::from(row.stage.is_final()),
            tier: row.tier,
            tries: row.tries,
            requested_by: row.requested.by.as_str(),
            requested_at: row.requested.at.as_micros(),
            expires_at: row.expires_at.as_micros(),
            body: json(row)?,
        })
    }
}

/// `void_cases`.
#[derive(Serialize)]
pub(super) struct VoidCaseColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    invoice_id: &'a str,
    amount: Rupiah,
    stage: &'static str,
    is_final: u8,
    tier: u8,
    requested_by: &'a str,
    requested_at: i64,
    expires_at: i64,
    body: String,
}

impl<'a> VoidCaseColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a VoidCase) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            invoice_id: row.invoice.as_str(),
            amount: row.amount,
            stage: row.stage.as_str(),
            is_final: u8::from(row.stage.is_final()),
            tier: row.tier,
            requested_by: row.requested.by.as_str(),
            requested_at: row.requested.at.as_micros(),
            expires_at: row.expires_at.as_micros(),
            body: json(row)?,
        })
    }
}

/// `credit_notes`.
#[derive(Serialize)]
pub(super) struct CreditNoteColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    invoice_id: &'a str,
    amount: Rupiah,
    tax: Rupiah,
    state: &'static str,
    requested_by: &'a str,
    requested_at: i64,
    approved_at: Option<i64>,
    body: String,
}

impl<'a> CreditNoteColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a CreditNote) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            invoice_id: row.invoice.as_str(),
            amount: row.amount,
            tax: row.tax,
            state: row.state.as_str(),
            requested_by: row.requested.by.as_str(),
            requested_at: row.requested.at.as_micros(),
            approved_at: row.approved.as_ref().map(|approval| approval.at.as_micros()),
            body: json(row)?,
        })
    }
}
