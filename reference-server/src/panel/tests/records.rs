//! Customers, packages, promotions and subscriptions: what each role is shown, and forms that work.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use wikarta_core::access::Role;
use wikarta_core::id::{AccountId, PackageId, SubscriptionId};
use wikarta_store_sqlx::views::CustomerFilter;

use super::world::{World, text, words};
use crate::http::{FormFields, PathPart, QueryFields};
use crate::panel::acts::{Brought, Sent};
use crate::panel::{customer, package, promo, subscription};

type Who = (&'static str, Role);

const RATNA: Who = ("Ratna", Role::Keuangan);
const DEWI: Who = ("Dewi", Role::Keuangan);
const NURLAILA: Who = ("Nurlaila", Role::Supervisor);
const DIMAS: Who = ("Dimas", Role::Marketing);
const WAYAN: Who = ("Wayan", Role::Teknisi);

fn form(text: &str) -> Brought {
    let sent: Sent = serde_urlencoded::from_str(text).unwrap();
    Ok(FormFields(sent))
}

/// Status, where it leads, and what people read.
async fn told(answer: Response) -> (u16, String, String) {
    let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default(), text(answer).await)
}

fn has(html: &str, parts: &[&str]) {
    let read = words(html);
    for part in parts {
        assert!(read.contains(part), "`{part}` is missing: {read}");
    }
}

async fn somebody(world: &World) -> (AccountId, SubscriptionId) {
    let client = world.client(1, "Sri Wahyuni").await;
    let filter = CustomerFilter { limit: 5, ..CustomerFilter::default() };
    let (rows, _) = world.app.store.customers(&filter).await.unwrap();
    (rows[0].id.clone(), client.subscription)
}

macro_rules! at {
    ($world:expr, $who:expr, $handler:path, $id:expr, $last:expr) => {
        told(
            $handler(
                State($world.app.clone()),
                $world.viewer($who.0, $who.1),
                Ok(PathPart($id.clone())),
                $last,
            )
            .await,
        )
        .await
    };
}

async fn shown(world: &World, who: Who, id: &AccountId) -> String {
    at!(world, who, customer::show, id, Ok(QueryFields(customer::Asked::default()))).2
}

#[tokio::test]
async fn personal_values_are_masked_until_somebody_gives_a_reason() {
    let world = World::new().await;
    let (id, _) = somebody(&world).await;
    let page = shown(&world, RATNA, &id).await;
    has(&page, &["Sri Wahyuni", "0812****001", "p1***@contoh.test", "•••, Depok", "disamarkan"]);
    assert!(!page.contains("+62812") && !page.contains("Jl. Melati"), "{page}");
    let (status, _, again) = at!(world, RATNA, customer::reveal, id, form("reason=mau"));
    assert_eq!(status, 422);
    assert!(again.contains("aria-invalid") && again.contains(">mau</textarea>"), "{again}");
    let asked = form("reason=Pelanggan+minta+dihubungi");
    let (status, _, whole) = at!(world, RATNA, customer::reveal, id, asked);
    assert_eq!(status, 200);
    has(&whole, &["+6281200000001", "Jl. Melati No. 12", "Data lengkap ditampilkan."]);
    assert!(!shown(&world, RATNA, &id).await.contains("Jl. Melati"), "for that answer only");
}

#[tokio::test]
async fn each_role_sees_its_part_of_a_customer() {
    let world = World::new().await;
    let (id, _) = somebody(&world).await;
    let ratna = shown(&world, RATNA, &id).await;
    has(&ratna, &["Saldo", "Catat pembayaran", "Pengembalian &#38; pembatalan"]);
    let dimas = shown(&world, DIMAS, &id).await;
    has(&dimas, &["Jual paket", "Ubah"]);
    let wayan = shown(&world, WAYAN, &id).await;
    for hidden in ["Saldo", "Catat pembayaran", "Jual paket", "Pengembalian &#38; pembatalan"] {
        assert!(!wayan.contains(hidden), "{hidden}");
    }
    for hidden in ["Saldo", "Catat pembayaran"] {
        assert!(!dimas.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn money_by_hand_counts_once_a_second_person_has_checked_it() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    world.bill(&client, "2026-11").await;
    let filter = CustomerFilter { limit: 5, ..CustomerFilter::default() };
    let id = world.app.store.customers(&filter).await.unwrap().0[0].id.clone();
    let typed = "method=cash&amount=Rp250.000&received_on=01/11/2026&evidence=KW-0001&note=&idempotency_key=k-1";
    let (status, to, _) = at!(world, RATNA, customer::money::record, id, form(typed));
    assert_eq!((status, to.as_str()), (303, format!("/pelanggan/{id}?selesai=k-1").as_str()));
    let asked = serde_urlencoded::from_str("selesai=k-1").unwrap();
    let own = at!(world, RATNA, customer::show, id, Ok(QueryFields(asked))).2;
    has(&own, &["Tercatat.", "KW-0001", "Menunggu verifikasi", "separation.poster_verifier"]);
    has(&own, &["Anda mencatat pembayaran ini; orang lain yang memverifikasi."]);
    let asked = serde_urlencoded::from_str("selesai=k-1").unwrap();
    let other = at!(world, DEWI, customer::show, id, Ok(QueryFields(asked))).2;
    assert!(!words(&other).contains("Tercatat."), "it was not Dewi's act");
    let posting = other.split("name=\"posting\" value=\"").nth(1).unwrap();
    let posting = posting.split('"').next().unwrap();
    let typed = format!("posting={posting}");
    assert_eq!(at!(world, DEWI, customer::money::verify, id, form(&typed)).0, 303);
    has(&shown(&world, RATNA, &id).await, &["Diverifikasi", "tidak ada yang terbuka"]);
}

#[tokio::test]
async fn a_customer_is_taken_in_changed_and_sold_a_package() {
    let world = World::new().await;
    let person = "code=plg-000777&zone=WITA&name=I+Made+Wirawan&phone=0812-0000-0777&email=made%40contoh.test\
                  &address=Jl.+Raya+Kuta%2C+Kab.+Badung&nik=&npwp=&bank=&bank_number=&bank_holder=\
                  &kind=home&withholds=no&collector=none";
    let viewer = || world.viewer("Dimas", Role::Marketing);
    let wrong = person.replace("0812-0000-0777", "telepon");
    let state = || State(world.app.clone());
    let (status, _, again) = told(customer::person::create(state(), viewer(), form(&wrong)).await).await;
    assert_eq!(status, 422);
    has(&again, &["Nomor ponsel tidak dapat dibaca."]);
    assert!(again.contains("value=\"I Made Wirawan\""), "{again}");
    let (status, to, _) = told(customer::person::create(state(), viewer(), form(person)).await).await;
    assert_eq!(status, 303, "{to}");
    let id: AccountId = to.trim_start_matches("/pelanggan/").parse().unwrap();
    has(&shown(&world, DIMAS, &id).await, &["I Made Wirawan", "PLG-000777", "Badung (WITA)"]);

    let change = "name=&phone=&email=baru%40contoh.test&address=&nik=&npwp=&bank=&bank_number=\
                  &bank_holder=&kind=business&withholds=no&collector=none";
    assert_eq!(at!(world, DIMAS, customer::person::change, id, form(change)).0, 303);
    has(&shown(&world, DIMAS, &id).await, &["ba***@contoh.test", "usaha kecil", "I Made Wirawan"]);

    let packages = world.app.store.packages().await.unwrap();
    let sale = format!(
        "package={}&starts_on=02/11/2026&installed=yes&cycle=anniversary&mode=prepaid&deposit=100000",
        packages[0].package.id
    );
    assert_eq!(at!(world, DIMAS, customer::sale::send, id, form(&sale)).0, 303);
    has(&shown(&world, RATNA, &id).await, &["KELUARGA30", "Aktif"]);
}

async fn package_page(world: &World, who: Who, id: &PackageId) -> String {
    at!(world, who, package::show, id, Ok(QueryFields(package::Asked::default()))).2
}

#[tokio::test]
async fn a_price_is_proposed_by_one_and_agreed_to_by_another() {
    let world = World::new().await;
    let id = world.app.store.packages().await.unwrap()[0].package.id.clone();
    let typed = "price=275.000&pricing=inclusive&reason=Biaya+bandwidth+naik";
    assert_eq!(at!(world, DIMAS, package::propose, id, form(typed)).0, 303);
    let own = package_page(&world, DIMAS, &id).await;
    has(&own, &["Rp250.000 menjadi Rp275.000", "Setujui harga Rp275.000", "Pemegang izin: SUPERVISOR."]);
    let theirs = package_page(&world, NURLAILA, &id).await;
    has(&theirs, &["Setujui harga Rp275.000", "Tolak harga Rp275.000"]);
    assert_eq!(at!(world, NURLAILA, package::approve, id, form("")).0, 303);
    has(&package_page(&world, NURLAILA, &id).await, &["Harga berlaku Rp275.000", "Disetujui"]);
    let (status, ..) = at!(world, NURLAILA, package::approve, id, form(""));
    assert_ne!(status, 303, "nothing waits any more");
}

async fn promo_page(world: &World, who: Who) -> String {
    let asked = Ok(QueryFields(promo::Asked::default()));
    let answer = promo::list(State(world.app.clone()), world.viewer(who.0, who.1), asked).await;
    told(answer).await.2
}

#[tokio::test]
async fn a_promotion_is_proposed_agreed_to_and_given() {
    let world = World::new().await;
    let (_, subscription) = somebody(&world).await;
    let typed = "code=hemat&name=Hemat+tiga+bulan&kind=percent&value=12%2C5&periods=3\
                 &from=01/11/2026&until=31/12/2026";
    let state = State(world.app.clone());
    let dimas = world.viewer("Dimas", Role::Marketing);
    let (status, to, page) = told(promo::propose(state, dimas, form(typed)).await).await;
    assert_eq!(status, 303, "{to} {page}");
    let page = promo_page(&world, NURLAILA).await;
    has(&page, &["HEMAT", "12,50%", "Setujui HEMAT", "1 Nov sampai 31 Des"]);
    let id = page.split("/promo/").nth(1).unwrap().split('/').next().unwrap();
    let id: wikarta_core::id::PromoId = id.parse().unwrap();
    assert_eq!(at!(world, NURLAILA, promo::approve, id, form("")).0, 303);
    let typed = format!("promo={id}");
    assert_eq!(at!(world, DIMAS, subscription::give_promo, subscription, form(&typed)).0, 303);
    has(&sold(&world, DIMAS, &subscription).await, &["Hemat tiga bulan", "0 dari 3"]);
}

async fn sold(world: &World, who: Who, id: &SubscriptionId) -> String {
    at!(world, who, subscription::show, id, Ok(QueryFields(subscription::Asked::default()))).2
}

#[tokio::test]
async fn a_subscription_is_limited_opened_and_ended_by_the_right_people() {
    let world = World::new().await;
    let (_, id) = somebody(&world).await;
    has(&sold(&world, DIMAS, &id).await, &["Aktif", "Tambah biaya", "Ajukan berhenti"]);
    assert!(!sold(&world, DIMAS, &id).await.contains("Isolir<"), "not the work of Marketing");
    let because = form("reason=Belum+membayar+dua+bulan");
    assert_eq!(at!(world, RATNA, subscription::isolate, id, because).0, 303);
    has(&sold(&world, RATNA, &id).await, &["Diisolir", "Buka isolir", "Belum membayar dua bulan"]);
    let because = form("reason=Semua+sudah+lunas");
    assert_eq!(at!(world, RATNA, subscription::restore, id, because).0, 303);
    let asked = form("on=02/11/2026&reason=Pindah+rumah+ke+kota");
    assert_eq!(at!(world, DIMAS, subscription::request_end, id, asked).0, 303);
    has(&sold(&world, DIMAS, &id).await, &["Pindah rumah ke kota", "Pemegang izin: SUPERVISOR."]);
    assert_eq!(at!(world, NURLAILA, subscription::approve_end, id, form("")).0, 303);
    has(&sold(&world, NURLAILA, &id).await, &["Berhenti", "Nurlaila"]);
}

#[tokio::test]
async fn a_field_that_a_form_does_not_have_is_refused() {
    let world = World::new().await;
    let (id, _) = somebody(&world).await;
    let (status, _, page) = at!(world, RATNA, customer::reveal, id, form("reason=Untuk+alasan&x=1"));
    assert_eq!(status, 400, "{page}");
}
