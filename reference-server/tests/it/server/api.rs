//! What the API changes: drafts, issues, ways to pay, and repeats of all of these.

use serde_json::{Value, json};

use super::client::{Answer, text};
use super::gateway::settlement;
use super::harness::{Home, http_client, until};

const CHANNELS: [(&str, &[&str]); 7] = [
    ("bca_va", &["va_number"]),
    ("bni_va", &["va_number"]),
    ("bri_va", &["va_number"]),
    ("permata_va", &["va_number"]),
    ("cimb_va", &["va_number"]),
    ("mandiri_bill", &["biller_code", "bill_key"]),
    ("qris", &["qr_string"]),
];
const CODES: [&str; 4] = ["va_number", "biller_code", "bill_key", "qr_string"];

fn is_rfc3339_utc(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

#[tokio::test]
async fn a_token_is_given_for_the_right_password_only() {
    let home = Home::seeded();
    let server = home.demo().await;
    let client = http_client();
    let ask = async |body: &Value| {
        Answer::to(client.post(format!("{}/api/tokens", server.url)).json(body)).await
    };
    let person = json!({"email": "keuangan@demo.test", "password": super::harness::PASSWORD});
    let token = ask(&person).await;
    let answer = token.is(200);
    assert_eq!(answer["token_type"], "Bearer");
    let life = answer["expires_in"].as_i64().unwrap();
    assert!((60..=3_600).contains(&life), "minutes of life: {life}");
    assert_eq!(text(&answer["access_token"]).split('.').count(), 3);
    assert_eq!(token.headers["cache-control"], "no-store");

    let mut bodies = Vec::new();
    for (email, password) in
        [("keuangan@demo.test", "benang-merah-18"), ("nobody@demo.test", "benang-merah-17")]
    {
        let refused = ask(&json!({"email": email, "password": password})).await;
        assert!(refused.headers.contains_key("www-authenticate"));
        let mut problem = refused.refused(401, "sign_in_failed");
        problem["trace_id"].take();
        bodies.push(problem);
    }
    assert_eq!(bodies[0], bodies[1], "nobody learns which accounts there are");
    ask(&json!({"email": "keuangan@demo.test"})).await.refused(422, "missing_field");
    ask(&json!({"email": "a@b.c", "password": "x", "admin": true}))
        .await
        .refused(400, "unknown_field");
    let page = client.get(format!("{}/api/tokens", server.url)).send().await.unwrap();
    assert_eq!(page.status(), 405);
}

#[tokio::test]
async fn a_month_is_drafted_once_and_issued_once() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let (subscription, period) = finance.unbilled().await;
    let body = json!({"subscription_id": subscription, "period": period});
    let draft = finance.send("/api/invoices", body.clone()).await.is(201);
    let id = text(&draft["id"]);
    assert!(id.starts_with("inv_"));
    assert_eq!((&draft["status"], &draft["number"]), (&json!("DRAFT"), &Value::Null));
    assert_eq!((&draft["currency"], &draft["period"]), (&json!("IDR"), &json!(period)));
    let version = draft["version"].as_u64().unwrap();

    let again = finance.send("/api/invoices", body).await.refused(409, "already_billed");
    assert_eq!(again["id"], json!(id), "with the id of the one that bills the month");
    finance.charge(&id, "bca_va").await.refused(409, "invalid_state");

    let issued = finance.send(&format!("/api/invoices/{id}/issue"), json!({})).await.is(200);
    assert_eq!(issued["status"], "ISSUED");
    assert!(
        text(&issued["number"]).starts_with("INV/") || text(&issued["number"]).starts_with("INV-")
    );
    assert!(issued["version"].as_u64().unwrap() > version);
    assert!(is_rfc3339_utc(&issued["issued_at"]) && issued["due_date"].is_string());
    let whole = ["total", "amount_paid", "amount_refunded", "amount_due", "base", "tax"];
    assert!(whole.iter().all(|name| issued[*name].is_i64()), "whole rupiah: {issued}");
    assert_eq!(issued["amount_due"], issued["total"]);
    let lines = issued["lines"].as_array().unwrap();
    let sum = |name: &str| lines.iter().map(|line| line[name].as_i64().unwrap()).sum::<i64>();
    assert_eq!(sum("amount") + sum("tax"), issued["total"].as_i64().unwrap());

    let twice = finance.send(&format!("/api/invoices/{id}/issue"), json!({})).await;
    twice.refused(409, "invalid_state");
    let nowhere = finance.send("/api/invoices/inv_nosuch/issue", json!({})).await;
    nowhere.refused(404, "not_found");
    let unsold = json!({"subscription_id": "sub_nosuch", "period": period});
    finance.send("/api/invoices", unsold).await.refused(404, "not_found");
    for (period, code) in
        [("2026-13", "wrong_type"), ("2026", "wrong_type"), ("Nov 2026", "wrong_type")]
    {
        let body = json!({"subscription_id": subscription, "period": period});
        finance.send("/api/invoices", body).await.refused(422, code);
    }
}

#[tokio::test]
async fn every_channel_has_its_own_code_and_is_made_once() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    for (channel, codes) in CHANNELS {
        let id = text(&finance.issued().await["id"]);
        let made = finance.charge(&id, channel).await.is(201);
        assert_eq!((&made["channel"], &made["status"]), (&json!(channel), &json!("PENDING")));
        assert!(is_rfc3339_utc(&made["expires_at"]), "{made}");
        let order_id = text(&made["order_id"]);
        assert!(order_id.len() <= 36 && order_id.starts_with("INV-"), "{order_id}");
        for code in CODES {
            let there = made[code].as_str().is_some_and(|text| !text.is_empty());
            assert_eq!(there, codes.contains(&code), "{channel}: {made}");
        }
        let again = finance.charge(&id, channel).await.is(200);
        assert_eq!(again, made, "live already");
        assert_eq!(finance.invoice(&id).await["status"], "PENDING");
    }
    let id = text(&finance.issued().await["id"]);
    let unknown = finance.charge(&id, "doku_va").await.refused(422, "wrong_type");
    assert_eq!(unknown["field"], "channel");
}

#[tokio::test]
async fn another_bank_takes_the_place_of_the_first_and_a_paid_bill_takes_no_more() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let first = finance.bill("bca_va").await;
    let second = text(&finance.charge(&first.id, "bri_va").await.is(201)["order_id"]);
    let by_code = text(&finance.charge(&first.id, "qris").await.is(201)["order_id"]);
    assert!(first.order_id != second && second != by_code);
    let ended = async |order_id: &str| {
        let invoice = finance.invoice(&first.id).await;
        let attempts = invoice["attempts"].as_array().unwrap().clone();
        let one = attempts.iter().find(|one| one["order_id"] == order_id).unwrap();
        (one["status"] == "CANCELLED").then_some(())
    };
    until("the first is cancelled at the gateway", async || ended(&first.order_id).await).await;
    gateway.act(&second, "pay", json!({})).await.is(200);
    until("the other way is taken back", async || ended(&by_code).await).await;
    let paid = finance.invoice(&first.id).await;
    assert_eq!((&paid["status"], &paid["amount_due"]), (&json!("PAID"), &json!(0)));
    assert_eq!(paid["receipt_stamp"], "not_needed", "up to 5.000.000");
    assert_eq!(paid["amount_paid"], json!(first.total));
    let closed = finance.charge(&first.id, "bca_va").await.refused(409, "invalid_state");
    assert_eq!(closed["invoice_status"], "PAID");
    home.books().await.agree().await;
}

#[tokio::test]
async fn a_lost_answer_of_the_gateway_is_202_and_says_what_came_of_it_later() {
    let home = Home::seeded();
    // Nobody listens there: no charge is answered.
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = format!("http://{nowhere}");
    let server = home.demo_with(&[("MIDTRANS_BASE_URL", &address)]).await;
    let finance = server.person("keuangan").await;
    let id = text(&finance.issued().await["id"]);
    let path = format!("/api/invoices/{id}/transactions");
    let ask =
        || finance.post(&path, &json!({"channel": "bca_va"})).header("idempotency-key", "k-1");
    let lost = Answer::to(ask()).await.is(202);
    assert_eq!(lost["status"], "UNKNOWN");
    assert!(CODES.iter().all(|code| lost.get(code).is_none()));
    assert_eq!(finance.invoice(&id).await["status"], "PENDING", "it may be payable");
    let order_id = text(&lost["order_id"]);
    assert_eq!(finance.charge(&id, "bca_va").await.is(202)["order_id"], lost["order_id"]);
    drop(server);

    // Two minutes pass, longer than a charge may be on its way. The gateway is back and does not
    // know the order: the same one is asked for again.
    let mut books = home.books().await;
    let passed = "UPDATE payments SET opened_at = opened_at - 120000000, body = json_set(body, '$.opened_at',
            strftime('%Y-%m-%dT%H:%M:%SZ', opened_at / 1000000 - 120, 'unixepoch')) WHERE state IN ('opened', 'unknown');
        UPDATE outbox SET due = 0, lease_until = 0 WHERE state = 'waiting' AND kind <> 'send'";
    books.by_hand(passed).await;
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let found = until("the charge is made after all", async || {
        let invoice = finance.invoice(&id).await;
        let mut attempts = invoice["attempts"].as_array().unwrap().iter();
        attempts.find(|one| one["status"] == "PENDING").cloned()
    })
    .await;
    assert_eq!(found["order_id"], json!(order_id), "never under a new order id");
    let told = Answer::to(
        finance.post(&path, &json!({"channel": "bca_va"})).header("idempotency-key", "k-1"),
    );
    let told = told.await;
    assert_ne!(told.status, 202, "an open outcome is not kept for ever");
    assert_eq!(told.json()["va_number"], found["va_number"]);
}

#[tokio::test]
async fn a_repeated_key_gets_the_first_answer_byte_for_byte() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let (subscription, period) = finance.unbilled().await;
    let keyed = async |path: &str, key: &str, body: &Value| {
        Answer::to(finance.post(path, body).header("idempotency-key", key)).await
    };
    let draft = json!({"subscription_id": subscription, "period": period});
    let drafted = keyed("/api/invoices", "draft-1", &draft).await;
    let id = text(&drafted.is(201)["id"]);
    let issue = format!("/api/invoices/{id}/issue");
    let issued = keyed(&issue, "issue-1", &json!({})).await;
    issued.is(200);
    let transactions = format!("/api/invoices/{id}/transactions");
    let channel = json!({"channel": "bca_va"});
    let charged = keyed(&transactions, "charge-1", &channel).await;
    let order_id = text(&charged.is(201)["order_id"]);
    gateway.act(&order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&id).await["status"] == "PAID").then_some(())).await;

    // Everything has moved on since; the answers have not.
    let steps = [
        ("/api/invoices", "draft-1", &draft, &drafted),
        (&issue, "issue-1", &json!({}), &issued),
        (&transactions, "charge-1", &channel, &charged),
    ];
    for (path, key, body, first) in steps {
        let again = keyed(path, key, body).await;
        assert_eq!((again.status, &again.text), (first.status, &first.text), "{key}");
        assert_eq!(again.headers["content-type"], first.headers["content-type"]);
    }
    keyed(&transactions, "charge-1", &json!({"channel": "qris"}))
        .await
        .refused(422, "idempotency_mismatch");
    keyed(&issue, "charge-1", &json!({})).await.refused(422, "idempotency_mismatch");
    let another = json!({"subscription_id": subscription, "period": "2039-01"});
    keyed("/api/invoices", "draft-1", &another).await.refused(422, "idempotency_mismatch");
    for bad in ["a b", &"k".repeat(256)] {
        keyed(&transactions, bad, &channel).await.refused(400, "idempotency_key_invalid");
    }
    // A key is its owner's: the same word of somebody else is another key.
    let colleague = server.person("supervisor").await;
    let request = colleague.post("/api/invoices", &draft).header("idempotency-key", "draft-1");
    Answer::to(request).await.refused(403, "denied");
}

#[tokio::test]
async fn many_with_one_key_at_once_make_one_thing() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let id = text(&finance.issued().await["id"]);
    let path = format!("/api/invoices/{id}/transactions");
    let ask = || {
        let request = finance.post(&path, &json!({"channel": "bni_va"}));
        Answer::to(request.header("idempotency-key", "all-at-once"))
    };
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..8 {
        asked.spawn(ask());
    }
    let answers = asked.join_all().await;
    let orders: std::collections::BTreeSet<String> =
        answers.iter().map(|answer| text(&answer.json()["order_id"])).collect();
    assert_eq!(orders.len(), 1, "{answers:?}");
    assert!(answers.iter().all(|answer| [201, 202].contains(&answer.status)), "{answers:?}");
    let mut books = home.books().await;
    let attempts = "SELECT count(*) FROM payments WHERE invoice_id = ?1";
    assert_eq!(books.number(attempts, &id).await, 1);
    let kept = Answer::to(
        finance.post(&path, &json!({"channel": "bni_va"})).header("idempotency-key", "all-at-once"),
    );
    let kept = kept.await;
    assert_eq!(
        Answer::to(
            finance
                .post(&path, &json!({"channel": "bni_va"}))
                .header("idempotency-key", "all-at-once")
        )
        .await
        .text,
        kept.text
    );
}

#[tokio::test]
async fn many_wishes_for_one_customer_at_once_are_all_fulfilled() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let (subscription, period) = finance.unbilled().await;
        let body = json!({"subscription_id": subscription, "period": period});
        asked.spawn(Answer::to(finance.post("/api/invoices", &body)));
    }
    for answer in asked.join_all().await {
        assert_eq!(answer.status, 201, "nobody is sent away: {}", answer.text);
    }
    home.books().await.agree().await;
    home.proves_its_trail();
}

#[tokio::test]
async fn a_notification_may_come_before_anybody_asks_again() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let bill = finance.bill("bca_va").await;
    // Signed by the gateway's key, on a rail that we chose, with the right amount: applied at once.
    assert_eq!(gateway.told(&settlement(&bill)).await, "applied");
    let paid = finance.invoice(&bill.id).await;
    assert_eq!(paid["status"], "PAID", "by the next load");
    let mut books = home.books().await;
    books.are_quiet().await;
    books.show_one_payment(&bill).await;
    books.agree().await;
}
