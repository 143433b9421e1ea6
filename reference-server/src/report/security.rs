//! What was refused and by whom, and who changed access or looked at personal values.

use std::cmp::Reverse;

use super::ask::Ask;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::panel::people::People;
use crate::text::{Lang, report as words};

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let (t, span) = (&lang.texts().report, ask.span()?);
    let people = People::read(app).await?;
    let mut found = app.store.safety(span).await?;
    found.sort_by_key(|row| (row.kind.clone(), Reverse(row.seen), row.subject.clone()));
    let rows = found.iter().map(|row| {
        let whom = match row.subject.parse() {
            Ok(user) => people.name(&user),
            Err(_) => row.subject.clone(),
        };
        vec![
            Value::words(words::security(&row.kind, lang)),
            Value::words(whom),
            Value::Moment(row.last),
            Value::Count(i64::try_from(row.seen).unwrap_or(i64::MAX)),
        ]
    });
    let rows = rows.collect();
    let older = app.store.signed_by_older_keys(span).await?;
    let figure = Figure {
        code: "signed_by_older_keys",
        label: t.older_keys.to_owned(),
        value: Value::Count(i64::try_from(older).unwrap_or(i64::MAX)),
        detail: t.older_keys_note.to_owned(),
    };
    Ok(Table { figures: vec![figure], columns: columns(), rows, ages: None })
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("event", |t| t.event),
        Column::of("subject", |t| t.about_whom),
        Column::of("last", |t| t.last),
        Column::summed("count", |t| t.count),
    ]
}
