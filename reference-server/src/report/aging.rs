//! Receivables by age, as of the end of any day.

use std::collections::HashMap;

use wikarta_core::id::InvoiceId;
use wikarta_core::report::{Bucket, Receivable, aging};
use wikarta_store_sqlx::views::report::{BillRow, Which};

use super::ask::Ask;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::status::{self, Of};
use crate::text::{Lang, format};

const BUCKETS: [Bucket; 5] =
    [Bucket::NotDue, Bucket::UpTo30, Bucket::UpTo60, Bucket::UpTo90, Bucket::Over90];

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let rows = app.store.bills(Which::Open, ask.books()).await?;
    let wanted: Vec<&BillRow> =
        rows.iter().filter(|row| ask.wants_bill(&row.buyer, &row.package)).collect();
    let zone = ask.zone_of_days();
    let traced: Vec<Receivable> = wanted.iter().filter_map(|row| row.receivable(zone)).collect();
    let by_id: HashMap<&InvoiceId, &BillRow> =
        wanted.iter().map(|row| (&row.invoice.id, *row)).collect();
    let aged = aging(&traced, ask.as_of());
    let mut found = Vec::with_capacity(aged.rows.len());
    for open in &aged.rows {
        let Some(row) = by_id.get(&open.invoice) else { continue };
        let invoice = &row.invoice;
        found.push(vec![
            buyer(&row.buyer),
            Value::words(&row.buyer.code),
            bill(invoice),
            Value::day(invoice.issued_at.map(|at| at.day_in(zone))),
            Value::Day(open.due),
            Value::Count(open.days),
            Value::Coded(open.bucket.as_str(), bucket(open.bucket, lang).to_owned()),
            Value::words(&row.package),
            Value::Coded(row.service.as_str(), word(Of::Subscription, row.service.as_str(), lang)),
            Value::Money(invoice.total),
            Value::Money(open.open),
        ]);
    }
    let ages = BUCKETS.map(|bucket| {
        let of = |row: &&wikarta_core::report::AgingRow| row.bucket == bucket;
        (aged.rows.iter().filter(of).count() as u64, aged.sum(bucket))
    });
    let overdue = aged.total().less(aged.sum(Bucket::NotDue));
    let t = &lang.texts().report;
    let figure = |code, label: &str, value, detail: String| Figure {
        code,
        label: label.to_owned(),
        value,
        detail,
    };
    Ok(Table {
        figures: vec![
            figure("open", t.open_total, Value::Money(aged.total()), t.bills.to_owned()),
            figure(
                "overdue",
                t.overdue,
                Value::Money(overdue),
                format::percent(overdue, aged.total(), lang),
            ),
            figure("bills", t.bills, Value::Count(found.len() as i64), String::new()),
        ],
        columns: columns(),
        rows: found,
        ages: Some(ages),
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("customer", |t| t.customer),
        Column::of("customer_code", |t| t.customer_code),
        Column::of("invoice", |t| t.invoice),
        Column::of("issued_on", |t| t.issued),
        Column::of("due_date", |t| t.due),
        Column::of("age_days", |t| t.age_days),
        Column::of("bucket", |t| t.bucket),
        Column::of("package", |t| t.package),
        Column::of("service", |t| t.service),
        Column::summed("total", |t| t.invoice_total),
        Column::summed("open", |t| t.open_amount),
    ]
}

const fn bucket(bucket: Bucket, lang: Lang) -> &'static str {
    let t = &lang.texts().dashboard;
    match bucket {
        Bucket::NotDue => t.not_due,
        Bucket::UpTo30 => t.days_1_30,
        Bucket::UpTo60 => t.days_31_60,
        Bucket::UpTo90 => t.days_61_90,
        Bucket::Over90 => t.days_over_90,
    }
}

/// Whose a row is, with the way to the customer.
pub(super) fn buyer(buyer: &wikarta_store_sqlx::views::report::Buyer) -> Value {
    let name = if buyer.name.is_empty() { &buyer.code } else { &buyer.name };
    Value::Record(name.clone(), format!("/pelanggan/{}", buyer.account))
}

/// A bill by its number, with the way to it.
pub(super) fn bill(invoice: &wikarta_core::account::Invoice) -> Value {
    let number = invoice.number.map_or_else(|| invoice.id.to_string(), |number| number.to_string());
    Value::Record(number, format!("/tagihan/{}", invoice.id))
}

/// A status as people read it.
pub(super) fn word(of: Of, code: &str, lang: Lang) -> String {
    status::word(of, code, lang).map_or(code, |(word, _)| word).to_owned()
}
