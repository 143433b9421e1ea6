//! The dashboard, as each role gets it.

use wikarta_core::access::Role;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::world::{World, words};
use crate::pages::html;
use crate::panel::dashboard::{Books, page};

async fn seen(world: &World, name: &str, role: Role) -> String {
    let viewer = world.viewer(name, role);
    let books = Books::read(&world.app, &viewer).await.unwrap();
    words(&html(&page(&viewer, &books)).unwrap())
}

#[tokio::test]
async fn each_role_sees_its_parts_of_the_dashboard() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let october = world.bill(&client, "2026-10").await;
    let november = world.bill(&client, "2026-11").await;
    let order = world.charge(&[&november], Channel::BcaVa).await;
    world.pass(60);
    world.notify(&order, ProviderStatus::Settled).await;
    // Taken back by the bank: a case for the finance desk.
    let other = world.charge(&[&october], Channel::PermataVa).await;
    world.notify(&other, ProviderStatus::Settled).await;
    world.notify(&other, ProviderStatus::Denied).await;

    let parts =
        ["Tertagih", "Sisa piutang", "Umur piutang", "Perlu diperiksa", "Notifikasi Midtrans"];
    let mut table = String::new();
    for (name, role) in [
        ("Ratna", Role::Keuangan),
        ("Nurlaila", Role::Supervisor),
        ("Galih", Role::Superuser),
        ("Dimas", Role::Marketing),
        ("Wayan", Role::Teknisi),
        ("Agus", Role::Auditor),
    ] {
        let text = seen(&world, name, role).await;
        let shown: Vec<&str> = parts.into_iter().filter(|part| text.contains(part)).collect();
        table.push_str(&format!("{role}: {}\n", shown.join(", ")));
    }
    insta::assert_snapshot!(table, @r"
    KEUANGAN: Tertagih, Sisa piutang, Umur piutang, Perlu diperiksa, Notifikasi Midtrans
    SUPERVISOR: Tertagih, Sisa piutang, Umur piutang, Perlu diperiksa, Notifikasi Midtrans
    SUPERUSER: Tertagih, Notifikasi Midtrans
    MARKETING: Tertagih
    TEKNISI: 
    AUDITOR: Perlu diperiksa, Notifikasi Midtrans
    ");
    let finance = seen(&world, "Ratna", Role::Keuangan).await;
    for fact in [
        "Tertagih Rp500.000",
        "Diterima Rp250.000 50,0% dari tertagih",
        "Sisa piutang Rp250.000 1 tagihan belum lunas",
        "Belum jatuh tempo 1 250.000",
        "Total piutang 1 250.000",
        "Pembayaran ditarik kembali",
        "settlement Diterapkan",
    ] {
        assert!(finance.contains(fact), "`{fact}` is missing: {finance}");
    }
    let technician = seen(&world, "Wayan", Role::Teknisi).await;
    assert!(technician.contains("Peran Anda tidak melihat angka keuangan."), "{technician}");
}

#[tokio::test]
async fn money_under_an_unknown_order_waits_on_the_desk() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let bill = world.bill(&client, "2026-11").await;
    let known = world.charge(&[&bill], Channel::Qris).await;
    let mut reading = world.bank.holds(&known).unwrap();
    reading.transaction_id = Some("tx-foreign".into());
    let stranger = "TOKO-LAIN-77".parse().unwrap();
    world.bank.set(&stranger, reading);
    world.notify(&stranger, ProviderStatus::Settled).await;
    let text = seen(&world, "Ratna", Role::Keuangan).await;
    assert!(
        text.contains(
            "order_id tidak dikenal 2 Nov 10.00 Rp250.000 · TOKO-LAIN-77 · uangnya tertahan"
        ),
        "{text}"
    );
}

#[tokio::test]
async fn a_month_counts_by_the_sellers_calendar() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    // Half past midnight on the first of December in Jakarta is still November in Greenwich.
    world.host.set(super::world::moment("2026-11-30T17:30:00Z"));
    world.bill(&client, "2026-11").await;
    let text = seen(&world, "Ratna", Role::Keuangan).await;
    assert!(text.contains("Desember 2026, angka per 1 Desember 2026, 00.30 WIB"), "{text}");
    assert!(text.contains("Tertagih Rp250.000"), "{text}");
}
