//! A customer, a package, the promotions, a subscription, and a form on a page of its own.

use std::error::Error;

use wikarta_core::account::Stage;
use wikarta_server::pages::{
    ActBox, Block, Cell, Fact, Facts, Field, Folded, Form, FormPage, Input, Kpi, Link, Note,
    NoteTone, Part, RecordPage, Refusal, Section, StatusChip, Table, Voice, Weight, html,
};
use wikarta_server::panel::acts::choices;
use wikarta_server::text::status::Of;
use wikarta_server::text::{format, record as words, say};

use crate::Pages;
use crate::world::{World, rp};

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    Ok(vec![
        ("pelanggan-satu", html(&customer(world))?),
        ("pelanggan-baru", html(&new_customer(world))?),
        ("paket-satu", html(&package(world))?),
        ("promo", html(&promos(world))?),
        ("langganan", html(&subscription(world))?),
    ])
}

fn form(world: &World, id: &str, submit: &str, fields: Vec<Field>) -> Form {
    Form {
        lang: world.lang,
        id: id.into(),
        action: format!("/pelanggan/cus_1/{id}"),
        csrf: "c3JmLXNhbXBsZQ".into(),
        idempotency_key: format!("01JDC3Z5VC-{id}"),
        fields,
        submit: submit.into(),
        weight: Weight::Plain,
        back: None,
    }
}

fn folded(world: &World, id: &str, title: &str, fields: Vec<Field>) -> Folded {
    let act = ActBox::Ready(form(world, id, title, fields));
    Folded { id: id.into(), title: title.into(), act, open: false }
}

fn blocked(world: &World, id: &str, title: &str, permission: &str, roles: &str) -> Folded {
    let refusal = Refusal {
        rule: "access.matrix".into(),
        reason: say::needs_permission(world.lang, permission, "KEUANGAN"),
        allowed: vec![say::held_by(world.lang, roles)],
    };
    let act = ActBox::Refused { words: title.into(), refusal };
    Folded { id: id.into(), title: title.into(), act, open: false }
}

fn reason(world: &World) -> Field {
    Field::new("reason", world.lang.texts().corrections.reason_field, Input::Area)
}

fn heads(all: &[&str]) -> Vec<String> {
    all.iter().map(|head| (*head).to_owned()).collect()
}

fn figure(label: &str, value: String, detail: &str) -> Kpi {
    Kpi { label: label.into(), value, detail: detail.into(), verdict: None }
}

fn customer(world: &World) -> RecordPage {
    let lang = world.lang;
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let bill = |number: &str, month: &str, status: &str, left: Option<i64>| {
        vec![
            Cell::Link(Link::new(number, "/tagihan/inv_1"), String::new()),
            Cell::words(month),
            Cell::Chip(StatusChip::of(Of::Invoice, status, lang)),
            Cell::Money(Some(rp(777_000))),
            Cell::Money(left.map(rp)),
        ]
    };
    let bills = Table {
        caption: t.invoices.into(),
        heads: heads(&[t.number, t.period, r.state, t.total, t.left]),
        rows: vec![
            bill("INV/2026/11/000122", "November 2026", "PENDING", Some(777_000)),
            bill("INV/2026/10/000119", "Oktober 2026", "PAID", None),
            bill("INV/2026/09/000120", "September 2026", "VOID", None),
        ],
        none: r.none.into(),
    };
    let sold = Table {
        caption: t.subscriptions.into(),
        heads: heads(&[t.package, r.since, r.state, t.price]),
        rows: vec![vec![
            Cell::Link(Link::new("BISNIS100", "/langganan/sub_1"), "Bisnis 100".into()),
            Cell::When(world.when(9_000_000)),
            Cell::Chip(StatusChip::of(Of::Subscription, "ACTIVE", lang)),
            Cell::Money(Some(rp(700_000))),
        ]],
        none: r.none.into(),
    };
    let cases = Table {
        caption: t.cases.into(),
        heads: heads(&[t.case, r.state, r.amount]),
        rows: vec![vec![
            Cell::Link(
                Link::new(lang.texts().corrections.refund, "/koreksi/ref_1"),
                "Gangguan layanan seminggu".into(),
            ),
            Cell::Chip(StatusChip::of(Of::Correction, Stage::Verified.as_str(), lang)),
            Cell::Money(Some(rp(100_000))),
        ]],
        none: r.none.into(),
    };
    RecordPage {
        chrome: world.chrome("Kos Bu Neneng", Section::Customers, "/pelanggan/cus_1"),
        crumbs: vec![Link::new(lang.texts().customers.title, "/pelanggan")],
        title: "Kos Bu Neneng".into(),
        status: None,
        about: format!("PLG-010412 · {} · Bogor (WIB)", t.kind_business),
        ways: vec![Link::new(t.change, "/pelanggan/cus_1/ubah")],
        figures: vec![
            figure(t.open, "Rp777.000".into(), &words::open_since(lang, 1, "20 Nov")),
            figure(t.credit, "Rp150.000".into(), t.credit_detail),
            figure(t.deposit, "Rp100.000".into(), t.deposit_detail),
        ],
        left: vec![
            Block::new(t.invoices, Part::Table(bills)).noted(t.invoices_latest),
            Block::new(t.subscriptions, Part::Table(sold)),
            postings(world),
            Block::new(t.cases, Part::Table(cases)),
        ],
        right: vec![identity(world)],
    }
}

fn postings(world: &World) -> Block {
    let lang = world.lang;
    let (t, r, c) = (&lang.texts().customer, &lang.texts().record, &lang.texts().corrections);
    let table = Table {
        caption: t.postings.into(),
        heads: heads(&[t.posting, t.received, r.state, r.amount]),
        rows: vec![vec![
            Cell::Words("BCA 20261122-0417".into(), "Dimas Pratama".into()),
            Cell::When(world.when(86_400)),
            Cell::Chip(StatusChip::of(Of::Posting, "RECORDED", lang)),
            Cell::Money(Some(rp(250_000))),
        ]],
        none: r.none.into(),
    };
    let verify = words::verb_amount(lang, t.verify, rp(250_000), "BCA 20261122-0417");
    let methods = [("cash", t.cash), ("transfer", t.transfer)];
    let fields = vec![
        Field::new("method", t.method, Input::Select(choices(&methods, "cash"))),
        Field::new("amount", c.amount_field, Input::Money).with("777.000").hinted(t.oldest_first),
        Field::new("received_on", t.received_on, Input::Day).with("23/11/2026").hinted(r.day_hint),
        Field::new("evidence", t.evidence, Input::Text),
    ];
    Block::new(t.postings, Part::Table(table)).acting([
        folded(world, "cek-pst_1", &verify, Vec::new()),
        folded(world, "bayar", t.post, fields),
    ])
}

fn identity(world: &World) -> Block {
    let lang = world.lang;
    let (t, r) = (&lang.texts().customer, &lang.texts().record);
    let facts = Facts(vec![
        Fact::new(t.name, "Neneng Kurniasih"),
        Fact::new(t.phone, "0812****418"),
        Fact::new(t.email, "ne***@contoh.test"),
        Fact::new(t.address, "•••, Bogor"),
        Fact::new(t.nik, "************0412"),
        Fact::new(t.bank, "BCA •••• 2210"),
        Fact::new(t.withholds, r.no),
    ]);
    Block::new(t.identity, Part::Facts(facts)).noted(t.masked).acting([
        folded(world, "tampilkan", t.reveal, vec![reason(world).hinted(t.reveal_hint)]),
        blocked(world, "hapus", t.remove, "customer.delete", "SUPERVISOR"),
    ])
}

fn new_customer(world: &World) -> FormPage {
    let lang = world.lang;
    let t = &lang.texts().customer;
    let kinds = [("home", t.kind_home), ("business", t.kind_business)];
    let fields = vec![
        Field::new("code", t.code, Input::Text).hinted(t.code_hint).with("PLG-000251"),
        Field::new("name", t.name, Input::Text),
        Field::new("phone", t.phone, Input::Text).hinted(t.phone_hint),
        Field::new("nik", t.nik, Input::Digits).hinted(t.nik_hint).optional(),
        Field::new("kind", t.kind, Input::Select(choices(&kinds, "home"))),
    ];
    let mut form = form(world, "baru", lang.texts().record.save, fields);
    form.weight = Weight::Main;
    form.blame("nik", t.nik_wrong);
    form.retype(&[("nik", Some("3201"))]);
    let mut chrome = world.chrome(t.new, Section::Customers, "/pelanggan/baru");
    let wrong = Note::new(NoteTone::Bad, Voice::Answer, lang.texts().corrections.wrong);
    chrome.note = Some(wrong.because(t.nik_wrong).coded("invalid"));
    FormPage {
        chrome,
        crumbs: vec![Link::new(lang.texts().customers.title, "/pelanggan")],
        title: t.new.into(),
        about: String::new(),
        form,
    }
}

fn package(world: &World) -> RecordPage {
    let lang = world.lang;
    let (t, p) = (&lang.texts().catalogue, &lang.texts().packages);
    let facts = Facts(vec![
        Fact::new(p.name, "Keluarga 30"),
        Fact::new(t.description, world.say("Untuk keluarga", "For families")),
        Fact::new(p.speed, "30"),
        Fact::new(t.pricing, p.tax_inside),
        Fact::new(t.installation, "Rp250.000"),
    ]);
    let proposal = Facts(vec![
        Fact::new(t.price_field, words::proposed(lang, rp(250_000), rp(275_000))),
        Fact::new(t.reason, world.say("Biaya bandwidth naik", "Bandwidth costs more")),
        Fact::new(lang.texts().record.who, "Intan Permata, 22 November 2026, 10.14 WIB"),
    ]);
    RecordPage {
        chrome: world.chrome("KELUARGA30", Section::Packages, "/paket/pkg_1"),
        crumbs: vec![Link::new(p.title, "/paket")],
        title: "KELUARGA30".into(),
        status: Some(StatusChip::of(Of::Package, "ON_SALE", lang)),
        about: "Keluarga 30".into(),
        ways: Vec::new(),
        figures: vec![
            figure(t.price_now, "Rp250.000".into(), t.inside),
            figure(t.subscribers, "60".into(), t.keeps),
        ],
        left: vec![Block::new(t.facts, Part::Facts(facts))],
        right: vec![Block::new(t.proposal, Part::Facts(proposal)).acting([
            blocked(
                world,
                "setujui",
                &words::approve_price(lang, rp(275_000)),
                "package.approve_price",
                "SUPERVISOR",
            ),
            folded(world, "harga", t.propose_price, vec![reason(world)]),
        ])],
    }
}

fn promos(world: &World) -> RecordPage {
    let lang = world.lang;
    let (t, r) = (&lang.texts().catalogue, &lang.texts().record);
    let row = |code: &str, name: &str, off: String, state: &str| {
        vec![
            Cell::Words(code.into(), name.into()),
            Cell::words(off),
            Cell::words("3"),
            Cell::words(words::span(lang, "1 Nov", "31 Des")),
            Cell::Chip(StatusChip::of(Of::Promo, state, lang)),
            Cell::words("Intan Permata"),
        ]
    };
    let table = Table {
        caption: t.promos.into(),
        heads: heads(&[t.promo, t.takes_off, t.periods, t.valid, r.state, r.who]),
        rows: vec![
            row("AKHIRTAHUN", "Promo akhir tahun", words::off_percent(lang, 20), "PROPOSED"),
            row("GRATISPASANG", "Gratis pemasangan", t.install_waived.into(), "APPROVED"),
        ],
        none: r.none.into(),
    };
    RecordPage {
        chrome: world.chrome(t.promos, Section::Promos, "/promo"),
        crumbs: Vec::new(),
        title: t.promos.into(),
        status: None,
        about: t.promos_about.into(),
        ways: Vec::new(),
        figures: Vec::new(),
        left: vec![Block::new(t.promos, Part::Table(table)).acting([
            folded(world, "setujui-prm_1", &words::approve_promo(lang, "AKHIRTAHUN"), Vec::new()),
            folded(
                world,
                "tolak-prm_1",
                &words::reject_promo(lang, "AKHIRTAHUN"),
                vec![reason(world)],
            ),
        ])],
        right: Vec::new(),
    }
}

fn subscription(world: &World) -> RecordPage {
    let lang = world.lang;
    let (t, c) = (&lang.texts().subscription, &lang.texts().customer);
    let from = format::day(world.day(8), lang);
    let facts = Facts(vec![
        Fact::new(t.plan, "KELUARGA30").to("/paket/pkg_1").noted("Keluarga 30"),
        Fact::new(t.price, "Rp250.000").noted(lang.texts().catalogue.inside),
        Fact::new(t.starts, format::day(world.day(-400), lang)),
        Fact::new(t.cycle, words::every(lang, 1, words::from_day(lang, 31), c.mode_prepaid)),
        Fact::new(t.deposit, "Rp100.000"),
        Fact::new(t.next_plan, words::plan_from(lang, "PRO100", rp(450_000), from)),
    ]);
    let charges = Table {
        caption: t.charges.into(),
        heads: heads(&[t.charge, lang.texts().catalogue.pricing, lang.texts().record.amount]),
        rows: vec![vec![
            Cell::Words(world.say("Sewa perangkat", "Device rent").into(), "1–30 Nov 2026".into()),
            Cell::words(lang.texts().catalogue.on_top),
            Cell::Money(Some(rp(25_000))),
        ]],
        none: lang.texts().record.none.into(),
    };
    let end = Facts(vec![
        Fact::new(t.last_day, format::day(world.day(30), lang)),
        Fact::new(t.reason, world.say("Pindah rumah", "Moving house")),
        Fact::new(t.asked_by, "Intan Permata, 22 November 2026, 10.14 WIB"),
    ]);
    let acts = Block { title: t.acts.into(), note: None, parts: Vec::new(), acts: Vec::new() };
    RecordPage {
        chrome: world.chrome("KELUARGA30 · Sri Wahyuni", Section::Customers, "/langganan/sub_1"),
        crumbs: vec![
            Link::new(lang.texts().customers.title, "/pelanggan"),
            Link::new("Sri Wahyuni", "/pelanggan/cus_1"),
        ],
        title: "KELUARGA30 · Sri Wahyuni".into(),
        status: Some(StatusChip::of(Of::Subscription, "ACTIVE", lang)),
        about: "PLG-000031 · WIB".into(),
        ways: Vec::new(),
        figures: Vec::new(),
        left: vec![
            Block::new(t.facts, Part::Facts(facts)),
            Block::new(t.charges, Part::Table(charges)),
        ],
        right: vec![
            acts.acting([
                folded(world, "isolir", t.isolate, vec![reason(world)]),
                folded(world, "biaya", t.add_fee, vec![reason(world)]),
            ]),
            Block::new(t.termination, Part::Facts(end)).acting([blocked(
                world,
                "setujui",
                t.approve_end,
                "subscription.approve_termination",
                "SUPERVISOR",
            )]),
        ],
    }
}
