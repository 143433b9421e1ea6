//! `/laporan/pratinjau`: what the next seven days bring.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wikarta_core::decide::Due;
use wikarta_core::money::Rupiah;

use crate::app::App;
use crate::pages::{Block, Cell, Kpi, Link, Part, RecordPage, Section, Table, When};
use crate::panel::respond;
use crate::panel::viewer::Viewer;
use crate::report::ahead::{self, Ahead, NextBill, NextReminder};
use crate::text::{format, report as words};

/// The preview.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Response {
    let made = async {
        let ahead = ahead::look(&app, viewer.now, &viewer.actor).await?;
        respond::page(&page(&viewer, &ahead), StatusCode::OK, viewer.lang)
    };
    let made = made.await;
    viewer.answer(Section::Reports, made)
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, ahead: &Ahead) -> RecordPage {
    let (t, lang) = (&viewer.lang.texts().report, viewer.lang);
    let total: Rupiah = ahead.bills.iter().filter_map(|next| next.total).sum();
    let kpi = |label: &str, value: String, detail: &str| Kpi {
        label: label.to_owned(),
        value,
        detail: detail.to_owned(),
        verdict: None,
    };
    let shown = |shown: usize, all: usize| {
        words::rows(lang, shown.min(1), format::count(shown as u64), format::count(all as u64))
    };
    let bills = Table {
        caption: t.next_bills.to_owned(),
        heads: [t.customer, t.when, t.subscription, t.period, t.status, t.invoice_total]
            .map(str::to_owned)
            .to_vec(),
        rows: ahead.bills.iter().map(|next| bill(viewer, next)).collect(),
        none: t.next_bills_none.to_owned(),
    };
    let reminders = Table {
        caption: t.next_reminders.to_owned(),
        heads: [t.customer, t.when, t.stage, t.invoice, t.open_amount].map(str::to_owned).to_vec(),
        rows: ahead.reminders.iter().map(|next| reminder(viewer, next)).collect(),
        none: t.next_reminders_none.to_owned(),
    };
    let moment = format::moment(viewer.now, viewer.zone, lang);
    let many = |shown_rows: usize, all: usize, note: &str| {
        if shown_rows < all { shown(shown_rows, all) } else { note.to_owned() }
    };
    let notes = [
        many(ahead.bills.len(), ahead.bills_found, t.next_bills_note),
        many(ahead.reminders.len(), ahead.reminders_found, t.next_reminders_note),
    ];
    let [bills_note, reminders_note] = notes;
    RecordPage {
        crumbs: vec![Link::new(t.title, "/laporan")],
        figures: vec![
            kpi(t.next_bills, format::count(ahead.bills_found as u64), &format::money(total)),
            kpi(t.next_reminders, format::count(ahead.reminders_found as u64), ""),
        ],
        left: vec![
            Block::new(t.next_bills, Part::Table(bills)).noted(bills_note),
            Block::new(t.next_reminders, Part::Table(reminders)).noted(reminders_note),
        ],
        ..RecordPage::titled(
            viewer.chrome(t.preview, Section::Reports),
            t.preview,
            words::stamp(lang, moment, viewer.zone),
        )
    }
}

fn bill(viewer: &Viewer, next: &NextBill) -> Vec<Cell> {
    let (t, lang, sold) = (&viewer.lang.texts().report, viewer.lang, &next.sold);
    let name =
        if sold.customer_name.is_empty() { &sold.customer_code } else { &sold.customer_name };
    let period = match next.due {
        Due::Period(month) => format::month(month, lang),
        Due::FinalAccount => t.final_account.to_owned(),
    };
    let package = &sold.subscription.package_code;
    vec![
        Cell::Link(Link::new(name, format!("/pelanggan/{}", sold.account)), String::new()),
        Cell::When(When::short_day(next.on, viewer.today(), lang)),
        Cell::Link(
            Link::new(package, format!("/langganan/{}", sold.subscription.id)),
            String::new(),
        ),
        Cell::words(period),
        Cell::words(next.refused.unwrap_or_default()),
        Cell::Money(next.total),
    ]
}

fn reminder(viewer: &Viewer, next: &NextReminder) -> Vec<Cell> {
    let name = if next.buyer.name.is_empty() { &next.buyer.code } else { &next.buyer.name };
    vec![
        Cell::Link(Link::new(name, format!("/pelanggan/{}", next.buyer.account)), String::new()),
        Cell::When(When::short(next.at, viewer.zone, viewer.today(), viewer.lang)),
        Cell::words(next.stage.to_string()),
        Cell::Link(Link::new(&next.number, format!("/tagihan/{}", next.invoice)), String::new()),
        Cell::Money(Some(next.open)),
    ]
}
