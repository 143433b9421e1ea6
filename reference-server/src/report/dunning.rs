//! How reminders went out, step by step and channel by channel, and what was paid after them.

use std::collections::BTreeMap;

use wikarta_core::account::ReminderState;
use wikarta_core::dunning::{Fate, SentStage, StageFate, median_delay, paid_after, sla};
use wikarta_core::message::MessageChannel;
use wikarta_core::report::fate_of;
use wikarta_store_sqlx::views::report::ReminderRow;

use super::ask::Ask;
use super::table::{Column, Figure, Table, Value};
use crate::answer::Problem;
use crate::app::App;
use crate::text::Lang;

/// The reminders of one line.
#[derive(Default)]
struct Line {
    fates: Vec<StageFate>,
    sent: Vec<SentStage>,
    delivered: i64,
    read: i64,
    fallback: i64,
}

pub(super) async fn table(app: &App, ask: &Ask, lang: Lang) -> Result<Table, Problem> {
    let found = app.store.reminders_of(ask.span()?, ask.books()).await?;
    let mut lines: BTreeMap<(String, Option<MessageChannel>), Line> = BTreeMap::new();
    let mut all = Vec::new();
    for row in &found {
        let Some(fate) = fate_of(&row.reminder, ask.stamp()) else { continue };
        all.push(fate);
        let channel = match fate.fate {
            Fate::Accepted { channel, .. } => Some(channel),
            Fate::Cancelled { .. } | Fate::Unreachable | Fate::NotSent => None,
        };
        let line = lines.entry((row.reminder.stage.to_string(), channel)).or_default();
        line.take(row, fate);
    }
    let t = &lang.texts().report;
    let count = sla(&all);
    let rows = lines.into_iter().map(|((stage, channel), line)| line.row(stage, channel)).collect();
    let figure = |code, label: &str, value: String, detail: &str| Figure {
        code,
        label: label.to_owned(),
        value: Value::words(value),
        detail: detail.to_owned(),
    };
    Ok(Table {
        figures: vec![
            figure("sla", t.sla, count.rate().percent(), t.sla_note),
            figure("unreachable", t.unreachable, count.unreachable_share().percent(), ""),
        ],
        columns: columns(),
        rows,
        ages: None,
    })
}

impl Line {
    fn take(&mut self, row: &ReminderRow, fate: StageFate) {
        self.fates.push(fate);
        self.sent.extend(row.sent);
        match row.reminder.state {
            ReminderState::Delivered => self.delivered += 1,
            ReminderState::Read => {
                self.delivered += 1;
                self.read += 1;
            }
            ReminderState::Scheduled
            | ReminderState::Sent
            | ReminderState::Failed
            | ReminderState::Cancelled
            | ReminderState::Skipped => {}
        }
        let first = row.reminder.tries.first().map(|handed| handed.tried.channel);
        let last = row.reminder.accepted.map(|accepted| accepted.channel);
        if last.is_some() && first != last {
            self.fallback += 1;
        }
    }

    fn row(self, stage: String, channel: Option<MessageChannel>) -> Vec<Value> {
        let (count, paid) = (sla(&self.fates), paid_after(&self.sent));
        let whole = |number: u32| Value::Count(i64::from(number));
        let minutes = median_delay(&self.fates).map(|seconds| seconds / 60);
        vec![
            Value::words(stage),
            Value::words(channel.map_or("", MessageChannel::as_str)),
            whole(count.due),
            whole(count.cancelled_before + count.cancelled_in_window),
            whole(count.accepted_in_window + count.accepted_late),
            Value::Count(self.delivered),
            Value::Count(self.read),
            whole(count.not_sent),
            whole(count.unreachable),
            Value::Count(self.fallback),
            Value::words(count.rate().percent()),
            minutes.map_or(Value::Nothing, Value::Count),
            whole(paid.paid),
            Value::Money(paid.recovered),
        ]
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::of("stage", |t| t.stage),
        Column::of("channel", |t| t.channel),
        Column::summed("due", |t| t.planned),
        Column::summed("cancelled", |t| t.cancelled),
        Column::summed("sent", |t| t.sent),
        Column::summed("delivered", |t| t.delivered),
        Column::summed("read", |t| t.read),
        Column::summed("not_sent", |t| t.not_sent),
        Column::summed("unreachable", |t| t.unreachable),
        Column::summed("fallback", |t| t.fallback),
        Column::of("sla", |t| t.sla),
        Column::of("median_minutes", |t| t.median),
        Column::summed("paid_after", |t| t.paid_after),
        Column::summed("recovered", |t| t.recovered),
    ]
}
