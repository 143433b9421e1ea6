//! The shapes that programs read. Money is whole rupiah, times are RFC 3339 in UTC.

use chrono::NaiveDate;
use serde::Serialize;
use wikarta_core::account::{Attempt, Invoice};
use wikarta_core::billing::{TaxCode, stamp_duty};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::Instructions;
use wikarta_core::time::Timestamp;

/// A list with the way to its next page.
#[derive(Debug, Serialize)]
pub struct List<T> {
    /// This page.
    pub items: Vec<T>,
    /// Opaque; `null` on the last page.
    pub next_cursor: Option<String>,
}

/// An invoice.
#[derive(Debug, Serialize)]
pub struct InvoiceJson {
    id: String,
    number: Option<String>,
    status: &'static str,
    currency: &'static str,
    subscription_id: String,
    period: String,
    base: Rupiah,
    tax: Rupiah,
    total: Rupiah,
    amount_paid: Rupiah,
    amount_refunded: Rupiah,
    amount_due: Rupiah,
    issued_at: Option<Timestamp>,
    due_date: Option<NaiveDate>,
    /// The policy that billed it: `/api/policies/{version}`.
    policy_version: u32,
    version: u64,
    lines: Vec<LineJson>,
    /// As of when it stood so; absent while it is told as it stands. `version` then counts the entries
    /// of the account's chain by that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Timestamp>,
    /// Whether the receipt for what was paid needs a duty stamp; absent while nothing was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_stamp: Option<&'static str>,
    /// Absent for roles that do not see payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts: Option<Vec<AttemptJson>>,
}

/// A line.
#[derive(Debug, Serialize)]
pub struct LineJson {
    description: String,
    from: NaiveDate,
    to: NaiveDate,
    quantity: u32,
    amount: Rupiah,
    tax_code: TaxCode,
    tax: Rupiah,
}

/// A payment attempt.
#[derive(Debug, Serialize)]
pub struct AttemptJson {
    order_id: String,
    channel: &'static str,
    /// `UNKNOWN` while the gateway's answer is missing, else the state in capitals.
    status: String,
    amount: Rupiah,
    opened_at: Timestamp,
    expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<String>,
    #[serde(flatten)]
    code: CodeJson,
}

/// How to pay; the fields of the kind that it is.
#[derive(Debug, Default, Serialize)]
struct CodeJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    va_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biller_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bill_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qr_string: Option<String>,
}

impl InvoiceJson {
    /// An invoice with its attempts, or without them for roles that do not see payments.
    #[must_use]
    pub fn of(invoice: &Invoice, attempts: Option<&[Attempt]>, version: u64) -> Self {
        Self {
            id: invoice.id.to_string(),
            number: invoice.number.map(|number| number.to_string()),
            status: invoice.status.as_str(),
            currency: "IDR",
            subscription_id: invoice.subscription.to_string(),
            period: invoice.period.to_string(),
            base: invoice.tax.base,
            tax: invoice.tax.ppn,
            total: invoice.total,
            amount_paid: invoice.paid,
            amount_refunded: invoice.refunded,
            amount_due: if invoice.takes_money() { invoice.open_amount() } else { Rupiah::ZERO },
            issued_at: invoice.issued_at,
            due_date: invoice.due_date,
            policy_version: invoice.policy_version,
            version,
            lines: invoice.lines.iter().map(LineJson::of).collect(),
            as_of: None,
            receipt_stamp: None,
            attempts: attempts.map(|attempts| attempts.iter().map(AttemptJson::of).collect()),
        }
    }
}

impl InvoiceJson {
    /// The same as it stood at an instant.
    #[must_use]
    pub fn as_of(self, at: Timestamp) -> Self {
        Self { as_of: Some(at), ..self }
    }

    /// The same with whether its receipt needs a duty stamp, above a threshold.
    #[must_use]
    pub fn stamped(self, paid: Rupiah, above: Rupiah) -> Self {
        let receipt_stamp = paid.is_positive().then(|| stamp_duty(paid, above).as_str());
        Self { receipt_stamp, ..self }
    }
}

impl LineJson {
    fn of(line: &wikarta_core::billing::Line) -> Self {
        Self {
            description: line.description.clone(),
            from: line.from,
            to: line.to,
            quantity: line.quantity,
            amount: line.amount,
            tax_code: line.tax_code,
            tax: line.tax,
        }
    }
}

impl AttemptJson {
    /// An attempt.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        Self {
            order_id: attempt.order_id.to_string(),
            channel: attempt.channel.as_str(),
            status: status_word(attempt),
            amount: attempt.amount,
            opened_at: attempt.opened_at,
            expires_at: attempt.expires_at,
            transaction_id: attempt.transaction_id.clone(),
            code: attempt.instructions.as_ref().map(CodeJson::of).unwrap_or_default(),
        }
    }
}

/// An attempt whose code is still to come is `UNKNOWN` to the caller: it may be payable.
fn status_word(attempt: &Attempt) -> String {
    if attempt.expects_code() {
        return "UNKNOWN".to_owned();
    }
    attempt.state.as_str().to_uppercase()
}

impl CodeJson {
    fn of(instructions: &Instructions) -> Self {
        match instructions.clone() {
            Instructions::VirtualAccount { va_number } => {
                Self { va_number: Some(va_number), ..Self::default() }
            }
            Instructions::Bill { biller_code, bill_key } => {
                Self { biller_code: Some(biller_code), bill_key: Some(bill_key), ..Self::default() }
            }
            Instructions::Qr { qr_string } => {
                Self { qr_string: Some(qr_string), ..Self::default() }
            }
        }
    }
}
