//! Tax that customers keep back: the slips that are here, and the ones that are not.

use wikarta_core::account::{Document, WithheldState};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::report::Which;

use super::aging::{bill, buyer};
use super::ask::Ask;
use super::table::{Column, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::Lang;

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let (t, zone) = (&lang.texts().report, ask.zone_of_days());
    let mut rows = Vec::new();
    for row in app.store.bills(Which::Issued(ask.span()?), ask.books()).await? {
        if !ask.wants_bill(&row.buyer, &row.package) {
            continue;
        }
        let Some(invoice) = row.stood(ask.books())? else { continue };
        if invoice.document != Document::Issued {
            continue;
        }
        let Some(withheld) = &invoice.withheld else { continue };
        let awaited = match withheld.state {
            WithheldState::Expected => withheld.counts(),
            WithheldState::SlipReceived | WithheldState::Rejected => Rupiah::ZERO,
        };
        let state = match withheld.state {
            WithheldState::Expected => t.expected,
            WithheldState::SlipReceived => t.received,
            WithheldState::Rejected => t.rejected,
        };
        let slip = withheld.slip.as_ref();
        rows.push(vec![
            buyer(&row.buyer),
            bill(&invoice),
            Value::day(invoice.issued_at.map(|at| at.day_in(zone))),
            Value::Coded(withheld.state.as_str(), state.to_owned()),
            Value::words(slip.map(|slip| slip.number.clone()).unwrap_or_default()),
            Value::day(slip.map(|slip| slip.date)),
            Value::words(slip.map(|slip| slip.period.to_string()).unwrap_or_default()),
            Value::Money(withheld.base),
            Value::Money(withheld.amount),
            Value::Money(withheld.ppn),
            Value::Money(awaited),
        ]);
    }
    Ok(Table { figures: Vec::new(), columns: columns(), rows, ages: None })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("customer", |t| t.customer),
        Column::of("invoice", |t| t.invoice),
        Column::of("issued_on", |t| t.issued),
        Column::of("status", |t| t.status),
        Column::of("slip", |t| t.slip),
        Column::of("slip_date", |t| t.slip_date),
        Column::of("tax_month", |t| t.tax_month),
        Column::summed("price", |t| t.price),
        Column::summed("pph23", |t| t.pph),
        Column::summed("ppn", |t| t.ppn_kept),
        Column::summed("not_received", |t| t.awaited),
    ]
}
