//! A gateway that is told to misbehave, over a real socket and in process.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tower::ServiceExt;
use wikarta_core::ports::{ChargeOutcome, EndOutcome, StatusOutcome};
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::{HttpOptions, HttpTransport, Midtrans};
use wikarta_midtrans::emulator::{Emulator, Fault, FaultKind, FaultyCall, ManualClock, Served};

use crate::facts::key;
use crate::world::{START, World, at, config, request};

async fn shop() -> (Emulator, Midtrans) {
    let config = config(&ManualClock::at(at(START)));
    let served = Served::bind(SocketAddr::from(([127, 0, 0, 1], 0)), config).await.unwrap();
    let url = format!("http://{}", served.local_addr());
    let emulator = served.emulator().clone();
    tokio::spawn(served.run(std::future::pending()));
    let options = HttpOptions { timeout: Duration::from_millis(500), ..HttpOptions::default() };
    (emulator, Midtrans::over(HttpTransport::new(&url, key(), &options).unwrap()))
}

fn fault(call: FaultyCall, kind: FaultKind) -> Fault {
    Fault { call, kind, count: 1, status: 503, delay_ms: 0 }
}

/// Each kind, whether the work was done behind it, and a word of the client's reason.
const KINDS: [(FaultKind, bool, &str); 7] = [
    (FaultKind::HangUp, false, "broke"),
    (FaultKind::LoseReply, true, "broke"),
    (FaultKind::Status, false, "answered 503"),
    (FaultKind::StatusAfter, true, "answered 503"),
    (FaultKind::Slow, true, "within 500 ms"),
    (FaultKind::Garbage, true, "not a JSON object"),
    (FaultKind::Truncate, true, "not a JSON object"),
];

#[tokio::test]
async fn behind_a_fault_the_work_is_done_or_not_and_a_read_tells_which() {
    let (emulator, gateway) = shop().await;
    for (n, (kind, done, word)) in KINDS.into_iter().enumerate() {
        let asked = request(&format!("INV-{n}"), Channel::BriVa);
        emulator.inject(Fault { delay_ms: 5_000, ..fault(FaultyCall::Charge, kind) }).unwrap();
        let outcome = gateway.charge(&asked).await;
        let ChargeOutcome::Unknown { reason } = outcome else { panic!("{kind:?}: {outcome:?}") };
        assert!(reason.contains(word), "{kind:?}: {reason}");
        match gateway.status(&asked.order_id).await {
            StatusOutcome::Found(reading) => assert!(done && reading.instructions.is_some()),
            StatusOutcome::Missing => assert!(!done, "{kind:?}"),
            other @ StatusOutcome::Unknown { .. } => panic!("{kind:?}: {other:?}"),
        }
        // Asked again under the same order id, it comes to one transaction.
        let again = gateway.charge(&asked).await;
        assert_eq!(again == ChargeOutcome::Exists, done, "{kind:?}: {again:?}");
    }
    assert_eq!(emulator.transactions(100).len(), KINDS.len());
}

#[tokio::test]
async fn a_rate_limit_is_a_no_for_a_charge_and_a_wait_for_a_read() {
    let (emulator, gateway) = shop().await;
    let asked = request("INV-1", Channel::BriVa);
    let limit = Fault { delay_ms: 30_000, ..fault(FaultyCall::Any, FaultKind::RateLimit) };
    emulator.inject(Fault { count: 2, ..limit }).unwrap();
    let outcome = gateway.charge(&asked).await;
    assert!(matches!(outcome, ChargeOutcome::Refused(refusal) if refusal.code == "429"));
    let StatusOutcome::Unknown { reason } = gateway.status(&asked.order_id).await else { panic!() };
    assert_eq!(reason, "the gateway limits the rate of requests");
    assert_eq!(gateway.status(&asked.order_id).await, StatusOutcome::Missing);
}

#[tokio::test]
async fn in_process_the_same_faults_strike() {
    let world = World::new();
    let gateway = world.emulator.client();
    let asked = request("INV-1", Channel::BriVa);
    world.emulator.inject(fault(FaultyCall::Charge, FaultKind::LoseReply)).unwrap();
    assert!(matches!(gateway.charge(&asked).await, ChargeOutcome::Unknown { .. }));
    world.emulator.inject(fault(FaultyCall::Cancel, FaultKind::StatusAfter)).unwrap();
    assert!(matches!(gateway.cancel(&asked.order_id).await, EndOutcome::Unknown { .. }));
    assert_eq!(world.status("INV-1"), "cancel");
}

#[tokio::test]
async fn faults_are_set_and_taken_back_over_http() {
    let world = World::new();
    let send = async |method: &str, body: &str| {
        let request = axum::http::Request::builder().method(method).uri("/_control/faults");
        let request = request.body(axum::body::Body::from(body.to_owned())).unwrap();
        let response = world.emulator.router().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice::<Value>(&body).unwrap())
    };
    for bad in [
        "{}",
        "{\"call\":\"charge\",\"kind\":\"explode\"}",
        "{\"call\":\"charge\",\"kind\":\"slow\",\"count\":0}",
        "{\"call\":\"charge\",\"kind\":\"status\",\"status\":200}",
    ] {
        assert_eq!(send("POST", bad).await.0, 400, "{bad}");
    }
    let (status, waiting) = send("POST", "{\"call\":\"charge\",\"kind\":\"lose_reply\"}").await;
    assert_eq!((status, &waiting["items"][0]["count"]), (200, &json!(1)));
    assert_eq!(send("DELETE", "").await, (200, json!({ "items": [] })));
    assert!(world.emulator.waiting_faults().is_empty());
}
