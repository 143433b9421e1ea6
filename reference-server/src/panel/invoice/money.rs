//! Lines, tax, sums and attempts of one invoice.

use wikarta_core::access::{Permission, Scope};
use wikarta_core::account::{
    Allocation, Attempt, AttemptState, Document, Invoice, Source, Superseded,
};
use wikarta_core::billing::TaxCode;
use wikarta_core::id::OrderId;
use wikarta_core::money::{Part, Rupiah};
use wikarta_core::provider::Instructions;

use super::page::Read;
use crate::pages::{AttemptRow, Attempts, LineRow, StatusChip, SumRow, When};
use crate::panel::viewer::Viewer;
use crate::text::status::Of;
use crate::text::{Lang, channel, format, say};

/// The lines.
#[must_use]
pub fn lines(invoice: &Invoice, lang: Lang) -> Vec<LineRow> {
    let row = |line: &wikarta_core::billing::Line| LineRow {
        description: line.description.clone(),
        detail: Some(format::span(line.from, line.to, lang)),
        quantity: line.quantity,
        amount: line.amount,
    };
    invoice.lines.iter().map(row).collect()
}

/// Tax, total, what was paid and what is left, in the order in which they are reckoned.
#[must_use]
pub fn sums(viewer: &Viewer, read: &Read) -> Vec<SumRow> {
    let (invoice, lang) = (&read.detail.row.invoice, viewer.lang);
    let (t, tax) = (&lang.texts().invoice, &invoice.tax);
    let mut sums = vec![SumRow::step(t.before_tax, tax.base)];
    if tax.code == TaxCode::Ppn04 {
        let (part, of) = read.base.get();
        if read.base != Part::WHOLE {
            sums.push(SumRow::aside(say::tax_base(lang, format!("{part}/{of}")), tax.dpp));
        }
        let words = say::tax_at(lang, nominal(invoice, lang), effective(invoice, lang));
        sums.push(SumRow::step(words, tax.ppn));
    }
    sums.push(SumRow::total(t.total, invoice.total));
    if invoice.document == Document::Issued && invoice.paid.is_positive() {
        sums.extend(received(viewer, read));
        sums.push(SumRow::total(t.open, invoice.open_amount()));
    }
    if invoice.refunded.is_positive() {
        sums.push(SumRow::aside(t.refunded, invoice.refunded));
    }
    sums
}

/// What was put on the invoice; from where is a detail of the payment.
fn received(viewer: &Viewer, read: &Read) -> Vec<SumRow> {
    let (invoice, lang) = (&read.detail.row.invoice, viewer.lang);
    if viewer.scope(Permission::PaymentView).is_none() {
        return vec![SumRow::step(lang.texts().invoice.paid, invoice.paid.negated())];
    }
    let row = |allocation: &Allocation| {
        let words = match &allocation.source {
            Source::Credit => lang.texts().invoice.from_credit.to_owned(),
            Source::Attempt(order) => by_attempt(viewer, read, order),
            Source::Posting(_) | Source::Suspense(_) => lang.texts().invoice.paid.to_owned(),
        };
        SumRow::step(words, allocation.amount.negated())
    };
    invoice.allocations.iter().map(row).collect()
}

fn by_attempt(viewer: &Viewer, read: &Read, order: &OrderId) -> String {
    let lang = viewer.lang;
    let attempt = read.detail.attempts.iter().find(|attempt| attempt.order_id == *order);
    let Some(attempt) = attempt else { return lang.texts().invoice.paid.to_owned() };
    let name = channel::name(attempt.channel, lang);
    let came = attempt.booking.as_ref().and_then(|booking| booking.settled_at);
    let moment = came
        .map_or_else(String::new, |at| format::short_moment(at, viewer.zone, viewer.today(), lang));
    say::received_by(lang, name, moment).trim_end().to_owned()
}

/// The nominal rate: `12%`.
fn nominal(invoice: &Invoice, lang: Lang) -> String {
    let rate = invoice.tax.rate.get();
    let points = rate.mantissa() * 10_000 / 10_i128.pow(rate.scale());
    match (points / 100, points % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) => format!("{whole}{}{part:02}%", lang.pick(",", ".")),
    }
}

/// What the tax comes to on the price: `11%`.
fn effective(invoice: &Invoice, lang: Lang) -> String {
    let share = format::percent(invoice.tax.ppn, invoice.tax.base, lang);
    share.replace(lang.pick(",0%", ".0%"), "%")
}

/// How the bill is taxed, in words.
#[must_use]
pub const fn tax_note(invoice: &Invoice, lang: Lang) -> &'static str {
    let t = &lang.texts().invoice;
    match invoice.tax.code {
        TaxCode::Ppn04 => t.tax_04,
        TaxCode::NonPkp => t.tax_none,
        TaxCode::Exempt => t.tax_exempt,
        TaxCode::OutOfScope => t.tax_outside,
    }
}

/// Every attempt, newest first, for roles that see payments; numbers are masked for everybody,
/// because what can still be paid stands above in full for those who hand it on.
#[must_use]
pub fn attempts(viewer: &Viewer, read: &Read) -> Attempts {
    let Some(scope) = viewer.scope(Permission::PaymentView) else { return Attempts::Withheld };
    let rows = read.detail.attempts.iter().map(|attempt| attempt_row(viewer, attempt));
    let balance = match scope {
        Scope::All => balance(read, viewer.lang),
        Scope::Limited => None,
    };
    Attempts::Shown { rows: rows.collect(), balance }
}

fn attempt_row(viewer: &Viewer, attempt: &Attempt) -> AttemptRow {
    let (lang, today) = (viewer.lang, viewer.today());
    AttemptRow {
        order_id: attempt.order_id.to_string(),
        channel: channel::name(attempt.channel, lang).to_owned(),
        code: code(attempt, lang),
        made: When::short(attempt.opened_at, viewer.zone, today, lang),
        ends: Some(When::short(attempt.expires_at, viewer.zone, today, lang)),
        status: StatusChip::of(Of::Attempt, state(attempt), lang),
        amount: attempt.amount,
    }
}

/// The state, or that another attempt took its place while it is not known how it ended.
const fn state(attempt: &Attempt) -> &'static str {
    match (attempt.superseded, attempt.is_open()) {
        (Superseded::Replaced | Superseded::NotNeeded, true) => "superseded",
        _ => attempt.state.as_str(),
    }
}

/// The number that a payer pays to, masked, or what stands in its place.
pub(crate) fn code(attempt: &Attempt, lang: Lang) -> String {
    let t = &lang.texts().invoice;
    match &attempt.instructions {
        Some(Instructions::VirtualAccount { va_number }) => format::tail(va_number),
        Some(Instructions::Bill { bill_key, .. }) => format::tail(bill_key),
        Some(Instructions::Qr { .. }) => t.qr_code.to_owned(),
        None => match attempt.state {
            AttemptState::Refused => t.no_code.to_owned(),
            _ => t.code_awaited.to_owned(),
        },
    }
}

/// Where the money of the attempts is, to the rupiah; nothing while none came, and nothing when the
/// places do not add up: a tick is never drawn on trust.
fn balance(read: &Read, lang: Lang) -> Option<String> {
    let invoice = &read.detail.row.invoice;
    let booked = || {
        read.detail
            .attempts
            .iter()
            .filter_map(|one| one.booking.as_ref().map(|booking| (one, booking)))
    };
    let received: Rupiah = booked().map(|(_, booking)| booking.amount).sum();
    if !received.is_positive() {
        return None;
    }
    let here: Rupiah = invoice
        .allocations
        .iter()
        .filter(|allocation| allocation.source != Source::Credit)
        .map(|allocation| allocation.amount.less(allocation.refunded))
        .sum();
    let credit: Rupiah = booked().map(|(_, booking)| booking.credited).sum();
    let suspense: Rupiah = booked().map(|(_, booking)| booking.suspended).sum();
    let back: Rupiah = booked().map(|(attempt, _)| attempt.refunded()).sum();
    let known: Rupiah = [here, credit, suspense, back].into_iter().sum();
    let elsewhere = received.less(known);
    let shared = booked().any(|(attempt, _)| attempt.shares.len() > 1);
    if known > received || (elsewhere.is_positive() && !shared) {
        return None;
    }
    let words: Vec<String> = [
        (here, say::allocated(lang, here)),
        (elsewhere, say::allocated_elsewhere(lang, elsewhere)),
        (credit, say::credited(lang, credit)),
        (suspense, say::suspended(lang, suspense)),
        (back, say::given_back(lang, back)),
    ]
    .into_iter()
    .filter_map(|(amount, words)| amount.is_positive().then_some(words))
    .collect();
    Some(say::balanced(lang, format::money(received), words.join(" + ")))
}
