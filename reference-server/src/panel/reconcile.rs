//! `/rekonsiliasi`: the last comparison, what it found, what may be done about it, and where every
//! rupiah is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::account::Resolution;
use wikarta_core::command::{Command, DeskCommand};
use wikarta_core::id::{CaseId, FindingId, ReconcileId};
use wikarta_core::money::Rupiah;
use wikarta_core::reconcile::{FindingState, RunRecord};
use wikarta_core::report::Mismatches;
use wikarta_core::time::Month;
use wikarta_store_sqlx::views::{FindingFilter, FoundRow, SettlementFile};

use super::acts::{self, Brought, Draft, Sent};
use super::respond;
use super::viewer::Viewer;
use super::why::{self, SOME_REASON, Weighed};
use crate::answer::{Problem, codes};
use crate::api::reconcile::{case_of, not_compared, stopped};
use crate::app::App;
use crate::http::QueryFields;
use crate::pages::{
    Block, Cell, Field, Folded, Input, Kpi, Link, Part, RecordPage, Section, StatusChip, Table,
    Weight, When,
};
use crate::reconcile::{self, difference_words, kind_words, money_parts};
use crate::text::status::Of;
use crate::text::{Lang, format};

/// The page.
const PATH: &str = "/rekonsiliasi";
/// Differences shown.
const FINDINGS: u32 = 50;
/// Differences with their acts.
const WITH_ACTS: usize = 10;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The key of the form that the reader has just sent.
    selesai: Option<String>,
}

struct Read {
    last: Option<RunRecord>,
    findings: Vec<FoundRow>,
    month: Mismatches,
    files: Vec<SettlementFile>,
    /// For each that waits: propose, approve, refuse.
    weighed: Vec<(FindingId, [Weighed; 3])>,
    form_key: String,
}

async fn read(app: &App, viewer: &Viewer) -> Result<Read, Problem> {
    let filter = FindingFilter {
        states: vec![FindingState::Open, FindingState::InCase],
        kinds: Vec::new(),
        run: None,
        after: None,
        limit: FINDINGS,
    };
    let findings = app.store.findings(&filter).await?.rows;
    let waiting: Vec<(FindingId, CaseId)> = findings
        .iter()
        .filter_map(|row| Some((row.finding.id.clone(), row.finding.case.clone()?)))
        .take(WITH_ACTS)
        .collect();
    let mut commands = Vec::new();
    for (_, case) in &waiting {
        let (case, reason) = (case.clone(), SOME_REASON.to_owned());
        let resolution = Resolution::Gateway;
        commands.extend(
            [
                DeskCommand::ProposeResolution {
                    case: case.clone(),
                    resolution,
                    reason: reason.clone(),
                },
                DeskCommand::ApproveResolution { case: case.clone() },
                DeskCommand::RejectResolution { case, reason },
            ]
            .map(Command::Desk),
        );
    }
    let mut answers = why::weigh(app, viewer, commands).await?.into_iter();
    let weighed = waiting
        .into_iter()
        .filter_map(|(id, _)| Some((id, [answers.next()?, answers.next()?, answers.next()?])));
    let weighed = weighed.collect();
    let policy = app.wikarta.policy();
    let month = Month::of(viewer.today());
    Ok(Read {
        last: app.store.reconcile_runs(None, 1).await?.rows.pop(),
        findings,
        month: reconcile::of_month(&app.store, &policy, month).await?,
        files: app.store.settlement_files(None, 5).await?.rows,
        weighed,
        form_key: app.wikarta.host().fresh_id().to_string(),
    })
}

/// The page.
pub async fn show(
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
    viewer.answer(Section::Reconciliation, made)
}

fn page(viewer: &Viewer, read: &Read) -> RecordPage {
    let t = &viewer.lang.texts().reconcile;
    let mut chrome = viewer.chrome(t.title, Section::Reconciliation);
    PATH.clone_into(&mut chrome.address);
    RecordPage {
        figures: read.last.as_ref().map(|run| figures(viewer, read, run)).unwrap_or_default(),
        left: vec![
            Block::new(t.findings, Part::Table(findings(viewer, read)))
                .acting(run_now(viewer, read))
                .acting(decisions(viewer, read)),
            files(viewer, read),
        ],
        right: read.last.as_ref().map(|run| money(viewer, run)).into_iter().collect(),
        ..RecordPage::titled(chrome, t.title, t.about)
    }
}

fn figures(viewer: &Viewer, read: &Read, run: &RunRecord) -> Vec<Kpi> {
    let (t, lang) = (&viewer.lang.texts().reconcile, viewer.lang);
    let kpi = |label: &str, value: String, detail: String| Kpi {
        label: label.to_owned(),
        value,
        detail,
        verdict: None,
    };
    let number = |number: u32| format::count(u64::from(number));
    let at = format::short_moment(run.started_at, viewer.zone, viewer.today(), lang);
    let counts = run.counts;
    vec![
        kpi(
            t.last_run,
            at,
            if run.ended_at.is_none() { t.goes_on.to_owned() } else { run.by.clone() },
        ),
        kpi(t.compared, number(counts.compared), format!("{} {}", counts.unanswered, t.unanswered)),
        kpi(t.equal, number(run.equal()), format!("{} {}", counts.refreshed, t.refreshed)),
        kpi(t.different, number(run.differing), format!("{} {}", run.open(), t.still_open)),
        kpi(t.rate, read.month.rate().percent(), t.target.to_owned()),
    ]
}

fn findings(viewer: &Viewer, read: &Read) -> Table {
    let (t, lang) = (&viewer.lang.texts().reconcile, viewer.lang);
    let state = |of, code: Option<&'static str>| {
        let word = code.and_then(|code| crate::text::status::word(of, code, lang));
        word.map_or(t.unknown, |(word, _)| word).to_owned()
    };
    let row = |found: &FoundRow| {
        let (finding, mismatch) = (&found.finding, &found.finding.mismatch);
        let (id, en) = kind_words(mismatch.kind);
        let kind = format!("{} {}", mismatch.kind, lang.pick(id, en));
        let who = found.invoice_number.clone().unwrap_or_default();
        let ours = state(Of::Attempt, mismatch.our_status.map(|status| status.as_str()));
        let theirs = state(Of::Attempt, mismatch.their_status.map(|status| status.as_str()));
        vec![
            Cell::Words(kind, format!("{ours} / {theirs}")),
            match &finding.account {
                Some(account) => {
                    let link =
                        Link::new(finding.order_id.as_str(), format!("/pelanggan/{account}"));
                    Cell::Link(link, who)
                }
                None => Cell::Words(finding.order_id.to_string(), who),
            },
            Cell::Chip(StatusChip::of(Of::Finding, finding.state.as_str(), lang)),
            Cell::When(When::short(finding.at, viewer.zone, viewer.today(), lang)),
            Cell::Money(Some(mismatch.our_amount)),
            Cell::Money(Some(mismatch.their_amount)),
        ]
    };
    Table {
        caption: t.findings.to_owned(),
        heads: [t.kind, t.order, lang.texts().record.state, t.found, t.ours, t.theirs]
            .map(str::to_owned)
            .to_vec(),
        rows: read.findings.iter().map(row).collect(),
        none: if read.last.is_some() { t.all_equal } else { t.never }.to_owned(),
    }
}

fn run_now(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::ReconcileRun)?;
    let t = &viewer.lang.texts().reconcile;
    let action = format!("{PATH}/jalankan");
    let draft = Draft::new(viewer, ("jalankan", t.run_now), action, Vec::new(), &read.form_key);
    Some(draft.weighing(Weight::Main).if_open(&Ok(wikarta_core::decide::Answer::Taken)))
}

fn decisions(viewer: &Viewer, read: &Read) -> Vec<Folded> {
    let (t, lang) = (&viewer.lang.texts().reconcile, viewer.lang);
    let mut folded = Vec::new();
    for (id, [propose, approve, reject]) in &read.weighed {
        let Some(row) = read.findings.iter().find(|row| row.finding.id == *id) else { continue };
        let about = format!("{} {}", row.finding.mismatch.kind, row.finding.order_id);
        let draft = |act: &str, words: &str, reason: bool| {
            let form = format!("{act}-{id}");
            let mut fields = vec![Field::hidden("finding", id.as_str())];
            if reason {
                fields.push(acts::reason(lang));
            }
            let title = format!("{words}: {about}");
            Draft::new(viewer, (&form, title), format!("{PATH}/{act}"), fields, &read.form_key)
        };
        folded.push(draft("usulkan", t.propose, true).if_looked_for(propose));
        folded.push(draft("setujui", t.approve, false).if_looked_for(approve));
        folded.push(draft("tolak", t.reject, true).weighing(Weight::Risk).if_looked_for(reject));
    }
    folded
}

fn money(viewer: &Viewer, run: &RunRecord) -> Block {
    let (t, lang) = (&viewer.lang.texts().reconcile, viewer.lang);
    let row = |(id, en, amount): (&str, &str, Rupiah)| {
        vec![Cell::words(capital(lang.pick(id, en))), Cell::Money(Some(amount))]
    };
    let mut rows: Vec<_> = money_parts(&run.money).into_iter().map(row).collect();
    rows.extend(run.money.lines.iter().map(|line| {
        vec![Cell::words(line.order_id.as_str()), Cell::Money(Some(line.unexplained))]
    }));
    let table = Table {
        caption: t.money.to_owned(),
        heads: [t.money, lang.texts().record.amount].map(str::to_owned).to_vec(),
        rows,
        none: t.never.to_owned(),
    };
    let mut block = Block::new(t.money, Part::Table(table));
    block.parts.push(Part::Words(t.money_about.to_owned()));
    block
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn files(viewer: &Viewer, read: &Read) -> Block {
    let (t, lang) = (&viewer.lang.texts().reconcile, viewer.lang);
    let row = |file: &SettlementFile| {
        let report = &file.report;
        let about = format!(
            "{} {}, {} {}",
            report.register.len(),
            t.lines,
            report.differing().count(),
            t.differ
        );
        vec![
            Cell::Words(
                format::short_moment(file.uploaded_at, viewer.zone, viewer.today(), lang),
                about,
            ),
            Cell::Money(Some(report.gross)),
            Cell::Money(Some(report.kept)),
            Cell::Money(Some(report.net)),
        ]
    };
    let table = Table {
        caption: t.files.to_owned(),
        heads: [t.files, t.gross, t.kept, t.net].map(str::to_owned).to_vec(),
        rows: read.files.iter().map(row).collect(),
        none: t.no_files.to_owned(),
    };
    let mut block = Block::new(t.files, Part::Table(table)).acting(upload(viewer, read));
    block.parts.extend(read.files.first().map(|file| Part::Table(register(file, lang))));
    block
}

/// What differs in the newest file.
fn register(file: &SettlementFile, lang: Lang) -> Table {
    let t = &lang.texts().reconcile;
    let rows = file.report.differing().take(FINDINGS as usize).map(|check| {
        let (id, en) = difference_words(check.difference);
        let line = if check.row.line == 0 { String::new() } else { format!("#{}", check.row.line) };
        vec![
            Cell::Words(check.row.order_id.to_string(), line),
            Cell::words(if lang == Lang::Id { id } else { en }),
            Cell::Money(Some(check.row.gross)),
            Cell::Money(Some(check.row.kept())),
        ]
    });
    Table {
        caption: t.register.to_owned(),
        heads: [t.order, t.register, t.gross, t.kept].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        none: t.file_equal.to_owned(),
    }
}

fn upload(viewer: &Viewer, read: &Read) -> Option<Folded> {
    viewer.scope(Permission::ReconcileRun)?;
    let t = &viewer.lang.texts().reconcile;
    let fields = vec![Field::new("csv", t.csv, Input::Lines).hinted(t.csv_hint)];
    let action = format!("{PATH}/berkas");
    let draft = Draft::new(viewer, ("berkas", t.upload), action, fields, &read.form_key);
    Some(draft.if_open(&Ok(wikarta_core::decide::Answer::Taken)))
}

/// Runs a comparison; the page shows what it came to, or how far it is.
pub async fn run(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let sent = Sent::of(form, &[])?;
        let name = sent.key().map_or_else(
            || app.wikarta.host().fresh_id(),
            |key| {
                wikarta_core::id::CommandId::from_parts(&[
                    "reconcile.page",
                    &viewer.actor.label(),
                    &key,
                ])
            },
        );
        let asked = (viewer.actor.clone(), viewer.trace.clone());
        let id = ReconcileId::derived(&name, 0);
        let order = reconcile::comparison(&app.wikarta, id, asked);
        app.wikarta.reconcile(&app.store, &order, &mut |_| {}).await.map_err(stopped)?;
        app.wake.up();
        Ok(respond::see(PATH))
    };
    let made = made.await;
    viewer.answer(Section::Reconciliation, made)
}

/// Holds a pasted settlement file against the books.
pub async fn file(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = async {
        let sent = Sent::of(form, &["csv"])?;
        let asked = (viewer.actor.clone(), viewer.trace.clone());
        let bytes = sent.text("csv").as_bytes();
        let compared = reconcile::compare_file(&app.wikarta, &app.store, (bytes, asked)).await;
        app.wake.up();
        match compared.map_err(not_compared) {
            Ok(_) => Ok(respond::see(PATH)),
            Err(problem) if acts::about_typing(&problem) => {
                let page = page(&viewer, &read(&app, &viewer).await?);
                acts::again(&viewer, page, ("berkas", &sent), problem)
            }
            Err(problem) => Err(problem),
        }
    };
    let made = made.await;
    viewer.answer(Section::Reconciliation, made)
}

async fn decide(
    app: &App,
    viewer: &Viewer,
    (act, form): (&str, Brought),
    command: impl FnOnce(CaseId, String) -> DeskCommand,
) -> Result<Response, Problem> {
    let sent = Sent::of(form, &["finding", "reason"])?;
    let text = sent.text("finding");
    let finding: FindingId =
        text.parse().map_err(|_| Problem::of(&codes::WRONG_TYPE).field("finding"))?;
    let case = case_of(app, &finding).await?;
    let command = Command::Desk(command(case, sent.text("reason").to_owned()));
    match acts::send(app, viewer, (&sent, command), PATH).await {
        Err(problem) if acts::about_typing(&problem) => {
            let page = page(viewer, &read(app, viewer).await?);
            acts::again(viewer, page, (&format!("{act}-{finding}"), &sent), problem)
        }
        other => other,
    }
}

/// Proposes that the gateway's word is booked.
pub async fn propose(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = decide(&app, &viewer, ("usulkan", form), |case, reason| {
        DeskCommand::ProposeResolution { case, resolution: Resolution::Gateway, reason }
    });
    let made = made.await;
    viewer.answer(Section::Reconciliation, made)
}

/// Agrees to that, as a second person.
pub async fn approve(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made =
        decide(&app, &viewer, ("setujui", form), |case, _| DeskCommand::ApproveResolution { case });
    let made = made.await;
    viewer.answer(Section::Reconciliation, made)
}

/// Says no to that.
pub async fn reject(State(app): State<App>, viewer: Viewer, form: Brought) -> Response {
    let made = decide(&app, &viewer, ("tolak", form), |case, reason| {
        DeskCommand::RejectResolution { case, reason }
    });
    let made = made.await;
    viewer.answer(Section::Reconciliation, made)
}
