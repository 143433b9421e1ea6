//! Sign-in and dashboard.

use std::error::Error;

use wikarta_core::time::Zone;
use wikarta_server::pages::{
    Aging, CaseRow, DashboardPage, Kpi, Link, Note, NoteTone, Section, SignInPage, StatusChip,
    Theme, Voice, WebhookRow, html,
};
use wikarta_server::text::status::Of;
use wikarta_server::text::{audit, format, say};

use crate::Pages;
use crate::world::{World, rp};

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    Ok(vec![
        ("masuk", html(&sign_in(world))?),
        ("masuk-gagal", html(&sign_in_failed(world))?),
        ("dasbor", html(&dashboard(world))?),
        ("dasbor-beres", html(&quiet_dashboard(world))?),
        ("dasbor-teknisi", html(&technician(world))?),
    ])
}

fn sign_in(world: &World) -> SignInPage {
    SignInPage {
        lang: world.lang,
        theme: Theme::System,
        company: "PT Contoh Net Nusantara".into(),
        help: Some("it@contoh.test".into()),
        address: "/masuk".into(),
        csrf: "c3JmLXNhbXBsZQ".into(),
        email: String::new(),
        return_to: Some("/tagihan?status=PENDING".into()),
        note: None,
    }
}

fn sign_in_failed(world: &World) -> SignInPage {
    let t = &world.lang.texts().sign_in;
    let note = Note::new(NoteTone::Bad, Voice::Answer, t.wrong).because(t.wrong_why);
    SignInPage { email: "keuangan@demo.test".into(), note: Some(note), ..sign_in(world) }
}

fn dashboard(world: &World) -> DashboardPage {
    let (t, lang) = (&world.lang.texts().dashboard, world.lang);
    let kpi =
        |label: &str, value, detail| Kpi { label: label.into(), value, detail, verdict: None };
    let (billed, collected, open) = (rp(112_486_000), rp(96_318_250), rp(20_430_750));
    let moment = format::moment(world.now, Zone::Wib, lang);
    DashboardPage {
        chrome: world.chrome(t.title, Section::Dashboard, "/"),
        as_of: say::as_of(lang, moment),
        kpis: vec![
            kpi(t.billed, format::money(billed), say::invoices_issued(lang, 264)),
            kpi(
                t.collected,
                format::money(collected),
                say::share_of_billed(lang, format::percent(collected, billed, lang)),
            ),
            kpi(t.outstanding, format::money(open), say::open_invoices(lang, 76)),
        ],
        aging: Some(Aging::new(
            [
                (29, rp(7_555_500)),
                (31, rp(8_612_250)),
                (9, rp(2_148_000)),
                (4, rp(875_000)),
                (3, rp(1_240_000)),
            ],
            lang,
        )),
        cases: Some(cases(world)),
        webhooks: Some(webhooks(world)),
    }
}

fn cases(world: &World) -> Vec<CaseRow> {
    let case = |id, en, amount, number: &str, detail: String, since| CaseRow {
        title: world.say(id, en).into(),
        amount: Some(rp(amount)),
        link: Some(Link::new(number, "/tagihan/inv_3f7c")),
        detail,
        since: world.when(since),
    };
    vec![
        case(
            "Jumlah berbeda dari kode bayar",
            "Amount differs from the payment code",
            250_000,
            "INV/2026/11/000187",
            world
                .say(
                    "Sri Wahyuni · Midtrans melaporkan Rp205.000",
                    "Sri Wahyuni · Midtrans reports Rp205.000",
                )
                .into(),
            7_200,
        ),
        case(
            "Uang masuk setelah tagihan dibatalkan",
            "Money arrived after the invoice was voided",
            199_000,
            "INV/2026/11/000182",
            world
                .say(
                    "Ni Luh Ayu Lestari · menjadi saldo pelanggan",
                    "Ni Luh Ayu Lestari · became customer credit",
                )
                .into(),
            93_600,
        ),
        CaseRow {
            title: world.say("order_id tidak dikenal", "Unknown order_id").into(),
            amount: Some(rp(450_000)),
            link: None,
            detail: "INV-2026-09-000044-01-k3m9p · VA BRI".into(),
            since: world.when(260_000),
        },
    ]
}

fn webhooks(world: &World) -> Vec<WebhookRow> {
    let stage = |reached: usize, code| format!("{reached}/6 {}", audit::stage(code, world.lang));
    let row = |ago, order: &str, says: &str, result, stage| WebhookRow {
        received: world.when(ago),
        order_id: order.into(),
        invoice: order.starts_with("INV-2026-11").then(|| Link::new(order, "/tagihan/inv_3f7c")),
        says: says.into(),
        result: StatusChip::of(Of::Webhook, result, world.lang),
        stage,
    };
    vec![
        row(40, "INV-2026-11-000187-03-x7k2q", "pending", "applied", stage(6, "notified")),
        row(
            1_260,
            "INV-2026-11-000122-02-m4tza",
            "settlement",
            "duplicate",
            stage(3, "idempotency_checked"),
        ),
        row(1_305, "INV-2026-11-000122-02-m4tza", "settlement", "applied", stage(6, "notified")),
        row(7_200, "INV-2026-11-000187-02-p9wce", "settlement", "parked", stage(1, "received")),
        row(9_000, "INV-2026-09-000044-01-k3m9p", "settlement", "parked", stage(1, "received")),
        row(
            12_400,
            "INV-2026-11-000128-01-b6hrd",
            "expire",
            "stale",
            stage(3, "idempotency_checked"),
        ),
        row(15_100, "INV-2026-11-000170-01-t2vxs", "settlement", "applied", stage(6, "notified")),
    ]
}

fn quiet_dashboard(world: &World) -> DashboardPage {
    DashboardPage { cases: Some(Vec::new()), webhooks: Some(Vec::new()), ..dashboard(world) }
}

fn technician(world: &World) -> DashboardPage {
    let mut page = dashboard(world);
    page.chrome.reader.name = "Wayan Sudarma".into();
    page.chrome.reader.role = "TEKNISI".into();
    page.chrome.may_see.retain(|section| *section != Section::Invoices);
    DashboardPage { kpis: Vec::new(), aging: None, cases: None, webhooks: None, ..page }
}
