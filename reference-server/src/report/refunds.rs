//! Every refund that was asked for, with its people and times.

use std::collections::BTreeSet;

use wikarta_core::account::{RefundCase, Stage};
use wikarta_core::hand::Hand;

use super::aging::{buyer, word};
use super::ask::Ask;
use super::table::{Column, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::panel::people::People;
use crate::text::status::Of;
use crate::text::{Lang, channel, corrections, format, record as words};

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let people = People::read(app).await?;
    let register = app.store.refund_register(ask.span()?, ask.books()).await?;
    let zone = ask.zone_of_days();
    let hand = |hand: &Hand| {
        words::by_at(lang, people.name(&hand.by), format::moment(hand.at, zone, lang))
    };
    let mut rows = Vec::with_capacity(register.len());
    for row in register.iter().filter(|row| ask.wants(&row.buyer)) {
        let refund = &row.refund;
        let agreed: BTreeSet<String> = refund
            .approvals
            .iter()
            .map(|one| hand(&Hand { by: one.by.clone(), at: one.at }))
            .collect();
        let link = |number: &String| match &refund.invoice {
            Some(invoice) => Value::Record(number.clone(), format!("/tagihan/{invoice}")),
            None => Value::words(number),
        };
        rows.push(vec![
            Value::Record(
                format::short_moment(refund.requested.at, zone, ask.as_of(), lang),
                format!("/koreksi/{}", refund.id),
            ),
            buyer(&row.buyer),
            row.number.as_ref().map_or(Value::Nothing, link),
            Value::words(&refund.reason),
            row.channel.map_or(Value::Nothing, |one| {
                Value::Coded(one.as_str(), channel::name(one, lang).to_owned())
            }),
            Value::Coded(refund.route.as_str(), corrections::route(refund.route, lang).to_owned()),
            Value::Count(i64::from(refund.tier)),
            Value::words(hand(&refund.requested)),
            Value::words(refund.verified.as_ref().map(hand).unwrap_or_default()),
            Value::words(agreed.into_iter().collect::<Vec<_>>().join(" · ")),
            Value::words(refund.executed.as_ref().map(hand).unwrap_or_default()),
            Value::words(
                refund.proof.as_ref().map(|proof| proof.reference.clone()).unwrap_or_default(),
            ),
            Value::Count(days(refund, ask)),
            Value::Coded(refund.stage.as_str(), word(Of::Correction, refund.stage.as_str(), lang)),
            Value::Money(refund.amount),
        ]);
    }
    Ok(Table { figures: Vec::new(), columns: columns(), rows, ages: None })
}

/// Days from the request to the execution, or to the day of the report while it is under way.
fn days(refund: &RefundCase, ask: &Ask) -> i64 {
    let ended = refund.ended.as_ref().map(|end| end.at);
    let executed = refund.executed.as_ref().filter(|_| refund.stage == Stage::Done);
    let until = executed.map(|hand| hand.at).or(ended).unwrap_or_else(|| ask.stamp());
    let zone = ask.zone_of_days();
    until.day_in(zone).signed_duration_since(refund.requested.at.day_in(zone)).num_days()
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("requested", |t| t.asked_at),
        Column::of("customer", |t| t.customer),
        Column::of("invoice", |t| t.invoice),
        Column::of("reason", |t| t.reason),
        Column::of("channel", |t| t.channel),
        Column::of("route", |t| t.route),
        Column::of("tier", |t| t.tier),
        Column::of("requester", |t| t.requester),
        Column::of("verifier", |t| t.verifier),
        Column::of("approvers", |t| t.approvers),
        Column::of("executor", |t| t.executor),
        Column::of("reference", |t| t.reference),
        Column::of("days", |t| t.days),
        Column::of("status", |t| t.status),
        Column::summed("amount", |t| t.amount),
    ]
}
