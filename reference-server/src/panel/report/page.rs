//! Fills the page of one report.

use wikarta_core::access::Permission;
use wikarta_core::customer::Kind as CustomerKind;
use wikarta_core::time::Zone;

use crate::pages::{
    Aging, Choice, Empty, Kpi, Link, Pager, ReportCell, ReportFilter, ReportHead, ReportPage,
    Section, When,
};
use crate::panel::viewer::Viewer;
use crate::report::{Ask, Asked, Figure, Kind, Over, Report, Value};
use crate::text::{Lang, format, record, report as words, say};

/// Rows of one page.
const ROWS: usize = 100;

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, report: &Report, ask: &Ask, asked: &Asked) -> ReportPage {
    let (t, lang, table) = (&viewer.lang.texts().report, viewer.lang, &report.table);
    let (title, _) = report.kind.words(t);
    let offset = asked.offset.trim().parse().unwrap_or(0).min(table.rows.len());
    let shown = table.rows.iter().skip(offset).take(ROWS);
    let cell = |value: &Value| cell(value, viewer);
    let sums = match table.is_summed() {
        true => (0..table.columns.len())
            .map(|at| table.sum(at).map_or(ReportCell::Words(String::new()), |sum| cell(&sum)))
            .collect(),
        false => Vec::new(),
    };
    let head = |(at, column): (usize, &crate::report::Column)| ReportHead {
        label: (column.head)(t),
        figures: table.is_number(at),
    };
    let exports = viewer.scope(Permission::ReportExport).is_some() && !table.rows.is_empty();
    ReportPage {
        chrome: viewer.chrome(title, Section::Reports),
        title: title.to_owned(),
        as_of: as_of(viewer, report),
        action: report.kind.href(),
        filters: filters(report.kind, ask, asked, lang),
        file: exports.then(|| address(report.kind, asked, &[("format", "csv")])),
        figures: table.figures.iter().map(|figure| kpi(figure, viewer)).collect(),
        aging: table.ages.map(|ages| Aging::new(ages, lang)),
        heads: table.columns.iter().enumerate().map(head).collect(),
        rows: shown.map(|row| row.iter().map(cell).collect()).collect(),
        sums,
        empty: Empty { title: t.empty.to_owned(), why: t.empty_why.to_owned(), action: None },
        pager: pager(report, asked, offset, lang),
        signatures: (report.kind == Kind::DailyCash).then_some(t.signatures),
    }
}

/// The days, as of when, in which zone.
fn as_of(viewer: &Viewer, report: &Report) -> String {
    let lang = viewer.lang;
    let moment = format::moment(report.as_of, report.zone, lang);
    let stamp = words::stamp(lang, moment, report.zone);
    match report.days {
        None => stamp,
        Some(days) if days.count() == 1 => {
            words::span_stamp(lang, format::day(days.from, lang), stamp)
        }
        Some(days) => {
            let span = days.month().map_or_else(
                || format::span(days.from, days.to, lang),
                |month| format::month(month, lang),
            );
            words::span_stamp(lang, span, stamp)
        }
    }
}

fn cell(value: &Value, viewer: &Viewer) -> ReportCell {
    let (lang, zone, today) = (viewer.lang, viewer.zone, viewer.today());
    match value {
        Value::Words(text) | Value::Coded(_, text) => ReportCell::Words(text.clone()),
        Value::Record(label, href) => ReportCell::Link(Link::new(label, href)),
        Value::Money(amount) => ReportCell::Money(*amount),
        Value::Count(count) => ReportCell::Count(number(*count)),
        Value::Day(day) => ReportCell::When(When::short_day(*day, today, lang)),
        Value::Moment(at) => ReportCell::When(When::short(*at, zone, today, lang)),
        Value::Nothing => ReportCell::Words(String::new()),
    }
}

/// A number with its thousands grouped.
fn number(count: i64) -> String {
    let sign = if count < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", format::count(count.unsigned_abs()))
}

pub(super) fn kpi(figure: &Figure, viewer: &Viewer) -> Kpi {
    let value = match cell(&figure.value, viewer) {
        ReportCell::Money(amount) => format::money(amount),
        ReportCell::Words(text) | ReportCell::Count(text) => text,
        ReportCell::Link(link) => link.label,
        ReportCell::When(when) => when.words,
    };
    Kpi { label: figure.label.clone(), value, detail: figure.detail.clone(), verdict: None }
}

fn filters(kind: Kind, ask: &Ask, asked: &Asked, lang: Lang) -> Vec<ReportFilter> {
    let t = &lang.texts().report;
    let typed = |name, label, value| ReportFilter { name, label, value, choices: Vec::new() };
    let mut filters = match kind.over() {
        Over::Span => vec![
            typed("from", t.from, ask.days().from.to_string()),
            typed("to", t.to, ask.days().to.to_string()),
        ],
        Over::Day => vec![typed("from", t.day, ask.days().from.to_string())],
        Over::Instant => Vec::new(),
    };
    if kind.over() != Over::Day {
        filters.push(typed("as_of", t.as_of, ask.as_of().to_string()));
    }
    if kind.is_of_customers() {
        let kinds = CustomerKind::ALL.iter();
        let kinds = kinds.map(|kind| (kind.as_str(), record::kind(*kind, lang)));
        filters.push(chosen(("kind", t.customer_kind), &asked.kind, kinds, lang));
        let zones = [Zone::Wib, Zone::Wita, Zone::Wit].map(|zone| (zone.as_str(), zone.as_str()));
        filters.push(chosen(("zone", t.zone), &asked.zone, zones.into_iter(), lang));
    }
    if kind.is_of_bills() {
        filters.push(typed("package", t.package, asked.package.clone()));
    }
    filters
}

fn chosen<'a>(
    (name, label): (&'static str, &'static str),
    now: &str,
    choices: impl Iterator<Item = (&'a str, &'a str)>,
    lang: Lang,
) -> ReportFilter {
    let all = std::iter::once(("", lang.texts().report.all));
    let choice = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: value == now.trim(),
    };
    let choices = all.chain(choices).map(choice).collect();
    ReportFilter { name, label, value: now.to_owned(), choices }
}

/// The address of the same report, with something more.
fn address(kind: Kind, asked: &Asked, more: &[(&str, &str)]) -> String {
    let own = asked.pairs();
    let kept = own
        .iter()
        .filter(|(name, value)| !value.is_empty() && !more.iter().any(|(other, _)| other == name));
    let pairs = kept.copied().chain(more.iter().copied()).filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { kind.href().to_owned() } else { format!("{}?{query}", kind.href()) }
}

fn pager(report: &Report, asked: &Asked, offset: usize, lang: Lang) -> Pager {
    let all = report.table.rows.len();
    let last = (offset + ROWS).min(all);
    let at = |offset: usize| {
        let offset = if offset == 0 { String::new() } else { offset.to_string() };
        address(report.kind, asked, &[("offset", &offset)])
    };
    let count = |number: usize| format::count(number as u64);
    Pager {
        lang,
        words: match all {
            0 => String::new(),
            _ if report.table.is_summed() => {
                words::rows(lang, count(offset + 1), count(last), count(all))
            }
            _ => say::rows_of(lang, count(last - offset), count(all)),
        },
        previous: (offset > 0).then(|| at(offset.saturating_sub(ROWS))),
        next: (last < all).then(|| at(last)),
    }
}
