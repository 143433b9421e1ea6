//! The lists: invoices, customers, packages; filtered, empty and fifty rows long.

use std::error::Error;

use wikarta_server::pages::{
    Choice, CustomerRow, CustomersPage, Due, Empty, InvoiceFilter, InvoiceRow, InvoicesPage, Link,
    PackageRow, PackagesPage, PageSum, Pager, Pill, Section, StatusChip, html,
};
use wikarta_server::text::status::{self, Of};
use wikarta_server::text::{format, say};

use crate::Pages;
use crate::world::{World, rp};

const NAMES: [&str; 12] = [
    "Sri Wahyuni",
    "Toko Barokah Jaya",
    "I Made Wirawan",
    "Warnet Sinar Jaya",
    "Hj. Ma’rufah Anwar",
    "Rotua Simanjuntak",
    "Yayasan Cahaya Ilmu Nusantara Abadi",
    "Sutrisno",
    "Hendra Wijaya",
    "Andi Tenri",
    "Ni Luh Ayu Lestari",
    "Yosepina Wanggai",
];
/// Status, channel, total; the due day runs on by itself.
const BILLS: [(&str, &str, i64); 12] = [
    ("PENDING", "VA BCA", 250_000),
    ("EXPIRED", "VA BRI", 450_000),
    ("ISSUED", "", 325_000),
    ("ISSUED", "", 832_500),
    ("PENDING", "QRIS", 199_000),
    ("PENDING", "VA BRI", 450_000),
    ("ISSUED", "Bill Mandiri", 5_550_000),
    ("PENDING", "VA BNI", 150_000),
    ("PAID", "QRIS", 325_000),
    ("PAID", "VA BCA", 250_000),
    ("VOID", "", 199_000),
    ("REFUND", "QRIS", 250_000),
];

pub fn pages(world: &World) -> Result<Pages, Box<dyn Error>> {
    Ok(vec![
        ("tagihan", html(&invoices(world, 24))?),
        ("tagihan-50", html(&invoices(world, 50))?),
        ("tagihan-kosong", html(&no_invoices(world))?),
        ("pelanggan", html(&customers(world))?),
        ("pelanggan-kosong", html(&no_customers(world))?),
        ("paket", html(&packages(world))?),
    ])
}

fn invoice_row(world: &World, index: usize) -> InvoiceRow {
    let &(status, channel, total) = BILLS.get(index % BILLS.len()).unwrap_or(&("DRAFT", "", 0));
    let name = NAMES.get(index % NAMES.len()).copied().unwrap_or_default();
    let draft = index % 17 == 16;
    let status = if draft { "DRAFT" } else { status };
    let due = world.day(i64::try_from(index).unwrap_or(0) / 3 - 3);
    let owed = matches!(status, "ISSUED" | "PENDING" | "EXPIRED");
    let half = index == 3;
    InvoiceRow {
        number: if draft {
            world.lang.texts().invoices.draft_number.into()
        } else {
            format!("INV/2026/11/{:06}", 120 + index * 3)
        },
        href: format!("/tagihan/inv_{index:04x}"),
        customer: name.into(),
        period: "Nov 2026".into(),
        due: (!draft).then(|| {
            if owed {
                Due::open(due, world.today, world.lang)
            } else {
                Due::closed(due, world.today, world.lang)
            }
        }),
        status: StatusChip::of(Of::Invoice, status, world.lang),
        status_note: half.then(|| world.say("dibayar sebagian", "partly paid").into()),
        channel: channel.into(),
        total: rp(total),
        open: owed.then(|| rp(if half { 332_500 } else { total })),
    }
}

fn invoices(world: &World, count: usize) -> InvoicesPage {
    let (t, lang) = (&world.lang.texts().invoices, world.lang);
    let rows: Vec<_> = (0..count).map(|index| invoice_row(world, index)).collect();
    let all = std::iter::once(Choice {
        value: String::new(),
        label: t.all_statuses.into(),
        selected: true,
    });
    let each =
        status::codes(Of::Invoice).filter(|code| *code != "REFUND_PARTIAL").map(|code| Choice {
            value: code.into(),
            label: StatusChip::of(Of::Invoice, code, lang).word,
            selected: false,
        });
    InvoicesPage {
        chrome: world.chrome(t.title, Section::Invoices, "/tagihan"),
        summary: world
            .say(
                "264 tagihan November 2026 · sisa Rp20.430.750",
                "264 invoices, November 2026 · open Rp20.430.750",
            )
            .into(),
        filter: InvoiceFilter {
            query: String::new(),
            statuses: all.chain(each).collect(),
            applied: Vec::new(),
        },
        sum: PageSum {
            total: rows.iter().map(|row| row.total).sum(),
            open: rows.iter().filter_map(|row| row.open).sum(),
        },
        empty: Empty { title: t.empty.into(), why: t.empty_why.into(), action: None },
        pager: Pager {
            lang,
            words: say::rows_of(lang, rows.len(), format::count(264)),
            previous: None,
            next: Some("/tagihan?cursor=bmV4dA".into()),
        },
        rows,
    }
}

fn no_invoices(world: &World) -> InvoicesPage {
    let (t, lang) = (&world.lang.texts().invoices, world.lang);
    let mut page = invoices(world, 0);
    page.filter.query = "Ambon".into();
    for choice in &mut page.filter.statuses {
        choice.selected = choice.value == "PENDING";
    }
    let word = StatusChip::of(Of::Invoice, "PENDING", lang).word;
    page.filter.applied = vec![
        Pill {
            label: say::searched_for(lang, "Ambon"),
            remove_href: "/tagihan?status=PENDING".into(),
        },
        Pill { label: say::status_is(lang, word), remove_href: "/tagihan?q=Ambon".into() },
    ];
    page.empty = Empty {
        title: t.empty_filter.into(),
        why: t.empty_filter_why.into(),
        action: Some(Link::new(lang.texts().shell.reset, "/tagihan")),
    };
    page.pager = Pager { lang, words: say::rows_shown(lang, 0), previous: None, next: None };
    page
}

fn customers(world: &World) -> CustomersPage {
    let (t, lang) = (&world.lang.texts().customers, world.lang);
    let areas = ["Bandung", "Bogor", "Denpasar", "Semarang", "Bekasi", "Jayapura"];
    let packages = ["KELUARGA30", "PRO100", "CEPAT50", "BISNIS100", "HEMAT10", "RUMAH20"];
    let states = ["ACTIVE", "ACTIVE", "ISOLATED", "ACTIVE", "PENDING_INSTALL", "TERMINATED"];
    let row = |index: usize, name: &&str| {
        let pick = |words: [&'static str; 6]| words.get(index % 6).copied().unwrap_or_default();
        CustomerRow {
            name: (*name).into(),
            href: Some(format!("/tagihan?q=WK-{}", 10_031 + index * 13)),
            id: format!("WK-{}", 10_031 + index * 13),
            area: pick(areas).into(),
            zone: pick(["WIB", "WIB", "WITA", "WIB", "WIB", "WIT"]),
            package: pick(packages).into(),
            service: Some(StatusChip::of(Of::Subscription, pick(states), lang)),
            phone: format!("0812****{}", 418 + index),
            email: format!("{}***@contoh.test", pick(["sr", "as", "ma", "ni", "ro", "yo"])),
            open: index.is_multiple_of(3).then(|| rp(250_000)),
        }
    };
    CustomersPage {
        chrome: world.chrome(t.title, Section::Customers, "/pelanggan"),
        summary: world
            .say(
                "250 pelanggan · nomor telepon disamarkan",
                "250 customers · phone numbers are masked",
            )
            .into(),
        query: String::new(),
        rows: NAMES.iter().enumerate().map(|(index, name)| row(index, name)).collect(),
        empty: Empty { title: t.empty.into(), why: t.empty_why.into(), action: None },
        pager: Pager {
            lang,
            words: say::rows_of(lang, NAMES.len(), 250),
            previous: Some("/pelanggan?cursor=cHJldg".into()),
            next: Some("/pelanggan?cursor=bmV4dA".into()),
        },
    }
}

fn no_customers(world: &World) -> CustomersPage {
    let (t, lang) = (&world.lang.texts().customers, world.lang);
    let mut page = customers(world);
    page.rows.clear();
    page.query = "Ambarawa".into();
    page.empty = Empty { title: t.empty_filter.into(), why: t.empty_why.into(), action: None };
    page.pager = Pager { lang, words: say::rows_shown(lang, 0), previous: None, next: None };
    page
}

fn packages(world: &World) -> PackagesPage {
    let (t, lang) = (&world.lang.texts().packages, world.lang);
    let list = [
        ("HEMAT10", "Hemat 10", 10, 45, 150_000),
        ("RUMAH20", "Rumah 20", 20, 75, 199_000),
        ("KELUARGA30", "Keluarga 30", 30, 60, 250_000),
        ("CEPAT50", "Cepat 50", 50, 35, 325_000),
        ("PRO100", "Pro 100", 100, 15, 450_000),
        ("BISNIS100", "Bisnis 100", 100, 13, 750_000),
        ("DEDIKASI50", "Dedikasi 50, 1:1", 50, 7, 5_000_000),
    ];
    let row = |(code, name, mbps, customers, price): (&str, &str, u32, u64, i64)| PackageRow {
        code: code.into(),
        name: name.into(),
        mbps,
        tax: if price > 500_000 { t.tax_on_top } else { t.tax_inside }.into(),
        customers: Some(customers),
        status: StatusChip::of(Of::Package, "ON_SALE", lang),
        price: rp(price),
    };
    PackagesPage {
        chrome: world.chrome(t.title, Section::Packages, "/paket"),
        summary: world
            .say("7 paket dijual · 250 pelanggan", "7 packages on sale · 250 customers")
            .into(),
        rows: list.into_iter().map(row).collect(),
        empty: Empty { title: t.empty.into(), why: t.empty_why.into(), action: None },
    }
}
