//! Orders on which our books and the gateway's disagreed, and how many of those compared.

use wikarta_core::report::mismatches;
use wikarta_core::time::Month;

use super::ask::Ask;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::{Lang, report as words};

/// How far before a month looks count that a disagreement was first found in: 40 days.
const BEFORE_SECONDS: i64 = 40 * 86_400;

/// The rate is one of a calendar month: the one in which the span begins.
pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let (span, month) = (ask.span()?, Month::of(ask.days().from));
    let from = span.from.plus_seconds(-BEFORE_SECONDS);
    let looks = app.store.looks_between((from, span.until)).await?;
    let found = mismatches(&looks, month, ask.zone_of_days());
    let rows = found.confirmed.iter().map(|(order, kinds)| {
        let kinds: Vec<&str> = kinds.iter().map(|kind| words::mismatch(*kind, lang)).collect();
        vec![Value::words(order.to_string()), Value::words(kinds.join(" · "))]
    });
    let t = &lang.texts().report;
    Ok(Table {
        figures: vec![
            Figure {
                code: "rate",
                label: t.mismatch_rate.to_owned(),
                value: Value::words(found.rate().percent()),
                detail: t.mismatch_note.to_owned(),
            },
            Figure {
                code: "compared",
                label: t.compared.to_owned(),
                value: Value::Count(i64::try_from(found.compared.len()).unwrap_or(i64::MAX)),
                detail: String::new(),
            },
        ],
        rows: rows.collect(),
        columns: vec![
            Column::of("order_id", |t| t.order),
            Column::of("kinds", |t| t.mismatch_kinds),
        ],
        ages: None,
    })
}
