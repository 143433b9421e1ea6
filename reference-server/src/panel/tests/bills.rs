//! One bill: what each role sees of it, and the two acts.

use axum::extract::State;
use axum::http::header;
use wikarta_core::access::Role;
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::testkit::Mood;

use super::world::{World, text, words};
use crate::http::{FormFields, PathPart, QueryFields};
use crate::panel::invoice::{self, Asked, ChargeForm, IssueForm};

async fn show(world: &World, who: (&str, Role), id: &InvoiceId, query: &str) -> String {
    let asked: Asked = serde_urlencoded::from_str(query).unwrap();
    let (viewer, id) = (world.viewer(who.0, who.1), Ok(PathPart(id.clone())));
    let answer = invoice::show(State(world.app.clone()), viewer, id, Ok(QueryFields(asked))).await;
    assert_eq!(answer.status(), 200);
    text(answer).await
}

async fn charge(
    world: &World,
    who: (&str, Role),
    id: &InvoiceId,
    form: &str,
) -> (u16, String, String) {
    let form: ChargeForm = serde_urlencoded::from_str(form).unwrap();
    let (viewer, id) = (world.viewer(who.0, who.1), Ok(PathPart(id.clone())));
    let answer = invoice::charge(State(world.app.clone()), viewer, id, Ok(FormFields(form))).await;
    let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default(), words(&text(answer).await))
}

const RATNA: (&str, Role) = ("Ratna", Role::Keuangan);

#[tokio::test]
async fn a_draft_is_issued_once_and_the_next_page_says_so() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.draft(&client, "2026-11").await;
    let draft = show(&world, RATNA, &id, "").await;
    assert!(words(&draft).contains("Terbitkan Rp250.000"), "{draft}");
    assert!(!draft.contains("/bayar/") && !draft.contains("name=\"channel\""));
    let claimed = show(&world, RATNA, &id, "pesan=terbit").await;
    assert!(!claimed.contains("diterbitkan."), "an address proves nothing");
    for _ in 0..2 {
        let form = IssueForm { idempotency_key: Some("k-1".into()) };
        let (viewer, path) = (world.viewer("Ratna", Role::Keuangan), Ok(PathPart(id.clone())));
        let answer =
            invoice::issue(State(world.app.clone()), viewer, path, Ok(FormFields(form))).await;
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()[header::LOCATION], format!("/tagihan/{id}?pesan=terbit"));
    }
    let issued = show(&world, RATNA, &id, "pesan=terbit").await;
    assert!(issued.contains("INV/2026/11/000001 diterbitkan."), "{issued}");
    let again = IssueForm { idempotency_key: Some("k-2".into()) };
    let (viewer, path) = (world.viewer("Ratna", Role::Keuangan), Ok(PathPart(id.clone())));
    let refused =
        invoice::issue(State(world.app.clone()), viewer, path, Ok(FormFields(again))).await;
    assert_eq!(refused.status(), 409);
    let refused = words(&text(refused).await);
    for part in [
        "Tagihan berstatus Terbit tidak dapat diterbitkan.",
        "invoice.state",
        "Tidak ada yang berubah",
        "Ratna",
    ] {
        assert!(refused.contains(part), "`{part}` is missing: {refused}");
    }
}

#[tokio::test]
async fn a_double_click_makes_one_code_and_the_page_shows_it() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let form = "channel=bca_va&idempotency_key=k-1";
    let (status, to, _) = charge(&world, RATNA, &id, form).await;
    assert_eq!(status, 303);
    let (_, again, _) = charge(&world, RATNA, &id, form).await;
    assert_eq!(to, again);
    assert_eq!(world.bank.charges(), 1);
    let query = to.split('?').nth(1).unwrap();
    let page = words(&show(&world, RATNA, &id, query).await);
    for part in
        ["VA BCA siap dipakai.", "8808 1234 5678 9", "Rp250.000 · berlaku sampai", "•••• 6789"]
    {
        assert!(page.contains(part), "`{part}` is missing: {page}");
    }
    let other = words(&show(&world, RATNA, &id, "transaksi=INV-2026-01-000001-01-aaaaa").await);
    assert!(!other.contains("siap dipakai"), "an address proves nothing");
}

#[tokio::test]
async fn a_lost_answer_is_told_without_alarm_and_a_refusal_keeps_the_bill_payable() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    world.bank.be(Mood::Silent);
    let (status, to, _) = charge(&world, RATNA, &id, "channel=bni_va").await;
    assert_eq!(status, 303);
    let page = words(&show(&world, RATNA, &id, to.split('?').nth(1).unwrap()).await);
    assert!(page.contains("tersimpan; tidak ada tagihan ganda."), "{page}");
    assert!(page.contains("kode belum diterima"), "{page}");
    world.bank.be(Mood::Refusing);
    let (status, _, page) = charge(&world, RATNA, &id, "channel=qris").await;
    assert_eq!(status, 502);
    assert!(
        page.contains("pilih kanal lain") && page.contains("Kembali ke halaman tadi"),
        "{page}"
    );
}

#[tokio::test]
async fn each_role_sees_its_part_of_a_bill() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let order = world.charge(&[&id], Channel::BcaVa).await;
    let mut table = String::new();
    for (name, role) in [
        ("Ratna", Role::Keuangan),
        ("Nurlaila", Role::Supervisor),
        ("Galih", Role::Superuser),
        ("Dimas", Role::Marketing),
        ("Wayan", Role::Teknisi),
        ("Agus", Role::Auditor),
    ] {
        let html = show(&world, (name, role), &id, "").await;
        let digits: String = html.chars().filter(char::is_ascii_digit).collect();
        let facts = [
            ("number", digits.contains("8808123456789")),
            ("tail", html.contains("•••• 6789")),
            ("order", html.contains(order.as_str())),
            ("link", html.contains("/bayar/")),
            ("form", html.contains("name=\"channel\"")),
            ("why", html.contains("payment.charge") && html.contains("KEUANGAN")),
            ("history", html.contains("rantai utuh")),
        ];
        let seen: Vec<&str> =
            facts.into_iter().filter_map(|(fact, is)| is.then_some(fact)).collect();
        table.push_str(&format!("{role}: {}\n", seen.join(" ")));
    }
    insta::assert_snapshot!(table, @r"
    KEUANGAN: number tail order link form history
    SUPERVISOR: number tail order link why history
    SUPERUSER: number tail order link why history
    MARKETING: why
    TEKNISI: tail order why
    AUDITOR: number tail order link why history
    ");
}

#[tokio::test]
async fn the_sums_add_up_in_words_and_every_rupiah_has_its_place() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let bank = world.charge(&[&id], Channel::BcaVa).await;
    let qris = world.charge(&[&id], Channel::Qris).await;
    world.pass(60);
    world.notify(&qris, ProviderStatus::Settled).await;
    // The other code is paid as well, before its cancellation arrives: the surplus is credit.
    world.notify(&bank, ProviderStatus::Settled).await;
    let page = words(&show(&world, RATNA, &id, "").await);
    for part in [
        "Harga sebelum PPN 225.225",
        "DPP nilai lain (11/12) 206.456",
        "PPN 12% × DPP (beban 11%) 24.775",
        "Total 250.000",
        "Diterima, QRIS 2 Nov 10.01 −250.000",
        "Sisa 0",
        "Uang tagihan ini: diterima Rp500.000 = dialokasikan Rp250.000 + saldo pelanggan Rp250.000 ✓",
        "Tagihan berstatus Lunas tidak dapat dibuatkan transaksi.",
    ] {
        assert!(page.contains(part), "`{part}` is missing: {page}");
    }
    let marketing = words(&show(&world, ("Dimas", Role::Marketing), &id, "").await);
    assert!(marketing.contains("Terbayar −250.000") && !marketing.contains("QRIS"), "{marketing}");
    // Credit pays the next bill at its issue.
    let next = world.bill(&client, "2026-12").await;
    let page = words(&show(&world, RATNA, &next, "").await);
    assert!(page.contains("Dari saldo pelanggan −250.000 Sisa 0"), "{page}");
}

#[tokio::test]
async fn an_unknown_bill_is_not_found_inside_the_panel() {
    let world = World::new().await;
    let viewer = world.viewer("Ratna", Role::Keuangan);
    let id = Ok(PathPart("inv_none".parse().unwrap()));
    let asked = Ok(QueryFields(Asked::default()));
    let answer = invoice::show(State(world.app.clone()), viewer, id, asked).await;
    assert_eq!(answer.status(), 404);
    let words = words(&text(answer).await);
    assert!(words.contains("Tidak ditemukan.") && words.contains("Ke dasbor"), "{words}");
}
