//! What the vendor's SDKs ask beyond bank transfers and QRIS: cards, Snap, subscriptions, linked
//! wallets, idempotency keys.

use base64::Engine as _;
use serde_json::{Value, json};
use wikarta_midtrans::emulator::{Action, ApiCall, Reply};

use crate::facts::KEY;
use crate::world::World;

const CLIENT_KEY: &str = "SB-Mid-client-TESTONLYwikarta0001";

fn token(world: &World, path: &str, number: &str, year: &str) -> (u16, Value) {
    let query = format!(
        "card_number={number}&card_exp_month=12&card_exp_year={year}&card_cvv=123&client_key={CLIENT_KEY}"
    );
    let call = ApiCall { method: "GET", path, query: &query, ..ApiCall::default() };
    let reply = world.emulator.answer(&call);
    (reply.http_status, serde_json::from_slice(&reply.into_bytes().0).unwrap())
}

fn card(world: &World, order_id: &str, number: &str, more: Value) -> Value {
    let (_, made) = token(world, "/v2/token", number, "2030");
    let mut credit_card = json!({ "token_id": made["token_id"] });
    credit_card.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let body = json!({
        "payment_type": "credit_card",
        "transaction_details": { "order_id": order_id, "gross_amount": 12_145 },
        "credit_card": credit_card,
    });
    world.json("POST", "/v2/charge", &body)
}

#[test]
fn a_card_is_charged_cancelled_and_read() {
    let world = World::new();
    let charged = card(&world, "INV-1", "4811+1111+1111+1114", json!({}));
    assert_eq!(charged["status_code"], "200");
    assert_eq!(
        (&charged["transaction_status"], &charged["fraud_status"], &charged["masked_card"]),
        (&json!("capture"), &json!("accept"), &json!("48111111-1114"))
    );
    // Nothing to judge, nothing settled that could go back.
    for path in ["approve", "deny", "refund", "refund/online/direct"] {
        let refused = world.json("POST", &format!("/v2/INV-1/{path}"), &Value::Null);
        assert_eq!(refused["status_code"], "412", "{path}");
    }
    assert_eq!(world.json("POST", "/v2/INV-1/cancel", &Value::Null)["status_code"], "200");
    let read = world.json("GET", "/v2/INV-1/status", &Value::Null);
    assert_eq!(
        (&read["status_code"], &read["transaction_status"]),
        (&json!("200"), &json!("cancel"))
    );
}

#[test]
fn a_challenged_card_waits_for_a_verdict() {
    let world = World::new();
    for (order, verdict, message, status) in [
        ("INV-1", "approve", "Success, transaction is approved", "capture"),
        ("INV-2", "deny", "Success, transaction is denied", "deny"),
    ] {
        let charged = card(&world, order, "5510111111111115", json!({}));
        assert_eq!(charged["fraud_status"], "challenge");
        let judged = world.json("POST", &format!("/v2/{order}/{verdict}"), &Value::Null);
        assert_eq!(
            (&judged["status_message"], &judged["transaction_status"]),
            (&json!(message), &json!(status))
        );
    }
}

#[test]
fn held_money_is_captured_in_part_and_settles() {
    let world = World::new();
    let held = card(&world, "INV-1", "4811111111111114", json!({ "type": "authorize" }));
    assert_eq!(held["transaction_status"], "authorize");
    let capture = |amount: i64| {
        let body = json!({ "transaction_id": held["transaction_id"], "gross_amount": amount });
        world.json("POST", "/v2/capture", &body)
    };
    assert_eq!(capture(12_146)["status_code"], "400");
    assert_eq!(capture(10_000)["transaction_status"], "capture");
    assert_eq!(capture(10_000)["status_code"], "412");
    let settled = world.act("INV-1", Action::Pay);
    assert_eq!(
        (&settled["transaction_status"], &settled["gross_amount"]),
        (&json!("settlement"), &json!("10000.00"))
    );
}

#[test]
fn tokens_say_no_to_strangers_and_to_expired_cards() {
    let world = World::new();
    let (http, expired) = token(&world, "/v2/token", "4811111111111114", "2020");
    assert_eq!(http, 400);
    assert_eq!(expired["status_message"], "One or more parameters in the payload is invalid.");
    let (_, saved) = token(&world, "/v2/card/register", "4811111111111114", "2030");
    assert!(saved["saved_token_id"].as_str().unwrap().starts_with("481111"));
    let query = "card_number=4811111111111114&client_key=of-somebody-else";
    let call = ApiCall { method: "GET", path: "/v2/token", query, ..ApiCall::default() };
    assert_eq!(world.emulator.answer(&call).http_status, 401);
    let unknown = json!({
        "payment_type": "credit_card",
        "transaction_details": { "order_id": "INV-1", "gross_amount": 1 },
        "credit_card": { "token_id": "dummy" },
    });
    assert_eq!(world.json("POST", "/v2/charge", &unknown)["status_code"], "411");
}

fn body_of(reply: Reply) -> (u16, Value) {
    let http = reply.http_status;
    (http, serde_json::from_slice(&reply.into_bytes().0).unwrap())
}

#[test]
fn snap_makes_pages_for_any_order_id_and_takes_them_back() {
    let world = World::new();
    let order = |order_id: &str| json!({ "transaction_details": { "order_id": order_id, "gross_amount": 200_000 } });
    let create = |body: &Value| body_of(world.call("POST", "/snap/v1/transactions", body));
    let (http, first) = create(&order("py test 2026-11-23 05:07:40"));
    assert_eq!(http, 201);
    let token = first["token"].as_str().unwrap();
    assert_eq!(&token[14..15], "4");
    assert!(first["redirect_url"].as_str().unwrap().ends_with(token));
    assert_ne!(create(&order("py test 2026-11-23 05:07:40")).1["token"], first["token"]);
    // No transaction exists before the payer has picked a method.
    let read = world.json("GET", "/v2/py%20test%202026-11-23%2005:07:40/status", &Value::Null);
    assert_eq!(read["status_code"], "404");
    let cancel = format!("/snap/v1/transactions/{token}/cancel");
    assert!(body_of(world.call("POST", &cancel, &Value::Null)).1["canceled_at"].is_string());
    let again = body_of(world.call("POST", &cancel, &Value::Null));
    assert_eq!(again, (400, json!({ "error_messages": ["token already canceled"] })));
    let (http, empty) = create(&json!({}));
    assert_eq!(http, 400);
    assert!(empty.to_string().contains("transaction_details.gross_amount is required"));
    world.charge_bca("INV-1");
    world.act("INV-1", Action::Pay);
    assert!(create(&order("INV-1")).1.to_string().contains("has been paid and utilized"));
}

#[test]
fn snap_refuses_a_wrong_key_byte_for_byte() {
    let world = World::new();
    let reply = world.call_as("wrong", "POST", "/snap/v1/transactions", &json!({}));
    assert_eq!(reply.http_status, 401);
    let expected =
        crate::facts::fixture("api_calls.json")["calls"]["snap_err_401"]["response"].to_string();
    assert_eq!(String::from_utf8(reply.into_bytes().0).unwrap(), expected);
}

#[test]
fn a_subscription_is_kept_switched_and_shown_in_the_vendors_types() {
    let dir = tempfile::tempdir().unwrap();
    let path = |id: &str, verb: &str| format!("/v1/subscriptions/{id}{verb}");
    let id = {
        let world = World::with(|config| config.data_dir = Some(dir.path().to_owned()));
        let given = json!({
            "name": "SUBS-1", "amount": 100_000, "currency": "IDR", "token": "dummy",
            "schedule": { "interval": 1, "interval_unit": "day", "max_interval": "7" },
        });
        let made = world.json("POST", "/v1/subscriptions", &given);
        assert_eq!((&made["status"], &made["amount"]), (&json!("active"), &json!("100000")));
        assert_eq!(made["schedule"]["max_interval"], 7);
        let id = made["id"].as_str().unwrap().to_owned();
        let updated = world.json("POST", &path(&id, "/disable"), &Value::Null);
        assert_eq!(updated["status_message"], "Subscription is updated.");
        world.json("PATCH", &path(&id, ""), &json!({ "metadata": { "description": "b" } }));
        id
    };
    let world = World::with(|config| config.data_dir = Some(dir.path().to_owned()));
    let shown = world.json("GET", &path(&id, ""), &Value::Null);
    assert_eq!(
        (&shown["status"], &shown["metadata"]["description"]),
        (&json!("inactive"), &json!("b"))
    );
    let refused = |body: Value| body_of(world.call("POST", "/v1/subscriptions", &body));
    let (http, zero) = refused(json!({ "name": "a", "amount": 0 }));
    assert_eq!(http, 400);
    assert!(zero.to_string().contains("must be between 0.01 - 99999999999.00"));
    assert!(refused(Value::Null).1.to_string().contains("Bad request"));
    let (http, missing) = body_of(world.call("GET", &path("123", ""), &Value::Null));
    assert_eq!((http, &missing["status_message"]), (404, &json!("Subscription doesn't exist.")));
}

#[test]
fn a_wallet_is_linked_as_far_as_its_owner_lets() {
    let world = World::new();
    let link = |phone: Value| {
        let body = json!({ "payment_type": "gopay", "gopay_partner": { "phone_number": phone } });
        world.json("POST", "/v2/pay/account", &body)
    };
    let made = link(json!(81_234_567_891_i64));
    assert_eq!((&made["status_code"], &made["account_status"]), (&json!("201"), &json!("PENDING")));
    let id = made["account_id"].as_str().unwrap();
    let read = world.json("GET", &format!("/v2/pay/account/{id}"), &Value::Null);
    assert_eq!(read, made);
    let unbind =
        |id: &str| world.json("POST", &format!("/v2/pay/account/{id}/unbind"), &Value::Null);
    assert_eq!(unbind(id)["status_code"], "412");
    assert_eq!(unbind("unknown")["status_code"], "404");
    assert_eq!(link(json!("123450001"))["channel_response_message"], "User Not Found");
    assert_eq!(link(json!("123450002"))["channel_response_message"], "Wallet is Blocked");
    assert_eq!(link(json!("081"))["status_code"], "400");
}

#[test]
fn an_idempotency_key_repeats_an_answer_for_five_minutes() {
    let world = World::new();
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{KEY}:"));
    let authorization = format!("Basic {encoded}");
    let charge = |key: &str, order_id: &str, bank: &str| {
        let body = json!({
            "payment_type": "bank_transfer",
            "bank_transfer": { "bank": bank },
            "transaction_details": { "order_id": order_id, "gross_amount": 1_000 },
        });
        let reply = world.emulator.answer(&ApiCall {
            method: "POST",
            path: "/v2/charge",
            authorization: Some(&authorization),
            idempotency_key: Some(key),
            body: body.to_string().as_bytes(),
            ..ApiCall::default()
        });
        body_of(reply).1
    };
    let first = charge("k", "INV-1", "bca");
    // Another body under the same key: the first answer, and nothing new.
    assert_eq!(charge("k", "INV-2", "bca"), first);
    assert_eq!(world.emulator.transactions(10).len(), 1);
    // Permata does not know keys, refusals are not kept, long keys are ignored.
    assert_eq!(charge("k", "INV-3", "permata")["order_id"], "INV-3");
    assert_eq!(charge("n", "INV-1", "bca")["status_code"], "406");
    assert_eq!(charge("n", "INV-4", "bca")["order_id"], "INV-4");
    let long = "k".repeat(47);
    assert_eq!(charge(&long, "INV-5", "bca")["order_id"], "INV-5");
    assert_eq!(charge(&long, "INV-5", "bca")["status_code"], "406");
    world.clock.advance(300);
    assert_eq!(charge("k", "INV-6", "bca")["order_id"], "INV-6");
}

#[test]
fn a_bank_page_gives_an_address_to_go_to() {
    let world = World::new();
    for method in ["cimb_clicks", "bri_epay"] {
        let made = world.charge(method, json!({ "payment_type": method }));
        assert!(made["redirect_url"].as_str().unwrap().contains(method), "{made}");
    }
}

#[test]
fn a_bin_names_its_bank() {
    let world = World::new();
    let read = world.json("GET", "/v1/bins/45563300", &Value::Null);
    assert_eq!(read["data"]["bank_code"], "BCA");
    assert_eq!(world.json("GET", "/v1/bins/12345", &Value::Null)["status_code"], "404");
}
