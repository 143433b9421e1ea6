//! Money that fits nowhere is a case, never an error: twice, too late, taken back, for an unknown order.

use serde_json::json;

use super::books::Books;
use super::client::{Bill, text};
use super::harness::until;
use super::world::World;

async fn cases(books: &mut Books, order_id: &str) -> Vec<String> {
    let open = "SELECT kind FROM cases WHERE order_id = ?1 AND state = 'open' ORDER BY kind";
    books.texts(open, order_id).await
}

async fn credit_of(books: &mut Books, bill: &Bill) -> i64 {
    let query =
        "SELECT credit FROM accounts WHERE id = (SELECT account_id FROM invoices WHERE id = ?1)";
    books.number(query, &bill.id).await
}

#[tokio::test]
async fn a_bill_paid_at_two_banks_is_paid_once_and_the_rest_is_credit() {
    let world = World::begin().await;
    let first = world.bill("bca_va").await;
    let second = world.finance.charge(&first.id, "bri_va").await.is(201);
    let second = Bill { order_id: text(&second["order_id"]), ..first.clone() };
    until("the first code is cancelled", async || {
        let all = world.gateway.transactions().await;
        let ended = all
            .iter()
            .any(|one| one["order_id"] == first.order_id && one["transaction_status"] == "cancel");
        ended.then_some(())
    })
    .await;
    let credit = credit_of(&mut world.books().await, &first).await;
    world.gateway.act(&second.order_id, "pay", json!({})).await.is(200);
    world.becomes(&second, "PAID").await;
    // The bank of the cancelled code confirms a payment late.
    world.gateway.act(&first.order_id, "pay", json!({})).await.is(200);
    world.gateway.is_quiet().await;
    let mut books = world.books().await;
    until("the credit", async || {
        (credit_of(&mut books, &first).await == credit + first.total).then_some(())
    })
    .await;
    assert_eq!(world.status(&first).await, "PAID");
    assert_eq!(world.finance.invoice(&first.id).await["amount_paid"], first.total);
    assert!(!cases(&mut books, &first.order_id).await.is_empty(), "a person is told");
    world.ends_well().await;
}

#[tokio::test]
async fn money_for_a_void_bill_is_the_customers_credit() {
    let world = World::begin().await;
    let bill = world.bill("bni_va").await;
    let credit = credit_of(&mut world.books().await, &bill).await;
    world.gateway.act(&bill.order_id, "cancel", json!({})).await.is(200);
    world.becomes(&bill, "VOID").await;
    world.gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    let mut books = world.books().await;
    until("the credit", async || {
        (credit_of(&mut books, &bill).await == credit + bill.total).then_some(())
    })
    .await;
    assert_eq!(world.status(&bill).await, "VOID", "what is void stays void");
    assert!(!cases(&mut books, &bill.order_id).await.is_empty());
    world.ends_well().await;
}

#[tokio::test]
async fn a_settlement_that_the_bank_takes_back_is_owed_again() {
    let world = World::begin().await;
    for channel in ["permata_va", "mandiri_bill"] {
        let bill = world.paid(channel).await;
        world.gateway.act(&bill.order_id, "deny", json!({})).await.is(200);
        until("the money is gone", async || {
            let invoice = world.finance.invoice(&bill.id).await;
            (invoice["amount_paid"] == 0).then_some(())
        })
        .await;
        assert_eq!(world.status(&bill).await, "ISSUED", "{channel}");
        let again = world.finance.charge(&bill.id, "bca_va").await.is(201);
        let again = Bill { order_id: text(&again["order_id"]), ..bill.clone() };
        world.gateway.act(&again.order_id, "pay", json!({})).await.is(200);
        world.becomes(&again, "PAID").await;
    }
    world.ends_well().await;
}

#[tokio::test]
async fn money_under_an_order_of_nobody_is_in_suspense_to_the_rupiah() {
    let world = World::begin().await;
    let order_id = "OTHER-SHOP-0001";
    world.gateway.charge_elsewhere(order_id, 123_456).await.is(200);
    world.gateway.act(order_id, "pay", json!({})).await.is(200);
    let mut books = world.books().await;
    let suspended = "SELECT coalesce(sum(amount), 0) FROM suspense_items WHERE order_id = ?1";
    until("suspense", async || (books.number(suspended, order_id).await == 123_456).then_some(()))
        .await;
    world.gateway.is_quiet().await;
    let reader = world.server.person("superuser").await;
    let trail = reader.read(&format!("/api/audit-logs?entity=suspense&id={order_id}")).await;
    assert_eq!(trail["items"].as_array().unwrap().len(), 1, "{trail}");
    world.ends_well().await;
}

#[tokio::test]
async fn a_payment_that_nobody_was_told_of_is_found_when_its_time_is_over() {
    let world = World::begin().await;
    let bill = world.bill("qris").await;
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    drop(world.server);
    // Its quarter of an hour and five minutes pass; the timer of the next start looks at once.
    let mut books = world.home.books().await;
    let passed = "UPDATE payments SET expires_at = expires_at - 3600000000, body = json_set(body, '$.expires_at',
        strftime('%Y-%m-%dT%H:%M:%SZ', expires_at / 1000000 - 3600, 'unixepoch')) WHERE order_id = ";
    books.by_hand(&format!("{passed} '{}'", bill.order_id)).await;
    let server = world.home.demo().await;
    let finance = server.person("keuangan").await;
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;
    books.are_quiet().await;
    let receipts = "SELECT count(*) FROM notification_jobs WHERE invoice_id = ?1";
    assert_eq!(books.number(receipts, &bill.id).await, 1);
    books.agree().await;
    world.home.proves_its_trail();
}
