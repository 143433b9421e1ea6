//! Rows of bills with their lines and the money put on them.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::account::{Invoice, Source};
use wikarta_core::id::AccountId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;

use super::json;

/// `invoices`. The counts say how many rows the child tables may keep.
#[derive(Serialize)]
pub(super) struct InvoiceColumns<'a> {
    id: &'a str,
    account_id: &'a str,
    subscription_id: &'a str,
    period: String,
    sequence: u16,
    document: &'static str,
    status: &'static str,
    number: Option<String>,
    order_id: Option<&'a str>,
    total: Rupiah,
    paid: Rupiah,
    refunded: Rupiah,
    credited: Rupiah,
    kept_back: Rupiah,
    open_amount: Rupiah,
    drafted_at: i64,
    issued_at: Option<i64>,
    due_date: Option<NaiveDate>,
    line_count: usize,
    allocation_count: usize,
    body: String,
}

impl<'a> InvoiceColumns<'a> {
    pub(super) fn of(account: &'a AccountId, row: &'a Invoice) -> Result<Self, Fault> {
        let open = if row.takes_money() { row.open_amount() } else { Rupiah::ZERO };
        Ok(Self {
            id: row.id.as_str(),
            account_id: account.as_str(),
            subscription_id: row.subscription.as_str(),
            period: row.period.to_string(),
            sequence: row.sequence,
            document: row.document.as_str(),
            status: row.status.as_str(),
            number: row.number.map(|number| number.to_string()),
            order_id: row.current.as_ref().map(|order| order.as_str()),
            total: row.total,
            paid: row.paid,
            refunded: row.refunded,
            credited: row.credited,
            kept_back: row.kept_back(),
            open_amount: open,
            drafted_at: row.drafted_at.as_micros(),
            issued_at: row.issued_at.map(|at| at.as_micros()),
            due_date: row.due_date,
            line_count: row.lines.len(),
            allocation_count: row.allocations.len(),
            body: json(row)?,
        })
    }
}

/// `invoice_lines`.
#[derive(Serialize)]
pub(super) struct LineColumns<'a> {
    invoice_id: &'a str,
    position: usize,
    kind: &'static str,
    description: &'a str,
    from_day: NaiveDate,
    to_day: NaiveDate,
    quantity: u32,
    amount: Rupiah,
    tax_code: &'static str,
    tax: Rupiah,
}

pub(super) fn lines(row: &Invoice) -> impl Iterator<Item = LineColumns<'_>> {
    row.lines.iter().enumerate().map(|(position, line)| LineColumns {
        invoice_id: row.id.as_str(),
        position,
        kind: line.kind.as_str(),
        description: &line.description,
        from_day: line.from,
        to_day: line.to,
        quantity: line.quantity,
        amount: line.amount,
        tax_code: line.tax_code.as_str(),
        tax: line.tax,
    })
}

/// `allocations`.
#[derive(Serialize)]
pub(super) struct AllocationColumns<'a> {
    invoice_id: &'a str,
    position: usize,
    source: &'static str,
    order_id: Option<&'a str>,
    posting_id: Option<&'a str>,
    suspense_id: Option<&'a str>,
    amount: Rupiah,
    refunded: Rupiah,
}

pub(super) fn allocations(row: &Invoice) -> impl Iterator<Item = AllocationColumns<'_>> {
    row.allocations.iter().enumerate().map(|(position, allocation)| {
        let (source, order_id, posting_id, suspense_id) = match &allocation.source {
            Source::Attempt(order) => ("attempt", Some(order.as_str()), None, None),
            Source::Credit => ("credit", None, None, None),
            Source::Posting(posting) => ("posting", None, Some(posting.as_str()), None),
            Source::Suspense(order) => ("suspense", None, None, Some(order.as_str())),
        };
        AllocationColumns {
            invoice_id: row.id.as_str(),
            position,
            source,
            order_id,
            posting_id,
            suspense_id,
            amount: allocation.amount,
            refunded: allocation.refunded,
        }
    })
}
