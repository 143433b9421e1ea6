//! Fills the page.

use std::collections::BTreeMap;

use wikarta_core::testkit::simulate::{FaultKind, Scene};

use super::{Asked, STEPS_MAX, Wrong};
use crate::lives::{Counts, Lived};
use crate::pages::{
    Bar, Choice, Empty, Field, Input, Kpi, Link, LivedPart, MonthRow, Note, NoteTone, Pager,
    SceneRow, Section, SimulationPage, StatusChip, Voice, When,
};
use crate::panel::viewer::Viewer;
use crate::story;
use crate::text::status::Tone;
use crate::text::{Lang, format, say, simulation as words};

/// Scenes of one page.
const ROWS: usize = 100;

/// Fills the page: the form with what was typed, and the life, if one was lived.
#[must_use]
pub fn page(
    viewer: &Viewer,
    asked: &Asked,
    wrong: &[Wrong],
    lived: Option<&Lived>,
) -> SimulationPage {
    let t = &viewer.lang.texts().simulation;
    let empty = |title: &str, why: &str| Empty {
        title: title.to_owned(),
        why: why.to_owned(),
        action: None,
    };
    SimulationPage {
        chrome: viewer.chrome(t.title, Section::Simulation),
        fields: fields(asked, wrong, viewer.lang),
        lived: lived.map(|lived| {
            let offset = asked.offset.unwrap_or(0).min(lived.scenes.len());
            let shown = lived.scenes.iter().skip(offset).take(ROWS);
            LivedPart {
                broken: broken(lived, viewer.lang),
                figures: figures(lived, viewer.lang),
                months: months(&lived.months, viewer.lang),
                kept: kept(lived, viewer.lang),
                scenes: shown.map(|scene| row(viewer, asked, scene)).collect(),
                empty: empty(t.empty, t.empty_why),
                repeat: words::repeat(viewer.lang, lived.run.report.plan()),
                pager: pager(asked, lived, offset, viewer.lang),
            }
        }),
        begin: empty(t.begin, t.begin_why),
    }
}

fn fields(asked: &Asked, wrong: &[Wrong], lang: Lang) -> Vec<Field> {
    let t = &lang.texts().simulation;
    let typed = |name, label: &str, value: &Option<String>, usual: &str| {
        Field::new(name, label, Input::Digits).with(value.as_deref().unwrap_or(usual))
    };
    let chosen = asked.gangguan.as_deref().unwrap_or("all");
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        selected: value == chosen,
    };
    let ends = [("all", t.faults_all), ("none", t.faults_none)];
    let ends = ends.into_iter().map(|(value, label)| choice(value, label.to_owned()));
    let kinds = FaultKind::ALL.iter().map(|kind| {
        let (port, fault) = (words::port(kind.port(), lang), words::fault(*kind, lang));
        choice(kind.as_str(), format!("{port}: {fault}"))
    });
    let mut fields = vec![
        typed("pelanggan", t.customers, &asked.pelanggan, "4"),
        typed("bulan", t.months, &asked.bulan, "2"),
        typed("benih", t.seed, &asked.benih, "1"),
        Field::new("gangguan", t.faults, Input::Select(ends.chain(kinds).collect())),
        Field::new("tentang", t.subject, Input::Text)
            .with(asked.tentang.as_deref().unwrap_or_default())
            .hinted(t.subject_hint)
            .optional(),
    ];
    for field in &mut fields {
        let says = match field.name {
            "pelanggan" => t.range_customers,
            "bulan" => t.range_months,
            "benih" => t.range_seed,
            "gangguan" => t.unknown_fault,
            _ => t.unknown_subject,
        };
        field.error = wrong.contains(&Wrong(field.name)).then(|| says.to_owned());
    }
    fields
}

fn broken(lived: &Lived, lang: Lang) -> Option<Note> {
    let violation = lived.run.violation.as_ref()?;
    let title = words::broken(lang, violation.law, &violation.seen);
    Some(Note::new(NoteTone::Bad, Voice::Answer, title).because(violation.about.clone()))
}

fn figures(lived: &Lived, lang: Lang) -> Vec<Kpi> {
    let (t, report) = (&lang.texts().simulation, &lived.run.report);
    let kpi = |label: &str, value: String, detail: String| Kpi {
        label: label.to_owned(),
        value,
        detail,
        verdict: None,
    };
    let sum = |of: &mut dyn Iterator<Item = u64>| format::count(of.sum());
    let kinds = |count: usize| words::kinds(lang, count);
    let (word, tone) = match lived.run.violation {
        None => (t.laws_held, Tone::Ok),
        Some(_) => (t.laws_broken, Tone::Bad),
    };
    let cut = if report.steps() >= STEPS_MAX { t.cut.to_owned() } else { String::new() };
    let (refused, struck) = (report.refusals(), report.struck());
    let mut laws = kpi(t.laws, String::new(), words::checked(lang, format::count(report.checks())));
    laws.verdict = Some(StatusChip { word: word.to_owned(), tone });
    vec![
        laws,
        kpi(t.commands, format::count(report.commands()), cut),
        kpi(t.refused, sum(&mut refused.values().copied()), kinds(refused.len())),
        kpi(t.struck, sum(&mut struck.values().copied()), kinds(struck.len())),
    ]
}

fn months(months: &[Counts], lang: Lang) -> Vec<MonthRow> {
    let t = &lang.texts().simulation;
    let longest: BTreeMap<usize, u64> = months
        .iter()
        .flat_map(|counts| counts.iter().copied().enumerate())
        .fold(BTreeMap::new(), |mut longest, (column, count)| {
            let most: &mut u64 = longest.entry(column).or_insert(1);
            *most = (*most).max(count);
            longest
        });
    let bar = |column: usize, count: u64| {
        let most = longest.get(&column).copied().unwrap_or(1);
        Bar { count: format::count(count), width: count * 100 / most }
    };
    let row = |(place, counts): (usize, &Counts)| {
        let [issued, paid, refunds, faults] = *counts;
        let last = place + 1 == months.len();
        MonthRow {
            label: if last { t.rest.to_owned() } else { (place + 1).to_string() },
            bars: [bar(0, issued), bar(1, paid), bar(2, refunds), bar(3, faults)],
        }
    };
    months.iter().enumerate().map(row).collect()
}

fn kept(lived: &Lived, lang: Lang) -> String {
    let (kept, told) = (lived.scenes.len() as u64, lived.told);
    if kept < told {
        return words::capped(lang, format::count(kept), format::count(told));
    }
    words::whole(lang, format::count(told))
}

fn row(viewer: &Viewer, asked: &Asked, scene: &Scene) -> SceneRow {
    let lang = viewer.lang;
    let (about, who) = (story::about(scene), story::who(scene, lang));
    let world = || lang.texts().simulation.world.to_owned();
    let at = format!(
        "{} {}",
        format::short_day(scene.at.day_in(story::ZONE), viewer.today(), lang),
        format::seconds(scene.at, story::ZONE, lang)
    );
    SceneRow {
        at: When { utc: scene.at.to_string(), words: at },
        about: (!about.is_empty()).then(|| {
            let narrow = Asked { tentang: Some(about.clone()), offset: None, ..asked.clone() };
            Link::new(about, address(&narrow))
        }),
        who: if who.is_empty() { world() } else { who },
        what: story::what(scene, lang),
    }
}

fn pager(asked: &Asked, lived: &Lived, offset: usize, lang: Lang) -> Pager {
    let all = lived.scenes.len();
    let last = (offset + ROWS).min(all);
    let at = |offset: usize| {
        let offset = Some(offset).filter(|offset| *offset > 0);
        address(&Asked { offset, ..asked.clone() })
    };
    let count = |number: usize| format::count(number as u64);
    Pager {
        lang,
        words: if all == 0 {
            String::new()
        } else {
            say::rows_of(lang, count(last - offset), count(all))
        },
        previous: (offset > 0).then(|| at(offset.saturating_sub(ROWS))),
        next: (last < all).then(|| at(last)),
    }
}

fn address(asked: &Asked) -> String {
    let offset = asked.offset.map(|offset| offset.to_string());
    let pairs = [
        ("pelanggan", &asked.pelanggan),
        ("bulan", &asked.bulan),
        ("benih", &asked.benih),
        ("gangguan", &asked.gangguan),
        ("tentang", &asked.tentang),
        ("offset", &offset),
    ];
    let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let pairs = pairs.filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/simulasi?{query}")
}
