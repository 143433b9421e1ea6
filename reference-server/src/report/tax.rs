//! Tax of the bills of a span, with the credit notes beside them.

use wikarta_core::account::{Document, Invoice};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::report::{Buyer, Span, Which};
use wikarta_store_sqlx::views::{CreditNoteRow, PAGE_MAX};

use super::aging::{bill, buyer};
use super::ask::Ask;
use super::ours;
use super::table::{Column, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::Lang;

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let span = ask.span()?;
    let mut rows = Vec::new();
    for row in app.store.bills(Which::Issued(span), ask.books()).await? {
        if !ask.wants_bill(&row.buyer, &row.package) {
            continue;
        }
        let Some(invoice) = row.stood(ask.books())? else { continue };
        let identity = identity(app, &row.buyer).await?;
        rows.push(bill_row(&invoice, &row.buyer, identity, (ask, lang)));
    }
    for note in credit_notes(app, span).await? {
        // The type and zone of a note's customer are those of its bill, which may be of another span.
        if ask.kind.is_some() || ask.zone.is_some() || ask.package.is_some() {
            break;
        }
        rows.push(note_row(app, &note, (ask, lang)).await?);
    }
    Ok(Table { figures: Vec::new(), columns: columns(), rows, ages: None })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("document", |t| t.document),
        Column::of("number", |t| t.number),
        Column::of("date", |t| t.date),
        Column::of("customer", |t| t.customer),
        Column::of("identity", |t| t.identity),
        Column::of("tax_code", |t| t.tax_code),
        Column::of("tax_number", |t| t.tax_number),
        Column::of("status", |t| t.status),
        Column::summed("price", |t| t.price),
        Column::summed("dpp", |t| t.dpp),
        Column::summed("ppn", |t| t.ppn),
        Column::summed("total", |t| t.invoice_total),
    ]
}

fn bill_row(
    invoice: &Invoice,
    owner: &Buyer,
    identity: String,
    (ask, lang): (&Ask, Lang),
) -> Vec<Value> {
    let t = &lang.texts().report;
    let stands = invoice.document == Document::Issued;
    let cancelled = invoice.tax_document.as_ref().is_some_and(|one| one.cancelled.is_some());
    let state = match (stands, cancelled) {
        (true, false) => Value::Coded("stands", t.stands.to_owned()),
        (true, true) => Value::Coded("number_cancelled", t.number_cancelled.to_owned()),
        (false, _) => Value::Coded("void", t.taken_back.to_owned()),
    };
    // What was taken back is listed, and counts for nothing.
    let money = |amount| if stands { Value::Money(amount) } else { Value::Nothing };
    let number = invoice.tax_document.as_ref().map(|one| one.number.clone());
    vec![
        Value::Coded("invoice", t.tax_invoice.to_owned()),
        bill(invoice),
        Value::day(invoice.issued_at.map(|at| at.day_in(ask.zone_of_days()))),
        buyer(owner),
        Value::words(identity),
        Value::words(invoice.tax.code.as_str()),
        Value::words(number.unwrap_or_default()),
        state,
        money(invoice.tax.base),
        money(invoice.tax.dpp),
        money(invoice.tax.ppn),
        money(invoice.total),
    ]
}

/// Credit notes that were agreed to in a span, oldest first.
pub(super) async fn credit_notes(app: &App, span: Span) -> Result<Vec<CreditNoteRow>, Problem> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let bounds = (span.from, span.until);
        let page = app.store.credit_notes_approved(bounds, after.as_ref(), PAGE_MAX).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// A credit note lowers the tax base: its figures are negative.
async fn note_row(
    app: &App,
    row: &CreditNoteRow,
    (ask, lang): (&Ask, Lang),
) -> Result<Vec<Value>, Problem> {
    let (t, note) = (&lang.texts().report, &row.item);
    let on = note.approved.as_ref().map(|one| one.at.day_in(ask.zone_of_days()));
    let price = note.amount.less(note.tax);
    let dpp = match on {
        Some(day) if note.tax.is_positive() => {
            let part = app.wikarta.policy().tax.on(day).base;
            part.of(price).map_err(|error| ours(&error))?
        }
        _ => Rupiah::ZERO,
    };
    let name = if row.customer_name.is_empty() { &row.customer_code } else { &row.customer_name };
    let number = row.invoice_number.clone().unwrap_or_else(|| note.invoice.to_string());
    Ok(vec![
        Value::Coded("credit_note", t.credit_note.to_owned()),
        Value::Record(number, format!("/tagihan/{}", note.invoice)),
        Value::day(on),
        Value::Record(name.clone(), format!("/pelanggan/{}", row.account)),
        Value::Nothing,
        Value::Nothing,
        Value::Nothing,
        Value::Coded("stands", t.stands.to_owned()),
        Value::Money(price.negated()),
        Value::Money(dpp.negated()),
        Value::Money(note.tax.negated()),
        Value::Money(note.amount.negated()),
    ])
}

/// How the tax office knows the buyer, masked: the whole number is in the file for Coretax.
async fn identity(app: &App, owner: &Buyer) -> Result<String, Problem> {
    let Some(record) = app.store.personal(&owner.account).await? else {
        return Ok(String::new());
    };
    let known = record.values.identity();
    Ok(match (&known.npwp, &known.nik) {
        (Some(npwp), _) => format!("NPWP {}", npwp.masked()),
        (None, Some(nik)) => format!("NIK {}", nik.masked()),
        (None, None) => String::new(),
    })
}
