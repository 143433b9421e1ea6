//! `/koreksi`: refunds and voids in one list, newest first.

use serde::Deserialize;
use wikarta_core::account::{CaseAct, Stage};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::{DeskFilter, DeskRow, Place};

use super::case::Case;
use super::page::chip;
use super::read::enough;
use crate::answer::{Problem, codes};
use crate::api::cursor;
use crate::app::App;
use crate::pages::{
    Choice, CorrectionRow, CorrectionsPage, Empty, Link, Pager, Section, StatusChip,
};
use crate::panel::viewer::Viewer;
use crate::panel::why;
use crate::text::status::Of;
use crate::text::{Lang, corrections as words, format, say};

const ROWS: usize = 50;
/// The filter over stages that shows everything.
const ALL: &str = "ALL";
const TURN: &str = "giliran";
const ASKED: &str = "diajukan";

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A stage; empty: those under way.
    #[serde(default)]
    pub tahap: String,
    /// A tier; empty: every.
    #[serde(default)]
    pub tier: String,
    /// Whose: empty, `TURN` or `ASKED`.
    #[serde(default)]
    pub siapa: String,
    /// The page after this place.
    pub cursor: Option<String>,
}

/// A case in the list.
#[derive(Debug)]
pub struct Listed {
    case: Case,
    invoice: String,
    customer: String,
    /// Whether the rules would let the reader carry it on.
    mine: bool,
}

/// One page of the list.
#[derive(Debug, Default)]
pub struct Found {
    rows: Vec<Listed>,
    next: Option<Place>,
}

/// Reads a page of the list, with whose turn each case is.
///
/// # Errors
/// 400 for a filter that is not known; the books did not answer.
pub async fn read(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Found, Problem> {
    let filter = DeskFilter {
        states: stages(&asked.tahap)?,
        after: asked.cursor.as_deref().map(place).transpose()?,
        ..DeskFilter::default()
    };
    let tier = tier(&asked.tier)?;
    if !["", TURN, ASKED].contains(&asked.siapa.as_str()) {
        return Err(Problem::of(&codes::UNKNOWN_FILTER).field("siapa"));
    }
    let (refunds, voids) = (app.store.refunds(&filter).await?, app.store.voids(&filter).await?);
    let more = refunds.next.is_some() || voids.next.is_some();
    let refunds =
        refunds.rows.into_iter().map(|row| listed(row, |case| Case::Refund(Box::new(case))));
    let voids = voids.rows.into_iter().map(|row| listed(row, |case| Case::Void(Box::new(case))));
    let mut rows: Vec<Listed> = refunds.chain(voids).collect();
    rows.retain(|row| tier.is_none_or(|tier| row.case.tier() == tier));
    if asked.siapa == ASKED {
        rows.retain(|row| Some(&row.case.requested().by) == viewer.actor.person());
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.case.requested().at, row.case.id().to_string())));
    turns(app, viewer, &mut rows).await?;
    if asked.siapa == TURN {
        rows.retain(|row| row.mine);
    }
    let more = more || rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| Place { at: row.case.requested().at, id: row.case.id().to_string() });
    Ok(Found { rows, next })
}

fn listed<T>(row: DeskRow<T>, kind: impl Fn(T) -> Case) -> Listed {
    Listed {
        case: kind(row.item),
        invoice: row.invoice_number.unwrap_or_default(),
        customer: if row.customer_name.is_empty() { row.customer_code } else { row.customer_name },
        mine: false,
    }
}

/// Asks the rules which cases the reader could carry on.
async fn turns(app: &App, viewer: &Viewer, rows: &mut [Listed]) -> Result<(), Problem> {
    let mut open: Vec<(&mut Listed, _)> = rows
        .iter_mut()
        .filter(|row| row.case.stage() != Stage::Executing)
        .filter_map(|row| {
            let command = row.case.command(row.case.onwards()?, enough(&row.case))?;
            Some((row, command))
        })
        .collect();
    let commands: Vec<_> = open.iter().map(|(_, command)| command.clone()).collect();
    let weighed = why::weigh(app, viewer, commands).await?;
    for ((row, _), answer) in open.iter_mut().zip(weighed) {
        row.mine = answer.is_ok();
    }
    Ok(())
}

fn stages(word: &str) -> Result<Vec<Stage>, Problem> {
    match word {
        "" => Ok(Stage::ALL.iter().copied().filter(|stage| !stage.is_final()).collect()),
        ALL => Ok(Vec::new()),
        word => match word.parse() {
            Ok(stage) => Ok(vec![stage]),
            Err(_) => Err(Problem::of(&codes::UNKNOWN_FILTER).field("tahap")),
        },
    }
}

fn tier(word: &str) -> Result<Option<u8>, Problem> {
    match word {
        "" => Ok(None),
        "1" => Ok(Some(1)),
        "2" => Ok(Some(2)),
        "3" => Ok(Some(3)),
        _ => Err(Problem::of(&codes::UNKNOWN_FILTER).field("tier")),
    }
}

fn place(text: &str) -> Result<Place, Problem> {
    let text = cursor::read_text(text)?;
    let bad = || Problem::of(&codes::UNKNOWN_FILTER).field("cursor");
    let (at, id) = text.split_once('~').ok_or_else(bad)?;
    Ok(Place { at: at.parse().map_err(|_| bad())?, id: id.to_owned() })
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, asked: &Asked, found: &Found) -> CorrectionsPage {
    let lang = viewer.lang;
    let t = &lang.texts().corrections;
    let sum: Rupiah = found.rows.iter().map(|row| row.case.amount()).sum();
    let mine = found.rows.iter().filter(|row| row.mine).count();
    let choice = |now: &str, value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        selected: now == value,
    };
    let stage = |code: &str| StatusChip::of(Of::Correction, code, lang).word;
    let mut stages =
        vec![choice(&asked.tahap, "", t.stages_open), choice(&asked.tahap, ALL, t.stages_all)];
    stages.extend(
        Stage::ALL.iter().map(|one| choice(&asked.tahap, one.as_str(), &stage(one.as_str()))),
    );
    let tiers = [("", t.tiers_all), ("1", "1"), ("2", "2"), ("3", "3")];
    let whose = [("", t.mine_all), (TURN, t.mine_turn), (ASKED, t.mine_asked)];
    CorrectionsPage {
        chrome: viewer.chrome(t.title, Section::Corrections),
        summary: words::summary(lang, found.rows.len(), sum, mine),
        stages,
        tiers: tiers.map(|(value, label)| choice(&asked.tier, value, label)).to_vec(),
        mine: whose.map(|(value, label)| choice(&asked.siapa, value, label)).to_vec(),
        filtered: is_filtered(asked),
        rows: found.rows.iter().map(|row| row_of(viewer, row)).collect(),
        empty: empty(asked, lang),
        pager: Pager {
            lang,
            words: say::rows_shown(lang, found.rows.len()),
            previous: None,
            next: found.next.as_ref().map(|place| onwards(asked, place)),
        },
    }
}

const fn is_filtered(asked: &Asked) -> bool {
    !(asked.tahap.is_empty() && asked.tier.is_empty() && asked.siapa.is_empty())
}

fn onwards(asked: &Asked, place: &Place) -> String {
    let cursor = cursor::write_text(&format!("{}~{}", place.at, place.id));
    let pairs = [
        ("tahap", &asked.tahap),
        ("tier", &asked.tier),
        ("siapa", &asked.siapa),
        ("cursor", &cursor),
    ];
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/koreksi?{query}")
}

fn empty(asked: &Asked, lang: Lang) -> Empty {
    let t = &lang.texts().corrections;
    if is_filtered(asked) {
        return Empty {
            title: t.empty_filter.to_owned(),
            why: t.empty_filter_why.to_owned(),
            action: Some(Link::new(lang.texts().shell.reset, "/koreksi")),
        };
    }
    Empty { title: t.empty.to_owned(), why: t.empty_why.to_owned(), action: None }
}

fn row_of(viewer: &Viewer, row: &Listed) -> CorrectionRow {
    let (case, lang) = (&row.case, viewer.lang);
    let t = &lang.texts().corrections;
    let kind = match case {
        Case::Refund(_) => t.refund,
        Case::Void(_) => t.void,
    };
    let id = case.id().to_string();
    let seconds = (viewer.now.as_micros() - case.requested().at.as_micros()) / 1_000_000;
    CorrectionRow {
        kind: kind.to_owned(),
        href: format!("/koreksi/{id}"),
        id: id.chars().take(10).collect(),
        reason: case.reason().to_owned(),
        invoice: row.invoice.clone(),
        customer: row.customer.clone(),
        status: chip(case, lang),
        tier: case.tier(),
        age: (!case.stage().is_final()).then(|| format::duration(seconds, lang)),
        turn: if row.mine { t.you.to_owned() } else { turn(viewer, case) },
        mine: row.mine,
        amount: case.amount(),
    }
}

/// Who has to act now, when it is not the reader; empty once it is over.
fn turn(viewer: &Viewer, case: &Case) -> String {
    let lang = viewer.lang;
    let Some(act) = case.onwards().filter(|_| !case.stage().is_final()) else {
        return String::new();
    };
    if case.stage() == Stage::Executing {
        return lang.texts().corrections.gateway.to_owned();
    }
    let waits = match case {
        Case::Refund(case) if act == CaseAct::Execute => case.not_before,
        Case::Refund(_) | Case::Void(_) => None,
    };
    if let Some(at) = waits.filter(|at| *at > viewer.now) {
        let at = format::short_moment(at, viewer.zone, viewer.today(), lang);
        return words::from(lang, at);
    }
    let permission = case.permission(act);
    let roles = why::roles_with(permission);
    // The reader's own role, but not the reader.
    if viewer.scope(permission).is_some() { words::others(lang, roles) } else { roles }
}
