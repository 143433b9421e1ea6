//! The pay page in every state.

use std::error::Error;

use wikarta_core::provider::Channel;
use wikarta_core::time::Zone;
use wikarta_server::pages::{
    ChannelForm, CheckForm, CodeTime, Due, Instruction, Note, NoteTone, PayCode, PayFrame, PayLine,
    PayPage, PayState, Poll, Receipt, Seller, StatusChip, Theme, Voice, When, html,
};
use wikarta_server::text::status::Of;
use wikarta_server::text::{channel, format, say};

use crate::Pages;
use crate::world::{World, rp};

const NUMBER: &str = "INV/2026/11/000187";

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    let va = Instruction::VirtualAccount { number: "8808081200001872".into() };
    let bill = Instruction::Bill { biller_code: "70012".into(), bill_key: "990000000263".into() };
    let qr = Instruction::Qr(world.qr(NUMBER)?);
    let closed = world.say(
        "Tagihan dibatalkan pada 19 November 2026.",
        "The invoice was voided on 19 November 2026.",
    );
    let made = [
        ("bayar-pilih", page(world, "ISSUED", PayState::Choose(form()))),
        (
            "bayar-va",
            still_waiting(world, page(world, "PENDING", live(world, Channel::BcaVa, va, 122_040))),
        ),
        ("bayar-mandiri", page(world, "PENDING", live(world, Channel::MandiriBill, bill, 122_040))),
        ("bayar-qris", page(world, "PENDING", live(world, Channel::Qris, qr, 840))),
        ("bayar-kedaluwarsa", page(world, "EXPIRED", PayState::Expired(form()))),
        ("bayar-disiapkan", page(world, "PENDING", PayState::Unknown(check()))),
        ("bayar-lunas", page(world, "PAID", PayState::Paid(receipt(world)))),
        ("bayar-tutup", page(world, "VOID", PayState::Closed(closed.into()))),
    ];
    made.into_iter().map(|(name, page)| Ok((name, html(&page)?))).collect()
}

fn form() -> ChannelForm {
    ChannelForm::new(
        "/bayar/contoh".into(),
        "c3JmLXNhbXBsZQ".into(),
        "01JDC3Z5VA".into(),
        Channel::ALL,
    )
}

fn check() -> CheckForm {
    CheckForm { action: "/bayar/contoh/periksa".into(), csrf: "c3JmLXNhbXBsZQ".into() }
}

fn live(world: &World, on: Channel, instruction: Instruction, ends: i64) -> PayState {
    let time = CodeTime { ends: world.ago(-ends), now: world.now, zone: Zone::Wib };
    let code = PayCode::new(on, instruction, time, world.lang);
    PayState::Live { codes: vec![code], change: form().choosing(on), check: check() }
}

fn receipt(world: &World) -> Receipt {
    Receipt {
        received: When::full(world.ago(1_305), Zone::Wib, world.lang),
        through: format!("{} {}", channel::name(Channel::BcaVa, world.lang), format::tail("1872")),
        reference: "INV-2026-11-000187-02-p9wce".into(),
    }
}

fn still_waiting(world: &World, page: PayPage) -> PayPage {
    let t = &world.lang.texts().pay;
    let note =
        Note::new(NoteTone::Info, Voice::Answer, t.still_waiting).because(t.still_waiting_why);
    PayPage { note: Some(note), ..page }
}

fn page(world: &World, status: &str, state: PayState) -> PayPage {
    let lang = world.lang;
    let due = world.day(-3);
    let ended = matches!(state, PayState::Paid(_) | PayState::Closed(_));
    PayPage {
        frame: PayFrame {
            lang,
            theme: Theme::System,
            seller: Seller {
                name: "Contoh Net".into(),
                initials: "CN".into(),
                phone: "0800-0000-123 (08.00–20.00 WIB)".into(),
                email: "cs@contoh.test".into(),
                legal: "PT Contoh Net Nusantara · NPWP •••• 0001".into(),
            },
            address: "/bayar/contoh".into(),
        },
        title: say::bill_for(lang, "November 2026"),
        number: NUMBER.into(),
        payer: format::masked_name("Sri Wahyuni"),
        amount: rp(250_000),
        due: if ended {
            Due::closed(due, world.today, lang)
        } else {
            Due::open(due, world.today, lang)
        }
        .written_out(due, lang),
        status: StatusChip::of(Of::Invoice, status, lang),
        state,
        lines: vec![
            PayLine {
                label: world.say("Paket KELUARGA30, 30 Mbps", "Package KELUARGA30, 30 Mbps").into(),
                amount: rp(225_225),
            },
            PayLine { label: "PPN".into(), amount: rp(24_775) },
        ],
        total: rp(250_000),
        note: None,
        poll: (!ended).then(|| Poll { href: "/bayar/contoh/status".into(), state: status.into() }),
    }
}
