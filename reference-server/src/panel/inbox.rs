//! `/kotak-pesan`: what customers would have been sent, where messages are kept instead.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::id::AccountId;
use wikarta_core::message::MessageChannel;
use wikarta_store_sqlx::views::{Captured, CapturedFilter, Page, Place};

use super::respond;
use super::viewer::Viewer;
use crate::answer::{Problem, codes};
use crate::api::cursor;
use crate::app::App;
use crate::config::Sending;
use crate::http::QueryFields;
use crate::pages::{
    Chosen, Empty, Fact, Facts, InboxPage, InboxRow, Link, MessagePage, Pager, Section, Seen,
    StatusChip, When,
};
use crate::text::status::{Of, Tone};
use crate::text::{Lang, inbox as words, say};

const ROWS: u32 = 50;
/// How much of a message stands in the list.
const BEGINNING: usize = 70;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Only this channel.
    kanal: Option<MessageChannel>,
    /// Only this customer.
    pelanggan: Option<AccountId>,
    /// The page after this place.
    cursor: Option<String>,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        kept(&app)?;
        let QueryFields(asked) = asked?;
        let after = asked.cursor.as_deref().map(place).transpose()?;
        let filter = CapturedFilter { channel: asked.kanal, account: asked.pelanggan.clone() };
        let found = app.store.captured(&filter, after.as_ref(), ROWS).await?;
        respond::page(&page(&viewer, &asked, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Inbox, made)
}

/// One message.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Response {
    let made = async {
        kept(&app)?;
        let found = app.store.captured_one(&id).await?;
        let found = found.ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
        respond::page(&message(&viewer, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Inbox, made)
}

/// Where messages are sent there is nothing to show.
fn kept(app: &App) -> Result<(), Problem> {
    match app.sending {
        Sending::Captured | Sending::Played => Ok(()),
        Sending::Real => Err(Problem::of(&codes::NOT_FOUND)),
    }
}

fn place(text: &str) -> Result<Place, Problem> {
    let text = cursor::read_text(text)?;
    let bad = || Problem::of(&codes::UNKNOWN_FILTER).field("cursor");
    let (at, id) = text.split_once('~').ok_or_else(bad)?;
    Ok(Place { at: at.parse().map_err(|_| bad())?, id: id.to_owned() })
}

fn address(asked: &Asked, channel: Option<MessageChannel>, next: Option<&Place>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(channel) = channel {
        query.append_pair("kanal", channel.as_str());
    }
    if let Some(account) = &asked.pelanggan {
        query.append_pair("pelanggan", account.as_str());
    }
    if let Some(Place { at, id }) = next {
        query.append_pair("cursor", &cursor::write_text(&format!("{at}~{id}")));
    }
    let query = query.finish();
    if query.is_empty() { "/kotak-pesan".to_owned() } else { format!("/kotak-pesan?{query}") }
}

/// Fills the list.
fn page(viewer: &Viewer, asked: &Asked, found: &Page<Captured>) -> InboxPage {
    let (t, lang) = (&viewer.lang.texts().inbox, viewer.lang);
    let choices = std::iter::once(None).chain(MessageChannel::ALL.iter().copied().map(Some));
    let way = |choice: Option<MessageChannel>| {
        let label = choice.map_or(t.all, |channel| words::channel(channel, lang));
        let chosen = if choice == asked.kanal { Chosen::Here } else { Chosen::Elsewhere };
        (Link::new(label, address(asked, choice, None)), chosen)
    };
    InboxPage {
        chrome: viewer.chrome(t.title, Section::Inbox),
        channels: choices.map(way).collect(),
        rows: found.rows.iter().map(|row| inbox_row(viewer, row)).collect(),
        empty: Empty { title: t.empty.to_owned(), why: t.empty_why.to_owned(), action: None },
        pager: Pager {
            lang,
            words: say::rows_shown(lang, found.rows.len()),
            previous: asked.cursor.as_ref().map(|_| address(asked, asked.kanal, None)),
            next: found.next.as_ref().map(|next| address(asked, asked.kanal, Some(next))),
        },
    }
}

fn inbox_row(viewer: &Viewer, row: &Captured) -> InboxRow {
    let begins = if row.channel == MessageChannel::Email { &row.subject } else { &row.text };
    let cut: String = begins.chars().take(BEGINNING).collect();
    InboxRow {
        href: format!("/kotak-pesan/{}", row.id),
        begins: if cut.len() < begins.len() { format!("{cut}…") } else { cut },
        kind: words::kind(row.kind, viewer.lang).to_owned(),
        channel: words::channel(row.channel, viewer.lang).to_owned(),
        to: row.recipient.clone(),
        at: When::short(row.at, viewer.zone, viewer.today(), viewer.lang),
        told: told(viewer, row),
    }
}

/// What was told by now.
fn told(viewer: &Viewer, row: &Captured) -> StatusChip {
    if row.receipt_at > viewer.now {
        let word = viewer.lang.texts().inbox.waiting.to_owned();
        return StatusChip { word, tone: Tone::Wait };
    }
    StatusChip::of(Of::Receipt, row.receipt.as_str(), viewer.lang)
}

/// Fills the page of one message.
fn message(viewer: &Viewer, row: &Captured) -> MessagePage {
    let (t, lang) = (&viewer.lang.texts().inbox, viewer.lang);
    let kind = words::kind(row.kind, lang).to_owned();
    MessagePage {
        chrome: viewer.chrome(&kind, Section::Inbox),
        crumbs: vec![Link::new(t.title, "/kotak-pesan")],
        title: kind,
        told: told(viewer, row),
        facts: facts(viewer, row, lang),
        seen: match row.channel {
            MessageChannel::Email => Seen::Letter {
                subject: row.subject.clone(),
                html: row.html.clone(),
                text: row.text.clone(),
            },
            MessageChannel::WhatsApp => bubble(viewer, row, "wa"),
            MessageChannel::Sms => bubble(viewer, row, "sms"),
        },
    }
}

/// WhatsApp shows what stands between stars bold; an SMS has no stars.
fn bubble(viewer: &Viewer, row: &Captured, class: &'static str) -> Seen {
    Seen::Bubble {
        class,
        pieces: row.text.split('*').map(str::to_owned).collect(),
        clock: When::clock(row.at, viewer.zone, viewer.lang),
    }
}

fn facts(viewer: &Viewer, row: &Captured, lang: Lang) -> Facts {
    let t = &lang.texts().inbox;
    let mut facts = vec![
        Fact::new(t.channel, words::channel(row.channel, lang)),
        Fact::new(t.to, &row.recipient),
        Fact::new(t.at, When::full(row.at, viewer.zone, lang).words),
        Fact::new(t.customer, t.of_customer).to(format!("/kotak-pesan?pelanggan={}", row.account)),
        Fact::new(t.invoice, row.invoice.as_str()).to(format!("/tagihan/{}", row.invoice)),
    ];
    match row.channel {
        MessageChannel::Email => facts.push(Fact::new(t.subject, &row.subject)),
        MessageChannel::WhatsApp => facts.push(Fact::new(t.template, &row.subject)),
        MessageChannel::Sms => {}
    }
    if let Some(code) = row.code.as_ref().filter(|_| row.receipt_at <= viewer.now) {
        facts.push(Fact::new(t.told, code));
    }
    facts.push(Fact::new(t.key, &row.key));
    Facts(facts)
}
