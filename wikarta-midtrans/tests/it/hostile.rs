//! The client against a gateway that misbehaves, byte by byte on a real socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wikarta_core::id::OrderId;
use wikarta_core::ports::{ChargeOutcome, EndOutcome, StatusOutcome};
use wikarta_core::provider::Channel;
use wikarta_midtrans::client::{HttpOptions, HttpTransport, Midtrans};
use wikarta_midtrans::lifecycle::{RefundOutcome, RefundRequest};

use crate::facts::{fixture, key};
use crate::world::{World, request};

/// What the server does once it has read a request.
#[derive(Clone)]
enum Fault {
    /// Answers with these bytes and closes.
    Says(Vec<u8>),
    /// Closes without a word.
    HangsUp,
    /// Never answers.
    Sleeps,
    /// Sends one byte of the answer from time to time.
    Drips(Vec<u8>),
}

struct Bad {
    gateway: Midtrans,
    requests: Arc<AtomicUsize>,
}

async fn bad(fault: Fault) -> Bad {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = requests.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket, fault.clone(), counted.clone()));
        }
    });
    let options = HttpOptions {
        timeout: Duration::from_millis(400),
        max_answer_bytes: 4096,
        ..HttpOptions::default()
    };
    let gateway = Midtrans::over(HttpTransport::new(&url, key(), &options).unwrap());
    Bad { gateway, requests }
}

async fn serve(mut socket: TcpStream, fault: Fault, requests: Arc<AtomicUsize>) {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let Ok(len) = socket.read(&mut buffer).await else { return };
        if len == 0 {
            return;
        }
        seen.extend_from_slice(&buffer[..len]);
        if whole(&seen) {
            break;
        }
    }
    requests.fetch_add(1, Ordering::SeqCst);
    match fault {
        Fault::Says(answer) => {
            let _ = socket.write_all(&answer).await;
        }
        Fault::HangsUp => {}
        Fault::Sleeps => std::future::pending().await,
        Fault::Drips(answer) => {
            for byte in answer {
                tokio::time::sleep(Duration::from_millis(20)).await;
                if socket.write_all(&[byte]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Whether a request has arrived with its body.
fn whole(seen: &[u8]) -> bool {
    let text = String::from_utf8_lossy(seen).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |text| text.trim().parse().unwrap())
}

fn http(status: &str, body: &str) -> Vec<u8> {
    let len = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {len}\r\nconnection: close\r\n");
    format!("{head}content-type: application/json\r\n\r\n{body}").into_bytes()
}

fn good_charge() -> String {
    World::new().charge_bca("INV-1").to_string()
}

/// Every fault, and a word of the reason that must be given for it.
fn faults() -> Vec<(Fault, &'static str)> {
    let good = http("200 OK", &good_charge());
    let cut = good[..good.len() - 40].to_vec();
    let redirect =
        b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    vec![
        (Fault::HangsUp, "broke"),
        (Fault::Sleeps, "400 ms"),
        (Fault::Drips(good), "400 ms"),
        (Fault::Says(cut), "broke"),
        (Fault::Says(b"garbage\r\n\r\n".to_vec()), "broke"),
        (Fault::Says(redirect.to_vec()), "redirects"),
        (Fault::Says(http("200 OK", "<html>maintenance</html>")), "not a JSON object"),
        (Fault::Says(http("404 Not Found", "<html>not found</html>")), "not a JSON object"),
        (Fault::Says(http("404 Not Found", "{}")), "without the gateway's own code"),
        (Fault::Says(http("200 OK", "")), "not a JSON object"),
        (Fault::Says(http("200 OK", "[]")), "not a JSON object"),
        (Fault::Says(http("200 OK", "{\"status_code\":\"200\"}")), "lacks"),
        (Fault::Says(http("200 OK", "{\"status_code\":\"abc\"}")), "odd status code"),
        (
            Fault::Says(http("200 OK", "{\"status_code\":\"200\",\"status_code\":\"201\"}")),
            "not a JSON object",
        ),
        (Fault::Says(http("200 OK", "{\"status_code\":\"503\"}")), "answered 503"),
        (
            Fault::Says(http("500 Oops", "{\"message\":\"An unexpected error occurred\"}")),
            "answered 500",
        ),
        (Fault::Says(http("502 Bad Gateway", "<html>")), "answered 502"),
        (Fault::Says(http("202 Accepted", "{}")), "still running"),
        (
            Fault::Says(http("200 OK", &format!("{{\"a\":\"{}\"}}", "x".repeat(5_000)))),
            "4096 bytes",
        ),
        (Fault::Says(http("200 OK", "{\"status_code\":\"299\"}")), "299"),
    ]
}

fn order() -> OrderId {
    "INV-1".parse().unwrap()
}

#[tokio::test]
async fn no_fault_is_taken_for_an_answer_and_none_is_tried_again() {
    for (fault, word) in faults() {
        let refund = RefundRequest {
            order_id: order(),
            refund_key: "RF-1".parse().unwrap(),
            amount: None,
            reason: String::new(),
        };
        let bad = bad(fault).await;
        let charged = bad.gateway.charge(&request("INV-1", Channel::BcaVa)).await;
        let ChargeOutcome::Unknown { reason } = &charged else { panic!("{word}: {charged:?}") };
        assert!(reason.contains(word), "{word}: {reason}");
        assert_eq!(bad.requests.load(Ordering::SeqCst), 1, "{word}");
        let read = bad.gateway.status(&order()).await;
        assert!(matches!(read, StatusOutcome::Unknown { .. }), "{word}: {read:?}");
        let refunded = bad.gateway.refund(&refund).await;
        assert!(matches!(refunded, RefundOutcome::Unknown { .. }), "{word}: {refunded:?}");
        // A cancel's answer says less, so a lacking field is another one.
        let ended = bad.gateway.cancel(&order()).await;
        assert!(matches!(ended, EndOutcome::Unknown { .. }), "{word}: {ended:?}");
        assert_eq!(bad.requests.load(Ordering::SeqCst), 4, "{word}");
    }
}

#[tokio::test]
async fn nobody_there_means_that_nothing_was_sent() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let gateway = Midtrans::at(&url, key()).unwrap();
    let outcome = gateway.charge(&request("INV-1", Channel::BcaVa)).await;
    let ChargeOutcome::Unknown { reason } = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason, "the gateway could not be reached; nothing was sent");
}

#[tokio::test]
async fn a_success_about_something_else_is_a_doubt() {
    let good: serde_json::Value = serde_json::from_str(&good_charge()).unwrap();
    for (field, value, word) in [
        ("order_id", "INV-2", "another order"),
        ("gross_amount", "150001.00", "another amount"),
        ("gross_amount", "150000.50", "not whole rupiah"),
        ("currency", "USD", "another amount"),
        ("transaction_status", "settlement", "not about a pending"),
        ("payment_type", "echannel", "another channel"),
    ] {
        let body = crate::facts::with(good.clone(), field, value).to_string();
        let bad = bad(Fault::Says(http("200 OK", &body))).await;
        let outcome = bad.gateway.charge(&request("INV-1", Channel::BcaVa)).await;
        let ChargeOutcome::Unknown { reason } = outcome else { panic!("{field}: {outcome:?}") };
        assert!(reason.contains(word), "{field}: {reason}");
    }
}

/// Every error answer of the reference data, and what a charge makes of it.
#[tokio::test]
async fn the_vendors_refusals_are_refusals() {
    let data = fixture("api_calls.json");
    for (name, expected) in [
        ("err_validation", Some("400")),
        ("err_item_sum", Some("400")),
        ("err_bad_key", Some("401")),
        ("err_channel_inactive", Some("402")),
        ("err_rate_limited", Some("429")),
        ("err_5xx", None),
        ("idempotent_in_progress", None),
    ] {
        let call = &data["calls"][name];
        let status = format!("{} x", call["http_status"]);
        let bad = bad(Fault::Says(http(&status, &call["response"].to_string()))).await;
        match (bad.gateway.charge(&request("INV-1", Channel::BcaVa)).await, expected) {
            (ChargeOutcome::Refused(refusal), Some(code)) => {
                assert_eq!(refusal.code, code, "{name}")
            }
            (ChargeOutcome::Unknown { .. }, None) => {}
            (other, _) => panic!("{name}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refund_denied_or_without_funds_moves_no_money() {
    let data = fixture("api_calls.json");
    let asked = RefundRequest {
        order_id: "INV-2026-000131".parse().unwrap(),
        refund_key: "RF-000131-1".parse().unwrap(),
        amount: Some(wikarta_core::money::Rupiah::new(5_000).unwrap()),
        reason: "some reason".to_owned(),
    };
    let ask = async |name: &str| {
        let body = data["calls"][name]["response"].to_string();
        bad(Fault::Says(http("200 OK", &body))).await.gateway.refund(&asked).await
    };
    assert!(matches!(ask("direct_refund_denied").await, RefundOutcome::Denied(_)));
    assert!(matches!(ask("refund_insufficient_funds").await, RefundOutcome::NoFunds(_)));
    assert!(matches!(ask("refund_amount_refused").await, RefundOutcome::Refused(_)));
    assert_eq!(ask("refund_duplicate_key").await, RefundOutcome::Exists);
    assert!(matches!(ask("refund_partial").await, RefundOutcome::Accepted { .. }));
    // The same answer under another key is not ours.
    let other = RefundRequest { refund_key: "RF-other".parse().unwrap(), ..asked.clone() };
    let body = data["calls"]["refund_partial"]["response"].to_string();
    let outcome = bad(Fault::Says(http("200 OK", &body))).await.gateway.refund(&other).await;
    assert!(matches!(outcome, RefundOutcome::Unknown { .. }));
}

/// Reply lost after the work was done: the read finds it, and asking again makes nothing new.
#[tokio::test]
async fn a_lost_reply_is_made_good_by_a_read() {
    struct Lossy(wikarta_midtrans::emulator::Emulator);
    #[async_trait::async_trait]
    impl wikarta_midtrans::client::Transport for Lossy {
        async fn send(
            &self,
            call: wikarta_midtrans::client::Call,
        ) -> Result<wikarta_midtrans::answer::Answer, wikarta_midtrans::answer::Doubt> {
            let encoded = base64::Engine::encode(
                &base64::engine::general_purpose::STANDARD,
                format!("{}:", crate::facts::KEY),
            );
            let _done = self.0.answer(&wikarta_midtrans::emulator::ApiCall {
                method: "POST",
                path: &call.path,
                authorization: Some(&format!("Basic {encoded}")),
                body: &call.body,
                ..wikarta_midtrans::emulator::ApiCall::default()
            });
            Err(wikarta_midtrans::answer::Doubt::Broken)
        }
    }
    let world = World::new();
    let lossy = Midtrans::over(Lossy(world.emulator.clone()));
    let asked = request("INV-1", Channel::BcaVa);
    assert!(matches!(lossy.charge(&asked).await, ChargeOutcome::Unknown { .. }));
    let gateway = world.emulator.client();
    let StatusOutcome::Found(reading) = gateway.status(&asked.order_id).await else { panic!() };
    assert!(reading.instructions.is_some());
    assert_eq!(gateway.charge(&asked).await, ChargeOutcome::Exists);
    assert_eq!(world.emulator.transactions(10).len(), 1);
}
