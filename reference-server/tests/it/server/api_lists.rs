//! What the API lists: pages that cover everything once, filters, and what a role does not see.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::client::{Answer, Person, text};
use super::harness::Home;

const STATUSES: [&str; 7] = ["DRAFT", "ISSUED", "PENDING", "PAID", "EXPIRED", "VOID", "REFUND"];

/// Every item of a list, page after page.
async fn all(person: &Person, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let joint = if path.contains('?') { '&' } else { '?' };
        let address = match cursor.as_str() {
            "" => path.to_owned(),
            cursor => format!("{path}{joint}cursor={cursor}"),
        };
        let page = person.read(&address).await;
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next_cursor"].as_str().map(str::to_owned);
        assert!(items.len() < 10_000, "pages without an end");
    }
    items
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| text(&item["id"])).collect()
}

#[tokio::test]
async fn pages_cover_every_invoice_once_and_filters_divide_them() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    finance.draft().await;
    let whole = all(&finance, "/api/invoices?limit=200").await;
    let by_threes = all(&finance, "/api/invoices?limit=3").await;
    assert!(whole.len() > 12, "{}", whole.len());
    assert_eq!(ids(&whole), ids(&by_threes), "the same order, nothing twice, nothing left out");
    let distinct: BTreeSet<String> = ids(&whole).into_iter().collect();
    assert_eq!(distinct.len(), whole.len());

    let mut found = 0;
    for status in STATUSES {
        let some = all(&finance, &format!("/api/invoices?status={status}&limit=5")).await;
        assert!(!some.is_empty(), "the demo has one of every status: {status}");
        assert!(some.iter().all(|one| one["status"] == status));
        found += some.len();
    }
    assert_eq!(found, whole.len(), "every invoice has one of the seven");

    let numbered = whole.iter().find(|one| one["number"].is_string()).unwrap();
    let query = format!("/api/invoices?q={}", text(&numbered["number"]).replace('/', "%2F"));
    assert_eq!(ids(&all(&finance, &query).await), [text(&numbered["id"])]);
    assert!(all(&finance, "/api/invoices?q=no-such-thing").await.is_empty());
    for field in [
        "id",
        "number",
        "status",
        "currency",
        "total",
        "amount_paid",
        "amount_refunded",
        "due_date",
        "version",
    ] {
        assert!(whole.iter().all(|one| one.get(field).is_some()), "{field}");
    }
}

#[tokio::test]
async fn an_unknown_filter_is_400_and_says_which() {
    let home = Home::seeded();
    let server = home.demo().await;
    let auditor = server.person("supervisor").await;
    for (path, field) in [
        ("/api/invoices?status=LUNAS", "status"),
        ("/api/invoices?status=paid", "status"),
        ("/api/invoices?status=", "status"),
        ("/api/invoices?sort=total", "sort"),
        ("/api/invoices?limit=0", "limit"),
        ("/api/invoices?limit=-1", "limit"),
        ("/api/invoices?limit=1000000000", "limit"),
        ("/api/invoices?limit=ten", "limit"),
        ("/api/invoices?cursor=AAAA", "cursor"),
        ("/api/invoices?cursor=", "cursor"),
        ("/api/customers?cursor=!", "cursor"),
        ("/api/customers?kota=Bandung", "kota"),
        ("/api/audit-logs?entity=planet&id=x", "entity"),
        ("/api/audit-logs?entity=invoice", "id"),
        ("/api/packages?q=x", "q"),
    ] {
        let answer = Answer::to(auditor.get(path)).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        assert_eq!(answer.json()["field"], field, "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn customers_are_found_masked_and_with_what_they_bought() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let customers = all(&finance, "/api/customers?limit=5").await;
    assert_eq!(ids(&customers), ids(&all(&finance, "/api/customers?limit=200").await));
    assert_eq!(customers.len(), 12);
    for customer in &customers {
        assert!(text(&customer["id"]).starts_with("cus_"), "{customer}");
        let subscriptions = customer["subscriptions"].as_array().unwrap();
        assert!(!subscriptions.is_empty());
        assert!(subscriptions.iter().all(|one| text(&one["id"]).starts_with("sub_")));
        for name in ["phone", "email"] {
            assert!(text(&customer[name]).contains('*'), "masked: {customer}");
        }
    }
    let first = &customers[0];
    let name = text(&first["name"]);
    let word = name.split(' ').next_back().unwrap();
    let found = all(&finance, &format!("/api/customers?q={word}")).await;
    assert!(ids(&found).contains(&text(&first["id"])), "{word}: {found:?}");
    assert!(all(&finance, "/api/customers?q=zzzzzz").await.is_empty());
}

#[tokio::test]
async fn packages_are_listed_with_whole_prices() {
    let home = Home::seeded();
    let server = home.demo().await;
    let packages = all(&server.person("teknisi").await, "/api/packages").await;
    assert!(packages.len() >= 3);
    for package in packages {
        assert!(text(&package["id"]).starts_with("pkg_") && package["price"].is_i64(), "{package}");
    }
}

#[tokio::test]
async fn marketing_and_technicians_see_bills_without_payments() {
    let home = Home::seeded();
    let server = home.demo().await;
    let finance = server.person("keuangan").await;
    let bill = finance.bill("bca_va").await;
    let seen = finance.invoice(&bill.id).await;
    assert_eq!(seen["attempts"].as_array().unwrap().len(), 1);
    let va_number = text(&seen["attempts"][0]["va_number"]);
    for role in ["supervisor", "superuser"] {
        let invoice = server.person(role).await.invoice(&bill.id).await;
        assert_eq!(invoice["attempts"], seen["attempts"], "{role}");
    }
    for role in ["marketing", "teknisi"] {
        let person = server.person(role).await;
        let invoice = person.invoice(&bill.id).await;
        assert!(invoice.get("attempts").is_none(), "{role}: {invoice}");
        assert_eq!(invoice["status"], "PENDING");
        let list = Answer::to(person.get("/api/invoices?limit=200")).await;
        assert!(!list.text.contains(&va_number) && !list.text.contains(&bill.order_id), "{role}");
    }
    Answer::to(finance.get("/api/invoices/inv_nosuch")).await.refused(404, "not_found");
    Answer::to(finance.get("/api/invoices/cus_1")).await.refused(404, "not_found");
    assert_eq!(json!(bill.total), seen["total"]);
}
