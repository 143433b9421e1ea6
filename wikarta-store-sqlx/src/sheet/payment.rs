//! Rows of payment attempts with the invoices that they are for and what went back.

use serde::Serialize;
use wikarta_core::account::Attempt;
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;

use super::json;

/// `payments`.
#[derive(Serialize)]
pub(super) struct PaymentColumns<'a> {
    order_id: &'a str,
    account_id: &'a str,
    invoice_id: Option<&'a str>,
    channel: &'static str,
    r#type: &'static str,
    amount: Rupiah,
    state: &'static str,
    is_open: u8,
    superseded: &'static str,
    transaction_id: Option<&'a str>,
    opened_at: i64,
    expires_at: i64,
    settled_at: Option<i64>,
    booked: Rupiah,
    refunded: Rupiah,
    share_count: usize,
    body: String,
}

impl<'a> PaymentColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Attempt) -> Result<Self, Fault> {
        let booking = row.booking.as_ref();
        let settled = booking.map(|booking| booking.settled_at.unwrap_or(row.opened_at));
        Ok(Self {
            order_id: row.order_id.as_str(),
            account_id: account.as_str(),
            invoice_id: row.shares.first().map(|share| share.invoice.as_str()),
            channel: row.channel.as_str(),
            r#type: row.channel.group().as_str(),
            amount: row.amount,
            state: row.state.as_str(),
            is_open: u8::from(row.is_open()),
            superseded: row.superseded.as_str(),
            transaction_id: row.transaction_id.as_deref(),
            opened_at: row.opened_at.as_micros(),
            expires_at: row.expires_at.as_micros(),
            settled_at: settled.map(|at| at.as_micros()),
            booked: booking.map_or(Rupiah::ZERO, |booking| booking.amount),
            refunded: row.refunded(),
            share_count: row.shares.len(),
            body: json(row)?,
        })
    }
}

/// `payment_invoices`.
#[derive(Serialize)]
pub(super) struct ShareColumns<'a> {
    order_id: &'a str,
    position: usize,
    invoice_id: &'a str,
    amount: Rupiah,
}

pub(super) fn shares(row: &Attempt) -> impl Iterator<Item = ShareColumns<'_>> {
    row.shares.iter().enumerate().map(|(position, share)| ShareColumns {
        order_id: row.order_id.as_str(),
        position,
        invoice_id: share.invoice.as_str(),
        amount: share.amount,
    })
}

/// `refunds`.
#[derive(Serialize)]
pub(super) struct RefundColumns<'a> {
    order_id: &'a str,
    key: &'a str,
    amount: Rupiah,
    confirmed: u8,
    origin: &'static str,
}

pub(super) fn refunds(row: &Attempt) -> impl Iterator<Item = RefundColumns<'_>> {
    row.refunds.iter().map(|refund| RefundColumns {
        order_id: row.order_id.as_str(),
        key: &refund.key,
        amount: refund.amount,
        confirmed: u8::from(refund.confirmed),
        origin: refund.origin.as_str(),
    })
}
