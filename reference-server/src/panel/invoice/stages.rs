//! How far a notification came: six stages, each with its time.

use wikarta_core::ports::InboxState;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::WebhookRow;

use crate::pages::{Stage, StageState};
use crate::panel::viewer::Viewer;
use crate::text::{Lang, audit, format};

/// When each of the six stages was passed.
#[must_use]
pub const fn passed(row: &WebhookRow) -> [Option<Timestamp>; 6] {
    [
        Some(row.received_at),
        Some(row.verified_at),
        row.checked_at,
        row.updated_at,
        row.audited_at,
        row.notified_at,
    ]
}

/// The stages as the page shows them: the first with its time of day, the others with how long
/// after it they were passed.
#[must_use]
pub fn stages(viewer: &Viewer, row: &WebhookRow) -> Vec<Stage> {
    let lang = viewer.lang;
    let mut failed = row.state == InboxState::Dead;
    let stage = |(code, at): (&'static str, Option<Timestamp>)| {
        let (state, when) = match at {
            Some(at) => (StageState::Done, after(row.received_at, at, (viewer, lang))),
            // What failed is the first stage that was not passed.
            None if std::mem::take(&mut failed) => (StageState::Failed, row.reason.clone()),
            None => (StageState::Ahead, "–".to_owned()),
        };
        Stage { name: audit::stage(code, lang).to_owned(), state, when }
    };
    let mut stages: Vec<Stage> = audit::stage_codes().zip(passed(row)).map(stage).collect();
    if let Some(first) = stages.first_mut() {
        first.when = format::millis(row.received_at, viewer.zone, lang);
    }
    stages
}

/// `+0,038` seconds; after a minute the time of day says more.
fn after(from: Timestamp, to: Timestamp, (viewer, lang): (&Viewer, Lang)) -> String {
    let micros = to.as_micros() - from.as_micros();
    if !(0..60_000_000).contains(&micros) {
        return format::short_moment(to, viewer.zone, viewer.today(), lang);
    }
    let (seconds, millis) = (micros / 1_000_000, micros % 1_000_000 / 1_000);
    format!("+{seconds}{}{millis:03}", lang.pick(",", "."))
}
