//! The pay page, from the invoice that its link opens.

use wikarta_core::account::{Attempt, AttemptState, Invoice, InvoiceStatus};
use wikarta_core::provider::Channel;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::views::InvoiceDetail;

use super::link::PayLink;
use super::{Asked, Told};
use crate::app;
use crate::pages::{
    ChannelForm, CheckForm, CodeTime, Due, Note, NoteTone, PayCode, PayFrame, PayLine, PayPage,
    PayState, Poll, Receipt, Seller, StatusChip, Voice, When,
};
use crate::panel::invoice::{money, page::instruction};
use crate::text::status::Of;
use crate::text::{channel, format, say};

/// What was read for the page.
#[derive(Debug)]
pub struct Read {
    /// The invoice with its attempts.
    pub detail: InvoiceDetail,
    /// Who is paid.
    pub seller: app::Seller,
    /// Makes a double click one act.
    pub form_key: String,
}

/// Fills the page.
#[must_use]
pub fn page(link: &PayLink, read: &Read, asked: &Asked) -> PayPage {
    let (detail, lang) = (&read.detail, link.lang);
    let invoice = &detail.row.invoice;
    let state = state(link, read);
    let watched = invoice.takes_money();
    let today = link.now.day_in(detail.zone);
    let due = invoice.due_date.unwrap_or(today);
    let due_words =
        if watched { Due::open(due, today, lang) } else { Due::closed(due, today, lang) };
    PayPage {
        frame: PayFrame {
            lang,
            theme: link.theme,
            seller: seller(&read.seller),
            address: link.path.clone(),
        },
        title: say::bill_for(lang, format::month(invoice.period, lang)),
        number: invoice.number.map(|number| number.to_string()).unwrap_or_default(),
        payer: format::masked_name(&detail.row.customer_name),
        amount: if watched { invoice.open_amount() } else { invoice.total },
        due: due_words.written_out(due, lang),
        status: StatusChip::of(Of::Invoice, invoice.status.as_str(), lang),
        note: note(link, detail, asked),
        poll: watched.then(|| Poll {
            href: format!("{}/status", link.path),
            state: fingerprint(detail, link.now),
        }),
        lines: lines(invoice, link),
        total: invoice.total,
        state,
    }
}

fn seller(seller: &app::Seller) -> Seller {
    let initials = seller.name.split_whitespace().filter_map(|word| word.chars().next());
    Seller {
        name: seller.name.clone(),
        initials: initials.take(2).collect::<String>().to_uppercase(),
        phone: seller.contact.clone(),
        email: String::new(),
        legal: String::new(),
    }
}

fn lines(invoice: &Invoice, link: &PayLink) -> Vec<PayLine> {
    let line = |line: &wikarta_core::billing::Line| PayLine {
        label: format!("{} ({})", line.description, format::span(line.from, line.to, link.lang)),
        amount: line.amount,
    };
    let mut lines: Vec<PayLine> = invoice.lines.iter().map(line).collect();
    if invoice.tax.ppn.is_positive() {
        lines.push(PayLine { label: "PPN".to_owned(), amount: invoice.tax.ppn });
    }
    lines
}

/// Attempts that pay this bill and no other, newest first: the others are not the holder's to see.
fn own(detail: &InvoiceDetail) -> impl Iterator<Item = &Attempt> {
    detail.attempts.iter().filter(|attempt| attempt.shares.len() == 1)
}

/// Attempts that may still be paid, newest first.
fn live(detail: &InvoiceDetail, now: Timestamp) -> impl Iterator<Item = &Attempt> {
    own(detail).filter(move |attempt| attempt.is_live() && attempt.expires_at > now)
}

/// When the bill was paid: the newest money on it, else its issue when credit paid it.
pub(super) fn paid_at(detail: &InvoiceDetail) -> Option<Timestamp> {
    let came = |attempt: &Attempt| attempt.booking.as_ref()?.settled_at;
    let invoice = &detail.row.invoice;
    let newest = detail.attempts.iter().filter_map(came).max();
    newest.or_else(|| invoice.issued_at.filter(|_| invoice.paid_in_full()))
}

fn state(link: &PayLink, read: &Read) -> PayState {
    let detail = &read.detail;
    let invoice = &detail.row.invoice;
    if !invoice.takes_money() {
        return closed(link, detail);
    }
    let form = || {
        let csrf = link.form.as_str().to_owned();
        ChannelForm::new(link.path.clone(), csrf, read.form_key.clone(), Channel::ALL)
    };
    let check = || CheckForm {
        action: format!("{}/periksa", link.path),
        csrf: link.form.as_str().to_owned(),
    };
    let code = |attempt: &Attempt| {
        let time = CodeTime { ends: attempt.expires_at, now: link.now, zone: detail.zone };
        let how = instruction(attempt, invoice, link.lang)?;
        Some(PayCode::new(attempt.channel, how, time, link.lang))
    };
    let codes: Vec<PayCode> = live(detail, link.now).filter_map(code).collect();
    if !codes.is_empty() {
        let chosen = live(detail, link.now).next().map(|attempt| attempt.channel);
        let change = chosen.map_or_else(form, |channel| form().choosing(channel));
        return PayState::Live { codes, change, check: check() };
    }
    if live(detail, link.now).any(Attempt::expects_code) {
        return PayState::Unknown(check());
    }
    let lapsed = |attempt: &Attempt| attempt.is_live() || attempt.state == AttemptState::Expired;
    if own(detail).next().is_some_and(lapsed) {
        return PayState::Expired(form());
    }
    PayState::Choose(form())
}

fn closed(link: &PayLink, detail: &InvoiceDetail) -> PayState {
    let (invoice, lang) = (&detail.row.invoice, link.lang);
    let t = &lang.texts().pay;
    match invoice.status {
        InvoiceStatus::Void => PayState::Closed(t.was_voided.to_owned()),
        InvoiceStatus::Refund => PayState::Closed(t.was_refunded.to_owned()),
        InvoiceStatus::Paid
        | InvoiceStatus::Draft
        | InvoiceStatus::Issued
        | InvoiceStatus::Pending
        | InvoiceStatus::Expired => PayState::Paid(receipt(link, detail)),
    }
}

fn receipt(link: &PayLink, detail: &InvoiceDetail) -> Receipt {
    let lang = link.lang;
    let received = paid_at(detail).unwrap_or(link.now);
    let received = When::full(received, detail.zone, lang);
    let booked = own(detail).filter(|attempt| attempt.booking.is_some());
    let newest = booked.max_by_key(|attempt| attempt.booking.as_ref()?.settled_at);
    let number = detail.row.invoice.number.map(|number| number.to_string()).unwrap_or_default();
    let Some(attempt) = newest else {
        let through = lang.texts().invoice.from_credit.to_owned();
        return Receipt { received, through, reference: number };
    };
    let name = channel::name(attempt.channel, lang);
    let through = match attempt.channel {
        Channel::Qris => name.to_owned(),
        _ => format!("{name} {}", money::code(attempt, lang)),
    };
    Receipt { received, through, reference: attempt.order_id.to_string() }
}

/// The answer to what the payer has just done, told by the books and not by the address.
fn note(link: &PayLink, detail: &InvoiceDetail, asked: &Asked) -> Option<Note> {
    let t = &link.lang.texts().pay;
    if !detail.row.invoice.takes_money() {
        return None;
    }
    match asked.pesan? {
        Told::Checked => Some(
            Note::new(NoteTone::Info, Voice::Answer, t.still_waiting).because(t.still_waiting_why),
        ),
        Told::Refused => {
            let newest = own(detail).next()?;
            (newest.state == AttemptState::Refused)
                .then(|| Note::new(NoteTone::Bad, Voice::Answer, t.refused).because(t.refused_why))
        }
    }
}

/// What the page shows, as a short text: it changes exactly when the page would.
pub(super) fn fingerprint(detail: &InvoiceDetail, now: Timestamp) -> String {
    let invoice = &detail.row.invoice;
    let mut text = format!("{} {}", invoice.status.as_str(), invoice.paid.get());
    for attempt in live(detail, now) {
        let code = if attempt.instructions.is_some() { "+" } else { "?" };
        text.push_str(&format!(" {}{code}", attempt.order_id));
    }
    text
}
