//! `/laporan`: the month in figures, receivables by age, and the way to every report.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::access::Permission;

use super::page::kpi;
use crate::answer::Problem;
use crate::app::App;
use crate::pages::{Aging, Kpi, Link, ReportGroup, ReportsPage, Section};
use crate::panel::respond;
use crate::panel::viewer::Viewer;
use crate::report::{self, Ask, Asked, Figure, Kind, Sees, Value};
use crate::text::{format, report as words};

/// The figures that stand on the page, in this order.
const SHOWN: [&str; 6] = ["mrr", "billed", "collected", "collection_rate", "dso", "webhook_p95"];

/// The list of reports.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Response {
    let made = async {
        let page = page(&app, &viewer).await?;
        respond::page(&page, StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Reports, made)
}

async fn page(app: &App, viewer: &Viewer) -> Result<ReportsPage, Problem> {
    let (t, lang) = (&viewer.lang.texts().report, viewer.lang);
    let sees = Sees::of(&viewer.actor);
    let asked = Asked::default();
    let made = async |kind: Kind| {
        let ask = Ask::read(&asked, kind, (viewer.now, viewer.zone))?;
        report::make(app, kind, &ask, (sees, lang)).await
    };
    let figures = match viewer.scope(Kind::Kpi.permission()) {
        Some(_) => picked(&made(Kind::Kpi).await?.table.rows, &SHOWN, viewer),
        None => Vec::new(),
    };
    let ages = match viewer.scope(Kind::Aging.permission()) {
        Some(_) => made(Kind::Aging).await?.table.ages,
        None => None,
    };
    let moment = format::moment(viewer.now, viewer.zone, lang);
    Ok(ReportsPage {
        chrome: viewer.chrome(t.title, Section::Reports),
        as_of: words::stamp(lang, moment, viewer.zone),
        figures,
        aging: ages.map(|ages| Aging::new(ages, lang)),
        groups: groups(viewer),
    })
}

/// Some figures from the rows of the report of key figures, as a strip.
pub(in crate::panel) fn picked(rows: &[Vec<Value>], codes: &[&str], viewer: &Viewer) -> Vec<Kpi> {
    let find = |wanted: &&str| {
        rows.iter().find_map(|row| match row.as_slice() {
            [Value::Coded(code, label), value, _, _, detail] if code == wanted => {
                let detail = match detail {
                    Value::Words(text) => text.clone(),
                    _ => String::new(),
                };
                let (label, value) = (label.clone(), value.clone());
                Some(kpi(&Figure { code, label, value, detail }, viewer))
            }
            _ => None,
        })
    };
    codes.iter().filter_map(find).collect()
}

/// The reports that the reader may open, in groups.
fn groups(viewer: &Viewer) -> Vec<ReportGroup> {
    let t = &viewer.lang.texts().report;
    let group = |label: &str, kinds: &[Kind]| {
        let may = |kind: &&Kind| viewer.may_open(**kind);
        let line = |kind: &Kind| {
            let (title, about) = kind.words(t);
            (Link::new(title, kind.href()), about.to_owned())
        };
        let reports: Vec<_> = kinds.iter().filter(may).map(line).collect();
        (!reports.is_empty()).then(|| ReportGroup { label: label.to_owned(), reports })
    };
    let next = (Link::new(t.preview, "/laporan/pratinjau"), t.preview_about.to_owned());
    let ahead = viewer
        .scope(Permission::ReportFinance)
        .map(|_| ReportGroup { label: t.ahead.to_owned(), reports: vec![next] });
    let groups = [
        group(t.receivables, &[Kind::Kpi, Kind::Aging, Kind::Dunning]),
        group(t.money, &[Kind::Settlements, Kind::DailyCash, Kind::Refunds, Kind::Mismatch]),
        group(t.control, &[Kind::Tax, Kind::Withholding, Kind::Security]),
        ahead,
    ];
    groups.into_iter().flatten().collect()
}
