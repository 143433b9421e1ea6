//! SIGKILL at named points of a real process: after a restart the books are right, and every change
//! has exactly one entry in the trail.

use serde_json::json;

use super::books::Books;
use super::client::{Answer, Bill, Person, text};
use super::gateway::{rewritten, settlement, signed};
use super::harness::{Home, Program, demo, demo_at, free_port, http_client, until};

/// A demo with a bill that waits for its payment, at rest.
async fn waiting(channel: &str) -> (Home, Bill) {
    let home = Home::seeded();
    let server = home.demo().await;
    let bill = server.person("keuangan").await.bill(channel).await;
    server.gateway().is_quiet().await;
    home.books().await.are_quiet().await;
    server.kill();
    (home, bill)
}

async fn entries(books: &mut Books, bill: &Bill) -> i64 {
    let query = "SELECT count(*) FROM audit_logs WHERE aggregate =
        (SELECT 'account:' || account_id FROM invoices WHERE id = ?1)";
    books.number(query, &bill.id).await
}

/// What was entered after the first so many entries.
async fn actions_since(books: &mut Books, bill: &Bill, entries: i64) -> Vec<String> {
    let query = format!(
        "SELECT action FROM audit_logs WHERE seq > {entries} AND aggregate =
        (SELECT 'account:' || account_id FROM invoices WHERE id = ?1) ORDER BY seq"
    );
    books.texts(&query, &bill.id).await
}

/// After everything: paid once, told once, entered once, and proved.
async fn ends_well(home: &Home, bill: &Bill, entries_before: i64) {
    let mut books = home.books().await;
    until("the receipt", async || {
        let receipts = "SELECT count(*) FROM outbox WHERE inbox_order = ?1 AND state = 'done'";
        (books.number(receipts, &bill.order_id).await == 1).then_some(())
    })
    .await;
    books.are_quiet().await;
    books.show_one_payment(bill).await;
    assert_eq!(entries(&mut books, bill).await, entries_before + 1, "one entry for one change");
    let stages = "SELECT count(*) FROM webhook_events WHERE order_id = ?1 AND state = 'applied'
        AND updated_at IS NOT NULL AND audited_at IS NOT NULL AND notified_at IS NOT NULL";
    assert_eq!(books.number(stages, &bill.order_id).await, 1, "all stages of one notification");
    books.agree().await;
    home.proves_its_trail();
}

#[tokio::test]
async fn killed_before_the_commit_nothing_was_said_and_nothing_is_stored() {
    let (home, bill) = waiting("bca_va").await;
    let mut books = home.books().await;
    let before = entries(&mut books, &bill).await;
    // Twice: the second time it dies while it takes in what the first death left undone.
    for round in 0..2 {
        let (server, crash) = home.demo_until("before_straight_commit:1").await;
        let gateway = server.gateway();
        if round == 0 {
            gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
        }
        crash.reached().await;
        let told = gateway.deliveries(&bill.order_id).await;
        assert_eq!(told[0]["attempts"], json!([]), "no answer was given");
        server.kill();
        assert_eq!(books.events(&bill.order_id, "applied").await, 0);
        assert_eq!(entries(&mut books, &bill).await, before);
    }
    let server = home.demo().await;
    server.gateway().all_delivered(&bill.order_id).await;
    assert_eq!(server.gateway().told(&genuine(&server, &bill).await).await, "duplicate");
    ends_well(&home, &bill, before).await;
}

#[tokio::test]
async fn killed_after_the_commit_before_the_reply_the_repeat_is_a_duplicate() {
    let (home, bill) = waiting("bri_va").await;
    let mut books = home.books().await;
    let before = entries(&mut books, &bill).await;
    let (server, crash) = home.demo_until("after_straight_commit:1").await;
    server.gateway().act(&bill.order_id, "pay", json!({})).await.is(200);
    crash.reached().await;
    assert_eq!(server.gateway().deliveries(&bill.order_id).await[0]["attempts"], json!([]));
    server.kill();
    assert_eq!(books.events(&bill.order_id, "applied").await, 1, "it is durable");
    assert_eq!(entries(&mut books, &bill).await, before + 1);

    let server = home.demo().await;
    server.gateway().all_delivered(&bill.order_id).await;
    let told = server.gateway().deliveries(&bill.order_id).await;
    assert_eq!(told[0]["attempts"][0]["http_status"], 200, "the gateway came back");
    assert_eq!(server.gateway().told(&genuine(&server, &bill).await).await, "duplicate");
    ends_well(&home, &bill, before).await;
}

/// Kills at a point of the worker that sends the receipt.
async fn receipt_interrupted(point: &str, sent_already: i64) {
    let (home, bill) = waiting("bni_va").await;
    let mut books = home.books().await;
    let before = entries(&mut books, &bill).await;
    let (server, crash) = home.demo_until(point).await;
    server.gateway().act(&bill.order_id, "pay", json!({})).await.is(200);
    crash.reached().await;
    server.kill();
    let held = "SELECT count(*) FROM outbox WHERE inbox_order = ?1 AND state = 'waiting'
        AND tries = 1 AND lease_until > unixepoch() * 1000000";
    assert_eq!(books.number(held, &bill.order_id).await, 1, "taken, not done");
    let receipts = "SELECT count(*) FROM notification_jobs
        WHERE invoice_id = ?1 AND kind = 'receipt'";
    assert_eq!(books.number(receipts, &bill.id).await, sent_already);

    let server = home.demo().await;
    // While the lease runs nobody else sends: a later receipt goes out, this one does not.
    let other = server.person("keuangan").await.bill("bca_va").await;
    server.gateway().act(&other.order_id, "pay", json!({})).await.is(200);
    until("the later receipt", async || {
        (books.number(receipts, &other.id).await == 1).then_some(())
    })
    .await;
    assert_eq!(books.number(held, &bill.order_id).await, 1, "still held");
    // Time passes: the lease of the dead process runs out.
    let late = format!("UPDATE outbox SET lease_until = 0 WHERE inbox_order = '{}'", bill.order_id);
    assert_eq!(books.by_hand(&late).await, 1);
    let notified =
        "SELECT count(*) FROM webhook_events WHERE order_id = ?1 AND notified_at IS NOT NULL";
    until("the receipt", async || {
        (books.number(notified, &bill.order_id).await == 1).then_some(())
    })
    .await;
    books.are_quiet().await;
    let before_both = before + entries_of_a_bill(&mut books, &bill, &other).await;
    ends_well(&home, &bill, before_both).await;
}

/// How many entries another bill of the same customer has added.
async fn entries_of_a_bill(books: &mut Books, bill: &Bill, other: &Bill) -> i64 {
    let owner = "SELECT count(*) FROM invoices a, invoices b WHERE a.account_id = b.account_id
        AND a.id = ?1 AND b.id = ";
    let same = books.number(&format!("{owner} '{}'", other.id), &bill.id).await;
    let touched = "SELECT count(DISTINCT audit_id) FROM audit_entities WHERE entity = 'invoice' AND entity_id = ?1";
    let answered = "SELECT count(DISTINCT audit_id) FROM audit_entities WHERE entity = 'payment' AND entity_id = ?1
        AND audit_id NOT IN (SELECT audit_id FROM audit_entities WHERE entity = 'invoice')";
    // And the subscription moves on when its month is billed.
    same * (books.number(touched, &other.id).await
        + books.number(answered, &other.order_id).await
        + 1)
}

#[tokio::test]
async fn killed_after_taking_a_receipt_it_is_sent_once_when_the_lease_is_over() {
    receipt_interrupted("after_take:1", 0).await;
}

#[tokio::test]
async fn killed_after_sending_a_receipt_before_marking_it_is_there_once() {
    receipt_interrupted("after_send:1", 1).await;
}

/// The genuine body of a settlement.
async fn genuine(server: &super::harness::Server, bill: &Bill) -> serde_json::Value {
    server.gateway().genuine(&bill.order_id, "settlement").await
}

/// Kills at a point of the path that keeps the raw notification and asks the gateway first: money
/// after an expiry.
async fn late_money_interrupted(point: &str, stored: i64) {
    let (home, bill) = waiting("bca_va").await;
    let mut books = home.books().await;
    let (server, crash) = home.demo_until(point).await;
    let gateway = server.gateway();
    let expiry =
        json!({"status_code": "407", "transaction_status": "expire", "settlement_time": null});
    let expiry = signed(rewritten(&settlement(&bill), &expiry));
    assert_eq!(gateway.told(&expiry).await, "applied");
    let before = entries(&mut books, &bill).await;
    gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    let settled = genuine(&server, &bill).await;
    let post = tokio::spawn(Answer::try_to(gateway.post(settled.to_string())));
    crash.reached().await;
    server.kill();
    assert!(post.await.unwrap().is_err(), "no answer was given");
    assert_eq!(books.events(&bill.order_id, "parked").await, stored);
    assert_eq!(entries(&mut books, &bill).await, before, "nothing is believed yet");

    let server = home.demo().await;
    let again = server.gateway().told(&settled).await;
    let expected = if stored == 1 { "duplicate" } else { "parked" };
    assert_eq!(again, expected);
    let finance = server.person("keuangan").await;
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;
    assert_eq!(server.gateway().told(&settled).await, "duplicate");
    let mut books = home.books().await;
    books.are_quiet().await;
    assert_eq!(books.events(&bill.order_id, "applied").await, 2, "the expiry and the money");
    books.show_one_payment(&bill).await;
    let since = actions_since(&mut books, &bill, before).await;
    assert_eq!(since, ["payment.settled", "case.opened"], "one entry for each change");
    books.agree().await;
    home.proves_its_trail();
}

#[tokio::test]
async fn killed_before_the_raw_commit_the_repeat_is_examined() {
    late_money_interrupted("before_raw_commit:1", 0).await;
}

#[tokio::test]
async fn killed_after_the_raw_commit_the_worker_of_the_next_start_carries_on() {
    late_money_interrupted("after_raw_commit:1", 1).await;
}

/// Kills between the gateway's yes to a charge and the commit that keeps it, or right after that.
async fn charge_interrupted(point: &str) {
    let home = Home::seeded();
    let (server, crash) = home.demo_until(point).await;
    let finance = server.person("keuangan").await;
    let invoice = finance.issued().await;
    let id = text(&invoice["id"]);
    let path = format!("/api/invoices/{id}/transactions");
    let ask = |person: &Person| {
        let request = person.post(&path, &json!({"channel": "bca_va"}));
        Answer::try_to(request.header("idempotency-key", "one-wish"))
    };
    let asked = tokio::spawn(ask(&finance));
    crash.reached().await;
    server.kill();
    assert!(asked.await.unwrap().is_err(), "no answer was given");
    let mut books = home.books().await;
    let orders = books.texts("SELECT order_id FROM payments WHERE invoice_id = ?1", &id).await;
    assert_eq!(orders.len(), 1, "the attempt was kept before the gateway was asked");
    books.by_hand("UPDATE outbox SET lease_until = 0 WHERE state = 'waiting'").await;

    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let live = until("the code", async || {
        let invoice = finance.invoice(&id).await;
        let attempt = invoice["attempts"][0].clone();
        attempt["va_number"].is_string().then_some(attempt)
    })
    .await;
    assert_eq!((&live["order_id"], &live["status"]), (&json!(orders[0]), &json!("PENDING")));
    let again = ask(&finance).await.unwrap().is(201);
    assert_eq!(again["va_number"], live["va_number"], "the repeat of the wish is the same code");
    let total = invoice["total"].as_i64().unwrap();
    let bill = Bill { id, total, order_id: orders[0].clone() };
    gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;
    books.are_quiet().await;
    books.show_one_payment(&bill).await;
    let attempts = "SELECT count(*) FROM payments WHERE invoice_id = ?1";
    assert_eq!(books.number(attempts, &bill.id).await, 1);
    books.agree().await;
    home.proves_its_trail();
}

#[tokio::test]
async fn killed_after_the_gateways_yes_the_same_order_is_found_again() {
    charge_interrupted("before_answer_commit:1").await;
}

#[tokio::test]
async fn news_of_a_code_before_its_answer_makes_no_second_code() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    // The gateway makes the code and says so only when nobody waits for it any more.
    gateway.answers_late("charge", 60_000).await;
    let id = text(&finance.issued().await["id"]);
    let path = format!("/api/invoices/{id}/transactions");
    let asked = tokio::spawn(Answer::try_to(finance.post(&path, &json!({"channel": "bri_va"}))));
    let mut books = home.books().await;
    let orders = "SELECT order_id FROM payments WHERE invoice_id = ?1";
    let order_id = until("the attempt", async || books.texts(orders, &id).await.pop()).await;
    let news = async || (!gateway.deliveries(&order_id).await.is_empty()).then_some(());
    until("the news of the code", news).await;
    gateway.all_delivered(&order_id).await;
    let again = finance.charge(&id, "bri_va").await.is(202);
    assert_eq!((&again["order_id"], &again["status"]), (&json!(order_id), &json!("UNKNOWN")));
    assert_eq!(books.texts(orders, &id).await.len(), 1, "one code for one wish");
    assert_eq!(finance.invoice(&id).await["status"], "PENDING");
    asked.abort();
}

#[tokio::test]
async fn killed_after_keeping_the_gateways_yes_the_code_is_there() {
    charge_interrupted("after_answer_commit:1").await;
}

#[tokio::test]
async fn a_demo_killed_while_it_is_made_is_made_anew() {
    let home = Home::empty();
    let file = home.beside("seeding.crash");
    let listen = format!("127.0.0.1:{}", free_port());
    let mut command = demo_at(&listen, &home.data());
    command.env("CRASH_POINT", "before_straight_commit:3").env("CRASH_FILE", &file);
    let mut program = Program::start(&mut command, &home);
    until("the third notification", async || file.exists().then_some(())).await;
    let client = http_client();
    for (path, status) in [("/healthz", 200), ("/readyz", 503), ("/", 503), ("/api/invoices", 503)]
    {
        let answer = Answer::to(client.get(format!("http://{listen}{path}"))).await;
        assert_eq!(answer.status, status, "{path}: alive, not ready");
    }
    program.kill();
    assert!(home.data().join("wikarta.db").exists() && !home.data().join("demo.json").exists());

    let server = home.demo().await;
    assert!(home.data().join("demo.json").exists());
    let finance = server.person("keuangan").await;
    assert!(
        !finance.read("/api/invoices?status=PAID").await["items"].as_array().unwrap().is_empty()
    );
    let mut books = home.books().await;
    books.are_quiet().await;
    books.agree().await;
    let twice = "SELECT count(*) FROM (SELECT 1 FROM invoices WHERE ?1 = '' GROUP BY subscription_id, period HAVING count(*) > 1)";
    assert_eq!(books.number(twice, "").await, 0);
    home.proves_its_trail();
}

#[tokio::test]
async fn an_orderly_end_leaves_nothing_taken_and_a_second_demo_is_kept_out() {
    let (home, bill) = waiting("bca_va").await;
    let mut server = home.demo().await;
    let second = demo(&home.data()).output().unwrap();
    assert_eq!(second.status.code(), Some(3), "the directory is in use");
    server.gateway().act(&bill.order_id, "pay", json!({})).await.is(200);
    server.gateway().all_delivered(&bill.order_id).await;
    assert!(server.program.terminate().success(), "{}", server.program.errors());
    let mut books = home.books().await;
    let leases =
        "SELECT count(*) FROM outbox WHERE state = 'waiting' AND lease_until > 0 AND ?1 = ''";
    assert_eq!(books.number(leases, "").await, 0);
    assert_eq!(books.events(&bill.order_id, "applied").await, 1);
    home.proves_its_trail();
}
