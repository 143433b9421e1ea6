//! Money taken by hand, over HTTP: one records it, another checks it, a third takes it back.

use serde_json::json;

use super::client::{Person, text};
use super::world::World;

/// Whose bill it is.
async fn customer_of(person: &Person, invoice: &serde_json::Value) -> String {
    let subscription = text(&invoice["subscription_id"]);
    text(&person.read(&format!("/api/subscriptions/{subscription}")).await["customer_id"])
}

#[tokio::test]
async fn a_manual_payment_counts_once_a_second_person_has_checked_it() {
    let world = World::begin().await;
    let (first, second) = (&world.finance, world.person("keuangan2").await);
    let supervisor = world.person("supervisor").await;
    let invoice = first.issued().await;
    let (id, total) = (text(&invoice["id"]), invoice["total"].as_i64().unwrap());
    let path = format!("/api/customers/{}/payments", customer_of(first, &invoice).await);
    let day = text(&invoice["issued_at"])[..10].to_owned();
    let body = json!({
        "method": "transfer", "amount": total, "received_on": day, "evidence": "BCA-771",
        "invoice_ids": [id],
    });
    first.send(&path, body.clone()).await.refused(400, "idempotency_key_missing");
    let recorded = first.act_as("post", &path, &body).await;
    let again = first.act_as("post", &path, &body).await;
    assert_eq!((again.status, &again.text), (201, &recorded.text), "byte for byte");
    let recorded = recorded.is(201);
    assert_eq!((&recorded["status"], &recorded["amount"]), (&json!("RECORDED"), &json!(total)));
    first.act(&path, body).await.refused(409, "duplicate");
    assert_eq!(first.invoice(&id).await["amount_paid"], 0, "nothing counts yet");

    let posting = text(&recorded["id"]);
    let at = |step: &str| format!("/api/postings/{posting}/{step}");
    let own = first.act(&at("verify"), json!({})).await.refused(403, "sod_self");
    assert_eq!(own["rule"], "separation.poster_verifier");
    let verified = second.act(&at("verify"), json!({})).await.is(200);
    assert_eq!(verified["status"], "VERIFIED");
    assert_eq!(first.invoice(&id).await["status"], "PAID");

    let why = json!({"reason": "Transfer ini milik pelanggan lain"});
    second.act(&at("reverse"), why.clone()).await.refused(403, "denied");
    let reversed = supervisor.act(&at("reverse"), why).await.is(200);
    assert_eq!(reversed["status"], "REVERSED");
    assert_eq!(first.invoice(&id).await["status"], "ISSUED");
    let listed = first.read("/api/postings?status=REVERSED").await;
    assert_eq!(listed["items"][0]["evidence"], "BCA-771");
    let masked = world.person("teknisi").await.read("/api/postings?status=REVERSED").await;
    assert_eq!(masked["items"][0]["evidence"], "", "read-only and masked");
    world.ends_well().await;
}

#[tokio::test]
async fn a_credit_note_lowers_a_bill_and_its_own_asker_does_not_approve_it() {
    let world = World::begin().await;
    let supervisor = world.person("supervisor").await;
    let invoice = world.finance.issued().await;
    let (id, total) = (text(&invoice["id"]), invoice["total"].as_i64().unwrap());
    let body = json!({"amount": 10_000, "reason": "Gangguan dua hari penuh"});
    let path = format!("/api/invoices/{id}/credit-notes");
    let asked = world.finance.act(&path, body).await.is(201);
    assert_eq!(asked["status"], "REQUESTED");
    let at = format!("/api/credit-notes/{}/approve", text(&asked["id"]));
    world.finance.act(&at, json!({})).await.refused(403, "denied");
    assert_eq!(supervisor.act(&at, json!({})).await.is(200)["status"], "APPROVED");
    assert_eq!(world.finance.invoice(&id).await["amount_due"], total - 10_000);
    let number = json!({"number": "04002600000000001"});
    world.finance.act(&format!("/api/invoices/{id}/tax-number"), number).await.is(200);
    let void = json!({"reason": "Salah paket, diganti"});
    let locked = world.finance.act(&format!("/api/invoices/{id}/void"), void).await;
    assert_eq!(locked.refused(409, "tax_locked")["tax_number"], "04002600000000001");
}
