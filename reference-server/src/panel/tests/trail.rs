//! The history on the page of a bill.

use axum::extract::State;
use sqlx::Connection as _;
use wikarta_core::access::Role;
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::world::{World, text, words};
use crate::http::{PathPart, QueryFields};
use crate::panel::invoice::{self, Asked};

async fn show(world: &World, who: (&str, Role), id: &InvoiceId, query: &str) -> String {
    let asked: Asked = serde_urlencoded::from_str(query).unwrap();
    let (viewer, id) = (world.viewer(who.0, who.1), Ok(PathPart(id.clone())));
    let answer = invoice::show(State(world.app.clone()), viewer, id, Ok(QueryFields(asked))).await;
    assert_eq!(answer.status(), 200);
    text(answer).await
}

/// The events of a page, newest first.
fn events(html: &str) -> Vec<String> {
    let trail = html.split("<ol class=\"trail\">").nth(1).unwrap();
    trail.split("<p class=\"by\">").skip(1).map(words).collect()
}

async fn paid(world: &World) -> InvoiceId {
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    world.pass(60);
    let order = world.charge(&[&id], Channel::BcaVa).await;
    world.pass(60);
    world.notify(&order, ProviderStatus::Pending).await;
    world.pass(60);
    world.notify(&order, ProviderStatus::Settled).await;
    id
}

#[tokio::test]
async fn the_history_says_who_what_when_and_from_what_to_what() {
    let world = World::new().await;
    let id = paid(&world).await;
    let html = show(&world, ("Nurlaila", Role::Supervisor), &id, "").await;
    let events = events(&html);
    let stages = "Diterima 10.03.00,000 ✓ Tanda tangan sah +0,000 ✓ Diperiksa +0,000 ✓ \
                  Diperbarui +0,000 ✓ Dicatat +0,000 ✓ Diberitahukan +0,000";
    let settled = &events[0];
    for part in [
        "Midtrans · notifikasi",
        "2 Nov 10.03 · #8",
        "Pembayaran diterima",
        "Status Menunggu pembayaran → menjadi Lunas",
        "Terbayar Rp0 → menjadi Rp250.000",
        "VA BCA · •••• 6789 · INV-2026-11-000001-01-",
        stages,
    ] {
        assert!(settled.contains(part), "`{part}` is missing: {settled}");
    }
    // A notification that changed nothing has no place in the chain and stands alone.
    assert!(events[1].contains("Notifikasi pending: tidak ada yang berubah"), "{}", events[1]);
    assert!(!events[1].contains('#'), "{}", events[1]);
    let kinds: Vec<&str> = events[2..]
        .iter()
        .map(|event| {
            [
                "Midtrans memberi kode bayar",
                "Transaksi pembayaran dibuat",
                "Tagihan diterbitkan",
                "Draf tagihan dibuat",
            ]
            .into_iter()
            .find(|sentence| event.contains(sentence))
            .unwrap()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "Midtrans memberi kode bayar",
            "Transaksi pembayaran dibuat",
            "Tagihan diterbitkan",
            "Draf tagihan dibuat"
        ]
    );
    assert!(html.contains("rantai utuh #1–#8"), "{html}");
    assert!(!html.contains("Rp0<"), "a sum that begins at nothing says nothing");
}

#[tokio::test]
async fn keuangan_reads_own_name_and_of_colleagues_the_role() {
    let world = World::new().await;
    let id = paid(&world).await;
    let own = show(&world, ("Ratna", Role::Keuangan), &id, "").await;
    assert!(own.contains("Ratna · KEUANGAN"), "{own}");
    let colleague = show(&world, ("Dewi", Role::Keuangan), &id, "").await;
    let events = events(&colleague).join(" ");
    assert!(events.contains("KEUANGAN") && !events.contains("Ratna"), "{events}");
    let supervisor = show(&world, ("Nurlaila", Role::Supervisor), &id, "").await;
    assert!(supervisor.contains("Ratna · KEUANGAN"), "{supervisor}");
    for (name, role) in [("Dimas", Role::Marketing), ("Wayan", Role::Teknisi)] {
        let hidden = show(&world, (name, role), &id, "").await;
        assert!(hidden.contains("Riwayat tidak terlihat oleh peran Anda."), "{role}");
        assert!(!hidden.contains("Pembayaran diterima"), "{role}");
    }
}

#[tokio::test]
async fn a_hint_that_is_not_confirmed_is_told_with_what_became_of_it() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let order = world.charge(&[&id], Channel::Qris).await;
    world.notify(&order, ProviderStatus::Settled).await;
    world.pass(60);
    // A refund that the bank does not know of.
    let truth = world.bank.holds(&order).unwrap();
    world.claim(&order, ProviderStatus::Refunded).await;
    assert_eq!(world.bank.holds(&order), Some(truth));
    let html = show(&world, ("Nurlaila", Role::Supervisor), &id, "").await;
    let told = events(&html).into_iter().find(|event| event.contains("refund")).unwrap();
    assert!(told.contains("Status diperiksa ke Midtrans"), "{told}");
    assert!(told.contains("Notifikasi refund: Tidak terbukti ✓ Diterima"), "{told}");
    let paid = events(&html).iter().filter(|event| event.contains("Pembayaran diterima")).count();
    assert_eq!(paid, 1, "a look that found what was known is no second payment");
}

#[tokio::test]
async fn older_events_are_one_link_away() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    for round in 0..15 {
        let channel = if round % 2 == 0 { Channel::BcaVa } else { Channel::BniVa };
        world.charge(&[&id], channel).await;
        world.work().await;
        world.pass(60);
    }
    let first = show(&world, ("Nurlaila", Role::Supervisor), &id, "").await;
    assert_eq!(events(&first).len(), 40);
    let older = first.split(&format!("/tagihan/{id}?sebelum=")).nth(1).unwrap();
    let before = older.split('"').next().unwrap();
    let query = format!("sebelum={before}");
    let second = show(&world, ("Nurlaila", Role::Supervisor), &id, &query).await;
    assert!(events(&second).last().unwrap().contains("Draf tagihan dibuat"), "{second}");
    let places = |html: &str| -> Vec<u64> {
        let hashes = html.split(" · #").skip(1);
        hashes.map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect()
    };
    let (first, second) = (places(&first), places(&second));
    assert!(first.last() > second.first(), "{first:?} {second:?}");
}

#[tokio::test]
async fn one_byte_changed_by_hand_takes_the_tick_away() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/books.db", folder.path().display());
    let world = World::at(&format!("{url}?mode=rwc")).await;
    let id = paid(&world).await;
    let mut by_hand = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let change = "UPDATE audit_logs SET changes = replace(changes, '250000', '250001')
                  WHERE action = 'payment.settled'";
    assert_eq!(sqlx::query(change).execute(&mut by_hand).await.unwrap().rows_affected(), 1);
    let html = show(&world, ("Nurlaila", Role::Supervisor), &id, "").await;
    assert!(html.contains("✕ rantai tidak cocok mulai #8"), "{html}");
    assert!(!html.contains("rantai utuh"));
}
