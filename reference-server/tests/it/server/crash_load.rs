//! SIGKILL at any moment under load: what was acknowledged is never lost, what was not is repeated.

use std::collections::BTreeSet;

use tokio::task::JoinSet;

use super::client::{Answer, Bill};
use super::gateway::settlement;
use super::harness::{Home, until};

/// How many kills; a nightly run may take more.
const KILLS: usize = 3;
/// Notifications in flight around a kill.
const BILLS: usize = 16;

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let home = Home::seeded();
    let mut bills: Vec<Bill> = Vec::new();
    let mut acknowledged = BTreeSet::new();
    for round in 0..KILLS {
        let server = home.demo().await;
        let finance = server.person("keuangan").await;
        let mut fresh = Vec::new();
        for _ in 0..BILLS {
            fresh.push(finance.bill("bca_va").await);
        }
        let gateway = server.gateway();
        let mut posts = JoinSet::new();
        for bill in &fresh {
            let (order_id, body) = (bill.order_id.clone(), settlement(bill).to_string());
            let request = gateway.post(body);
            posts.spawn(async move { (order_id, Answer::try_to(request).await) });
        }
        // The kill falls after so many answers; the others are anywhere on their way.
        for _ in 0..=round * (BILLS / KILLS) {
            if let Some(Ok((order_id, Ok(answer)))) = posts.join_next().await {
                assert_eq!(answer.status, 200, "{}", answer.text);
                acknowledged.insert(order_id);
            }
        }
        server.kill();
        for (order_id, answer) in posts.join_all().await {
            if answer.is_ok_and(|answer| answer.status == 200) {
                acknowledged.insert(order_id);
            }
        }
        bills.extend(fresh);
        let mut books = home.books().await;
        // What the dead process had taken is free again once its lease is over.
        books.by_hand("UPDATE outbox SET lease_until = 0 WHERE state = 'waiting'").await;
        for order_id in &acknowledged {
            assert_eq!(
                books.events(order_id, "applied").await,
                1,
                "acknowledged and lost: {order_id}"
            );
        }
    }
    let server = home.demo().await;
    let gateway = server.gateway();
    for bill in &bills {
        let again = gateway.told(&settlement(bill)).await;
        let known = acknowledged.contains(&bill.order_id);
        assert!(again == "duplicate" || (again == "applied" && !known), "{again}");
    }
    let mut books = home.books().await;
    for bill in &bills {
        until("the receipt", async || {
            let done = "SELECT count(*) FROM webhook_events WHERE order_id = ?1 AND notified_at IS NOT NULL";
            (books.number(done, &bill.order_id).await == 1).then_some(())
        })
        .await;
        books.show_one_payment(bill).await;
    }
    books.agree().await;
    home.proves_its_trail();
}
