//! `/tagihan`: search, filter, list, sum of the page, keyset paging both ways.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use wikarta_core::access::Permission;
use wikarta_core::account::{Document, Invoice, InvoiceStatus};
use wikarta_core::money::Rupiah;
use wikarta_store_sqlx::views::{InvoiceCursor, InvoiceFilter as Wanted, InvoiceRow as Listed};

use super::respond;
use super::viewer::Viewer;
use crate::answer::Problem;
use crate::api::cursor;
use crate::app::App;
use crate::http::QueryFields;
use crate::pages::{
    Choice, Due, Empty, InvoiceFilter, InvoiceRow, InvoicesPage, Link, PageSum, Pager, Pill,
    Section, StatusChip,
};
use crate::text::status::Of;
use crate::text::{Lang, channel, format, say};

const ROWS: u32 = 50;
/// The filter for everything that can still be paid.
const UNPAID: &str = "OPEN";

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    /// The page after this place.
    cursor: Option<String>,
    /// The page before this place.
    sebelum: Option<String>,
}

/// One page of the list, with the places of the pages around it.
#[derive(Debug, Default)]
pub struct Found {
    rows: Vec<Listed>,
    before: Option<InvoiceCursor>,
    after: Option<InvoiceCursor>,
}

/// The list of invoices.
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    asked: Result<QueryFields<Asked>, Problem>,
) -> Response {
    let made = async {
        let QueryFields(asked) = asked?;
        let found = read(&app, &asked).await?;
        respond::page(&page(&viewer, &asked, &found), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Invoices, made)
}

async fn read(app: &App, asked: &Asked) -> Result<Found, Problem> {
    let wanted = Wanted {
        statuses: chosen(asked)?,
        text: cursor::wanted_text(Some(asked.q.clone())),
        after: asked.cursor.as_deref().map(cursor::read_invoice).transpose()?,
        limit: ROWS,
    };
    if let Some(place) = asked.sebelum.as_deref().map(cursor::read_invoice).transpose()? {
        let (rows, more) = app.store.invoices_before(&wanted, &place).await?;
        let place = |row: &Listed| InvoiceCursor::of(&row.invoice);
        let before = rows.first().map(place).filter(|_| more);
        let after = rows.last().map(place);
        return Ok(Found { rows, before, after });
    }
    let page = app.store.invoices(&wanted).await?;
    let first = page.rows.first().map(|row| InvoiceCursor::of(&row.invoice));
    let before = first.filter(|_| wanted.after.is_some());
    Ok(Found { rows: page.rows, before, after: page.next })
}

/// The statuses that are filtered by; an empty word is all of them.
fn chosen(asked: &Asked) -> Result<Vec<InvoiceStatus>, Problem> {
    if asked.status.is_empty() {
        return Ok(Vec::new());
    }
    if asked.status == UNPAID {
        return Ok(InvoiceStatus::ALL.iter().copied().filter(|status| status.payable()).collect());
    }
    let unknown = |_| {
        Problem::of(&crate::answer::codes::UNKNOWN_FILTER)
            .field("status")
            .allowed(InvoiceStatus::ALL.iter().map(|status| status.as_str()).chain([UNPAID]))
    };
    asked.status.parse().map(|status| vec![status]).map_err(unknown)
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, asked: &Asked, found: &Found) -> InvoicesPage {
    let (t, lang) = (&viewer.lang.texts().invoices, viewer.lang);
    let place = |name: &str, place: &Option<InvoiceCursor>| {
        let place = place.as_ref()?;
        Some(asked.address(&[(name, &cursor::write_invoice(place))]))
    };
    InvoicesPage {
        chrome: viewer.chrome(t.title, Section::Invoices),
        summary: say::as_of(lang, format::moment(viewer.now, viewer.zone, lang)),
        filter: filter(asked, lang),
        rows: found.rows.iter().map(|row| invoice_row(viewer, row)).collect(),
        sum: sum(&found.rows),
        empty: empty(asked, lang),
        pager: Pager {
            lang,
            words: say::rows_shown(lang, found.rows.len()),
            previous: place("sebelum", &found.before),
            next: place("cursor", &found.after),
        },
    }
}

impl Asked {
    /// The address of this list with something added.
    fn address(&self, more: &[(&str, &str)]) -> String {
        let own = [("q", self.q.trim()), ("status", self.status.as_str())];
        let pairs = own.iter().chain(more).filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { "/tagihan".to_owned() } else { format!("/tagihan?{query}") }
    }
}

fn filter(asked: &Asked, lang: Lang) -> InvoiceFilter {
    let t = &lang.texts().invoices;
    let word = |code: &str| match code {
        "" => t.all_statuses.to_owned(),
        UNPAID => t.unpaid.to_owned(),
        code => StatusChip::of(Of::Invoice, code, lang).word,
    };
    let choice = |code: &str| Choice {
        value: code.to_owned(),
        label: word(code),
        selected: asked.status == code,
    };
    let each = InvoiceStatus::ALL.iter().map(|status| status.as_str());
    let mut applied = Vec::new();
    let without = |q: &str, status: &str| {
        Asked { q: q.to_owned(), status: status.to_owned(), ..Asked::default() }.address(&[])
    };
    if !asked.q.trim().is_empty() {
        let label = say::searched_for(lang, asked.q.trim());
        applied.push(Pill { label, remove_href: without("", &asked.status) });
    }
    if !asked.status.is_empty() {
        let label = say::status_is(lang, word(&asked.status));
        applied.push(Pill { label, remove_href: without(&asked.q, "") });
    }
    InvoiceFilter {
        query: asked.q.trim().to_owned(),
        statuses: ["", UNPAID].into_iter().chain(each).map(choice).collect(),
        applied,
    }
}

fn empty(asked: &Asked, lang: Lang) -> Empty {
    let t = &lang.texts().invoices;
    if asked.q.trim().is_empty() && asked.status.is_empty() {
        return Empty { title: t.empty.to_owned(), why: t.empty_why.to_owned(), action: None };
    }
    Empty {
        title: t.empty_filter.to_owned(),
        why: t.empty_filter_why.to_owned(),
        action: Some(Link::new(lang.texts().shell.reset, "/tagihan")),
    }
}

fn invoice_row(viewer: &Viewer, row: &Listed) -> InvoiceRow {
    let (invoice, lang, today) = (&row.invoice, viewer.lang, viewer.today());
    let t = &lang.texts().invoices;
    let number = invoice.number.map_or_else(|| t.draft_number.to_owned(), |no| no.to_string());
    let due = |day| {
        if invoice.takes_money() {
            Due::open(day, today, lang)
        } else {
            Due::closed(day, today, lang)
        }
    };
    // Which bank somebody pays with is a detail of the payment.
    let channel = row.channel.filter(|_| viewer.scope(Permission::PaymentView).is_some());
    InvoiceRow {
        number,
        href: format!("/tagihan/{}", invoice.id),
        customer: customer(row),
        period: format::month(invoice.period, lang),
        due: invoice.due_date.map(due),
        status: StatusChip::of(Of::Invoice, invoice.status.as_str(), lang),
        status_note: status_note(invoice, lang).map(str::to_owned),
        channel: channel.map_or("", |channel| channel::name(channel, lang)).to_owned(),
        total: invoice.total,
        open: invoice.takes_money().then(|| invoice.open_amount()),
    }
}

/// The name, or the number once the name is erased.
pub(super) fn customer(row: &Listed) -> String {
    let named = !row.customer_name.is_empty();
    if named { row.customer_name.clone() } else { row.customer_code.clone() }
}

/// What the status alone does not say.
pub(super) fn status_note(invoice: &Invoice, lang: Lang) -> Option<&'static str> {
    let t = &lang.texts().invoices;
    if invoice.takes_money() && invoice.paid.is_positive() {
        return Some(t.part_paid);
    }
    let part_back = invoice.refunded.is_positive() && invoice.status != InvoiceStatus::Refund;
    part_back.then_some(t.part_refunded)
}

/// Totals and open money of the rows shown; drafts and voids are left out.
fn sum(rows: &[Listed]) -> PageSum {
    let counted =
        || rows.iter().map(|row| &row.invoice).filter(|one| one.document == Document::Issued);
    let open = |one: &Invoice| if one.takes_money() { one.open_amount() } else { Rupiah::ZERO };
    PageSum { total: counted().map(|one| one.total).sum(), open: counted().map(open).sum() }
}
