//! Refunds and voids: the list, one in each part of its path, and the page that asks.

use std::error::Error;

use wikarta_core::access::SeparationRule;
use wikarta_core::account::{CaseAct, Route};
use wikarta_server::pages::{
    ActBox, CaseLink, Choice, ConfirmPage, CorrectionBox, CorrectionLine, CorrectionPage,
    CorrectionRow, CorrectionsPage, Empty, Fact, Facts, Field, Folded, Form, HandRow, Input, Link,
    Note, NoteTone, Pager, Refusal, Section, StatusChip, Step, StepState, Turn, Voice, Weight,
    html,
};
use wikarta_server::text::corrections as words;
use wikarta_server::text::status::{Of, Tone};
use wikarta_server::text::{say, separation};

use crate::Pages;
use crate::world::{World, rp};

const ID: &str = "ref_4k7m2q9x3z5w8v1t6r0p";
const NUMBER: &str = "INV/2026/11/000041";

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    Ok(vec![
        ("koreksi", html(&list(world))?),
        ("koreksi-kosong", html(&nothing(world))?),
        ("koreksi-giliran", html(&waiting(world))?),
        ("koreksi-tertahan", html(&blocked(world))?),
        ("koreksi-ditolak", html(&rejected(world))?),
        ("koreksi-konfirmasi", html(&question(world, false))?),
        ("koreksi-salah-isi", html(&question(world, true))?),
    ])
}

/// Kind, customer, reason, invoice, stage, tier, age in seconds, turn, amount.
type Asked = (bool, &'static str, &'static str, &'static str, &'static str, u8, i64, i64);

#[rustfmt::skip]
const ASKED: [Asked; 7] = [
    (true, "PT Lintas Data Khatulistiwa", "Bayar dua kali", "INV/2026/11/000041", "VERIFIED", 2, 518_000, 1_665_000),
    (true, "Hendra Wijaya", "Salah paket", "INV/2026/11/000077", "VERIFIED", 1, 86_400, 300_000),
    (false, "Yayasan Cahaya Ilmu Nusantara Abadi", "Data pembeli salah", "INV/2026/11/000102", "REQUESTED", 2, 90_000, 5_550_000),
    (true, "Warnet Sinar Jaya", "Gangguan layanan", "INV/2026/11/000019", "APPROVED", 2, 172_800, 832_500),
    (true, "Neneng Kurniasih", "Berhenti langganan", "INV/2026/11/000133", "MANUAL_PENDING", 1, 10_800, 199_000),
    (true, "Yosepina Wanggai", "Bayar dua kali", "INV/2026/10/000210", "DONE", 1, 900_000, 250_000),
    (true, "Asep Hidayat", "Salah transfer", "INV/2026/10/000177", "REJECTED", 1, 990_000, 199_000),
];

fn list(world: &World) -> CorrectionsPage {
    let (t, lang) = (&world.lang.texts().corrections, world.lang);
    let row = |(refund, customer, reason, invoice, stage, tier, age, amount): &Asked| {
        let mine = *stage == "VERIFIED";
        let over = ["DONE", "REJECTED"].contains(stage);
        CorrectionRow {
            kind: if *refund { t.refund } else { t.void }.into(),
            href: format!("/koreksi/{ID}"),
            id: if *refund { "ref_4k7m2q" } else { "voi_9d3k1c" }.into(),
            reason: (*reason).into(),
            invoice: (*invoice).into(),
            customer: (*customer).into(),
            status: if *amount == 1_665_000 {
                StatusChip { word: words::approvals(lang, 1, 2), tone: Tone::Wait }
            } else {
                StatusChip::of(Of::Correction, stage, lang)
            },
            tier: *tier,
            age: (!over).then(|| wikarta_server::text::format::duration(*age, lang)),
            turn: match (mine, over) {
                (true, _) => t.you.into(),
                (_, true) => String::new(),
                _ => words::others(lang, "KEUANGAN"),
            },
            mine,
            amount: rp(*amount),
        }
    };
    CorrectionsPage {
        chrome: chrome(world, t.title, "/koreksi"),
        summary: words::summary(lang, 7, rp(8_995_500), 2),
        stages: choices(&[("", t.stages_open), ("ALL", t.stages_all)], "ALL"),
        tiers: choices(&[("", t.tiers_all), ("1", "1"), ("2", "2"), ("3", "3")], ""),
        mine: choices(
            &[("", t.mine_all), ("giliran", t.mine_turn), ("diajukan", t.mine_asked)],
            "",
        ),
        filtered: true,
        rows: ASKED.iter().map(row).collect(),
        empty: Empty { title: t.empty.into(), why: t.empty_why.into(), action: None },
        pager: Pager { lang, words: say::rows_shown(lang, 7), previous: None, next: None },
    }
}

fn choices(all: &[(&str, &str)], now: &str) -> Vec<Choice> {
    let choice = |(value, label): &(&str, &str)| Choice {
        value: (*value).into(),
        label: (*label).into(),
        selected: *value == now,
    };
    all.iter().map(choice).collect()
}

fn nothing(world: &World) -> CorrectionsPage {
    let t = &world.lang.texts().corrections;
    let mut page = list(world);
    page.summary = words::summary(world.lang, 0, rp(0), 0);
    page.rows = Vec::new();
    page.empty = Empty {
        title: t.empty_filter.into(),
        why: t.empty_filter_why.into(),
        action: Some(Link::new(world.lang.texts().shell.reset, "/koreksi")),
    };
    page
}

fn chrome(world: &World, title: &str, address: &str) -> wikarta_server::pages::Chrome {
    let mut chrome = world.chrome(title, Section::Corrections, address);
    chrome.reader.name = "Ratna Dewi".into();
    chrome.reader.role = "SUPERVISOR".into();
    chrome
}

fn step(name: &str, note: &str, state: StepState) -> Step {
    Step { name: name.into(), note: note.into(), state }
}

fn facts(world: &World) -> Facts {
    let (t, lang) = (&world.lang.texts().corrections, world.lang);
    Facts(vec![
        Fact::new(t.sum, "Rp1.665.000").noted("satu juta enam ratus enam puluh lima ribu rupiah"),
        Fact::new(t.invoice, NUMBER).to("/tagihan/inv_3f7c"),
        Fact::new(t.source, "VA BCA · INV-2026-11-000041-02-p9wce"),
        Fact::new(t.route, words::route(Route::Offline, lang)),
        Fact::new(t.destination, t.destination_known),
        Fact::new(t.effect, words::refunded_effect(lang, rp(0), rp(1_665_000), rp(1_665_000))),
        Fact::new(t.evidence, "Surat permohonan.pdf"),
        Fact::new(t.reason, "Pelanggan membayar dua kali, lewat VA dan QRIS"),
        Fact::new(t.tier, words::tier_needs(lang, 2, 2)).noted(words::approvals(lang, 1, 2)),
        Fact::new(t.expires, "24 November 2026, 10.14 WIB"),
    ])
}

fn hands(world: &World) -> Vec<HandRow> {
    let row = |act, who: &str, ago, said: &str| HandRow {
        deed: words::done(act, world.lang).into(),
        who: who.into(),
        when: world.when(ago),
        words: said.into(),
    };
    vec![
        row(
            CaseAct::Request,
            "Dimas Pratama (KEUANGAN)",
            518_000,
            "Pelanggan membayar dua kali, lewat VA dan QRIS",
        ),
        row(CaseAct::Verify, "Maya Lestari (KEUANGAN)", 430_000, ""),
        row(CaseAct::Approve, "Hendro Saputra (SUPERVISOR)", 345_000, "Bukti lengkap, jumlah sama"),
    ]
}

fn waiting(world: &World) -> CorrectionPage {
    let lang = world.lang;
    let name = |act| words::done(act, lang);
    let title = words::refund_of(lang, rp(1_665_000));
    let mut chrome = chrome(world, &title, "/koreksi/ref_4k7m");
    chrome.note =
        Some(Note::new(NoteTone::Ok, Voice::Answer, words::noted(lang, name(CaseAct::Verify))));
    let open = |act, weight| CaseLink::Open {
        words: match weight {
            Weight::Main => words::act_amount(lang, words::verb(act, lang), rp(1_665_000)),
            _ => words::verb(act, lang).into(),
        },
        href: format!("/koreksi/{ID}?langkah={act}"),
        weight,
    };
    CorrectionPage {
        chrome,
        title,
        id: ID.into(),
        status: StatusChip { word: words::approvals(lang, 1, 2), tone: Tone::Wait },
        customer: Link::new("PT Lintas Data Khatulistiwa", "/pelanggan/cus_1"),
        invoice: Some(Link::new(NUMBER, "/tagihan/inv_3f7c")),
        asked: words::asked_by(lang, "Dimas Pratama", "17 November 2026, 14.02 WIB"),
        steps: vec![
            step(name(CaseAct::Request), "Dimas Pratama, 17 Nov 14.02", StepState::Done),
            step(name(CaseAct::Verify), "Maya Lestari, 18 Nov 14.38", StepState::Done),
            step(
                &format!("{} 1/2", name(CaseAct::Approve)),
                "Hendro Saputra, 19 Nov 14.15",
                StepState::Now,
            ),
            step(name(CaseAct::Execute), "KEUANGAN", StepState::Ahead),
            step(name(CaseAct::Finish), "", StepState::Ahead),
        ],
        facts: facts(world),
        hands: hands(world),
        turn: Turn::People(vec![
            format!("{} · Ratna Dewi (SUPERVISOR)", lang.texts().corrections.you),
            "Yusrizal (SUPERVISOR)".into(),
        ]),
        acts: vec![open(CaseAct::Approve, Weight::Main), open(CaseAct::Reject, Weight::Risk)],
    }
}

fn blocked(world: &World) -> CorrectionPage {
    let lang = world.lang;
    let mut page = waiting(world);
    page.chrome.note = None;
    page.chrome.reader.name = "Hendro Saputra".into();
    page.turn = Turn::Nobody;
    page.acts = vec![CaseLink::Blocked {
        words: words::act_amount(lang, words::verb(CaseAct::Approve, lang), rp(1_665_000)),
        refusal: Refusal {
            rule: SeparationRule::VerifierApproves.as_str().into(),
            reason: separation::why(SeparationRule::VerifierApproves, lang).into(),
            allowed: vec![say::held_by(lang, "SUPERVISOR")],
        },
    }];
    page
}

fn rejected(world: &World) -> CorrectionPage {
    let lang = world.lang;
    let mut page = waiting(world);
    page.chrome.note = None;
    page.status = StatusChip::of(Of::Correction, "REJECTED", lang);
    page.steps.truncate(2);
    page.steps.push(step(words::done(CaseAct::Reject, lang), "19 Nov 14.15", StepState::Stopped));
    page.turn = Turn::Over;
    page.acts = Vec::new();
    page
}

fn question(world: &World, wrong: bool) -> ConfirmPage {
    let (t, lang) = (&world.lang.texts().corrections, world.lang);
    let verb = words::verb(CaseAct::Approve, lang);
    let question = words::ask_refund(lang, verb, rp(1_665_000));
    let mut form = Form {
        lang,
        id: "langkah".into(),
        action: format!("/koreksi/{ID}/setujui"),
        csrf: "c3JmLXNhbXBsZQ".into(),
        idempotency_key: "01JDC3Z5VA".into(),
        fields: vec![Field::new("reason", t.reason_field, Input::Area)],
        submit: words::act_amount(lang, verb, rp(1_665_000)),
        weight: Weight::Main,
        back: Some(Link::new(t.keep, format!("/koreksi/{ID}"))),
    };
    let mut chrome = chrome(world, &question, "/koreksi/ref_4k7m");
    if wrong {
        let sentence = world.say("Alasan minimal 10 karakter.", "The reason needs 10 characters.");
        form.blame("reason", sentence);
        form.retype(&[("reason", Some("ok"))]);
        let note = Note::new(NoteTone::Bad, Voice::Answer, t.wrong);
        chrome.note = Some(note.because(sentence).coded("invalid"));
    }
    ConfirmPage {
        chrome,
        crumbs: vec![
            Link::new(t.title, "/koreksi"),
            Link::new(words::refund_of(lang, rp(1_665_000)), format!("/koreksi/{ID}")),
        ],
        question,
        about: format!("{NUMBER} · PT Lintas Data Khatulistiwa"),
        facts: facts(world),
        note: Note::new(NoteTone::Mute, Voice::Standing, t.lead_approve),
        form,
    }
}

/// The box on the page of a paid bill.
pub fn on_bill(world: &World) -> CorrectionBox {
    let (t, lang) = (&world.lang.texts().corrections, world.lang);
    let to = choices(&[("payer", t.to_payer), ("transfer", t.to_transfer)], "payer");
    let form = Form {
        lang,
        id: "kembali".into(),
        action: "/tagihan/inv_3f7c/pengembalian".into(),
        csrf: "c3JmLXNhbXBsZQ".into(),
        idempotency_key: "01JDC3Z5VB".into(),
        fields: vec![
            Field::new("amount", t.amount_field, Input::Money)
                .with("150.000")
                .hinted(words::left_to_refund(lang, rp(150_000))),
            Field::new("to", t.to_field, Input::Select(to)),
            Field::new("reason", t.reason_field, Input::Area),
            Field::new("evidence", t.evidence_field, Input::Text)
                .hinted(t.evidence_hint)
                .optional(),
        ],
        submit: t.ask_refund.into(),
        weight: Weight::Plain,
        back: None,
    };
    CorrectionBox {
        lines: vec![CorrectionLine {
            kind: t.refund.into(),
            href: format!("/koreksi/{ID}"),
            reason: "Gangguan layanan seminggu".into(),
            status: StatusChip::of(Of::Correction, "DONE", lang),
            amount: rp(100_000),
        }],
        refund: Folded {
            id: "kembali".into(),
            title: t.ask_refund.into(),
            act: ActBox::Ready(form),
            open: false,
        },
        void: Folded {
            id: "batal".into(),
            title: t.ask_void.into(),
            act: ActBox::Refused {
                words: t.ask_void.into(),
                refusal: Refusal {
                    rule: "invoice.state".into(),
                    reason: world
                        .say(
                            "Tagihan berstatus Lunas tidak dapat dibatalkan.",
                            "An invoice that is Paid cannot be voided.",
                        )
                        .into(),
                    allowed: Vec::new(),
                },
            },
            open: false,
        },
    }
}
