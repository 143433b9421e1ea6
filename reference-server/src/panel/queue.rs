//! `/antrian`: work that was given up, why, and the button that sends it round again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::decide::Answer;
use wikarta_store_sqlx::DeadLetter;

use super::acts::{Brought, Draft, Sent};
use super::respond;
use super::viewer::Viewer;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::http::QueryFields;
use crate::http::edge::Caller;
use crate::pages::{
    Block, Cell, Field, Folded, Note, NoteTone, Part, RecordPage, Section, Table, Voice, When,
};
use crate::redrive;
use crate::text::queue as words;

/// On the page; the rest waits behind them.
const SHOWN: u32 = 50;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The reader has just sent something round.
    selesai: Option<String>,
}

/// What was given up.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let dead = app.store.dead_letters(SHOWN).await?;
        let mut page = page(&viewer, &dead);
        if asked.selesai.is_some() {
            let sent = viewer.lang.texts().queue.sent;
            page.chrome.note = Some(Note::new(NoteTone::Ok, Voice::Answer, sent));
        }
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Queue, made)
}

fn page(viewer: &Viewer, dead: &[DeadLetter]) -> RecordPage {
    let lang = viewer.lang;
    let t = &lang.texts().queue;
    let when = |at| Cell::When(When::short(at, viewer.zone, viewer.today(), lang));
    let row = |letter: &DeadLetter| {
        vec![
            Cell::Words(
                words::kind(lang, &letter.kind),
                letter.order_id.clone().unwrap_or_default(),
            ),
            Cell::words(letter.reason.clone()),
            Cell::words(letter.tries.to_string()),
            when(letter.since),
            when(letter.ended),
        ]
    };
    let table = Table {
        caption: t.title.to_owned(),
        heads: [t.what, t.reason, t.tries, t.since, t.given_up].map(str::to_owned).to_vec(),
        rows: dead.iter().map(row).collect(),
        none: t.none.to_owned(),
    };
    let mut chrome = viewer.chrome(t.title, Section::Queue);
    "/antrian".clone_into(&mut chrome.address);
    RecordPage {
        left: vec![Block::new(t.title, Part::Table(table)).acting(acts(viewer, dead))],
        ..RecordPage::titled(chrome, t.title, t.about)
    }
}

/// A button for each piece of work, for those who may press it.
fn acts(viewer: &Viewer, dead: &[DeadLetter]) -> Vec<Folded> {
    let lang = viewer.lang;
    if viewer.scope(Permission::WebhookReplay).is_none() {
        return Vec::new();
    }
    let act = |(place, letter): (usize, &DeadLetter)| {
        let about = letter.order_id.clone().unwrap_or_else(|| letter.id.to_string());
        let title = words::send(lang, words::kind(lang, &letter.kind), about);
        let fields = vec![Field::hidden("id", letter.id.to_string())];
        let form = format!("ulang-{place}");
        let draft = Draft::new(viewer, (&form, title), "/antrian", fields, "antrian");
        draft.button(lang.texts().queue.send).if_open(&Ok(Answer::Taken))
    };
    dead.iter().enumerate().map(act).collect()
}

/// Sends one piece of work round again.
pub async fn send(
    State(app): State<App>,
    viewer: Viewer,
    caller: Caller,
    form: Brought,
) -> Response {
    let made = async {
        let sent = Sent::of(form, &["id"])?;
        let wrong = |_| Problem::of(&codes::WRONG_TYPE).field("id");
        let id = sent.text("id").parse().map_err(wrong)?;
        redrive::by_person(&app, (&viewer.actor, &caller), &id).await?;
        Ok(respond::see("/antrian?selesai=ya"))
    };
    let made = made.await;
    viewer.answer(Section::Queue, made)
}
