//! What notifications may do, and what their signature does not cover.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::client::{Answer, Bill};
use super::gateway::{rewritten, settlement, signed, signed_with};
use super::harness::until;
use super::world::World;

/// How long somebody else keeps the books from being written: a backup by hand, a slow disk.
const HELD: Duration = Duration::from_secs(6);

#[tokio::test]
async fn the_same_notification_fifty_times_at_once_is_applied_once() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    let body = world.gateway.genuine(&bill.order_id, "settlement").await.to_string();
    let mut posts = JoinSet::new();
    for _ in 0..50 {
        posts.spawn(Answer::to(world.gateway.post(body.clone())));
    }
    let answers = posts.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == 200), "50 × 200");
    let said = |word: &str| answers.iter().filter(|answer| answer.json()["result"] == word).count();
    assert_eq!((said("applied"), said("duplicate")), (1, 49));
    let mut books = world.books().await;
    books.show_one_payment(&bill).await;
    assert_eq!(books.events(&bill.order_id, "applied").await, 1);
    world.ends_well().await;
}

#[tokio::test]
async fn the_emulators_copies_are_one_payment() {
    let world = World::begin().await;
    let bill = world.bill("mandiri_bill").await;
    world.gateway.act(&bill.order_id, "pay", json!({"copies": 20})).await.is(200);
    world.gateway.all_delivered(&bill.order_id).await;
    let mut delivered = world.gateway.deliveries(&bill.order_id).await;
    delivered.retain(|one| one["transaction_status"] == "settlement");
    assert_eq!(delivered.len(), 20);
    assert!(delivered.iter().all(|one| one["attempts"][0]["http_status"] == 200), "{delivered:?}");
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}

/// The signature covers order, status code and amount only; these are not.
const REWRITES: [(&str, &str); 7] = [
    ("a refund", r#"{"transaction_status": "refund", "refund_amount": "1.00"}"#),
    (
        "a whole refund",
        r#"{"transaction_status": "refund", "refunds": [{"refund_key": "k", "refund_amount": "1.00"}]}"#,
    ),
    ("a settlement with a refund in it", r#"{"refund_amount": "5000.00"}"#),
    ("a cancel", r#"{"transaction_status": "cancel"}"#),
    ("a denial", r#"{"transaction_status": "deny"}"#),
    ("a chargeback", r#"{"transaction_status": "chargeback"}"#),
    (
        "another transaction",
        r#"{"transaction_id": "00000000-0000-4000-8000-000000000000", "settlement_time": "2026-01-01 00:00:00"}"#,
    ),
];

#[tokio::test]
async fn a_settlement_rewritten_moves_no_money_and_voids_nothing() {
    let world = World::begin().await;
    let bill = world.paid("bca_va").await;
    let genuine = world.gateway.genuine(&bill.order_id, "settlement").await;
    let mut books = world.books().await;
    const MONEY: &str = "SELECT status || paid || '/' || refunded FROM invoices WHERE id = ?1";
    const ATTEMPT: &str =
        "SELECT state || booked || '/' || refunded FROM payments WHERE order_id = ?1";
    let before = (books.texts(MONEY, &bill.id).await, books.texts(ATTEMPT, &bill.order_id).await);
    for (what, fields) in REWRITES {
        let fields: Value = serde_json::from_str(fields).unwrap();
        let body = rewritten(&genuine, &fields);
        assert_eq!(world.gateway.told(&body).await, "parked", "{what}");
        books.are_quiet().await;
        let after =
            (books.texts(MONEY, &bill.id).await, books.texts(ATTEMPT, &bill.order_id).await);
        assert_eq!(after, before, "{what}");
        assert_eq!(books.events(&bill.order_id, "parked").await, 0, "{what}: examined");
    }
    assert_eq!(world.gateway.told(&genuine).await, "duplicate");
    books.show_one_payment(&bill).await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_rewritten_body_does_not_end_a_bill_that_waits() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    // A cancellation that the gateway signed for, about a transaction that is pending there.
    let cancel = signed(rewritten(
        &settlement(&bill),
        &json!({"status_code": "202", "transaction_status": "cancel"}),
    ));
    assert_eq!(world.gateway.told(&cancel).await, "parked");
    world.books().await;
    assert_eq!(world.status(&bill).await, "PENDING", "not confirmed, so nothing is void");
    // Refuted hints give up their key: the same body arriving again is examined again.
    assert_eq!(world.gateway.told(&cancel).await, "parked");
    world.books().await;
    world.gateway.act(&bill.order_id, "cancel", json!({})).await.is(200);
    world.becomes(&bill, "VOID").await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_wrong_amount_pays_nothing_and_does_not_block_the_right_one() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    for total in [bill.total - 1, bill.total + 1, 1] {
        let wrong = settlement(&Bill { total, ..bill.clone() });
        assert_eq!(world.gateway.told(&wrong).await, "parked");
        world.books().await;
        assert_eq!(world.status(&bill).await, "PENDING");
        assert_eq!(world.finance.invoice(&bill.id).await["amount_paid"], 0);
    }
    let foreign = signed(rewritten(&settlement(&bill), &json!({"currency": "USD"})));
    assert_eq!(world.gateway.told(&foreign).await, "parked");
    world.books().await;
    assert_eq!(world.status(&bill).await, "PENDING");
    world.gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    world.becomes(&bill, "PAID").await;
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}

#[tokio::test]
async fn another_amount_that_the_gateway_confirms_is_kept_in_sight() {
    let world = World::begin().await;
    let bill = world.bill("cimb_va").await;
    let less = bill.total - 10_000;
    world.gateway.act(&bill.order_id, "pay", json!({"amount": less})).await.is(200);
    world.gateway.all_delivered(&bill.order_id).await;
    let mut books = world.books().await;
    let booked = "SELECT booked FROM payments WHERE order_id = ?1";
    assert_eq!(books.number(booked, &bill.order_id).await, less, "at the gateway's amount");
    let cases = "SELECT count(*) FROM cases WHERE order_id = ?1 AND state = 'open'";
    assert_eq!(books.number(cases, &bill.order_id).await, 1, "for a person to look at");
    assert_ne!(world.status(&bill).await, "PAID");
    world.ends_well().await;
}

#[tokio::test]
async fn money_after_expiry_pays_once_the_gateway_confirms_it() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "expire", json!({})).await.is(200);
    world.becomes(&bill, "EXPIRED").await;

    // Claimed, but the gateway knows nothing of it.
    let claim = settlement(&bill);
    assert_eq!(world.gateway.told(&claim).await, "parked");
    world.books().await;
    assert_eq!(world.status(&bill).await, "EXPIRED");

    // The bank confirms late; somebody else's copy of the news arrives first.
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    let genuine = world.gateway.genuine(&bill.order_id, "settlement").await;
    assert_eq!(world.gateway.told(&genuine).await, "parked");
    world.becomes(&bill, "PAID").await;
    assert_eq!(world.gateway.told(&genuine).await, "duplicate");
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}

#[tokio::test]
async fn an_expiry_that_comes_after_the_money_changes_nothing() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "expire", json!({"deliver": false})).await.is(200);
    world.gateway.act(&bill.order_id, "pay", json!({"order": "reverse"})).await.is(200);
    world.gateway.all_delivered(&bill.order_id).await;
    world.becomes(&bill, "PAID").await;
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_qris_payment_given_back_is_refund_only_when_the_gateway_says_so() {
    let world = World::begin().await;
    let bill = world.paid("qris").await;
    let part = bill.total / 2;
    world.gateway.act(&bill.order_id, "refund", json!({"amount": part})).await.is(200);
    until("the part is known", async || {
        let invoice = world.finance.invoice(&bill.id).await;
        (invoice["amount_refunded"] == part).then_some(())
    })
    .await;
    assert_eq!(world.status(&bill).await, "PAID", "a part given back stays paid");
    world.gateway.act(&bill.order_id, "refund", json!({"amount": bill.total - part})).await.is(200);
    world.becomes(&bill, "REFUND").await;
    assert_eq!(world.finance.invoice(&bill.id).await["amount_refunded"], bill.total);
    world.gateway.act(&bill.order_id, "refund", json!({})).await.is(412);
    world.ends_well().await;
}

#[tokio::test]
async fn an_unknown_order_is_kept_and_changes_nothing() {
    let world = World::begin().await;
    let mut books = world.books().await;
    let tables =
        "SELECT (SELECT count(*) FROM audit_logs) + (SELECT count(*) FROM payments) WHERE ?1 = ''";
    let before = books.number(tables, "").await;
    let stranger =
        Bill { id: String::new(), total: 5_000, order_id: "ORDER-OF-ANOTHER-SHOP".to_owned() };
    let body = settlement(&stranger);
    assert_eq!(world.gateway.told(&body).await, "parked");
    assert_eq!(world.gateway.told(&body).await, "duplicate");
    assert_eq!(books.number(tables, "").await, before);
    let kept = "SELECT payload FROM webhook_events WHERE order_id = ?1 AND ?1 IS NOT NULL";
    let kept = kept.replace("payload", "cast(payload AS TEXT)");
    assert_eq!(books.texts(&kept, &stranger.order_id).await, [body.to_string()], "byte for byte");
}

#[tokio::test]
async fn a_test_of_the_dashboard_is_taken_and_means_nothing() {
    let world = World::begin().await;
    let probe =
        Bill { id: String::new(), total: 10_000, order_id: "payment_notif_test_G1_abc".to_owned() };
    assert_eq!(world.gateway.told(&settlement(&probe)).await, "stale");
    world.ends_well().await;
}

#[tokio::test]
async fn one_flipped_bit_of_what_is_signed_does_not_verify() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    let genuine = settlement(&bill);
    let mut forged = vec![
        signed_with(genuine.clone(), "SB-Mid-server-of-another-shop"),
        rewritten(&genuine, &json!({"signature_key": null})),
        rewritten(&genuine, &json!({"signature_key": ""})),
        rewritten(&genuine, &json!({"signature_key": 7})),
        rewritten(&genuine, &json!({"gross_amount": format!("{}.0", bill.total)})),
        rewritten(&genuine, &json!({"status_code": "201"})),
        rewritten(&genuine, &json!({"order_id": format!("{}1", bill.order_id)})),
    ];
    for name in ["order_id", "status_code", "gross_amount", "signature_key"] {
        let text = super::client::text(&genuine[name]);
        let last = text.len() - 1;
        for place in [0, last / 2, last] {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            forged.push(rewritten(&genuine, &json!({name: String::from_utf8(bytes).unwrap()})));
        }
    }
    let mut books = world.books().await;
    let before = books.digest().await;
    for body in &forged {
        world.gateway.notify(body).await.refused(403, "signature_invalid");
    }
    assert_eq!(books.digest().await, before, "nothing is stored of what nobody signed");
    let notes = "SELECT count(*) FROM security_log WHERE kind = 'signature_refused' AND ?1 = ''";
    assert_eq!(books.number(notes, "").await, forged.len() as i64, "one line for each");
    assert_eq!(world.gateway.told(&genuine).await, "applied");
}

#[tokio::test]
async fn a_flood_of_forgeries_is_held_back_and_the_genuine_one_is_not() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    let forged = signed_with(settlement(&bill), "SB-Mid-server-of-another-shop").to_string();
    let mut last = 0;
    until("429", async || {
        let mut posts = JoinSet::new();
        for _ in 0..100 {
            posts.spawn(Answer::to(world.gateway.post(forged.clone())));
        }
        let answers = posts.join_all().await;
        assert!(answers.iter().all(|one| [403, 429].contains(&one.status)));
        let held = answers.into_iter().find(|one| one.status == 429)?;
        assert!(held.headers.contains_key("retry-after"));
        held.refused(429, "rate_limited");
        last = 429;
        Some(())
    })
    .await;
    assert_eq!(last, 429);
    assert_eq!(world.gateway.told(&settlement(&bill)).await, "applied");
    let mut books = world.books().await;
    let notes = "SELECT count(*) FROM security_log WHERE kind = 'signature_refused' AND ?1 = ''";
    let written = books.number(notes, "").await;
    assert!((1..1_000).contains(&written), "the log of a flood is bounded: {written}");
}

#[tokio::test]
async fn what_cannot_be_stored_is_503_and_taken_when_it_comes_again() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    let body = world.gateway.genuine(&bill.order_id, "settlement").await;
    let mut books = world.books().await;
    let full = "CREATE TRIGGER full BEFORE INSERT ON webhook_events
        BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    books.by_hand(full).await;
    let answer = world.gateway.notify(&body).await;
    answer.refused(503, "not_stored");
    assert!(answer.headers.contains_key("retry-after"));
    books.by_hand("DROP TRIGGER full").await;
    assert_eq!(world.status(&bill).await, "PENDING", "nothing of it is stored");
    assert_eq!(world.gateway.told(&body).await, "applied");
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}

#[tokio::test]
async fn while_another_process_writes_a_notification_waits_and_is_booked() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    let body = world.gateway.genuine(&bill.order_id, "settlement").await;
    let mut books = world.books().await;
    let verified = || world.server.program.errors().matches("a notification is authentic").count();
    let before = verified();
    books.by_hand("BEGIN IMMEDIATE").await;
    let lets_go = async {
        until("it is on its way to the books", async || (verified() > before).then_some(())).await;
        tokio::time::sleep(HELD).await;
        books.by_hand("ROLLBACK").await;
    };
    let (told, ()) = tokio::join!(world.gateway.told(&body), lets_go);
    assert_eq!(told, "applied", "once, without being sent again");
    world.books().await.show_one_payment(&bill).await;
    world.ends_well().await;
}
