//! `/tagihan/{id}/penjelasan`: "explain this invoice".

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::account::Source;
use wikarta_core::audit::{Cause, FigureTold, Part as Piece};
use wikarta_core::id::InvoiceId;
use wikarta_core::money::Rate;

use crate::answer::{Problem, codes};
use crate::app::App;
use crate::explain::{self, Told};
use crate::http::PathPart;
use crate::pages::{
    Block, Cell, Fact, Facts, Link, Part, RecordPage, Section, StatusChip, Table, When,
};
use crate::panel::respond;
use crate::panel::viewer::Viewer;
use crate::text::status::Of;
use crate::text::{audit, explain as words, format};

/// Explains one invoice.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    id: Result<PathPart<InvoiceId>, Problem>,
) -> Response {
    let made = async {
        let PathPart(id) = id?;
        let told = explain::read(&app, &id).await?;
        let told = told.ok_or_else(|| Problem::of(&codes::NOT_FOUND))?;
        respond::page(&page(&viewer, &told), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

fn page(viewer: &Viewer, told: &Told) -> RecordPage {
    let lang = viewer.lang;
    let t = &lang.texts().explain;
    let invoice = &told.invoice;
    let draft = || lang.texts().invoice.draft.to_owned();
    let number = invoice.number.map_or_else(draft, |number| number.to_string());
    let address = format!("/tagihan/{}", invoice.id);
    let mut chrome = viewer.chrome(t.title, Section::Invoices);
    chrome.address = format!("{address}/penjelasan");
    RecordPage {
        crumbs: vec![
            Link::new(lang.texts().shell.invoices, "/tagihan"),
            Link::new(number.clone(), address),
        ],
        status: Some(StatusChip::of(Of::Invoice, invoice.status.as_str(), lang)),
        left: told.explanation.figures.iter().map(|one| figure(viewer, told, one)).collect(),
        right: vec![rule(viewer, told), statuses(viewer, told)],
        ..RecordPage::titled(chrome, t.title, format!("{number} · {}", t.about))
    }
}

fn rule(viewer: &Viewer, told: &Told) -> Block {
    let (lang, explanation) = (viewer.lang, &told.explanation);
    let t = &lang.texts().explain;
    let (part, of) = explanation.rule.base.get();
    let from = format::day(explanation.rule.from, lang);
    let facts = vec![
        Fact::new(t.policy, explanation.policy_version.to_string()),
        Fact::new(
            t.tax_rule,
            words::tax_rule(lang, percent(explanation.tax.rate), format!("{part}/{of}"), from),
        )
        .noted(explanation.tax.code.as_str()),
    ];
    Block::new(t.rule, Part::Facts(Facts(facts)))
}

/// A rate in per cent, with as many decimals as it has.
fn percent(rate: Rate) -> String {
    let rate = rate.get();
    let points = rate.mantissa() * 10_000 / 10_i128.pow(rate.scale());
    match points % 100 {
        0 => (points / 100).to_string(),
        part => format!("{}.{part:02}", points / 100),
    }
}

fn statuses(viewer: &Viewer, told: &Told) -> Block {
    let lang = viewer.lang;
    let t = &lang.texts().explain;
    let row = |status: &wikarta_core::audit::StatusTold| {
        let mut cells = vec![Cell::Chip(StatusChip::of(Of::Invoice, &status.to, lang))];
        cells.extend(cause(viewer, told, &status.cause));
        cells
    };
    let table = Table {
        caption: t.statuses.to_owned(),
        heads: [lang.texts().record.state, t.because, lang.texts().record.who, t.when]
            .map(str::to_owned)
            .to_vec(),
        rows: told.explanation.statuses.iter().map(row).collect(),
        none: lang.texts().record.none.to_owned(),
    };
    Block::new(t.statuses, Part::Table(table))
}

fn figure(viewer: &Viewer, told: &Told, one: &FigureTold) -> Block {
    let lang = viewer.lang;
    let (t, r) = (&lang.texts().explain, &lang.texts().record);
    let name = words::figure(lang, one.figure);
    let mut block = Block::new(name, Part::Words(format::money(one.amount)));
    if !one.made_of.is_empty() {
        let rows = one.made_of.iter().map(|piece| {
            let (what, amount) = match piece {
                Piece::Line(words, amount) => (words.clone(), *amount),
                Piece::Figure(other, amount) => (words::figure(lang, *other).to_owned(), *amount),
                Piece::Source(source, amount) => (source_words(viewer, source), *amount),
            };
            vec![Cell::words(what), Cell::Money(Some(amount))]
        });
        block.parts.push(Part::Table(Table {
            caption: t.made_of.to_owned(),
            heads: [t.made_of, r.amount].map(str::to_owned).to_vec(),
            rows: rows.collect(),
            none: r.none.to_owned(),
        }));
    }
    block.parts.push(Part::Table(Table {
        caption: t.because.to_owned(),
        heads: [t.because, r.who, t.when].map(str::to_owned).to_vec(),
        rows: one.causes.iter().map(|one| cause(viewer, told, one)).collect(),
        none: r.none.to_owned(),
    }));
    block
}

fn source_words(viewer: &Viewer, source: &Source) -> String {
    match source {
        Source::Attempt(order) | Source::Suspense(order) => order.to_string(),
        Source::Credit => viewer.lang.texts().explain.from_credit.to_owned(),
        Source::Posting(posting) => posting.to_string(),
    }
}

/// What happened, who did it, when.
fn cause(viewer: &Viewer, told: &Told, cause: &Cause) -> Vec<Cell> {
    let lang = viewer.lang;
    let person = told.names.get(&cause.actor).cloned();
    let other = || audit::actor(&cause.actor, lang).unwrap_or(&cause.actor).to_owned();
    let entry = format!("#{} {}", cause.seq, format::short_hash(&cause.hash));
    vec![
        Cell::Words(audit::sentence(&cause.action, lang).to_owned(), entry),
        Cell::Words(person.unwrap_or_else(other), cause.roles.clone()),
        Cell::When(When::short(cause.at, viewer.zone, viewer.today(), lang)),
    ]
}
