//! BI-SNAP: the vendor's vectors, its printed bodies, and the client against a gateway that checks
//! every signature.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::ProviderStatus;
use wikarta_midtrans::answer::Answer;
use wikarta_midtrans::client::HttpOptions;
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::snap_bi::answer::{self, Service};
use wikarta_midtrans::snap_bi::body::{
    Account, QrisBody, QrisName, QrisNamed, QrisRefund, QrisRefundBody, QrisRequest, VaBody,
    VaNamed, VaRequest,
};
use wikarta_midtrans::snap_bi::client::{Credentials, SnapBi};
use wikarta_midtrans::snap_bi::notification::{
    Incoming, SnapKind, SnapNotificationError, WINDOW_SECONDS,
};
use wikarta_midtrans::snap_bi::signature::{
    BodyForm, ClientSecret, MerchantKey, SignedCall, VendorKeys, body_digest,
};

use crate::facts::fixture;
use crate::world::at;

const PAIR: &str = include_str!("../fixtures/snap_bi_test_key.pem");
const PUBLIC: &str = include_str!("../fixtures/snap_bi_test_key.pub.pem");
const MERCHANT: &str = "G123456789";

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

fn vectors() -> (Value, VendorKeys) {
    let data = fixture("bisnap_signature_vectors.json");
    let keys = VendorKeys::from_pem(text(&data, "public_key_pem")).unwrap();
    (data, keys)
}

#[test]
fn the_vendors_access_token_vector_holds() {
    let (data, keys) = vectors();
    for vector in data["access_token"].as_array().unwrap() {
        let (client, stamp) = (text(vector, "client_id"), text(vector, "x_timestamp"));
        let signature = text(vector, "x_signature");
        assert!(keys.verify_token_call(client, stamp, signature));
        assert!(!keys.verify_token_call(client, "2023-07-31T07:10:01+07:00", signature));
        assert!(!keys.verify_token_call("G1234325", stamp, signature));
        assert!(!keys.verify_token_call(client, stamp, &signature.to_lowercase()));
    }
}

#[test]
fn our_own_access_token_signature_is_the_one_openssl_makes() {
    // printf 'G1|2026-08-01T09:59:00+07:00' | openssl dgst -sha256 -sign snap_bi_test_key.pem
    let made = MerchantKey::from_pem(PAIR).unwrap();
    let made = made.sign_token_call("G1", "2026-08-01T09:59:00+07:00").unwrap();
    assert_eq!(made, include_str!("../fixtures/snap_bi_test_signature.txt").trim());
    let keys = VendorKeys::from_pem(PUBLIC).unwrap();
    assert!(keys.verify_token_call("G1", "2026-08-01T09:59:00+07:00", &made));
}

#[test]
fn the_vendors_hmac_vectors_recompute() {
    let (data, _) = vectors();
    let mut whole = 0;
    for vector in data["transactional_hmac"].as_array().unwrap() {
        let secret = ClientSecret::new(text(vector, "client_secret")).unwrap();
        let Some(body) = vector["raw_body"].as_str() else {
            // The vendor prints the signed text of this one and not its body; it is recomputed
            // where the key is at hand, in the room itself.
            continue;
        };
        whole += 1;
        assert_eq!(body_digest(body.as_bytes()), text(vector, "body_sha256_hex"));
        let call = SignedCall {
            method: text(vector, "method"),
            path: text(vector, "path"),
            token: text(vector, "access_token"),
            body: body.as_bytes(),
            timestamp: text(vector, "x_timestamp"),
        };
        let signature = text(vector, "x_signature");
        assert_eq!(secret.sign(&call), signature);
        assert!(secret.verify(&call, signature));
        let spaced = body.replace("\",\"", "\" ,\n \"");
        assert!(secret.verify(&SignedCall { body: spaced.as_bytes(), ..call }, signature));
        let other = body.replace("275000.00", "275000.0");
        assert!(!secret.verify(&SignedCall { body: other.as_bytes(), ..call }, signature));
        assert!(!secret.verify(&SignedCall { method: "PUT", ..call }, signature));
    }
    assert_eq!(whole, 1);
}

#[test]
fn notifications_are_verified_over_raw_bytes_then_minified_ones() {
    let (data, keys) = vectors();
    let now = at("2026-08-01T03:05:00Z");
    let mut told = Vec::new();
    for vector in data["notification_rsa"].as_array().unwrap() {
        let body = text(vector, "raw_body");
        let incoming = Incoming {
            path: text(vector, "path"),
            timestamp: text(vector, "x_timestamp"),
            signature: text(vector, "x_signature"),
            body: body.as_bytes(),
        };
        let verified = incoming.verify(&keys, now);
        if vector["valid"] == false {
            assert_eq!(verified, Err(SnapNotificationError::SignatureInvalid));
            continue;
        }
        let notice = verified.unwrap();
        assert_eq!((notice.fit.key_index, notice.fit.form), (0, BodyForm::Raw));
        let claim = notice.claim.unwrap();
        assert_eq!(claim.status, ProviderStatus::Settled);
        told.push((notice.kind, claim.order_id.to_string(), claim.amount.get()));

        // A merchant's prefix stands before the path that was signed; white space may be added.
        let prefixed = format!("/hooks/bi{}", incoming.path);
        let spaced = body.replace(",\"", ",\r\n  \"").replace("\":{", "\" : {");
        let spaced = Incoming { path: &prefixed, body: spaced.as_bytes(), ..incoming };
        assert_eq!(spaced.verify(&keys, now).unwrap().fit.form, BodyForm::Minified);

        // A copy that was kept is refused once it is old, and so is one from the future.
        for late in [now.plus_seconds(WINDOW_SECONDS + 10), now.plus_seconds(-WINDOW_SECONDS)] {
            assert_eq!(incoming.verify(&keys, late), Err(SnapNotificationError::Stale));
        }
        let elsewhere = Incoming { path: "/v1.0/other", ..incoming };
        assert_eq!(elsewhere.verify(&keys, now), Err(SnapNotificationError::Path));
        let other = VendorKeys::from_pem(PUBLIC).unwrap();
        assert_eq!(incoming.verify(&other, now), Err(SnapNotificationError::SignatureInvalid));
        let both = other.and_pem(text(&data, "public_key_pem")).unwrap();
        assert_eq!(incoming.verify(&both, now).unwrap().fit.key_index, 1);
    }
    let expected = [
        (SnapKind::Va, "INV-2026-000123".to_owned(), 275_000),
        (SnapKind::Qris, "INV-2026-000124".to_owned(), 150_000),
    ];
    assert_eq!(told, expected);
}

fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

fn va() -> VaRequest {
    VaRequest {
        order_id: "INV-2026-000123".parse().unwrap(),
        amount: rupiah(275_000),
        bank: "bca".to_owned(),
        account: Account::new("70012", "0000000000").unwrap(),
        name: "Budi Utomo".to_owned(),
        expires_at: Some(at("2026-08-08T16:59:59Z")),
    }
}

fn qris() -> QrisRequest {
    QrisRequest {
        order_id: "INV-2026-000131".parse().unwrap(),
        amount: rupiah(150_000),
        expires_at: Some(at("2026-08-01T03:15:00Z")),
        acquirer: "gopay".to_owned(),
    }
}

fn code(reference_no: Option<&str>) -> QrisName {
    let order_id = "INV-2026-000131".parse().unwrap();
    QrisName { order_id, reference_no: reference_no.map(str::to_owned) }
}

fn refund() -> QrisRefund {
    QrisRefund {
        name: code(Some("A120260801100000HaVD2xS9VKID")),
        refund_key: "RF-000131-1".parse().unwrap(),
        amount: rupiah(5_000),
        reason: "some reason".to_owned(),
    }
}

#[test]
fn bodies_are_the_printed_ones() {
    let calls = fixture("bisnap_calls.json");
    let printed = |name: &str| calls[name]["request"]["body"].clone();
    let made = |body: &dyn erased::Body| body.json();
    assert_eq!(made(&VaBody::new(&va(), MERCHANT).unwrap()), printed("create_va"));
    let account = Account::new("70012", "6280123456").unwrap();
    let read = VaNamed::to_read(&va().order_id, &account, MERCHANT).unwrap();
    assert_eq!(made(&read), printed("va_status"));
    assert_eq!(made(&QrisBody::new(&qris(), MERCHANT).unwrap()), printed("create_qris"));
    let name = code(Some("A120260801100000HaVD2xS9VKID"));
    assert_eq!(made(&QrisNamed::to_read(&name, MERCHANT).unwrap()), printed("qris_status"));
    assert_eq!(made(&QrisRefundBody::new(&refund(), MERCHANT).unwrap()), printed("qris_refund"));
}

mod erased {
    /// Anything that can be written as JSON.
    pub trait Body {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Body for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

#[test]
fn printed_answers_are_understood() {
    let calls = fixture("bisnap_calls.json");
    let answer = |name: &str| Answer::new(200, calls[name]["response"].to_string());
    let told = answer::va_made("INV-2026-000123", rupiah(275_000), &answer("create_va"));
    let Outcome::Done(made) = told else { panic!("{told:?}") };
    assert_eq!(made.number, "700126280123456");
    assert_eq!(made.expires_at, Some(at("2026-08-08T16:59:59Z")));
    let told = answer::va_made("INV-2026-000123", rupiah(275_001), &answer("create_va"));
    assert!(matches!(told, Outcome::Unknown { .. }));
    let Outcome::Done(read) = answer::va_reading(&answer("va_status")) else { panic!() };
    assert_eq!((read.status, read.amount), (ProviderStatus::Settled, Some(rupiah(275_000))));
    assert_eq!(read.settled_at, Some(at("2026-08-01T03:42:03Z")));
    let told = answer::qris_made("INV-2026-000131", &answer("create_qris"));
    assert!(matches!(told, Outcome::Done(made) if made.qr_string.starts_with("000201")));
    let Outcome::Done(read) = answer::qris_reading(&answer("qris_status")) else { panic!() };
    assert_eq!((read.status, read.amount), (ProviderStatus::Settled, Some(rupiah(150_000))));
    let told = answer::qris_refunded("RF-000131-1", &answer("qris_refund"));
    assert_eq!(told, Outcome::Done(rupiah(5_000)));
    let told = answer::qris_refunded("RF-other", &answer("qris_refund"));
    assert!(matches!(told, Outcome::Unknown { .. }));
}

/// A gateway that knows the merchant's public key and secret, and answers what is printed.
struct Bank {
    secret: ClientSecret,
    keys: VendorKeys,
    calls: Value,
    /// The paths of calls that were believed.
    seen: Mutex<Vec<String>>,
    /// Answers for the next calls, instead of the printed ones.
    odd: Mutex<Vec<(u16, Value)>>,
}

async fn bank(
    State(bank): State<Arc<Bank>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (path, stamp, signature) = (uri.path(), header("x-timestamp"), header("x-signature"));
    let refused = |code: &str| {
        let body = json!({"responseCode": code, "responseMessage": "Unauthorized"}).to_string();
        (StatusCode::UNAUTHORIZED, body)
    };
    let answer = if path == Service::Token.path() {
        if !bank.keys.verify_token_call(header("x-client-key"), stamp, signature) {
            return refused("4017300");
        }
        let mut answer = bank.calls["access_token"]["response"].clone();
        answer["accessToken"] = json!("opaque-token");
        answer
    } else {
        let token = header("authorization").trim_start_matches("Bearer ");
        let call = SignedCall { method: "POST", path, token, body: &body, timestamp: stamp };
        let known = token == "opaque-token" && bank.secret.verify(&call, signature);
        if !known || header("x-external-id").is_empty() || header("channel-id").len() != 5 {
            return refused("4012701");
        }
        let sections = bank.calls.as_object().unwrap().values();
        let found = sections.into_iter().find(|one| one["request"]["path"] == path);
        found.map_or_else(
            || json!({"responseCode": "2007700", "responseMessage": "Successful"}),
            |one| one["response"].clone(),
        )
    };
    bank.seen.lock().unwrap().push(path.to_owned());
    let own = path == Service::Token.path();
    let odd = if own { None } else { bank.odd.lock().unwrap().pop() };
    match odd {
        Some((status, body)) => (StatusCode::from_u16(status).unwrap(), body.to_string()),
        None => (StatusCode::OK, answer.to_string()),
    }
}

async fn opened(key: &str) -> (Arc<Bank>, SnapBi) {
    let state = Arc::new(Bank {
        secret: ClientSecret::new("test-client-secret").unwrap(),
        keys: VendorKeys::from_pem(PUBLIC).unwrap(),
        calls: fixture("bisnap_calls.json"),
        seen: Mutex::default(),
        odd: Mutex::default(),
    });
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let listener = listener.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(bank).with_state(state.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let credentials = Credentials {
        merchant_id: MERCHANT.to_owned(),
        client_key: key.to_owned(),
        key: MerchantKey::from_pem(PAIR).unwrap(),
        secret: ClientSecret::new("test-client-secret").unwrap(),
        partner_id: "G123456789-SNAP".to_owned(),
        channel_id: "12345".to_owned(),
    };
    (state, SnapBi::at(&url, credentials, &HttpOptions::default()).unwrap())
}

#[tokio::test]
async fn every_call_is_signed_as_the_other_side_expects_under_one_token() {
    let (bank, client) = opened("G123456789-SNAP").await;
    let now = at("2026-08-01T02:59:00Z");
    assert!(matches!(client.va_create(&va(), now).await, Outcome::Done(_)));
    let account = Account::new("70012", "6280123456").unwrap();
    let read = client.va_status((&va().order_id, &account), now).await;
    assert!(matches!(read, Outcome::Done(told) if told.status == ProviderStatus::Settled));
    assert!(matches!(client.qris_create(&qris(), now).await, Outcome::Done(_)));
    let read = client.qris_status(&code(None), now).await;
    assert!(matches!(read, Outcome::Done(told) if told.status == ProviderStatus::Settled));
    assert_eq!(client.qris_refund(&refund(), now).await, Outcome::Done(rupiah(5_000)));
    assert_eq!(client.qris_cancel(&code(None), "changed", now).await, Outcome::Done(()));
    let tokens = || {
        let seen = bank.seen.lock().unwrap();
        seen.iter().filter(|path| *path == Service::Token.path()).count()
    };
    assert_eq!((tokens(), bank.seen.lock().unwrap().len()), (1, 7));

    // Given up before it ends, and at once when the other side does not take it any more.
    let later = now.plus_seconds(840);
    assert!(matches!(client.qris_status(&code(None), later).await, Outcome::Done(_)));
    assert_eq!(tokens(), 2);
    let stale = json!({"responseCode": "4015101", "responseMessage": "Invalid Token (B2B)"});
    bank.odd.lock().unwrap().push((401, stale));
    let told = client.qris_status(&code(None), later).await;
    assert!(matches!(told, Outcome::Refused(no) if no.code == "4015101"));
    assert!(matches!(client.qris_status(&code(None), later).await, Outcome::Done(_)));
    assert_eq!(tokens(), 3);
}

#[tokio::test]
async fn doubts_stay_doubts_and_nothing_is_asked_twice() {
    let (bank, client) = opened("G123456789-SNAP").await;
    let now = at("2026-08-01T02:59:00Z");
    let said = |code: &str| json!({"responseCode": code, "responseMessage": "x"});
    for (status, code, known) in [
        (500, "5007800", "unknown"),
        (504, "5047800", "unknown"),
        (409, "4097800", "exists"),
        (429, "4297800", "limited"),
        (403, "4037815", "refused"),
    ] {
        bank.odd.lock().unwrap().push((status, said(code)));
        let told = client.qris_refund(&refund(), now).await;
        let word = match told {
            Outcome::Unknown { .. } => "unknown",
            Outcome::Exists => "exists",
            Outcome::Limited { .. } => "limited",
            Outcome::Refused(_) => "refused",
            other => panic!("{other:?}"),
        };
        assert_eq!(word, known, "{code}");
    }
    let paths = bank.seen.lock().unwrap().clone();
    let refunds = paths.iter().filter(|path| *path == Service::QrisRefund.path()).count();
    assert_eq!(refunds, 5);
}
