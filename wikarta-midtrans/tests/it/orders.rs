//! The wider calls over a real socket: wallets, counters, the hosted page, cards, direct refunds; and
//! what each comes to when the way there or back is broken.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::StatusOutcome;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_midtrans::card::Verdict;
use wikarta_midtrans::client::{Extras, HttpOptions, HttpTransport, Midtrans};
use wikarta_midtrans::emulator::{
    Action, Emulator, Fault, FaultKind, FaultyCall, ManualClock, Served, Wish,
};
use wikarta_midtrans::lifecycle::{RefundOutcome, RefundRequest};
use wikarta_midtrans::order::{Method, OrderRequest, Way};
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::snap::SnapRequest;

use crate::facts::key;
use crate::world::{START, World, at, config};

fn client(url: &str) -> Midtrans {
    let options = HttpOptions { timeout: Duration::from_millis(500), ..HttpOptions::default() };
    Midtrans::over(HttpTransport::new(url, key(), &options).unwrap())
}

async fn shop() -> (Emulator, Midtrans) {
    let config = config(&ManualClock::at(at(START)));
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let gateway = client(&format!("http://{}", served.local_addr()));
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    (emulator, gateway)
}

fn order(order_id: &str, method: Method) -> OrderRequest {
    OrderRequest {
        order_id: order_id.parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        method,
        open_seconds: None,
        items: Vec::new(),
        reference: Some("inv_7k2ma".to_owned()),
    }
}

fn qris(order_id: &str) -> OrderRequest {
    order(order_id, Method::Channel(Channel::Qris))
}

fn refund(order_id: &str, refund_key: &str) -> RefundRequest {
    RefundRequest {
        order_id: order_id.parse().unwrap(),
        refund_key: refund_key.parse().unwrap(),
        amount: Some(Rupiah::new(50_000).unwrap()),
        reason: "salah tagih".to_owned(),
    }
}

fn page(order_id: &str) -> SnapRequest {
    SnapRequest {
        order_id: order_id.parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        enabled: Vec::new(),
        open_minutes: Some(60),
        page_minutes: None,
        finish_url: None,
        items: Vec::new(),
        reference: None,
    }
}

#[tokio::test]
async fn every_way_to_pay_says_how() {
    let (emulator, gateway) = shop().await;
    let callback_url = "https://shop.test/back".to_owned();
    let message = "Terima kasih".to_owned();
    let mut methods: Vec<Method> = Channel::ALL.iter().copied().map(Method::Channel).collect();
    methods.extend([
        Method::QrisShopee,
        Method::Gopay { callback_url: Some(callback_url.clone()) },
        Method::Shopeepay { callback_url },
        Method::Indomaret { message: message.clone() },
        Method::Alfamart { message },
    ]);
    for (n, method) in methods.into_iter().enumerate() {
        let asked = order(&format!("INV-{n}"), method.clone());
        let outcome = gateway.order(&asked, &Extras::NONE).await;
        let Outcome::Done(ordered) = outcome else { panic!("{method:?} {outcome:?}") };
        match (&method, &ordered.way) {
            (Method::Channel(_) | Method::QrisShopee, Way::Code(_)) => {}
            (Method::Gopay { .. }, Way::Wallet { qr_picture: Some(_), deeplink }) => {
                assert!(!deeplink.is_empty());
            }
            (Method::Shopeepay { .. }, Way::Wallet { qr_picture: None, .. }) => {}
            (Method::Indomaret { .. }, Way::Counter { store, .. }) if store == "indomaret" => {}
            (Method::Alfamart { .. }, Way::Counter { store, .. }) if store == "alfamart" => {}
            odd => panic!("{odd:?}"),
        }
        assert_eq!(gateway.order(&asked, &Extras::NONE).await, Outcome::Exists);
        let told = emulator.transaction(asked.order_id.as_str()).unwrap();
        assert_eq!(told["custom_field1"], "inv_7k2ma");
    }
}

#[tokio::test]
async fn a_repeat_under_one_idempotency_key_has_the_first_answer() {
    let (emulator, gateway) = shop().await;
    let key = "8d6b1f0e-charge".parse().unwrap();
    let extras = Extras { idempotency_key: Some(key), ..Extras::NONE };
    let first = gateway.order(&qris("INV-1"), &extras).await;
    assert!(matches!(first, Outcome::Done(_)));
    assert_eq!(gateway.order(&qris("INV-1"), &extras).await, first);
    assert_eq!(gateway.order(&qris("INV-1"), &Extras::NONE).await, Outcome::Exists);
    assert_eq!(emulator.transactions(10).len(), 1);
}

#[tokio::test]
async fn the_hosted_page_makes_no_transaction_and_the_newest_is_valid() {
    let (emulator, gateway) = shop().await;
    let first = gateway.snap(&page("INV-1"), &Extras::NONE).await;
    let Outcome::Done(first) = first else { panic!("{first:?}") };
    assert!(first.redirect_url.ends_with(&first.token));
    let Outcome::Done(second) = gateway.snap(&page("INV-1"), &Extras::NONE).await else { panic!() };
    assert_ne!(first.token, second.token);
    let read = gateway.status(&"INV-1".parse().unwrap()).await;
    assert_eq!(read, StatusOutcome::Missing);
    assert!(emulator.transactions(10).is_empty());
    let mut nothing = page("INV-2");
    nothing.amount = Rupiah::ZERO;
    let told = gateway.snap(&nothing, &Extras::NONE).await;
    assert!(matches!(told, Outcome::Refused(no) if no.code == "amount_not_positive"));
}

#[tokio::test]
async fn a_direct_refund_is_one_refund_a_key() {
    let (emulator, gateway) = shop().await;
    assert!(matches!(gateway.order(&qris("INV-1"), &Extras::NONE).await, Outcome::Done(_)));
    let asked = refund("INV-1", "RF-1");
    assert!(matches!(gateway.refund_direct(&asked).await, RefundOutcome::Refused(_)));
    emulator.act("INV-1", Action::Pay, &Wish::default()).unwrap();
    assert!(matches!(gateway.refund_direct(&asked).await, RefundOutcome::Accepted { .. }));
    assert_eq!(gateway.refund_direct(&asked).await, RefundOutcome::Exists);
    assert_eq!(gateway.refund(&asked).await, RefundOutcome::Exists);
    let told = emulator.transaction("INV-1").unwrap();
    assert_eq!(told["refund_amount"], "50000.00");
}

/// A card's transaction, charged as a browser's token allows it.
fn card(world: &World, order_id: &str, number: &str, kind: &str) -> String {
    let query = format!(
        "card_number={number}&card_exp_month=12&card_exp_year=2030&card_cvv=123&client_key={}",
        world.emulator.config().merchants[0].client_key
    );
    let call = wikarta_midtrans::emulator::ApiCall {
        method: "GET",
        path: "/v2/token",
        query: &query,
        ..Default::default()
    };
    let token: Value =
        serde_json::from_slice(&world.emulator.answer(&call).into_bytes().0).unwrap();
    let body = json!({
        "payment_type": "credit_card",
        "transaction_details": {"order_id": order_id, "gross_amount": 150_000},
        "credit_card": {"token_id": token["token_id"], "type": kind},
    });
    let made = world.json("POST", "/v2/charge", &body);
    made["transaction_id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

#[tokio::test]
async fn cards_are_judged_and_captured() {
    let world = World::new();
    let gateway = world.emulator.client();
    let doubtful = "5510111111111115";
    card(&world, "INV-1", doubtful, "capture");
    card(&world, "INV-2", doubtful, "capture");
    let judged = gateway.judge(&"INV-1".parse().unwrap(), Verdict::Approve).await;
    assert!(matches!(judged, Outcome::Done(told) if told.status == ProviderStatus::Settled));
    let judged = gateway.judge(&"INV-2".parse().unwrap(), Verdict::Deny).await;
    assert!(matches!(judged, Outcome::Done(told) if told.status == ProviderStatus::Denied));
    let again = gateway.judge(&"INV-2".parse().unwrap(), Verdict::Approve).await;
    assert!(matches!(again, Outcome::Refused(no) if no.code == "412"));
    let missing = gateway.judge(&"INV-9".parse().unwrap(), Verdict::Deny).await;
    assert_eq!(missing, Outcome::Missing);

    let held = card(&world, "INV-3", "4811111111111114", "authorize");
    let part = Rupiah::new(100_000).unwrap();
    let captured = gateway.capture(&held, part).await;
    assert!(matches!(captured, Outcome::Done(told) if told.amount == part));
    let again = gateway.capture(&held, part).await;
    assert!(matches!(again, Outcome::Refused(no) if no.code == "412"));
}

#[tokio::test]
async fn a_cards_bank_takes_money_back_in_parts_and_whole() {
    let world = World::new();
    card(&world, "INV-1", "4811111111111114", "capture");
    let early = world.emulator.act("INV-1", Action::Chargeback, &Wish::default());
    assert_eq!(early.unwrap_err().http_status(), 412);
    world.act("INV-1", Action::Pay);
    world.drained();
    let part = world.act_with("INV-1", Action::Chargeback, &json!({ "amount": 50_000 }));
    assert_eq!(part["transaction_status"], "partial_chargeback");
    world.act("INV-1", Action::Chargeback);
    assert_eq!(world.drained(), ["partial_chargeback", "chargeback"]);
    let read = world.emulator.client().status(&"INV-1".parse().unwrap()).await;
    let StatusOutcome::Found(reading) = read else { panic!("{read:?}") };
    assert_eq!(reading.status, ProviderStatus::ChargedBack);
    assert!(reading.refunds.iter().all(|one| one.chargeback && one.confirmed));
    assert_eq!(reading.refunded_total, Some(Rupiah::new(150_000).unwrap()));
}

#[tokio::test]
async fn shopeepay_gives_nothing_back_at_night() {
    let world = World::new();
    let gateway = world.emulator.client();
    let asked = order("INV-1", Method::QrisShopee);
    assert!(matches!(gateway.order(&asked, &Extras::NONE).await, Outcome::Done(_)));
    world.act("INV-1", Action::Pay);
    let whole = RefundRequest { amount: None, ..refund("INV-1", "RF-1") };
    for night in ["2026-08-01T16:50:00Z", "2026-08-01T22:59:59Z"] {
        world.clock.set(at(night));
        assert!(
            matches!(gateway.refund(&whole).await, RefundOutcome::Refused(no) if no.code == "412")
        );
    }
    world.clock.set(at("2026-08-01T23:00:00Z"));
    assert!(matches!(gateway.refund(&whole).await, RefundOutcome::Accepted { .. }));
}

fn fault(call: FaultyCall, kind: FaultKind) -> Fault {
    Fault { call, kind, count: 1, status: 502, delay_ms: 2_000 }
}

/// Each kind, and whether the work was done behind it.
const KINDS: [(FaultKind, bool); 7] = [
    (FaultKind::HangUp, false),
    (FaultKind::LoseReply, true),
    (FaultKind::Status, false),
    (FaultKind::StatusAfter, true),
    (FaultKind::Slow, true),
    (FaultKind::Garbage, true),
    (FaultKind::Truncate, true),
];

#[tokio::test]
async fn behind_any_fault_a_refund_happens_at_most_once() {
    let (emulator, gateway) = shop().await;
    for (n, (kind, done)) in KINDS.into_iter().enumerate() {
        let order_id = format!("INV-{n}");
        let _ = gateway.order(&qris(&order_id), &Extras::NONE).await;
        emulator.act(&order_id, Action::Pay, &Wish::default()).unwrap();
        emulator.inject(fault(FaultyCall::Refund, kind)).unwrap();
        let asked = refund(&order_id, "RF-1");
        let told = gateway.refund(&asked).await;
        assert!(matches!(told, RefundOutcome::Unknown { .. }), "{kind:?} {told:?}");
        // What the doubt asks for: read, then the same key again.
        let order = order_id.parse().unwrap();
        let StatusOutcome::Found(reading) = gateway.status(&order).await else { panic!() };
        assert_eq!(reading.refunds.iter().any(|one| one.key == "RF-1"), done, "{kind:?}");
        let again = gateway.refund(&asked).await;
        assert_eq!(again == RefundOutcome::Exists, done, "{kind:?} {again:?}");
        let told = emulator.transaction(&order_id).unwrap();
        assert_eq!(told["refund_amount"], "50000.00", "{kind:?}");
    }
}

#[tokio::test]
async fn behind_any_fault_an_order_is_made_at_most_once() {
    let (emulator, gateway) = shop().await;
    for (n, (kind, done)) in KINDS.into_iter().enumerate() {
        let asked = qris(&format!("INV-{n}"));
        emulator.inject(fault(FaultyCall::Charge, kind)).unwrap();
        let told = gateway.order(&asked, &Extras::NONE).await;
        assert!(matches!(told, Outcome::Unknown { .. }), "{kind:?} {told:?}");
        assert!(!told.may_be_sent_again());
        let again = gateway.order(&asked, &Extras::NONE).await;
        assert_eq!(again == Outcome::Exists, done, "{kind:?} {again:?}");
    }
    assert_eq!(emulator.transactions(100).len(), KINDS.len());
}

#[tokio::test]
async fn a_burst_of_faults_leaves_one_transaction_and_one_refund() {
    let (emulator, gateway) = shop().await;
    let burst = |call| Fault { count: 5, ..fault(call, FaultKind::StatusAfter) };
    emulator.inject(burst(FaultyCall::Charge)).unwrap();
    let asked = qris("INV-1");
    for _ in 0..5 {
        let told = gateway.order(&asked, &Extras::NONE).await;
        assert!(matches!(told, Outcome::Unknown { .. }), "{told:?}");
    }
    assert_eq!(gateway.order(&asked, &Extras::NONE).await, Outcome::Exists);
    emulator.act("INV-1", Action::Pay, &Wish::default()).unwrap();
    emulator.inject(burst(FaultyCall::Refund)).unwrap();
    let asked = refund("INV-1", "RF-1");
    for _ in 0..5 {
        let told = gateway.refund(&asked).await;
        assert!(matches!(told, RefundOutcome::Unknown { .. }), "{told:?}");
    }
    assert_eq!(gateway.refund(&asked).await, RefundOutcome::Exists);
    assert_eq!(emulator.transactions(10).len(), 1);
    let told = emulator.transaction("INV-1").unwrap();
    assert_eq!(told["refund_amount"], "50000.00");
}

#[tokio::test]
async fn a_rate_limit_says_how_long_to_wait() {
    let (emulator, gateway) = shop().await;
    let limit =
        Fault { count: 3, delay_ms: 30_000, ..fault(FaultyCall::Any, FaultKind::RateLimit) };
    emulator.inject(limit).unwrap();
    let retry_after = Some(Duration::from_secs(30));
    let asked = qris("INV-1");
    assert_eq!(gateway.order(&asked, &Extras::NONE).await, Outcome::Limited { retry_after });
    let told = gateway.snap(&page("INV-2"), &Extras::NONE).await;
    assert_eq!(told, Outcome::Limited { retry_after });
    let told = gateway.refund(&refund("INV-1", "RF-1")).await;
    assert_eq!(told, RefundOutcome::Limited { retry_after });
    assert!(matches!(gateway.order(&asked, &Extras::NONE).await, Outcome::Done(_)));
}

/// Something in between that answers every connection with the same bytes.
async fn middlebox(bytes: &'static [u8]) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0_u8; 4_096];
            let _ = stream.read(&mut asked).await;
            let _ = stream.write_all(bytes).await;
        }
    });
    address.to_string()
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    // The charge would be made a second time elsewhere, with the server key in its header.
    let (emulator, _) = shop().await;
    let answer = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/v2/charge\r\n\
        content-length: 0\r\nconnection: close\r\n\r\n";
    let gateway = client(&format!("http://{}", middlebox(answer).await));
    let Outcome::Unknown { reason } = gateway.order(&qris("INV-1"), &Extras::NONE).await else {
        panic!()
    };
    assert_eq!(reason, "HTTP 307: redirects are not followed");
    assert!(emulator.transactions(10).is_empty());
}

#[tokio::test]
async fn a_failed_handshake_has_sent_nothing() {
    let address = middlebox(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let gateway = client(&format!("https://{address}"));
    assert_eq!(gateway.order(&qris("INV-1"), &Extras::NONE).await, Outcome::Unreachable);
    assert_eq!(gateway.refund(&refund("INV-1", "RF-1")).await, RefundOutcome::Unreachable);
}

#[tokio::test]
async fn nobody_there_has_sent_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let gateway = client(&format!("http://{address}"));
    let told = gateway.order(&qris("INV-1"), &Extras::NONE).await;
    assert_eq!(told, Outcome::Unreachable);
    assert!(told.may_be_sent_again());
    assert_eq!(gateway.snap(&page("INV-1"), &Extras::NONE).await, Outcome::Unreachable);
}
