//! Requests to the API that no well-made program sends: typed answers, nothing changed.

use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Answer, Person, text};
use super::harness::Home;

/// Every endpoint of the API that takes a body, with a good one.
async fn endpoints(person: &Person) -> [(String, Value); 3] {
    let (subscription, period) = person.unbilled().await;
    let (draft, issued) = (person.draft().await, person.issued().await);
    [
        ("/api/invoices".to_owned(), json!({"subscription_id": subscription, "period": period})),
        (format!("/api/invoices/{}/issue", text(&draft["id"])), json!({})),
        (
            format!("/api/invoices/{}/transactions", text(&issued["id"])),
            json!({"channel": "bca_va"}),
        ),
    ]
}

#[tokio::test]
async fn rows_23_to_25_bodies_are_read_strictly() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let endpoints = endpoints(&finance).await;
    let mut books = home.books().await;
    books.are_quiet().await;
    let before = books.digest().await;
    let send = async |path: &str, kind: &str, body: String| {
        let request = finance.client.post(format!("{}{path}", finance.url)).body(body);
        Answer::to(request.bearer_auth(&finance.token).header("content-type", kind)).await
    };
    for (path, good) in &endpoints {
        let good = good.to_string();
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        for (body, status, code) in [
            (String::new(), 400, "body_empty"),
            ("<html>".to_owned(), 400, "body_not_json"),
            (good[..good.len() - 1].to_owned(), 400, "body_not_json"),
            (format!("{good}{good}"), 400, "body_not_json"),
            (format!("[{good}]"), 400, "body_not_object"),
            ("null".to_owned(), 400, "body_not_object"),
            (deep, 400, "too_deep"),
            (good.replacen('{', "{\"a\":1,\"a\":1,", 1), 400, "duplicate_key"),
            ("{\"role\":\"SUPERUSER\"}".to_owned(), 400, "unknown_field"),
            (" ".repeat(70_000), 413, "too_large"),
        ] {
            let answer = send(path, "application/json", body).await;
            assert_eq!(answer.status, status, "{path} {code}: {}", answer.text);
            answer.refused(status, code);
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
            send(path, kind, good.clone()).await.refused(415, "unsupported_type");
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let request = finance.client.request(method, format!("{}{path}", finance.url));
            assert_eq!(Answer::to(request.bearer_auth(&finance.token)).await.status, 405, "{path}");
        }
    }
    let (transactions, drafts) = (&endpoints[2].0, &endpoints[0].0);
    for (path, body, field) in [
        (transactions, json!({"channel": null}), "channel"),
        (transactions, json!({"channel": ""}), "channel"),
        (transactions, json!({"channel": 7}), "channel"),
        (transactions, json!({"channel": ["bca_va"]}), "channel"),
        (transactions, json!({}), "channel"),
        (drafts, json!({"period": "2050-01"}), "subscription_id"),
        (drafts, json!({"subscription_id": "sub_a", "period": "2050-00"}), "period"),
        (drafts, json!({"subscription_id": "sub_a", "period": "99999-01"}), "period"),
        (drafts, json!({"subscription_id": "sub_a", "period": 205_001}), "period"),
        (drafts, json!({"subscription_id": "inv_a", "period": "2050-01"}), "subscription_id"),
        (drafts, json!({"subscription_id": "' OR 1=1", "period": "2050-01"}), "subscription_id"),
    ] {
        let answer = send(path, "application/json", body.to_string()).await;
        let named = (answer.status, &answer.json()["field"]);
        assert_eq!(named, (422, &json!(field)), "{body}: {}", answer.text);
    }
    assert_eq!(books.digest().await, before, "nothing changed");
}

#[tokio::test]
async fn row_27_what_is_no_id_is_not_there() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let mut answers = Vec::new();
    for id in [
        "inv_nosuchinvoice",
        "cus_1",
        "1",
        "inv_",
        "inv_'--",
        "inv_%F0%9F%98%80",
        &"inv_x".repeat(80),
    ] {
        let answer = Answer::to(finance.get(&format!("/api/invoices/{id}"))).await;
        let mut problem = answer.refused(404, "not_found");
        problem["trace_id"].take();
        answers.push(problem);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer for all: {answers:?}");
    // A path that two readers could read differently meets no endpoint at all.
    Answer::to(finance.get("/api/invoices/inv_%00")).await.refused(404, "not_found");
}

#[tokio::test]
async fn row_33_a_no_says_what_state_it_is_in_and_what_would_be_possible() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let draft = text(&finance.draft().await["id"]);
    let refused = finance.charge(&draft, "bca_va").await.refused(409, "invalid_state");
    assert_eq!(
        (&refused["invoice_status"], &refused["allowed"]),
        (&json!("DRAFT"), &json!(["issue"]))
    );
    assert_eq!(refused["rule"], "invoice.state");
    let page = Answer::to(finance.get("/api/invoices?status=PAID&limit=1")).await.is(200);
    let paid = text(&page["items"][0]["id"]);
    let refused = finance.charge(&paid, "qris").await.refused(409, "invalid_state");
    assert_eq!((&refused["invoice_status"], &refused["allowed"]), (&json!("PAID"), &json!([])));
    // Both languages, one code.
    let path = format!("/api/invoices/{draft}/transactions");
    let english = finance.post(&path, &json!({"channel": "qris"})).header("accept-language", "en");
    let english = Answer::to(english).await.refused(409, "invalid_state");
    let indonesian =
        finance.post(&path, &json!({"channel": "qris"})).header("accept-language", "id");
    let indonesian = Answer::to(indonesian).await.refused(409, "invalid_state");
    assert_ne!(english["detail"], indonesian["detail"]);
}
