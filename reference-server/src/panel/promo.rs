//! `/promo`: promotions, proposed by one person and agreed to by another.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::billing::DiscountKind;
use wikarta_core::command::{CatalogueCommand, Command, ProposePromo};
use wikarta_core::id::PromoId;
use wikarta_core::money::Rate;
use wikarta_core::promo::{Promo, PromoState};
use wikarta_store_sqlx::views::DeskFilter;

use super::acts::{self, Brought, Draft, Sent, choices};
use super::people::People;
use super::viewer::Viewer;
use super::why::{self, SOME_REASON, Weighed};
use super::{respond, typed};
use crate::answer::Problem;
use crate::app::App;
use crate::http::{PathPart, QueryFields};
use crate::pages::{
    Block, Cell, Field, Folded, Input, Part, RecordPage, Section, StatusChip, Table, Weight,
};
use crate::text::record as words;
use crate::text::status::Of;
use crate::text::{Lang, format};

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
}

#[derive(Debug)]
struct Read {
    promos: Vec<Promo>,
    people: People,
    /// For each that waits: approve it, refuse it.
    weighed: Vec<(PromoId, Weighed, Weighed)>,
    form_key: String,
}

async fn read(app: &App, viewer: &Viewer) -> Result<Read, Problem> {
    let promos = app.store.promos(&DeskFilter::default()).await?.rows;
    let waiting = promos.iter().filter(|promo| promo.state == PromoState::Proposed);
    let waiting: Vec<PromoId> = waiting.map(|promo| promo.id.clone()).take(20).collect();
    let mut commands = Vec::new();
    for promo in &waiting {
        let reason = SOME_REASON.to_owned();
        commands.push(CatalogueCommand::ApprovePromo { promo: promo.clone() });
        commands.push(CatalogueCommand::RejectPromo { promo: promo.clone(), reason });
    }
    let commands: Vec<Command> = commands.into_iter().map(Command::Catalogue).collect();
    let weighed = why::weigh(app, viewer, commands).await?;
    let mut answers = weighed.into_iter();
    let weighed = waiting.into_iter().filter_map(|id| Some((id, answers.next()?, answers.next()?)));
    Ok(Read {
        weighed: weighed.collect(),
        promos,
        people: People::read(app).await?,
        form_key: app.wikarta.host().fresh_id().to_string(),
    })
}

/// The promotions.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let mut page = page(&viewer, &read(&app, &viewer).await?);
        page.chrome.note = acts::done(&app, &viewer, asked.selesai.as_deref()).await;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Promos, made)
}

fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let lang = viewer.lang;
    let (t, r) = (&lang.texts().catalogue, &lang.texts().record);
    let short = |day| format::short_day(day, viewer.today(), lang);
    let row = |promo: &Promo| {
        vec![
            Cell::Words(promo.code.clone(), promo.name.clone()),
            Cell::words(takes_off(&promo.kind, lang)),
            Cell::words(promo.periods.to_string()),
            Cell::words(words::span(lang, short(promo.from), short(promo.until))),
            Cell::Chip(StatusChip::of(Of::Promo, promo.state.as_str(), lang)),
            Cell::words(read.people.name(&promo.proposed.by)),
        ]
    };
    let table = Table {
        caption: t.promos.to_owned(),
        heads: [t.promo, t.takes_off, t.periods, t.valid, r.state, r.who]
            .map(str::to_owned)
            .to_vec(),
        rows: read.promos.iter().map(row).collect(),
        none: r.none.to_owned(),
    };
    let mut chrome = viewer.chrome(t.promos, Section::Promos);
    "/promo".clone_into(&mut chrome.address);
    RecordPage {
        left: vec![
            Block::new(t.promos, Part::Table(table))
                .acting(decisions(viewer, read))
                .acting(propose_form(viewer, read)),
        ],
        ..RecordPage::titled(chrome, t.promos, t.promos_about)
    }
}

/// What a promotion takes off, in words.
pub(super) fn takes_off(kind: &DiscountKind, lang: Lang) -> String {
    match kind {
        DiscountKind::Percent(rate) => {
            let rate = rate.get();
            let points = rate.mantissa() * 10_000 / 10_i128.pow(rate.scale());
            let (whole, part) = (points / 100, points % 100);
            let part =
                if part == 0 { String::new() } else { format!("{}{part:02}", lang.pick(",", ".")) };
            words::off_percent(lang, format!("{whole}{part}"))
        }
        DiscountKind::Amount(amount) => amount.to_string(),
        DiscountKind::FreeDays(days) => words::off_days(lang, days),
        DiscountKind::FreeMonths(months) => words::off_months(lang, months),
        DiscountKind::InstallWaived => lang.texts().catalogue.install_waived.to_owned(),
    }
}

fn decisions(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    let lang = viewer.lang;
    let mut folded = Vec::new();
    for (id, approve, reject) in &read.weighed {
        let Some(promo) = read.promos.iter().find(|promo| promo.id == *id) else { continue };
        let draft = |form: &str, title: String, act: &str, fields: Vec<Field>| {
            let form = format!("{form}-{id}");
            let action = format!("/promo/{id}/{act}");
            Draft::new(viewer, (&form, title), action, fields, &read.form_key)
        };
        let title = words::approve_promo(lang, &promo.code);
        folded.push(draft("setujui", title, "setujui", Vec::new()).if_open(approve));
        if reject.is_ok() {
            let title = words::reject_promo(lang, &promo.code);
            let draft = draft("tolak", title, "tolak", vec![acts::reason(lang)]);
            folded.push(draft.weighing(Weight::Risk).if_open(reject));
        }
    }
    folded
}

fn propose_form(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::PromoPropose)?;
    let (t, r) = (&viewer.lang.texts().catalogue, &viewer.lang.texts().record);
    let kinds = [
        ("percent", t.percent),
        ("amount", t.amount),
        ("free_days", t.free_days),
        ("free_months", t.free_months),
        ("install_waived", t.install_waived),
    ];
    let fields = vec![
        Field::new("code", t.code, Input::Text),
        Field::new("name", t.name, Input::Text),
        Field::new("kind", t.kind, Input::Select(choices(&kinds, "percent"))),
        Field::new("value", t.value, Input::Digits).hinted(t.value_hint).optional(),
        Field::new("periods", t.periods, Input::Digits).with("1"),
        Field::new("from", t.from, Input::Day).with(acts::today(viewer)).hinted(r.day_hint),
        Field::new("until", t.until, Input::Day).hinted(r.day_hint),
    ];
    let draft = Draft::new(viewer, ("usul", t.propose_promo), "/promo", fields, &read.form_key);
    let fine = Ok(wikarta_core::decide::Answer::Taken);
    Some(draft.if_open(&fine))
}

/// Proposes a promotion.
pub async fn propose(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let fields = ["code", "name", "kind", "value", "periods", "from", "until"];
        let sent = Sent::of(form, &fields)?;
        let command = proposal(&sent).map(CatalogueCommand::ProposePromo);
        carry(&app, &viewer, ("usul", &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Promos, made)
}

fn proposal(sent: &Sent) -> Result<ProposePromo, Problem> {
    let value = || sent.text("value");
    let kind = match sent.text("kind") {
        "amount" => DiscountKind::Amount(typed::rupiah("value", value())?),
        "free_days" => DiscountKind::FreeDays(typed::number("value", value())?),
        "free_months" => DiscountKind::FreeMonths(typed::number("value", value())?),
        "install_waived" => DiscountKind::InstallWaived,
        _ => {
            let points = typed::basis_points("value", value())?;
            let rate = Rate::of_basis_points(points);
            DiscountKind::Percent(rate.map_err(|_| typed::wrong_number("value"))?)
        }
    };
    Ok(ProposePromo {
        code: sent.text("code").trim().to_ascii_uppercase(),
        name: sent.text("name").trim().to_owned(),
        kind,
        periods: typed::number("periods", sent.text("periods"))?,
        from: typed::day("from", sent.text("from"))?,
        until: typed::day("until", sent.text("until"))?,
    })
}

async fn carry(
    app: &App,
    viewer: &Viewer,
    (form, sent): (&str, &Sent),
    command: Result<CatalogueCommand, Problem>,
) -> Result<Response, Problem> {
    let done = match command {
        Ok(command) => acts::send(app, viewer, (sent, Command::Catalogue(command)), "/promo").await,
        Err(problem) => Err(problem),
    };
    match done {
        Err(problem) if acts::about_typing(&problem) => {
            acts::again(viewer, page(viewer, &read(app, viewer).await?), (form, sent), problem)
        }
        other => other,
    }
}

type Id = Result<PathPart<PromoId>, Problem>;

/// Agrees to a promotion.
pub async fn approve(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(promo), sent) = (id?, Sent::of(form, &[])?);
        let form = format!("setujui-{promo}");
        let command = Ok(CatalogueCommand::ApprovePromo { promo });
        carry(&app, &viewer, (&form, &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Promos, made)
}

/// Says no to a promotion.
pub async fn reject(State(app): State<App>, viewer: Viewer, id: Id, form: Brought) -> Response {
    let made = async {
        let (PathPart(promo), sent) = (id?, Sent::of(form, &["reason"])?);
        let form = format!("tolak-{promo}");
        let reason = sent.text("reason").to_owned();
        let command = Ok(CatalogueCommand::RejectPromo { promo, reason });
        carry(&app, &viewer, (&form, &sent), command).await
    };
    let made = made.await;
    viewer.answer(Section::Promos, made)
}
