//! The page of one invoice, from what was read.

use wikarta_core::access::Permission;
use wikarta_core::account::{Attempt, AttemptState, Document, Invoice};
use wikarta_core::money::Part;
use wikarta_core::provider::Instructions;
use wikarta_store_sqlx::views::InvoiceDetail;

use super::history::{self, Told};
use super::{Act, Asked, boxes, corrections, money, then};
use crate::pages::{
    Due, Instruction, InvoicePage, Link, LiveCode, Note, NoteTone, QrPicture, Section, StatusChip,
    Voice, When,
};
use crate::panel::customers::town;
use crate::panel::invoices::{customer, status_note};
use crate::panel::viewer::Viewer;
use crate::text::status::Of;
use crate::text::{Lang, channel, format, policy, say};

/// What was read for the page, as far as the reader may see it.
#[derive(Debug)]
pub struct Read {
    /// The invoice with its attempts.
    pub detail: InvoiceDetail,
    /// What happened; absent for roles that do not see it.
    pub history: Option<Told>,
    /// Refunds and voids; absent for drafts and roles that have nothing to do with them.
    pub corrections: Option<corrections::Told>,
    /// A day of the past that was asked for; absent for drafts.
    pub past: Option<then::Past>,
    /// Which part of the price the tax is reckoned from.
    pub base: Part,
    /// Makes a double click one act.
    pub form_key: String,
    /// The path of the pay page; absent for drafts, voids and roles that do not see payments whole.
    pub pay_path: Option<String>,
}

/// Fills the page.
#[must_use]
pub fn page(viewer: &Viewer, read: &Read, asked: &Asked) -> InvoicePage {
    let (invoice, lang) = (&read.detail.row.invoice, viewer.lang);
    let t = &lang.texts().invoice;
    let number = invoice.number.map_or_else(|| t.draft.to_owned(), |number| number.to_string());
    let mut chrome = viewer.chrome(number.clone(), Section::Invoices);
    // The language is changed on the record, not on the answer to an act.
    chrome.address = format!("/tagihan/{}", invoice.id);
    chrome.note = note(viewer, read, asked);
    InvoicePage {
        chrome,
        status: StatusChip::of(Of::Invoice, invoice.status.as_str(), lang),
        month: format::month(invoice.period, lang),
        customer: Link::new(
            customer(&read.detail.row),
            format!("/pelanggan/{}", read.detail.row.account),
        ),
        facts: facts(viewer, read),
        due: invoice.due_date.map(|day| {
            let due = if invoice.takes_money() {
                Due::open(day, viewer.now.day_in(read.detail.zone), lang)
            } else {
                Due::closed(day, viewer.today(), lang)
            };
            due.written_out(day, lang)
        }),
        issue: boxes::issue(viewer, read),
        pay_link: read.pay_path.as_ref().map(|path| format!("{}{path}", viewer.origin)),
        pay_href: read.pay_path.clone(),
        live: live(viewer, read),
        charge: boxes::charge(viewer, read),
        dates: dates(viewer, invoice),
        lines: money::lines(invoice, lang),
        sums: money::sums(viewer, read),
        sums_note: Some(money::tax_note(invoice, lang).to_owned()),
        attempts: money::attempts(viewer, read),
        corrections: read
            .corrections
            .as_ref()
            .map(|told| corrections::filled(viewer, invoice, told, &read.form_key)),
        past: read.past.as_ref().map(|past| then::filled(viewer, &invoice.id, past)),
        timeline: read.history.as_ref().map(|told| history::timeline(viewer, read, told)),
        number,
    }
}

fn facts(viewer: &Viewer, read: &Read) -> Vec<String> {
    let (detail, lang) = (&read.detail, viewer.lang);
    let place = match town(&detail.address) {
        "" => detail.zone.to_string(),
        town => format!("{town} ({})", detail.zone),
    };
    let mut facts = vec![detail.row.customer_code.clone(), place];
    facts.extend(status_note(&detail.row.invoice, lang).map(str::to_owned));
    if viewer.scope(Permission::SettingView).is_some() {
        facts.push(policy::billed_under(lang, detail.row.invoice.policy_version));
    }
    facts
}

fn dates(viewer: &Viewer, invoice: &Invoice) -> String {
    let (lang, today) = (viewer.lang, viewer.today());
    let short = |day| format::short_day(day, today, lang);
    match (invoice.issued_at, invoice.due_date) {
        (Some(issued), Some(due)) => {
            say::issued_due(lang, short(issued.day_in(viewer.zone)), short(due))
        }
        _ => say::drafted_on(lang, short(invoice.drafted_at.day_in(viewer.zone))),
    }
}

/// What can be paid with now, for readers who see payments whole.
fn live(viewer: &Viewer, read: &Read) -> Vec<LiveCode> {
    if !viewer.sees_all(Permission::PaymentView) || !read.detail.row.invoice.takes_money() {
        return Vec::new();
    }
    let payable = |attempt: &&Attempt| attempt.is_live() && attempt.expires_at > viewer.now;
    let code = |attempt: &Attempt| {
        Some(LiveCode {
            channel: channel::name(attempt.channel, viewer.lang).to_owned(),
            order_id: attempt.order_id.to_string(),
            instruction: instruction(attempt, &read.detail.row.invoice, viewer.lang)?,
            ends: When::full(attempt.expires_at, read.detail.zone, viewer.lang),
            amount: attempt.amount,
        })
    };
    read.detail.attempts.iter().filter(payable).filter_map(code).collect()
}

/// What a payer needs, once the gateway has given it.
pub(crate) fn instruction(attempt: &Attempt, invoice: &Invoice, lang: Lang) -> Option<Instruction> {
    Some(match attempt.instructions.as_ref()? {
        Instructions::VirtualAccount { va_number } => {
            Instruction::VirtualAccount { number: va_number.clone() }
        }
        Instructions::Bill { biller_code, bill_key } => {
            Instruction::Bill { biller_code: biller_code.clone(), bill_key: bill_key.clone() }
        }
        Instructions::Qr { qr_string } => {
            let number = invoice.number.map(|number| number.to_string()).unwrap_or_default();
            Instruction::Qr(QrPicture::draw(qr_string, say::qr_for(lang, number)).ok()?)
        }
    })
}

/// The answer to what the reader has just done, told by the books and not by the address.
fn note(viewer: &Viewer, read: &Read, asked: &Asked) -> Option<Note> {
    let (invoice, lang) = (&read.detail.row.invoice, viewer.lang);
    if asked.pesan == Some(Act::Issued) && invoice.document == Document::Issued {
        let number = invoice.number?.to_string();
        return Some(Note::new(NoteTone::Ok, Voice::Answer, say::issued_note(lang, number)));
    }
    let own = read.corrections.as_ref().is_some_and(|told| !told.cases.refunds.is_empty());
    if asked.pesan == Some(Act::Asked) && own {
        let t = &lang.texts().corrections;
        return Some(Note::new(NoteTone::Ok, Voice::Answer, t.asked));
    }
    let made = asked.transaksi.as_ref()?;
    let attempt = read.detail.attempts.iter().find(|attempt| attempt.order_id == *made)?;
    let name = channel::name(attempt.channel, lang);
    match attempt.state {
        AttemptState::Pending if attempt.is_live() && !attempt.expects_code() => {
            Some(Note::new(NoteTone::Ok, Voice::Answer, say::charged_note(lang, name)))
        }
        _ if attempt.expects_code() => Some(
            Note::new(NoteTone::Wait, Voice::Answer, lang.texts().problem.gateway_down)
                .because(say::charge_unknown(lang, &attempt.order_id))
                .coded("GATEWAY_DOWN"),
        ),
        _ => None,
    }
}
