//! Payments that the gateway settled, with what it keeps of each.

use wikarta_core::fees::FeeClass;

use super::aging::buyer;
use super::ask::Ask;
use super::ours;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::{Lang, channel};

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let (zone, policy) = (ask.zone_of_days(), app.wikarta.policy());
    let fees = &policy.fees;
    let settled = app.store.settled_payments(ask.span()?, ask.books()).await?;
    let mut rows = Vec::with_capacity(settled.len());
    for row in settled.iter().filter(|row| ask.wants(&row.buyer)) {
        let attempt = &row.attempt;
        let Some(booking) = &attempt.booking else { continue };
        let at = booking.settled_at.unwrap_or(attempt.opened_at);
        let class = FeeClass::of(attempt.channel);
        let fee = fees.fee(class, at.day_in(zone), booking.amount).map_err(|error| ours(&error))?;
        let money = |amount| Value::Money(amount);
        let part = |of: fn(wikarta_core::fees::Fee) -> wikarta_core::money::Rupiah| {
            fee.map_or(Value::Nothing, |fee| money(of(fee)))
        };
        rows.push(vec![
            Value::Moment(at),
            Value::words(attempt.order_id.to_string()),
            Value::words(attempt.transaction_id.clone().unwrap_or_default()),
            Value::Coded(attempt.channel.as_str(), channel::name(attempt.channel, lang).to_owned()),
            buyer(&row.buyer),
            invoice(attempt, row.number.as_deref()),
            money(booking.amount),
            part(|fee| fee.fee.less(fee.ppn)),
            part(|fee| fee.ppn),
            money(attempt.refunded()),
            part(|fee| fee.net),
        ]);
    }
    let t = &lang.texts().report;
    let mut table = Table { figures: Vec::new(), columns: columns(), rows, ages: None };
    let sums = [("gross", t.gross, 6), ("net", t.net, 10)];
    for (code, label, column) in sums {
        let value = table.sum(column).unwrap_or(Value::Nothing);
        let (label, detail) = (label.to_owned(), t.fee_note.to_owned());
        table.figures.push(Figure { code, label, value, detail });
    }
    Ok(table)
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("settled_at", |t| t.settled_at),
        Column::of("order_id", |t| t.order),
        Column::of("transaction_id", |t| t.transaction),
        Column::of("channel", |t| t.channel),
        Column::of("customer", |t| t.customer),
        Column::of("invoice", |t| t.invoice),
        Column::summed("gross", |t| t.gross),
        Column::summed("fee", |t| t.fee),
        Column::summed("fee_ppn", |t| t.fee_tax),
        Column::summed("refunded", |t| t.back),
        Column::summed("net", |t| t.net),
    ]
}

/// The oldest bill of a payment.
fn invoice(attempt: &wikarta_core::account::Attempt, number: Option<&str>) -> Value {
    match (attempt.shares.first(), number) {
        (Some(share), Some(number)) => {
            Value::Record(number.to_owned(), format!("/tagihan/{}", share.invoice))
        }
        (Some(_) | None, _) => Value::Nothing,
    }
}
