//! The trail over the API: who reads what of it, and what it says.

use serde_json::{Value, json};

use super::client::{Answer, text};
use super::harness::{Home, until};

fn path(entity: &str, id: &str) -> String {
    format!("/api/audit-logs?entity={entity}&id={id}")
}

fn actions(trail: &Value) -> Vec<String> {
    trail["items"].as_array().unwrap().iter().map(|item| text(&item["action"])).collect()
}

#[tokio::test]
async fn a_bill_tells_its_life_field_by_field() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let bill = finance.bill("bca_va").await;
    gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;

    let reader = server.person("supervisor").await;
    let trail = reader.read(&path("invoice", &bill.id)).await;
    let items = trail["items"].as_array().unwrap();
    for item in items {
        for field in ["seq", "at", "actor", "action", "entity", "id", "changes", "trace_id", "hash"]
        {
            assert!(!item[field].is_null(), "{field}: {item}");
        }
        assert_eq!((&item["entity"], &item["id"]), (&json!("invoice"), &json!(bill.id)));
        assert_eq!(text(&item["hash"]).len(), 64);
        assert!(!item["changes"].as_array().unwrap().is_empty(), "listed under what it changed");
    }
    let seq: Vec<u64> = items.iter().map(|item| item["seq"].as_u64().unwrap()).collect();
    assert!(seq.is_sorted_by(|a, b| a > b), "newest first, gaps allowed: {seq:?}");
    let mut statuses: Vec<(String, String)> = items
        .iter()
        .flat_map(|item| item["changes"].as_array().unwrap())
        .filter(|change| change["field"] == "status")
        .map(|change| (change["before"].as_str().unwrap_or("").to_owned(), text(&change["after"])))
        .collect();
    statuses.reverse();
    let pairs = [("", "DRAFT"), ("DRAFT", "ISSUED"), ("ISSUED", "PENDING"), ("PENDING", "PAID")];
    assert_eq!(statuses, pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let payer = items.iter().find(|item| text(&item["actor"]).contains("gateway"));
    assert!(payer.is_some(), "the gateway's act is the gateway's: {items:?}");
    let by_payment = reader.read(&path("payment", &bill.order_id)).await;
    assert!(actions(&by_payment).len() >= 2, "{by_payment}");
    home.proves_its_trail();
}

#[tokio::test]
async fn everybody_reads_what_their_role_allows() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let bill = finance.bill("bca_va").await;
    gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;

    let path = path("invoice", &bill.id);
    let whole = server.person("supervisor").await.read(&path).await;
    assert_eq!(server.person("superuser").await.read(&path).await, whole);
    let own = finance.read(&path).await;
    let staff = |trail: &Value| {
        let items = trail["items"].as_array().unwrap().iter().cloned();
        items.filter(|item| text(&item["actor"]).starts_with("staff:")).collect::<Vec<_>>()
    };
    assert_eq!(own["items"].as_array().unwrap(), &staff(&whole), "Keuangan: their own acts");
    assert!(actions(&own).len() < actions(&whole).len());
    // What the system did to somebody else's bill is nobody's own act.
    let mut books = home.books().await;
    let foreign =
        books.texts("SELECT id FROM customers WHERE ?1 = '' ORDER BY id LIMIT 1", "").await;
    let registered = finance.read(&super::audit::path("customer", &foreign[0])).await;
    let by_finance = |item: &Value| item["actor"] == own["items"][0]["actor"];
    assert!(registered["items"].as_array().unwrap().iter().all(by_finance));
    for role in ["marketing", "teknisi"] {
        let refused = Answer::to(server.person(role).await.get(&path)).await;
        let problem = refused.refused(403, "denied");
        assert_eq!(problem["rule"], "audit.view");
    }
}
