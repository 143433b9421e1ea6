//! The pay page over a small provider in memory, through the extractors that a request meets.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::{Method, header};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, middleware};
use tower::ServiceExt;
use wikarta_core::command::Command;
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::testkit::Mood;

use super::link::PayLink;
use crate::http::edge::Caller;
use crate::http::{Client, FormToken};
use crate::panel::tests::world::{World, text, words};

/// The handlers of this room, with what the guard adds to every request.
fn router(world: &World) -> Router {
    let app = world.app.clone();
    let at = move || app.wikarta.host().now();
    Router::new()
        .route("/bayar/{token}", get(super::show).post(super::choose))
        .route("/bayar/{token}/periksa", post(super::look))
        .route("/bayar/{token}/status", get(super::status))
        .layer(middleware::from_fn(move |mut request: Request, next: middleware::Next| {
            let client = Client("203.0.113.9".parse().unwrap());
            let trace = wikarta_core::id::TraceId::new("bayar");
            request.extensions_mut().insert(Caller { client, trace, at: at() });
            next.run(request)
        }))
        .with_state(world.app.clone())
}

async fn ask(world: &World, method: Method, path: &str, form: Option<&str>) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    if form.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    let body = form.map_or_else(Body::empty, |form| Body::from(form.to_owned()));
    router(world).oneshot(request.body(body).unwrap()).await.unwrap()
}

async fn page(world: &World, path: &str) -> String {
    let answer = ask(world, Method::GET, path, None).await;
    assert_eq!(answer.status(), 200, "{path}");
    text(answer).await
}

/// Sends a form of the page with its token; gives where the answer leads.
async fn send(world: &World, path: &str, act: &str, fields: &str) -> String {
    let token = path.strip_prefix("/bayar/").unwrap();
    let csrf = FormToken::of(&world.app.edge.keys.form, "pay", token);
    let form = format!("csrf={}{fields}", csrf.as_str());
    let answer = ask(world, Method::POST, &format!("{path}{act}"), Some(&form)).await;
    assert_eq!(answer.status(), 303, "{act} {fields}");
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

async fn status(world: &World, path: &str) -> serde_json::Value {
    let answer = ask(world, Method::GET, &format!("{path}/status"), None).await;
    serde_json::from_str(&text(answer).await).unwrap()
}

async fn owed(world: &World) -> (InvoiceId, String) {
    let client = world.client(1, "Sri Wahyuni").await;
    let id = world.bill(&client, "2026-11").await;
    let path = world.app.pay_links.path(&id);
    (id, path)
}

#[tokio::test]
async fn a_payer_chooses_pays_and_reads_the_receipt() {
    let world = World::new().await;
    let (id, path) = owed(&world).await;
    let first = page(&world, &path).await;
    let told = words(&first);
    for part in [
        "Contoh Net",
        "Tagihan internet November 2026",
        "Rp250.000",
        "Sr* Wah**** · INV/2026/11/000001",
        "Terbit",
        "Tampilkan kode bayar",
        "KELUARGA30 Keluarga 30 (1–30 November 2026) 225.225 PPN 24.775 Total 250.000",
    ] {
        assert!(told.contains(part), "`{part}` is missing: {told}");
    }
    let before = status(&world, &path).await;
    assert_eq!((&before["status"], &before["paid"]), (&"ISSUED".into(), &false.into()));
    assert!(first.contains(&format!("data-state=\"{}\"", before["page"].as_str().unwrap())));

    let to = send(&world, &path, "", "&channel=bca_va&idempotency_key=a").await;
    assert_eq!(to, path);
    let again = send(&world, &path, "", "&channel=bca_va&idempotency_key=b").await;
    assert_eq!((again, world.bank.charges()), (path.clone(), 1));
    let live = words(&page(&world, &path).await);
    for part in ["8808 1234 5678 9", "Berlaku sampai 15 November 2026, 23.59 WIB", "m-BCA"] {
        assert!(live.contains(part), "`{part}` is missing: {live}");
    }
    let waiting = status(&world, &path).await;
    assert_ne!(waiting["page"], before["page"], "the page would show something else now");

    let to = send(&world, &path, "/periksa", "").await;
    assert_eq!(to, format!("{path}?pesan=periksa"));
    assert!(words(&page(&world, &to).await).contains("Belum ada pembayaran yang masuk."));

    // The money is there; nobody has told us yet. Asking finds it.
    world.pass(60);
    let order = world.app.store.invoice(&id).await.unwrap().unwrap().attempts[0].order_id.clone();
    world.at_bank(&order, ProviderStatus::Settled);
    let to = send(&world, &path, "/periksa", "").await;
    let paid = page(&world, &to).await;
    let told = words(&paid);
    for part in ["LUNAS", "2 November 2026, 10.01 WIB", "VA BCA •••• 6789", order.as_str()]
    {
        assert!(told.contains(part), "`{part}` is missing: {told}");
    }
    assert!(!paid.contains("<form") && !paid.contains("data-poll"), "nothing is left to do");
    let after = status(&world, &path).await;
    assert_eq!((&after["status"], &after["paid"]), (&"PAID".into(), &true.into()));
}

#[tokio::test]
async fn the_page_knows_one_bill_and_nothing_else_of_the_customer() {
    let world = World::new().await;
    let client = world.client(7, "Sri Wahyuni").await;
    let other = world.bill(&client, "2026-10").await;
    let id = world.bill(&client, "2026-11").await;
    let path = world.app.pay_links.path(&id);
    // Staff made one code for both bills: its amount would tell of the other one.
    let both = world.charge(&[&other, &id], Channel::BcaVa).await;
    let html = page(&world, &path).await;
    for hidden in
        ["Wahyuni", "81200000007", "p7@", "Melati", "PLG-", "000001", "500.000", both.as_str()]
    {
        assert!(!html.contains(hidden), "`{hidden}` shows");
    }
    let state = status(&world, &path).await;
    assert!(!state.to_string().contains(both.as_str()), "{state}");
    assert!(html.contains("noindex"));
    assert!(!html.contains("no-referrer"), "browsers would send Origin: null with its forms");
}

#[tokio::test]
async fn a_token_that_opens_nothing_and_a_draft_are_one_answer() {
    let world = World::new().await;
    let client = world.client(1, "Sri Wahyuni").await;
    let draft = world.draft(&client, "2026-11").await;
    let path = world.app.pay_links.path(&draft);
    let flipped = format!("{}A", path.strip_suffix(|_: char| true).unwrap());
    for path in [path.as_str(), flipped.as_str(), "/bayar/x.y", "/bayar/x", "/bayar/%2e"] {
        for (method, end) in [(Method::GET, ""), (Method::GET, "/status"), (Method::POST, "")] {
            let answer = ask(&world, method.clone(), &format!("{path}{end}"), Some("")).await;
            let is_draft_form = method == Method::POST && path == world.app.pay_links.path(&draft);
            let wanted = if is_draft_form { 403 } else { 404 };
            assert_eq!(answer.status(), wanted, "{method} {path}{end}");
        }
    }
}

#[tokio::test]
async fn a_form_without_the_pages_token_does_nothing() {
    let world = World::new().await;
    let (_, path) = owed(&world).await;
    let foreign = FormToken::of(&world.app.edge.keys.form, "session", "x");
    let tokens = [String::new(), "csrf=&".into(), format!("csrf={}&", foreign.as_str())];
    for token in tokens {
        let form = format!("{token}channel=bca_va");
        assert_eq!(ask(&world, Method::POST, &path, Some(&form)).await.status(), 403, "{form}");
        let look = format!("{path}/periksa");
        assert_eq!(ask(&world, Method::POST, &look, Some(&token)).await.status(), 403);
    }
    assert_eq!(world.bank.charges(), 0);
    assert!(send(&world, &path, "", "&channel=bca_va").await == path);
    let token =
        FormToken::of(&world.app.edge.keys.form, "pay", path.strip_prefix("/bayar/").unwrap());
    for (fields, code) in [("channel=gopay", 422), ("channel=bca_va&amount=1", 400), ("", 422)] {
        let form = format!("csrf={}&{fields}", token.as_str());
        let answer = ask(&world, Method::POST, &path, Some(&form)).await;
        assert_eq!(answer.status(), code, "{fields}");
    }
}

#[tokio::test]
async fn what_went_wrong_is_said_and_the_bill_stays_payable() {
    let world = World::new().await;
    let (_, path) = owed(&world).await;
    world.bank.be(Mood::Refusing);
    let to = send(&world, &path, "", "&channel=qris").await;
    let refused = words(&page(&world, &to).await);
    assert!(refused.contains("Kode bayar tidak dapat dibuat."), "{refused}");
    assert!(refused.contains("Tampilkan kode bayar"), "{refused}");
    world.bank.be(Mood::Silent);
    send(&world, &path, "", "&channel=bni_va").await;
    let unknown = words(&page(&world, &path).await);
    assert!(unknown.contains("Kode bayar sedang disiapkan"), "{unknown}");
    let before = status(&world, &path).await;
    // The bank answers again; the worker looks the charge up and gets its number.
    world.bank.be(Mood::Fair);
    for _ in 0..20 {
        world.pass(120);
        world.work().await;
    }
    let ready = words(&page(&world, &path).await);
    assert!(ready.contains("8808 1234 5678 9"), "{ready}");
    assert_ne!(status(&world, &path).await["page"], before["page"], "the page changes by itself");
}

#[tokio::test]
async fn a_lapsed_code_is_said_before_the_gateway_has_confirmed_it() {
    let world = World::new().await;
    let (_, path) = owed(&world).await;
    send(&world, &path, "", "&channel=qris").await;
    assert!(page(&world, &path).await.contains("<svg viewBox"));
    let live = status(&world, &path).await;
    world.pass(15 * 60 + 1);
    let lapsed = words(&page(&world, &path).await);
    assert!(lapsed.contains("Kode kedaluwarsa, tagihan masih dapat dibayar"), "{lapsed}");
    assert!(lapsed.contains("Buat kode baru"), "{lapsed}");
    assert_ne!(status(&world, &path).await["page"], live["page"]);
}

#[tokio::test]
async fn a_bill_that_was_paid_long_ago_has_no_page_any_more() {
    let world = World::new().await;
    let (id, path) = owed(&world).await;
    let order = world.charge(&[&id], Channel::Qris).await;
    world.notify(&order, ProviderStatus::Settled).await;
    world.pass(89 * 24 * 60 * 60);
    assert!(page(&world, &path).await.contains("LUNAS"));
    world.pass(2 * 24 * 60 * 60);
    assert_eq!(ask(&world, Method::GET, &path, None).await.status(), 410);
    // Money that went back: closed, and whom to call.
    let client = world.client(2, "Budi").await;
    let id = world.bill(&client, "2027-02").await;
    let order = world.charge(&[&id], Channel::Qris).await;
    world.notify(&order, ProviderStatus::Settled).await;
    world.refund_at_bank(&order);
    world.claim(&order, ProviderStatus::Refunded).await;
    let closed = words(&page(&world, &world.app.pay_links.path(&id)).await);
    assert!(closed.contains("Pembayaran tagihan ini sudah dikembalikan."), "{closed}");
    assert!(closed.contains("0800-0000-123"), "{closed}");
}

#[tokio::test]
async fn the_holder_of_a_link_is_nobody_else_to_the_core() {
    let world = World::new().await;
    let (id, path) = owed(&world).await;
    let client = world.client(2, "Budi").await;
    let other = world.bill(&client, "2026-11").await;
    let token = path.strip_prefix("/bayar/").unwrap().to_owned();
    let (mut parts, ()) = Request::builder().uri(path).body(()).unwrap().into_parts();
    assert!(
        PayLink::from_request_parts(&mut parts, &world.app).await.is_err(),
        "no route, no link"
    );
    assert_eq!(world.app.pay_links.open(&token), Some(id.clone()));
    let payer = wikarta_core::access::Actor::Payer { invoice: id };
    let envelope = wikarta_core::command::Envelope {
        id: wikarta_core::id::CommandId::new("theirs"),
        actor: payer,
        at: world.app.wikarta.host().now(),
        trace: wikarta_core::id::TraceId::new("x"),
        command: Command::OpenAttempt { invoices: vec![other], channel: Channel::Qris },
    };
    assert!(world.app.wikarta.send(envelope).await.is_err());
}
