//! Refunds and voids: four people, one case, and what each is shown.

use axum::extract::State;
use axum::http::header;
use wikarta_core::access::Role;
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};

use super::world::{World, text, words};
use crate::http::{FormFields, PathPart, QueryFields};
use crate::panel::correction::{self, Asked, Sent};
use crate::panel::invoice;

type Who = (&'static str, Role);

const RATNA: Who = ("Ratna", Role::Keuangan);
const DEWI: Who = ("Dewi", Role::Keuangan);
const NURLAILA: Who = ("Nurlaila", Role::Supervisor);

/// Status, where it leads, and what people read.
type Told = (u16, String, String);

async fn told(answer: axum::response::Response) -> Told {
    let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default(), text(answer).await)
}

async fn show(world: &World, who: Who, id: &str, query: &str) -> Told {
    let asked: Asked = serde_urlencoded::from_str(query).unwrap();
    let (viewer, path) = (world.viewer(who.0, who.1), Ok(PathPart(id.parse().unwrap())));
    let state = State(world.app.clone());
    told(correction::show(state, viewer, path, Ok(QueryFields(asked))).await).await
}

async fn list(world: &World, who: Who, query: &str) -> Told {
    let asked = serde_urlencoded::from_str(query).unwrap();
    let state = State(world.app.clone());
    told(correction::list(state, world.viewer(who.0, who.1), Ok(QueryFields(asked))).await).await
}

macro_rules! act {
    ($world:expr, $who:expr, $act:ident, $id:expr, $form:expr) => {{
        let form: Sent = serde_urlencoded::from_str($form).unwrap();
        let (viewer, path) = ($world.viewer($who.0, $who.1), Ok(PathPart($id.parse().unwrap())));
        let state = State($world.app.clone());
        told(correction::$act(state, viewer, path, Ok(FormFields(form))).await).await
    }};
}

async fn ask(world: &World, who: Who, id: &InvoiceId, form: &str) -> Told {
    let form = serde_urlencoded::from_str(form).unwrap();
    let (viewer, path) = (world.viewer(who.0, who.1), Ok(PathPart(id.clone())));
    let state = State(world.app.clone());
    let answer = invoice::corrections::ask_refund(state, viewer, path, Ok(FormFields(form))).await;
    told(answer).await
}

async fn bill_page(world: &World, who: Who, id: &InvoiceId) -> String {
    let (viewer, path) = (world.viewer(who.0, who.1), Ok(PathPart(id.clone())));
    let asked = Ok(QueryFields(invoice::Asked::default()));
    text(invoice::show(State(world.app.clone()), viewer, path, asked).await).await
}

async fn paid(world: &World) -> InvoiceId {
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let order = world.charge(&[&id], Channel::Qris).await;
    world.notify(&order, ProviderStatus::Settled).await;
    id
}

fn case_id(to: &str) -> String {
    to.trim_start_matches("/koreksi/").split('?').next().unwrap().to_owned()
}

fn has(html: &str, parts: &[&str]) {
    let read = words(html);
    for part in parts {
        assert!(read.contains(part), "`{part}` is missing: {read}");
    }
}

#[tokio::test]
async fn a_refund_goes_through_four_hands_and_each_is_told_its_part() {
    let world = World::new().await;
    let id = paid(&world).await;
    let page = bill_page(&world, RATNA, &id).await;
    has(&page, &["Ajukan pengembalian", "Paling banyak Rp250.000.", "Belum ada pengajuan"]);
    assert!(page.contains("value=\"250.000\""), "{page}");

    let form = "amount=250.000&to=payer&reason=Gangguan+layanan+seminggu&idempotency_key=k-1";
    let (status, to, _) = ask(&world, RATNA, &id, form).await;
    assert_eq!(status, 303, "{to}");
    let case = case_id(&to);
    let (_, _, own) = show(&world, RATNA, &case, "pesan=langkah").await;
    has(
        &own,
        &[
            "Tercatat: Diajukan · Pengembalian Rp250.000.",
            "separation.requester_verifier",
            "Anda mengajukan ini; orang lain yang memeriksa.",
            "Yang dapat melanjutkan Dewi (KEUANGAN)",
            "dua ratus lima puluh ribu rupiah",
            "lewat Midtrans",
        ],
    );
    assert!(own.contains("?langkah=edit") && own.contains("?langkah=withdraw"));

    let (_, _, question) = show(&world, DEWI, &case, "langkah=verify").await;
    has(
        &question,
        &["Verifikasi pengembalian Rp250.000?", "INV/2026/11/000001", "Verifikasi Rp250.000"],
    );
    assert!(question.contains(&format!("action=\"/koreksi/{case}/verifikasi\"")));
    assert_eq!(act!(world, DEWI, verify, case, "").0, 303);

    let (status, _, refused) = act!(world, RATNA, approve, case, "");
    assert_eq!(status, 403);
    has(&refused, &["Anda tidak memiliki izin", "SUPERVISOR"]);
    assert_eq!(act!(world, NURLAILA, approve, case, "").0, 303);
    let (status, _, refused) = act!(world, RATNA, execute, case, "");
    assert_eq!(status, 403);
    has(&refused, &["orang lain yang mengeksekusi", "separation.requester_executor"]);
    assert_eq!(act!(world, DEWI, execute, case, "").0, 303, "tier 1: who checked may execute");
    world.work().await;
    let (_, _, done) = show(&world, DEWI, &case, "").await;
    has(&done, &["Selesai", "✓ Diajukan", "✓ Dieksekusi", "Pengajuan ini sudah berakhir."]);
    has(&bill_page(&world, RATNA, &id).await, &["Dana dikembalikan", "Pengembalian dana"]);
}

#[tokio::test]
async fn what_is_wrong_in_a_form_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let id = paid(&world).await;
    let (status, _, page) = ask(&world, RATNA, &id, "amount=999.999&to=payer&reason=pendek").await;
    assert_eq!(status, 422);
    assert!(page.contains("value=\"999.999\"") && page.contains("<details class=\"fold\" open>"));
    let good = "amount=100000&to=payer&reason=Gangguan+layanan";
    let case = case_id(&ask(&world, RATNA, &id, good).await.1);
    let (status, _, page) = act!(world, RATNA, edit, case, "amount=0&reason=Gangguan+layanan");
    assert_eq!(status, 422);
    has(&page, &["Jumlah harus lebih dari nol.", "Ubah pengembalian Rp100.000?"]);
    assert!(page.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn the_list_says_whose_turn_it_is_and_filters() {
    let world = World::new().await;
    let id = paid(&world).await;
    let form = "amount=100000&to=payer&reason=Gangguan+layanan";
    ask(&world, RATNA, &id, form).await;
    let (status, _, seen) = list(&world, DEWI, "").await;
    assert_eq!(status, 200);
    has(
        &seen,
        &["Sri Wahyuni · Gangguan layanan", "INV/2026/11/000001", "Anda", "giliran Anda: 1"],
    );
    has(&list(&world, RATNA, "").await.2, &["KEUANGAN lain", "giliran Anda: 0"]);
    has(
        &list(&world, RATNA, "siapa=giliran").await.2,
        &["Tidak ada pengajuan untuk saringan ini."],
    );
    has(&list(&world, RATNA, "siapa=diajukan&tier=1").await.2, &["100.000"]);
    has(&list(&world, RATNA, "tier=2").await.2, &["Atur ulang"]);
    assert_eq!(list(&world, RATNA, "tahap=NONE").await.0, 400);
}

#[tokio::test]
async fn a_void_is_asked_for_an_unpaid_bill_and_refused_for_a_paid_one() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    has(&bill_page(&world, RATNA, &id).await, &["Ajukan pembatalan INV/2026/11/000001"]);
    has(
        &bill_page(&world, NURLAILA, &id).await,
        &["access.matrix Perlu izin void.request. Peran Anda: SUPERVISOR."],
    );
    let (viewer, path) = (world.viewer("Ratna", Role::Keuangan), Ok(PathPart(id.clone())));
    let form = serde_urlencoded::from_str("reason=Data+pembeli+salah").unwrap();
    let state = State(world.app.clone());
    let asked = invoice::corrections::ask_void(state, viewer, path, Ok(FormFields(form))).await;
    let case = case_id(&told(asked).await.1);
    let (_, _, page) = show(&world, NURLAILA, &case, "langkah=approve").await;
    has(&page, &["Setujui pembatalan INV/2026/11/000001?"]);
    assert!(page.contains("/setujui-batal\""), "{page}");
    assert_eq!(act!(world, NURLAILA, approve, case, "").0, 303);
    assert_eq!(act!(world, RATNA, execute, case, "").0, 303);
    has(&bill_page(&world, RATNA, &id).await, &["Dibatalkan"]);

    let world = World::new().await;
    let id = paid(&world).await;
    has(
        &bill_page(&world, RATNA, &id).await,
        &["Tagihan berstatus Lunas tidak dapat dibatalkan.", "Yang mungkin sekarang: refund."],
    );
}
