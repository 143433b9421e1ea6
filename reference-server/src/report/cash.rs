//! The money of one day.

use wikarta_core::account::PostingMethod;
use wikarta_core::money::Rupiah;
use wikarta_core::report::{CashKind, Way, day_cash};
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::report::{MoneyMove, Span};

use super::ask::Ask;
use super::ours;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::panel::people::People;
use crate::text::{Lang, channel};

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let (day, zone) = (ask.days().from, ask.zone_of_days());
    let span = ask.days().span(zone).map_err(|error| ours(&error))?;
    // What is held now, less all that moved since the day began, was there before it.
    let since = Span { from: span.from, until: Timestamp::clamped(i64::MAX) };
    let (moves, held) = (app.store.money_moves(since).await?, app.store.money_held().await?);
    let came: Rupiah = moves.iter().map(signed).sum();
    let of_day: Vec<_> = moves
        .into_iter()
        .filter(|one| span.holds(one.at))
        .map(|one| (one.moved, one.channel))
        .collect();
    let opening = held.less(came);
    let cash = day_cash(opening, &of_day, &app.wikarta.policy().fees, day)
        .map_err(|error| ours(&error))?;
    let people = People::read(app).await?;
    let mut rows = Vec::with_capacity(cash.lines.len());
    for line in &cash.lines {
        let (way, cashier) = words(&line.way, &people, lang);
        rows.push(vec![
            way,
            Value::words(cashier),
            Value::Count(i64::from(line.count)),
            Value::Money(line.gross),
            Value::Money(line.fee),
            Value::Money(line.back),
            Value::Money(line.net),
        ]);
    }
    let t = &lang.texts().report;
    let figure = |code, label: &str, amount, detail: &str| Figure {
        code,
        label: label.to_owned(),
        value: Value::Money(amount),
        detail: detail.to_owned(),
    };
    Ok(Table {
        figures: vec![
            figure("opening", t.opening, cash.opening, t.opening_note),
            figure("closing", t.closing, cash.closing, t.closing_note),
        ],
        columns: columns(),
        rows,
        ages: None,
    })
}

fn signed(one: &MoneyMove) -> Rupiah {
    match one.moved.kind {
        CashKind::Received => one.moved.amount,
        CashKind::Reversed | CashKind::Refunded => one.moved.amount.negated(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("way", |t| t.way),
        Column::of("cashier", |t| t.cashier),
        Column::summed("count", |t| t.count),
        Column::summed("gross", |t| t.gross),
        Column::summed("fee", |t| t.fee),
        Column::summed("back", |t| t.back),
        Column::summed("net", |t| t.net),
    ]
}

/// What a way is called, and whose hands took the money.
fn words(way: &Way, people: &People, lang: Lang) -> (Value, String) {
    let t = &lang.texts().report;
    match way {
        Way::Gateway(Some(one)) => {
            (Value::Coded(one.as_str(), channel::name(*one, lang).to_owned()), String::new())
        }
        Way::Gateway(None) => {
            (Value::Coded("unknown_order", t.unknown_order.to_owned()), String::new())
        }
        Way::Hand(method, by) => {
            let word = match method {
                PostingMethod::Cash => t.cash,
                PostingMethod::Transfer => t.transfer_in,
            };
            (Value::Coded(method.as_str(), word.to_owned()), people.name(by))
        }
        Way::Transfer => (Value::Coded("transfer_out", t.transfer_out.to_owned()), String::new()),
    }
}
