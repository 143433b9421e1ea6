//! The vendor's calls, answered field for field as in the reference data.

use serde_json::{Value, json};
use wikarta_midtrans::emulator::Action;

use crate::facts::fixture;
use crate::world::{World, at};

/// Fields whose values the emulator makes up. Their form is compared, then they are set aside.
const MADE_UP: &[&str] = &[
    "transaction_id",
    "id",
    "va_number",
    "permata_va_number",
    "bill_key",
    "qr_string",
    "payment_code",
    "url",
];

fn without_made_up(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let kept = match value {
                    Value::String(text) if MADE_UP.contains(&name.as_str()) => {
                        form(name, text).into()
                    }
                    other => without_made_up(other),
                };
                (name.clone(), kept)
            })
            .collect(),
        Value::Array(items) => items.iter().map(without_made_up).collect(),
        other => other.clone(),
    }
}

fn form(name: &str, text: &str) -> String {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "transaction_id" | "id" => {
            let lengths: Vec<usize> = text.split('-').map(str::len).collect();
            format!("uuid {lengths:?}")
        }
        "url" => text.split(':').next().unwrap().to_owned(),
        "qr_string" => text[..12].to_owned(),
        "payment_code" => format!("digits {digits}"),
        // Banks differ in length; ours have the length of the reference, BCA apart (16, not 11).
        _ => format!("digits {digits}"),
    }
}

/// What has to happen before a call, by the call's name.
fn prepare(world: &World, name: &str) {
    let pay = |order: &str, time: &str| {
        world.clock.set(at(time));
        world.act(order, Action::Pay);
    };
    let bca = || {
        let fixture = fixture("api_calls.json");
        world.json("POST", "/v2/charge", &fixture["calls"]["charge_va_bca"]["request"]["body"]);
    };
    let qris = || {
        world.charge_qris("INV-2026-000131");
    };
    match name {
        "status_pending" | "cancel_pending" | "expire_pending" | "err_duplicate_order" => bca(),
        "status_settlement"
        | "status_b2b"
        | "cancel_settled_refused"
        | "expire_settled_refused"
        | "refund_va_refused" => {
            bca();
            pay("INV-2026-000123", "2026-08-01T03:42:03Z");
        }
        "status_expire" => {
            bca();
            world.act("INV-2026-000123", Action::Expire);
        }
        "status_cancel" => {
            bca();
            world.act("INV-2026-000123", Action::Cancel);
        }
        "refund_pending_refused" => qris(),
        "refund_partial" | "refund_full" | "refund_amount_refused" | "direct_refund_ok" => {
            qris();
            pay("INV-2026-000131", "2026-08-01T03:06:48Z");
        }
        "refund_duplicate_key" => {
            prepare(world, "refund_partial");
            let body = json!({ "refund_key": "RF-000131-1", "amount": 5000 });
            world.json("POST", "/v2/INV-2026-000131/refund", &body);
        }
        _ => {}
    }
}

/// Calls of the file that are not answered yet, or only on demand.
fn set_aside(name: &str) -> bool {
    name.starts_with("snap_")
        || name.starts_with("payment_link")
        // Faults of the vendor; the client's tests make them.
        || matches!(name, "err_rate_limited" | "err_5xx" | "idempotent_in_progress")
        // A merchant's balance and a provider's whim.
        || matches!(name, "refund_insufficient_funds" | "direct_refund_denied")
}

#[test]
fn every_call_is_answered_field_for_field() {
    let data = fixture("api_calls.json");
    let mut answered = 0;
    for (name, call) in data["calls"].as_object().unwrap() {
        if set_aside(name) {
            continue;
        }
        let world = World::new();
        prepare(&world, name);
        let request = &call["request"];
        let text = |field: &str| request[field].as_str().unwrap();
        let mut body = request["body"].clone();
        let mut key = crate::facts::KEY;
        match name.as_str() {
            "err_bad_key" => key = "SB-Mid-server-of-somebody-else",
            "err_channel_inactive" => body["payment_type"] = "akulaku".into(),
            _ => {}
        }
        let reply = world.call_as(key, text("method"), text("path"), &body);
        assert_eq!(u64::from(reply.http_status), call["http_status"].as_u64().unwrap(), "{name}");
        let got: Value = serde_json::from_slice(&reply.into_bytes().0).unwrap();
        let (got, expected) = (without_made_up(&got), without_made_up(&call["response"]));
        assert_eq!(got, expected, "{name}");
        answered += 1;
    }
    assert_eq!(answered, 33);
}

#[test]
fn the_same_seed_makes_the_same_answers() {
    let make = |seed: u64| {
        let world = World::with(|config| config.seed = seed);
        (world.charge_bca("INV-1"), world.charge_qris("INV-2"))
    };
    assert_eq!(make(7), make(7));
    assert_ne!(make(7), make(8));
}

#[test]
fn a_transaction_is_found_by_either_id_and_only_by_its_merchant() {
    let world = World::with(|config| {
        let mut other = config.merchants[0].clone();
        other.merchant_id = "G999999999".to_owned();
        other.server_key =
            wikarta_midtrans::signature::ServerKey::new("SB-Mid-server-two").unwrap();
        config.merchants.push(other);
    });
    let id = world.charge_bca("INV-1")["transaction_id"].as_str().unwrap().to_owned();
    assert_eq!(world.status("INV-1"), "pending");
    assert_eq!(world.status(&id), "pending");
    let path = "/v2/INV-1/status";
    let foreign = world.call_as("SB-Mid-server-two", "GET", path, &Value::Null);
    let body: Value = serde_json::from_slice(&foreign.into_bytes().0).unwrap();
    assert_eq!(body["status_code"], "404");
    // The other merchant may use the same order id for itself.
    let order = json!({
        "payment_type": "qris",
        "transaction_details": { "order_id": "INV-1", "gross_amount": 1 },
    });
    let own = world.call_as("SB-Mid-server-two", "POST", "/v2/charge", &order);
    let body: Value = serde_json::from_slice(&own.into_bytes().0).unwrap();
    assert_eq!((&body["status_code"], &body["merchant_id"]), (&json!("201"), &json!("G999999999")));
}

#[test]
fn an_order_id_is_free_again_after_a_cancel_only() {
    let world = World::new();
    let order = |method: &str| {
        json!({
            "payment_type": method,
            "transaction_details": { "order_id": "INV-1", "gross_amount": 1000 },
        })
    };
    let code = || world.json("POST", "/v2/charge", &order("qris"))["status_code"].clone();
    assert_eq!(code(), "201");
    assert_eq!(code(), "406");
    world.act("INV-1", Action::Cancel);
    assert_eq!(code(), "201");
    world.act("INV-1", Action::Expire);
    assert_eq!(code(), "406");
    assert_eq!(world.status("INV-1"), "expire");
}

#[test]
fn a_code_expires_by_time_and_that_is_told() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.clock.advance(15 * 60 - 1);
    assert_eq!(world.status("INV-1"), "pending");
    world.clock.advance(1);
    assert_eq!(world.status("INV-1"), "expire");
    assert_eq!(world.drained(), ["pending", "expire"]);
}

#[test]
fn a_deadline_counts_from_the_order_time() {
    let world = World::new();
    let answer = world.charge("INV-1", json!({
        "payment_type": "qris",
        "custom_expiry": { "order_time": "2026-08-01 10:05:00 +0700", "expiry_duration": 90, "unit": "second" },
    }));
    assert_eq!(answer["expiry_time"], "2026-08-01 10:06:30");
}

#[test]
fn a_refund_is_confirmed_by_the_provider_later_and_told_twice() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.act("INV-1", Action::Pay);
    let refund = |key: &str, amount: i64| {
        let body = json!({ "refund_key": key, "amount": amount });
        world.json("POST", "/v2/INV-1/refund", &body)["status_code"].clone()
    };
    assert_eq!(refund("RF-1", 50_000), "200");
    assert_eq!(refund("RF-2", 100_001), "414");
    world.clock.advance(60);
    world.emulator.tick().unwrap();
    assert_eq!(refund("RF-2", 100_000), "200");
    assert_eq!(refund("RF-3", 1), "412");
    let told: Vec<Value> = world
        .emulator
        .drain()
        .iter()
        .map(|outgoing| serde_json::from_slice(&outgoing.body).unwrap())
        .filter(|body: &Value| body.get("refunds").is_some())
        .collect();
    let confirmed = |body: &Value, n: usize| body["refunds"][n].get("bank_confirmed_at").is_some();
    let amounts: Vec<_> = told.iter().map(|body| body["refund_amount"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["50000.00", "50000.00", "150000.00"]);
    assert_eq!(
        [confirmed(&told[0], 0), confirmed(&told[1], 0), confirmed(&told[2], 1)],
        [false, true, false]
    );
    assert_eq!(told[2]["transaction_status"], "refund");
}

#[test]
fn refunds_end_with_their_window() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.act("INV-1", Action::Pay);
    world.clock.advance(45 * 86_400 + 1);
    let late = world.json("POST", "/v2/INV-1/refund", &json!({ "amount": 1 }));
    assert_eq!(late["status_code"], "412");
}

#[test]
fn a_wished_va_number_is_kept_until_it_is_taken() {
    let world = World::new();
    let wish = |order: &str| {
        let method = json!({
            "payment_type": "bank_transfer",
            "bank_transfer": { "bank": "bni", "va_number": "12345678" },
        });
        world.charge(order, method)["va_numbers"][0]["va_number"].as_str().unwrap().to_owned()
    };
    let first = wish("INV-1");
    assert!(first.ends_with("12345678"), "{first}");
    assert_ne!(wish("INV-2"), first);
    world.act("INV-1", Action::Expire);
    assert_eq!(wish("INV-3"), first);
}

#[test]
fn addresses_and_methods_that_do_not_exist() {
    let world = World::new();
    for (method, path, http) in [
        ("GET", "/v2/charge", 405),
        ("POST", "/v2/INV-1/status", 405),
        ("GET", "/v2/INV-1", 404),
        ("GET", "/", 404),
        ("GET", "/v2/%ff/status", 404),
    ] {
        assert_eq!(world.call(method, path, &Value::Null).http_status, http, "{method} {path}");
    }
    // The order of checks: who is asking comes first.
    let nobody = world.call_as("", "POST", "/v2/charge", &json!({}));
    assert_eq!(nobody.http_status, 401);
    assert_eq!(world.call("POST", "/v2/charge", &json!({})).http_status, 500);
}

#[test]
fn a_qr_code_is_a_picture_for_anybody() {
    let world = World::new();
    let answer = world.charge_qris("INV-1");
    let url = answer["actions"][0]["url"].as_str().unwrap();
    let path = url.strip_prefix("https://api.sandbox.midtrans.com").unwrap();
    let (picture, content_type) = world.call_as("", "GET", path, &Value::Null).into_bytes();
    assert_eq!(content_type, "image/svg+xml");
    assert!(String::from_utf8(picture).unwrap().contains("<svg"));
    world.charge_bca("INV-2");
    let none = world.call("GET", "/v2/qris/INV-2/qr-code", &Value::Null);
    assert!(String::from_utf8(none.into_bytes().0).unwrap().contains("\"404\""));
}

#[test]
fn the_book_forgets_the_oldest_ended_transaction_when_it_is_full() {
    let world = World::with(|config| config.max_transactions = 3);
    for order in ["INV-1", "INV-2", "INV-3"] {
        world.charge_bca(order);
    }
    let fourth = json!({
        "payment_type": "qris",
        "transaction_details": { "order_id": "INV-4", "gross_amount": 1000 },
    });
    assert_eq!(world.call("POST", "/v2/charge", &fourth).http_status, 500);
    world.act("INV-2", Action::Pay);
    assert_eq!(world.call("POST", "/v2/charge", &fourth).http_status, 200);
    assert_eq!(world.status("INV-2"), "missing");
    assert_eq!(world.status("INV-1"), "pending");
}
