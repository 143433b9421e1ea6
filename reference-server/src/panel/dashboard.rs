//! `/`: the month in figures, receivables by age, what needs checking, what Midtrans said last.
//!
//! Every part is asked for and shown only where a permission reaches it: what was billed needs
//! `report.sales` or `report.finance`, money received and owed `report.finance`, cases
//! `reconcile.view`, notifications `webhook.view`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::access::Permission;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::InboxState;
use wikarta_core::suspense::SuspenseItem;
use wikarta_core::time::{Month, Timestamp};
use wikarta_store_sqlx::views::{AgingRow, CaseRow as Opened, Figures, WebhookRow as Notified};

use super::report::picked;
use super::respond;
use super::viewer::Viewer;
use crate::answer::{Problem, codes};
use crate::app::App;
use crate::pages::{
    Aging, CaseRow, DashboardPage, Kpi, Link, Note, NoteTone, Section, StatusChip, Voice,
    WebhookRow, When,
};
use crate::redrive::DEAD_MAX;
use crate::report::Value;
use crate::text::status::Of;
use crate::text::{audit, format, queue, say};
use crate::warnings::Warning;

/// Cases on the page; the rest waits behind them.
const CASES_MAX: u32 = 20;
/// Notifications on the page.
const WEBHOOKS_MAX: u32 = 12;

/// The dashboard.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Response {
    let made = async {
        let books = Books::read(&app, &viewer).await?;
        respond::page(&page(&viewer, &books), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Dashboard, made)
}

/// What was read from the books, as far as the reader may see it.
#[derive(Debug, Default)]
pub struct Books {
    figures: Option<Figures>,
    /// The rows of the key figures, at most a minute old.
    month: Vec<Vec<Value>>,
    aging: Option<Vec<AgingRow>>,
    cases: Option<Vec<Opened>>,
    suspense: Vec<SuspenseItem>,
    webhooks: Option<Vec<Notified>>,
    warnings: Vec<Warning>,
    given_up: usize,
}

impl Books {
    pub(super) async fn read(app: &App, viewer: &Viewer) -> Result<Self, Problem> {
        let mut books = Self::default();
        let sees = |permission| viewer.scope(permission).is_some();
        let finance = sees(Permission::ReportFinance);
        if finance || sees(Permission::ReportSales) {
            let (from, until) = month(viewer)?;
            books.figures = Some(app.store.figures(from, until).await?);
            books.month = app.figures.month(app, viewer.now, viewer.lang).await?;
        }
        if finance {
            books.aging = Some(app.store.aging(viewer.today()).await?);
        }
        if sees(Permission::ReconcileView) {
            books.cases = Some(app.store.open_cases(CASES_MAX).await?);
            books.suspense = app.store.open_suspense(CASES_MAX).await?;
        }
        if sees(Permission::WebhookView) {
            books.webhooks = Some(app.store.recent_webhooks(WEBHOOKS_MAX).await?);
            books.given_up = app.store.dead_letters(DEAD_MAX).await?.len();
            books.warnings = app.warnings.all().into_iter().map(|(warning, _)| warning).collect();
        }
        Ok(books)
    }
}

/// The present month in the seller's zone, as a half-open span.
fn month(viewer: &Viewer) -> Result<(Timestamp, Timestamp), Problem> {
    let month = Month::of(viewer.today());
    let start = |month: Month| {
        Timestamp::start_of_day(month.first_day(), viewer.zone)
            .map_err(|_| Problem::of(&codes::INTERNAL))
    };
    Ok((start(month)?, start(month.next())?))
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, books: &Books) -> DashboardPage {
    let (t, lang) = (&viewer.lang.texts().dashboard, viewer.lang);
    let month = format::month(Month::of(viewer.today()), lang);
    let moment = format::moment(viewer.now, viewer.zone, lang);
    let mut chrome = viewer.chrome(t.title, Section::Dashboard);
    chrome.note = attention(viewer, books);
    DashboardPage {
        chrome,
        as_of: say::month_as_of(lang, month, moment),
        kpis: books
            .figures
            .as_ref()
            .map(|figures| kpis(viewer, books, figures))
            .unwrap_or_default(),
        aging: books.aging.as_ref().map(|rows| Aging::new(ages(rows), lang)),
        cases: books.cases.as_ref().map(|cases| {
            let unknown = books.suspense.iter().map(|item| suspense_row(viewer, item));
            unknown.chain(cases.iter().map(|case| case_row(viewer, case))).collect()
        }),
        webhooks: books
            .webhooks
            .as_ref()
            .map(|rows| rows.iter().map(|row| webhook_row(viewer, row)).collect()),
    }
}

/// What somebody should look at although the server works.
fn attention(viewer: &Viewer, books: &Books) -> Option<Note> {
    let lang = viewer.lang;
    let mut said: Vec<String> =
        books.warnings.iter().map(|warning| queue::warning(lang, *warning).to_owned()).collect();
    let mut link = None;
    if books.given_up > 0 {
        said.push(queue::given_up(lang, books.given_up));
        link = Some(Link::new(lang.texts().queue.title, "/antrian"));
    }
    let mut said = said.into_iter();
    let mut note = Note::new(NoteTone::Wait, Voice::Standing, said.next()?);
    note.body.extend(said);
    note.link = link;
    Some(note)
}

fn kpis(viewer: &Viewer, books: &Books, figures: &Figures) -> Vec<Kpi> {
    let (t, lang) = (&viewer.lang.texts().dashboard, viewer.lang);
    let kpi = |label: &str, amount: Rupiah, detail| Kpi {
        label: label.to_owned(),
        value: format::money(amount),
        detail,
        verdict: None,
    };
    let mut kpis = vec![kpi(t.billed, figures.billed, t.billed_note.to_owned())];
    if viewer.scope(Permission::ReportFinance).is_some() {
        let share = format::percent(figures.collected, figures.billed, lang);
        let open: u64 = figures
            .counts
            .iter()
            .filter(|(status, _)| status.payable())
            .map(|(_, count)| u64::from(*count))
            .sum();
        kpis.push(kpi(t.collected, figures.collected, say::share_of_billed(lang, share)));
        let open = say::open_invoices(lang, format::count(open));
        kpis.push(kpi(t.outstanding, figures.outstanding, open));
    }
    let codes: &[&str] = match viewer.scope(Permission::ReportFinance) {
        Some(_) => &["mrr", "collection_rate", "dso", "webhook_p95"],
        None => &["mrr"],
    };
    kpis.extend(picked(&books.month, codes, viewer));
    kpis
}

/// The five ages of the table, from the buckets that have something.
fn ages(rows: &[AgingRow]) -> [(u64, Rupiah); 5] {
    [i64::MIN, 1, 31, 61, 91].map(|from| {
        let row = rows.iter().find(|row| row.from_days == from);
        row.map_or((0, Rupiah::ZERO), |row| (u64::from(row.count), row.open))
    })
}

fn case_row(viewer: &Viewer, opened: &Opened) -> CaseRow {
    let (case, lang) = (&opened.item, viewer.lang);
    let what = opened
        .invoice_number
        .clone()
        .or_else(|| case.order_id.as_ref().map(ToString::to_string))
        .unwrap_or_default();
    let who = if opened.customer_name.is_empty() {
        opened.customer_code.clone()
    } else {
        opened.customer_name.clone()
    };
    CaseRow {
        title: audit::case(case.kind.as_str(), lang).to_owned(),
        amount: case.amount,
        link: case.invoice.as_ref().map(|id| Link::new(what.clone(), format!("/tagihan/{id}"))),
        detail: [who, what, audit::case_money(case.kind.as_str(), lang).to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        since: When::short(case.opened_at, viewer.zone, viewer.today(), lang),
    }
}

/// Money under an order that nobody here knows.
fn suspense_row(viewer: &Viewer, item: &SuspenseItem) -> CaseRow {
    let detail = [item.order_id.as_str(), audit::case_money("unknown_order", viewer.lang)];
    CaseRow {
        title: audit::case("unknown_order", viewer.lang).to_owned(),
        amount: Some(item.amount.less(item.refunded)),
        link: None,
        detail: detail.join(" · "),
        since: When::short(item.found_at, viewer.zone, viewer.today(), viewer.lang),
    }
}

fn webhook_row(viewer: &Viewer, row: &Notified) -> WebhookRow {
    let order = row.order_id.to_string();
    let link = |id| Link::new(order.clone(), format!("/tagihan/{id}"));
    WebhookRow {
        received: When::short(row.received_at, viewer.zone, viewer.today(), viewer.lang),
        invoice: row.invoice.as_ref().map(link),
        says: audit::claimed(row.claimed).to_owned(),
        result: StatusChip::of(Of::Webhook, row.state.as_str(), viewer.lang),
        stage: stage(viewer, row),
        order_id: order,
    }
}

/// The last stage that a notification has passed, such as `6/6 Diberitahukan`.
fn stage(viewer: &Viewer, row: &Notified) -> String {
    if row.state == InboxState::Dead {
        return audit::stage("dead_letter", viewer.lang).to_owned();
    }
    let passed = super::invoice::stages::passed(row);
    let last = passed.iter().rposition(Option::is_some).unwrap_or_default();
    let code = audit::stage_codes().nth(last).unwrap_or_default();
    format!("{}/{} {}", last + 1, passed.len(), audit::stage(code, viewer.lang))
}
