//! Billing days, from the command line and over HTTP: each bill once, however often it is run.

use std::process::Output;

use serde_json::{Value, json};

use super::client::{Answer, text};
use super::harness::{Home, Server, run, said};

fn bill(home: &Home, arguments: &[&str]) -> Output {
    let data = home.data_text();
    run(&[&["bill", "--data", &data, "--date"], arguments].concat(), &[])
}

/// How many lines of the table say this.
fn count(output: &Output, word: &str) -> usize {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().filter(|line| line.split_whitespace().any(|part| part == word)).count()
}

/// Today where the seller is.
fn today() -> String {
    let there = chrono::Utc::now() + chrono::TimeDelta::hours(7);
    there.format("%Y-%m-%d").to_string()
}

/// Sells something that is due at once.
async fn something_due(server: &Server) {
    let marketing = server.person("marketing").await;
    let package = text(&marketing.read("/api/packages").await["items"][0]["id"]);
    let buyer = super::roles_table::body("POST /api/customers", 1);
    let buyer = text(&marketing.act("/api/customers", buyer).await.is(201)["id"]);
    let sale = json!({
        "customer_id": buyer, "package_id": package, "starts_on": today(), "installed": "yes",
    });
    marketing.act("/api/subscriptions", sale).await.is(201);
}

#[tokio::test]
async fn a_day_is_billed_once_however_often_the_command_is_given() {
    let home = Home::seeded();
    something_due(&home.demo().await).await;
    let before = home.books().await.digest().await;
    let dry = bill(&home, &[&today(), "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
    let due = count(&dry, "would_bill");
    assert!(due > 0, "{}", said(&dry));
    assert_eq!(home.books().await.digest().await, before, "a dry run changes nothing");
    let errors = String::from_utf8_lossy(&dry.stderr);
    assert!(errors.contains(" subscriptions"), "progress: {errors}");

    let first = bill(&home, &[&today()]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert_eq!(count(&first, "billed"), due, "{}", said(&first));
    let digest = home.books().await.digest().await;
    let again = bill(&home, &[&today()]);
    assert_eq!((again.status.code(), count(&again, "billed")), (Some(0), 0), "{}", said(&again));
    assert_eq!(home.books().await.digest().await, digest, "nothing is billed twice");
    assert_eq!(bill(&home, &["2026-02-31"]).status.code(), Some(2), "no such day");
    home.proves_its_trail();
}

#[tokio::test]
async fn a_run_over_http_says_what_became_of_every_subscription() {
    let home = Home::seeded();
    let server = home.demo().await;
    something_due(&server).await;
    let finance = server.person("keuangan").await;
    let (mut cursor, mut rows) = (json!(null), Vec::new());
    loop {
        let body = json!({"date": today(), "dry_run": true, "limit": 5, "cursor": cursor});
        let page = finance.act("/api/billing-runs", body).await.is(200);
        rows.extend(page["items"].as_array().unwrap().clone());
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    let words: Vec<String> = rows.iter().map(|row| text(&row["outcome"])).collect();
    assert!(words.iter().any(|word| word == "would_bill"), "{words:?}");
    let body = json!({"date": today()});
    let keyed = async |body: &Value| {
        let run = finance.post("/api/billing-runs", body).header("idempotency-key", "run-1");
        Answer::to(run).await
    };
    let done = keyed(&body).await.is(200);
    assert_eq!(keyed(&body).await.is(200), done, "the same request is answered the same");
    keyed(&json!({"date": today(), "limit": 7})).await.refused(422, "idempotency_mismatch");
    let billed = done["items"].as_array().unwrap().iter().filter(|row| row["outcome"] == "billed");
    assert_eq!(billed.count(), words.iter().filter(|word| *word == "would_bill").count());
    let again = finance.act("/api/billing-runs", body).await.is(200);
    assert!(again["items"].as_array().unwrap().iter().all(|row| row["outcome"] != "billed"));
    let xml = finance.get(&format!("/api/tax/coretax?month={}", &today()[..7]));
    let xml = Answer::to(xml).await;
    assert_eq!(xml.status, 200, "{}", xml.text);
    assert!(xml.text.contains("<TaxInvoiceBulk") && xml.text.contains("0012345678901000"));
    wikarta_core::coretax::check(&xml.text).unwrap();
}
