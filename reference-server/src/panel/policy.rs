//! `/pengaturan`: the seller's policy, its versions, and what is proposed in its place.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::{Permission, Scope};
use wikarta_core::command::{Command, SettingCommand as C};
use wikarta_core::policy::{Policy, PolicyBook, PolicyTextError};
use wikarta_store_sqlx::views::PolicyVersion;

use super::acts::{self, Brought, Draft, Sent};
use super::people::People;
use super::respond;
use super::viewer::Viewer;
use super::why::{self, SOME_REASON, Weighed};
use crate::answer::{Problem, codes};
use crate::api::policy::{ProposalNumber, about_tax};
use crate::api::step::missing;
use crate::app::App;
use crate::http::{PathPart, QueryFields};
use crate::pages::{
    Block, Cell, Fact, Facts, Field, Folded, Input, Link, Part, RecordPage, Section, Table, Weight,
};
use crate::text::format;
use crate::text::policy as words;

const ADDRESS: &str = "/pengaturan";

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
    /// A version that was in force.
    versi: Option<u32>,
}

#[derive(Debug)]
struct Read {
    book: PolicyBook,
    versions: Vec<PolicyVersion>,
    /// The one that is shown.
    shown: Policy,
    people: People,
    /// Approve the proposal, refuse it, take it back.
    weighed: Vec<Weighed>,
    form_key: String,
}

async fn read(app: &App, viewer: &Viewer, version: Option<u32>) -> Result<Read, Problem> {
    let book = app.wikarta.policy_book().await?.ok_or_else(|| missing("policy"))?;
    let versions = app.store.policies().await?;
    let shown = match version {
        None => book.current.clone(),
        Some(number) => app.store.policy(number).await?.ok_or_else(|| missing("policy"))?.policy,
    };
    let mut commands = Vec::new();
    if let Some(proposal) = book.proposal.as_ref().map(|proposal| proposal.number) {
        let reason = SOME_REASON.to_owned();
        commands.push(Command::Setting(C::AdoptPolicy { proposal }));
        commands.push(Command::Setting(C::RejectPolicy { proposal, reason }));
        commands.push(Command::Setting(C::WithdrawPolicy { proposal }));
    }
    Ok(Read {
        weighed: why::weigh(app, viewer, commands).await?,
        book,
        versions,
        shown,
        people: People::read(app).await?,
        form_key: app.wikarta.host().fresh_id().to_string(),
    })
}

/// The policy.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let mut page = page(&viewer, &read(&app, &viewer, asked.versi).await?);
        page.chrome.note = acts::done(&app, &viewer, asked.selesai.as_deref()).await;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Settings, made)
}

fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let t = &viewer.lang.texts().policy;
    let mut chrome = viewer.chrome(t.title, Section::Settings);
    ADDRESS.clone_into(&mut chrome.address);
    let whole = viewer.scope(Permission::SettingView) == Some(Scope::All);
    let mut left = Vec::new();
    if whole {
        left.extend(proposal(viewer, read));
    }
    left.extend(sections(viewer, read, whole));
    if let Some(form) = propose_form(viewer, read) {
        left.push(Block::new(t.propose, Part::Words(t.document_hint.to_owned())).acting([form]));
    }
    RecordPage {
        left,
        right: vec![adopted(viewer, read), versions(viewer, read)],
        ..RecordPage::titled(chrome, t.title, t.about)
    }
}

/// How the policy came into force, and how the last proposal came to nothing.
fn adopted(viewer: &Viewer, read: &Read) -> Block {
    let (t, book) = (&viewer.lang.texts().policy, &read.book);
    let since = format::moment(book.since, viewer.zone, viewer.lang);
    let mut facts =
        vec![Fact::new(t.version, book.current.version.to_string()), Fact::new(t.since, since)];
    match &book.adopted {
        Some(adoption) => facts.extend([
            Fact::new(t.proposed_by, read.people.name(&adoption.proposed.by)),
            Fact::new(t.approved_by, read.people.name(&adoption.approved.by)),
            Fact::new(t.reason, adoption.reason.clone()),
        ]),
        None => facts.push(Fact::new(t.reason, t.first)),
    }
    if let Some(ending) = &book.rejected {
        facts.push(Fact::new(t.refused_last, ending.reason.clone()));
    }
    let title = words::version(viewer.lang, book.current.version);
    Block::new(title, Part::Facts(Facts(facts)))
}

fn versions(viewer: &Viewer, read: &Read) -> Block {
    let t = &viewer.lang.texts().policy;
    let row = |kept: &PolicyVersion| {
        let number = kept.policy.version;
        let way =
            Link::new(words::version(viewer.lang, number), format!("{ADDRESS}?versi={number}"));
        let who = kept.approved_by.as_ref().map(|by| read.people.name(by)).unwrap_or_default();
        let since = format::moment(kept.since, viewer.zone, viewer.lang);
        vec![
            Cell::Link(way, kept.reason.clone().unwrap_or_default()),
            Cell::words(since),
            Cell::words(who),
        ]
    };
    let table = Table {
        caption: t.versions.to_owned(),
        heads: [t.version, t.since, t.approved_by].map(str::to_owned).to_vec(),
        rows: read.versions.iter().map(row).collect(),
        none: t.none.to_owned(),
    };
    Block::new(t.versions, Part::Table(table))
}

/// The fields, section by section.
fn sections(viewer: &Viewer, read: &Read, whole: bool) -> Vec<Block> {
    let (t, language) = (&viewer.lang.texts().policy, words::language(viewer.lang));
    let mut blocks: Vec<(String, Vec<Vec<Cell>>)> = Vec::new();
    for line in read.shown.lines().iter().filter(|line| whole || about_tax(&line.key)) {
        let section = match line.section(language) {
            "" => t.general,
            section => section,
        };
        let row = vec![
            Cell::words(line.key.clone()),
            Cell::words(line.value.clone()),
            Cell::words(line.about(language)),
        ];
        match blocks.iter_mut().find(|(title, _)| title == section) {
            Some((_, rows)) => rows.push(row),
            None => blocks.push((section.to_owned(), vec![row])),
        }
    }
    let old = read.shown.version != read.book.current.version;
    let note = words::version(viewer.lang, read.shown.version);
    let note = if old { format!("{note}. {}", t.old) } else { note };
    let block = |(title, rows): (String, Vec<Vec<Cell>>)| {
        let table = Table {
            caption: title.clone(),
            heads: [t.field, t.value, t.meaning].map(str::to_owned).to_vec(),
            rows,
            none: t.none.to_owned(),
        };
        Block::new(title, Part::Table(table)).noted(note.clone())
    };
    blocks.into_iter().map(block).collect()
}

/// What is proposed, what it changes, and what can be done about it.
fn proposal(viewer: &Viewer, read: &Read) -> Option<Block> {
    let (t, book) = (&viewer.lang.texts().policy, &read.book);
    let proposal = book.proposal.as_ref()?;
    let dash = |value: Option<String>| Cell::words(value.unwrap_or_default());
    let changes = book.current.changes_to(&proposal.policy).into_iter();
    let table = Table {
        caption: t.proposal.to_owned(),
        heads: [t.field, t.before, t.after].map(str::to_owned).to_vec(),
        rows: changes
            .map(|it| vec![Cell::words(it.key), dash(it.before), dash(it.after)])
            .collect(),
        none: t.no_change.to_owned(),
    };
    let facts = Facts(vec![
        Fact::new(t.proposed_by, read.people.name(&proposal.by.by)),
        Fact::new(t.reason, proposal.reason.clone()),
    ]);
    let mut block = Block::new(t.proposal, Part::Facts(facts))
        .noted(words::version(viewer.lang, proposal.policy.version));
    block.parts.push(Part::Table(table));
    Some(block.acting(decisions(viewer, read, proposal.number)))
}

fn decisions(viewer: &Viewer, read: &Read, number: u32) -> Vec<Folded> {
    let t = &viewer.lang.texts().policy;
    let [approve, reject, withdraw] = read.weighed.as_slice() else { return Vec::new() };
    let draft = |title: &str, act: &str, fields: Vec<Field>| {
        let action = format!("{ADDRESS}/{number}/{act}");
        Draft::new(viewer, (act, title), action, fields, &read.form_key)
    };
    let mut folded = vec![draft(t.approve, "setujui", Vec::new()).if_open(approve)];
    if reject.is_ok() {
        let fields = vec![acts::reason(viewer.lang)];
        folded.push(draft(t.reject, "tolak", fields).weighing(Weight::Risk).if_open(reject));
    }
    if withdraw.is_ok() {
        folded.push(draft(t.withdraw, "tarik", Vec::new()).if_open(withdraw));
    }
    folded
}

fn propose_form(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::SettingUpdate)?;
    if read.book.proposal.is_some() {
        return None;
    }
    let t = &viewer.lang.texts().policy;
    let fields = vec![
        Field::new("toml", t.document, Input::Area)
            .with(read.shown.to_toml())
            .hinted(t.document_hint),
        acts::reason(viewer.lang),
    ];
    let draft = Draft::new(viewer, ("usul", t.propose), ADDRESS, fields, &read.form_key);
    Some(draft.if_open(&Ok(wikarta_core::decide::Answer::Taken)))
}

/// What is wrong with a document, each beside its line.
fn mistakes(viewer: &Viewer, text: &str, error: &PolicyTextError) -> Block {
    let (t, language) = (&viewer.lang.texts().policy, words::language(viewer.lang));
    let written = |line: usize| text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
    let row = |it: &wikarta_core::policy::PolicyProblem| {
        vec![
            Cell::words(it.line.to_string()),
            Cell::words(written(it.line).chars().take(80).collect::<String>()),
            Cell::Words(it.text(language), it.key.clone()),
        ]
    };
    let table = Table {
        caption: t.wrong.to_owned(),
        heads: [t.line, t.written, t.wrong].map(str::to_owned).to_vec(),
        rows: error.0.iter().map(row).collect(),
        none: t.none.to_owned(),
    };
    Block::new(t.wrong, Part::Table(table))
}

/// Proposes a policy.
pub async fn propose(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let sent = Sent::of(form, &["toml", "reason"])?;
        let Some(text) = sent.some("toml") else {
            let problem = Problem::of(&codes::MISSING_FIELD).field("toml");
            let page = page(&viewer, &read(&app, &viewer, None).await?);
            return acts::again(&viewer, page, ("usul", &sent), problem);
        };
        match app.wikarta.refresh_policy().await?.amended_by(text) {
            Ok(policy) => {
                let (policy, reason) = (Box::new(policy), sent.text("reason").to_owned());
                carry(&app, &viewer, ("usul", &sent), C::ProposePolicy { policy, reason }).await
            }
            Err(error) => {
                let mut page = page(&viewer, &read(&app, &viewer, None).await?);
                page.left.insert(0, mistakes(&viewer, text, &error));
                acts::again(&viewer, page, ("usul", &sent), error.into())
            }
        }
    };
    let made = made.await;
    viewer.answer(Section::Settings, made)
}

async fn carry(
    app: &App,
    viewer: &Viewer,
    (form, sent): (&str, &Sent),
    command: C,
) -> Result<Response, Problem> {
    match acts::send(app, viewer, (sent, Command::Setting(command)), ADDRESS).await {
        Err(problem) if acts::about_typing(&problem) => {
            let page = page(viewer, &read(app, viewer, None).await?);
            acts::again(viewer, page, (form, sent), problem)
        }
        other => other,
    }
}

type Number = Result<PathPart<ProposalNumber>, Problem>;

async fn decide(
    (app, viewer): (App, Viewer),
    (id, form): (Number, Brought),
    (act, fields): (&str, &[&str]),
    command: impl FnOnce(u32, &Sent) -> C,
) -> Response {
    let made = async {
        let (PathPart(ProposalNumber(number)), sent) = (id?, Sent::of(form, fields)?);
        carry(&app, &viewer, (act, &sent), command(number, &sent)).await
    };
    let made = made.await;
    viewer.answer(Section::Settings, made)
}

/// Agrees to the proposal.
pub async fn approve(
    State(app): State<App>,
    viewer: Viewer,
    id: Number,
    form: Brought,
) -> Response {
    let command = |proposal, _: &Sent| C::AdoptPolicy { proposal };
    decide((app, viewer), (id, form), ("setujui", &[]), command).await
}

/// Says no to the proposal.
pub async fn reject(State(app): State<App>, viewer: Viewer, id: Number, form: Brought) -> Response {
    let command = |proposal, sent: &Sent| C::RejectPolicy {
        proposal,
        reason: sent.text("reason").to_owned(),
    };
    decide((app, viewer), (id, form), ("tolak", &["reason"]), command).await
}

/// Takes one's own proposal back.
pub async fn withdraw(
    State(app): State<App>,
    viewer: Viewer,
    id: Number,
    form: Brought,
) -> Response {
    let command = |proposal, _: &Sent| C::WithdrawPolicy { proposal };
    decide((app, viewer), (id, form), ("tarik", &[]), command).await
}
