//! `/notifikasi`: what was sent, what was not, what comes; and a customer's reminders with what can
//! be agreed about them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::access::Permission;
use wikarta_core::command::{Command, DunningCommand as D};
use wikarta_core::customer::Customer;
use wikarta_core::dunning::{Performance, Period, StageFigures};
use wikarta_core::id::AccountId;
use wikarta_core::ratio::Ratio;
use wikarta_core::time::{Timestamp, Zone};
use wikarta_store_sqlx::views::{Ahead, ReminderFilter, ReminderRow};

use super::acts::{self, Brought, Draft, Sent};
use super::customer::{self, Id, address, carry};
use super::viewer::Viewer;
use super::why::SOME_REASON;
use super::{respond, typed};
use crate::answer::Problem;
use crate::app::App;
use crate::http::PathPart;
use crate::pages::{
    Block, Cell, Fact, Facts, Field, Input, Kpi, Link, Part, RecordPage, Section, StatusChip,
    Table, When,
};
use crate::text::reminders as words;
use crate::text::status::{Of, Tone};

/// Rows of the newest reminders.
const ROWS: u32 = 50;
/// How far the figures look back, and the schedule forward.
const DAYS_BACK: i64 = 30;
const DAYS_AHEAD: i64 = 7;
/// Per cent of the promise.
const TARGET: u8 = 99;

struct Read {
    performance: Performance,
    ahead: Vec<Ahead>,
    recent: Vec<ReminderRow>,
}

/// The page.
pub async fn list(State(app): State<App>, viewer: Viewer) -> Response {
    let made = async {
        let page = page(&viewer, &read(&app).await?);
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Notifications, made)
}

async fn read(app: &App) -> Result<Read, Problem> {
    let (now, policy) = (app.edge.now(), app.wikarta.policy());
    let days = |count: i64| now.plus_seconds(count * 86_400);
    let past = Period { from: days(-DAYS_BACK), until: now, now };
    let coming = Period { from: now, until: days(DAYS_AHEAD), now };
    let filter = ReminderFilter { limit: ROWS, ..ReminderFilter::default() };
    Ok(Read {
        performance: app.store.dunning_performance(past, &policy).await?,
        ahead: app.store.dunning_ahead(coming, &policy).await?,
        recent: app.store.reminders(&filter).await?.rows,
    })
}

fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let t = &viewer.lang.texts().reminders;
    let mut chrome = viewer.chrome(t.title, Section::Notifications);
    "/notifikasi".clone_into(&mut chrome.address);
    RecordPage {
        figures: figures(viewer, &read.performance),
        left: vec![ahead(viewer, &read.ahead), stages(viewer, &read.performance)],
        right: vec![recent(viewer, &read.recent)],
        ..RecordPage::titled(chrome, t.title, t.about)
    }
}

/// The promise, and beside it what it does not count: nobody unreachable and nothing unsent hides.
fn figures(viewer: &Viewer, performance: &Performance) -> Vec<Kpi> {
    let (t, lang) = (&viewer.lang.texts().reminders, viewer.lang);
    let all = performance.all;
    let promised = all.due.saturating_sub(all.cancelled_before).saturating_sub(all.unreachable);
    let verdict = all.rate().is_at_least_percent(TARGET).map(|met| match met {
        true => StatusChip { word: t.met.to_owned(), tone: Tone::Ok },
        false => StatusChip { word: t.missed.to_owned(), tone: Tone::Bad },
    });
    let paid = performance.rows.values().map(|row| row.paid_after);
    let (sent, came) = paid.fold((0, 0), |(sent, came), row| (sent + row.sent, came + row.paid));
    let figure = |label: &str, value: String, detail: String| Kpi {
        label: label.to_owned(),
        value,
        detail,
        verdict: None,
    };
    vec![
        Kpi {
            verdict,
            ..figure(
                t.sla,
                all.rate().percent(),
                format!(
                    "{} · {}",
                    words::sla_parts(lang, all.accepted_in_window, promised),
                    t.target
                ),
            )
        },
        figure(
            t.unreachable,
            all.unreachable_share().percent(),
            words::of_planned(lang, all.unreachable, all.due),
        ),
        figure(
            t.not_sent,
            all.not_sent.to_string(),
            words::of_planned(lang, all.not_sent, all.due),
        ),
        figure(
            t.paid_after,
            Ratio::of(i64::from(came), i64::from(sent)).percent(),
            words::of_planned(lang, came, sent),
        ),
    ]
}

fn ahead(viewer: &Viewer, ahead: &[Ahead]) -> Block {
    let (t, lang) = (&viewer.lang.texts().reminders, viewer.lang);
    let row = |one: &Ahead| {
        vec![
            Cell::When(When::short_day(one.day, viewer.today(), lang)),
            Cell::words(one.stage.to_string()),
            Cell::words(one.count.to_string()),
        ]
    };
    let table = Table {
        caption: t.ahead_caption.to_owned(),
        heads: [t.day, t.stage, t.count].map(str::to_owned).to_vec(),
        rows: ahead.iter().map(row).collect(),
        none: t.none.to_owned(),
    };
    Block::new(t.ahead, Part::Table(table)).noted(t.ahead_note)
}

fn stages(viewer: &Viewer, performance: &Performance) -> Block {
    let (t, lang) = (&viewer.lang.texts().reminders, viewer.lang);
    let money = viewer.scope(Permission::PaymentView).is_some();
    let row = |((stage, channel), figures): (&(_, Option<_>), &StageFigures)| {
        let channel = channel.map_or(t.no_channel, |channel| words::channel(channel, lang));
        let cancelled: u32 = figures.cancelled.values().sum();
        let count = |count: u32| Cell::words(count.to_string());
        let stage: &wikarta_core::dunning::Stage = stage;
        vec![
            Cell::Words(stage.to_string(), channel.to_owned()),
            count(figures.scheduled),
            count(figures.sent),
            count(figures.delivered),
            count(cancelled),
            count(figures.failed),
            Cell::Money(
                Some(figures.paid_after.recovered).filter(|sum| money && sum.is_positive()),
            ),
        ]
    };
    let table = Table {
        caption: t.stages_caption.to_owned(),
        heads: [t.stage, t.planned, t.sent, t.arrived, t.cancelled, t.failed, t.recovered]
            .map(str::to_owned)
            .to_vec(),
        rows: performance.rows.iter().map(row).collect(),
        none: t.none.to_owned(),
    };
    Block::new(t.stages, Part::Table(table))
}

fn recent(viewer: &Viewer, rows: &[ReminderRow]) -> Block {
    let t = &viewer.lang.texts().reminders;
    let table = Table {
        caption: t.recent_caption.to_owned(),
        heads: [t.invoice, t.stage, t.window, t.channel, t.state].map(str::to_owned).to_vec(),
        rows: rows.iter().map(|row| reminder_row(viewer, row)).collect(),
        none: t.none.to_owned(),
    };
    Block::new(t.recent, Part::Table(table))
}

fn reminder_row(viewer: &Viewer, row: &ReminderRow) -> Vec<Cell> {
    let (lang, item) = (viewer.lang, &row.item);
    let number = row.invoice_number.clone().unwrap_or_else(|| item.invoice.to_string());
    let link = Link::new(number, format!("/tagihan/{}", item.invoice));
    let tried = item.tries.iter().map(|handed| words::channel(handed.tried.channel, lang));
    let tried = tried.collect::<Vec<_>>().join(" → ");
    let channel = item
        .accepted
        .map_or(String::new(), |accepted| words::channel(accepted.channel, lang).to_owned());
    let why = item.why.map_or("", |why| words::why(why.as_str(), lang));
    vec![
        Cell::Link(link, row.customer_code.clone()),
        Cell::Words(item.stage.to_string(), why.to_owned()),
        Cell::When(moment(viewer, item.window.opens)),
        Cell::Words(channel, tried),
        Cell::Chip(StatusChip::of(Of::Reminder, item.state.as_str(), lang)),
    ]
}

fn moment(viewer: &Viewer, at: Timestamp) -> When {
    When::short(at, Zone::Wib, viewer.today(), viewer.lang)
}

/// A customer's reminders, with what can be agreed about them.
pub(super) fn of_customer(viewer: &Viewer, read: &customer::read::Read) -> Option<Block> {
    viewer.scope(Permission::DunningView)?;
    let (customer, rows) = (&read.detail.customer, &read.reminders);
    let (id, form_key) = (&read.detail.row.id, read.form_key.as_str());
    let (t, lang) = (&viewer.lang.texts().reminders, viewer.lang);
    let known = &customer.reminding;
    let paused = known.paused.is_some();
    let mut facts = vec![Fact::new(t.state, if paused { t.paused } else { t.runs })];
    if let Some(promise) = known.last_promise() {
        let day = crate::text::format::short_day(promise.until, viewer.today(), lang);
        facts.push(Fact::new(t.last_promise, day));
    }
    if !known.opted_out.is_empty() {
        let out = known.opted_out.iter().map(|out| words::channel(out.channel, lang));
        facts.push(Fact::new(t.opted_out, out.collect::<Vec<_>>().join(", ")));
    }
    let table = Table {
        caption: t.recent_caption.to_owned(),
        heads: [t.invoice, t.stage, t.window, t.channel, t.state].map(str::to_owned).to_vec(),
        rows: rows.iter().map(|row| reminder_row(viewer, row)).collect(),
        none: t.none.to_owned(),
    };
    let mut block = Block::new(t.customer_title, Part::Facts(Facts(facts)));
    block.parts.push(Part::Table(table));
    if viewer.scope(Permission::DunningOperate).is_none() || customer.deleted.is_some() {
        return Some(block);
    }
    let to = |act: &str| format!("{}/{act}", address(id));
    let until =
        Field::new("until", t.until, Input::Day).with(acts::today(viewer)).hinted(t.until_hint);
    let promise = vec![until, acts::reason(lang)];
    let draft =
        |key, label, act, fields| Draft::new(viewer, (key, label), to(act), fields, form_key);
    let pause = if paused {
        draft("lanjut", t.resume, "lanjut", Vec::new())
    } else {
        draft("jeda", t.pause, "jeda", vec![acts::reason(lang)])
    };
    let [to_promise, to_pause] = &read.dunning;
    let promise = draft("janji", t.promise, "janji", promise).if_open(to_promise);
    Some(block.acting([promise, pause.if_open(to_pause)]))
}

/// Commands to weigh: taking a promise, and pausing or resuming reminders.
pub(super) fn examples(viewer: &Viewer, (id, known): (&AccountId, &Customer)) -> [Command; 2] {
    let (account, reason) = (id.clone(), SOME_REASON.to_owned());
    let until = viewer.now.day_in(known.zone);
    let promise = D::TakePromise { account: account.clone(), until, reason: reason.clone() };
    let pause = match known.reminding.paused {
        Some(_) => D::Resume { account },
        None => D::Pause { account, reason },
    };
    [Command::Dunning(promise), Command::Dunning(pause)]
}

/// Records a promise to pay.
pub async fn promise(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(account), sent) = (id?, Sent::of(form, &["until", "reason"])?);
        let command = typed::day("until", sent.text("until")).map(|until| {
            let reason = sent.text("reason").to_owned();
            Command::Dunning(D::TakePromise { account: account.clone(), until, reason })
        });
        carry(&app, &viewer, (&account, "janji", &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Stops reminders to a customer.
pub async fn pause(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(account), sent) = (id?, Sent::of(form, &["reason"])?);
        let reason = sent.text("reason").to_owned();
        let command = Command::Dunning(D::Pause { account: account.clone(), reason });
        carry(&app, &viewer, (&account, "jeda", &sent), Ok(command)).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}

/// Lets them run again.
pub async fn resume(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(account), sent) = (id?, Sent::of(form, &[])?);
        let command = Command::Dunning(D::Resume { account: account.clone() });
        carry(&app, &viewer, (&account, "lanjut", &sent), Ok(command)).await
    };
    let made = made.await;
    viewer.answer(Section::Customers, made)
}
