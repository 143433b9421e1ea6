//! The invoice page: waiting, paid, draft, and as marketing sees it.

use std::error::Error;

use wikarta_core::provider::Channel;
use wikarta_core::time::Zone;
use wikarta_server::pages::{
    AttemptRow, Attempts, ChannelForm, ChargeBox, Due, Instruction, InvoicePage, IssueBox, LineRow,
    Link, LiveCode, Note, NoteTone, Refusal, Section, StatusChip, SumRow, Voice, When, html,
};
use wikarta_server::text::status::Of;
use wikarta_server::text::{channel, format, say};

use crate::world::{World, rp};
use crate::{Pages, corrections, history};

const NUMBER: &str = "INV/2026/11/000187";

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    Ok(vec![
        ("tagihan-menunggu", html(&waiting(world)?)?),
        ("tagihan-mandiri", html(&mandiri(world)?)?),
        ("tagihan-terbit", html(&issued(world)?)?),
        ("tagihan-lunas", html(&paid(world)?)?),
        ("tagihan-draf", html(&draft(world)?)?),
        ("tagihan-pemasaran", html(&marketing(world)?)?),
    ])
}

fn waiting(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let (t, lang) = (&world.lang.texts().invoice, world.lang);
    let due = world.day(-3);
    let form = ChannelForm::new(
        "/tagihan/inv_3f7c/transaksi".into(),
        "c3JmLXNhbXBsZQ".into(),
        "01JDC3Z5V8".into(),
        Channel::ALL,
    );
    Ok(InvoicePage {
        chrome: world.chrome(NUMBER, Section::Invoices, "/tagihan/inv_3f7c"),
        number: NUMBER.into(),
        status: StatusChip::of(Of::Invoice, "PENDING", lang),
        month: "November 2026".into(),
        customer: Link::new("Sri Wahyuni", "/pelanggan?q=WK-10031"),
        facts: vec!["WK-10031".into(), "Bandung (WIB)".into()],
        due: Some(Due::open(due, world.today, lang).written_out(due, lang)),
        issue: IssueBox::Hidden,
        pay_href: Some("/bayar/contoh".into()),
        pay_link: Some("https://tagihan.contoh.test/bayar/contoh".into()),
        live: live(world)?,
        charge: ChargeBox::Ready(form),
        dates: say::issued_due(
            lang,
            format::short_day(world.day(-13), world.today, lang),
            format::short_day(due, world.today, lang),
        ),
        lines: vec![LineRow {
            description: world
                .say("Paket KELUARGA30, 30 Mbps", "Package KELUARGA30, 30 Mbps")
                .into(),
            detail: Some(format::span(world.day(-34), world.day(-4), lang)),
            quantity: 1,
            amount: rp(225_225),
        }],
        sums: vec![
            SumRow::step(t.before_tax, rp(225_225)),
            SumRow::aside(say::tax_base(lang, "11/12"), rp(206_456)),
            SumRow::step(say::tax_at(lang, "12%", "11%"), rp(24_775)),
            SumRow::total(t.total, rp(250_000)),
        ],
        sums_note: Some(
            world
                .say(
                    "Harga termasuk PPN · kode faktur 04",
                    "Price includes PPN · tax invoice code 04",
                )
                .into(),
        ),
        attempts: Attempts::Shown { rows: attempts(world), balance: None },
        corrections: None,
        past: None,
        timeline: Some(history::waiting(world)),
    })
}

fn live(world: &World) -> Result<Vec<LiveCode>, Box<dyn Error>> {
    let lang = world.lang;
    let code = |on, order: &str, instruction, ends: i64| LiveCode {
        channel: channel::name(on, lang).into(),
        order_id: order.into(),
        instruction,
        ends: When::full(world.ago(-ends), Zone::Wib, lang),
        amount: rp(250_000),
    };
    let number = "8808081200001872".to_owned();
    Ok(vec![
        code(
            Channel::BcaVa,
            "INV-2026-11-000187-02-p9wce",
            Instruction::VirtualAccount { number },
            122_040,
        ),
        code(Channel::Qris, "INV-2026-11-000187-03-x7k2q", Instruction::Qr(world.qr(NUMBER)?), 840),
    ])
}

/// Channel, order id, masked code, seconds since made, seconds since ended, status.
type Tried<'a> = (Channel, &'a str, &'a str, i64, i64, &'a str);

fn attempts(world: &World) -> Vec<AttemptRow> {
    let row = |(on, order, code, made, ended, status): Tried<'_>| AttemptRow {
        order_id: order.into(),
        channel: channel::name(on, world.lang).into(),
        code: code.into(),
        made: world.when(made),
        ends: Some(world.when(ended)),
        status: StatusChip::of(Of::Attempt, status, world.lang),
        amount: rp(250_000),
    };
    let nmid = "NMID ID1020000000001";
    let tried: [Tried<'_>; 3] = [
        (Channel::Qris, "INV-2026-11-000187-03-x7k2q", nmid, 60, -840, "pending"),
        (Channel::BcaVa, "INV-2026-11-000187-02-p9wce", "•••• 1872", 424_000, -122_040, "pending"),
        (
            Channel::BriVa,
            "INV-2026-11-000187-01-h3ndk",
            "•••• 4471",
            860_000,
            424_000,
            "superseded",
        ),
    ];
    tried.into_iter().map(row).collect()
}

fn mandiri(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let mut page = waiting(world)?;
    let (biller_code, bill_key) = ("70012".to_owned(), "990000000263".to_owned());
    page.live = vec![LiveCode {
        channel: channel::name(Channel::MandiriBill, world.lang).into(),
        order_id: "INV-2026-11-000187-04-w8rty".into(),
        instruction: Instruction::Bill { biller_code, bill_key },
        ends: When::full(world.ago(-122_040), Zone::Wib, world.lang),
        amount: rp(250_000),
    }];
    page.chrome.note = Some(
        Note::new(NoteTone::Wait, Voice::Answer, world.lang.texts().problem.gateway_down)
            .because(say::charge_unknown(world.lang, "INV-2026-11-000187-05-c4vbn"))
            .coded("GATEWAY_DOWN"),
    );
    Ok(page)
}

fn issued(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let mut page = waiting(world)?;
    page.status = StatusChip::of(Of::Invoice, "ISSUED", world.lang);
    page.live = Vec::new();
    page.attempts = Attempts::Shown { rows: Vec::new(), balance: None };
    page.timeline = Some(history::issued(world));
    page.chrome.note =
        Some(Note::new(NoteTone::Ok, Voice::Answer, say::issued_note(world.lang, NUMBER)));
    Ok(page)
}

fn paid(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let (t, lang) = (&world.lang.texts().invoice, world.lang);
    let mut page = waiting(world)?;
    let word = StatusChip::of(Of::Invoice, "PAID", lang);
    let due = world.day(-3);
    page.due = Some(Due::closed(due, world.today, lang).written_out(due, lang));
    page.live = Vec::new();
    page.charge = ChargeBox::Refused(Refusal {
        rule: "INVALID_STATE".into(),
        reason: say::not_payable(lang, &word.word),
        allowed: vec![
            world
                .say(
                    "Yang boleh: KEUANGAN mengajukan pengembalian dana.",
                    "Allowed: KEUANGAN may request a refund.",
                )
                .into(),
        ],
    });
    page.status = word;
    page.sums.push(SumRow::step(say::received_by(lang, "QRIS", "23 Nov 14.04"), rp(-250_000)));
    page.sums.push(SumRow::total(t.open, rp(0)));
    let mut rows = attempts(world);
    if let Some(first) = rows.first_mut() {
        first.status = StatusChip::of(Of::Attempt, "settled", lang);
    }
    if let Some(second) = rows.get_mut(1) {
        second.status = StatusChip::of(Of::Attempt, "cancelled", lang);
    }
    let balance = say::balanced(
        lang,
        format::money(rp(250_000)),
        say::allocated(lang, format::money(rp(250_000))),
    );
    page.attempts = Attempts::Shown { rows, balance: Some(balance) };
    page.corrections = Some(corrections::on_bill(world));
    page.timeline = Some(history::paid(world));
    Ok(page)
}

fn draft(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let mut page = issued(world)?;
    page.number = world.lang.texts().invoice.draft.into();
    page.chrome.title.clone_from(&page.number);
    page.chrome.note = None;
    page.status = StatusChip::of(Of::Invoice, "DRAFT", world.lang);
    page.due = None;
    page.timeline = Some(history::drafted(world));
    page.pay_href = None;
    page.pay_link = None;
    page.charge = ChargeBox::Hidden;
    page.issue = IssueBox::Ready {
        action: "/tagihan/inv_3f7c/terbitkan".into(),
        idempotency_key: "01JDC3Z5V9".into(),
        total: rp(250_000),
    };
    page.dates = format::span(world.day(-34), world.day(-4), world.lang);
    Ok(page)
}

fn marketing(world: &World) -> Result<InvoicePage, Box<dyn Error>> {
    let mut page = draft(world)?;
    page.chrome.reader.name = "Putri Anggraini".into();
    page.chrome.reader.role = "MARKETING".into();
    page.issue = IssueBox::Refused {
        total: rp(250_000),
        refusal: Refusal {
            rule: "FORBIDDEN".into(),
            reason: say::needs_permission(world.lang, "invoice.issue", "MARKETING"),
            allowed: vec![say::held_by(world.lang, "KEUANGAN")],
        },
    };
    page.attempts = Attempts::Withheld;
    page.timeline = None;
    Ok(page)
}
