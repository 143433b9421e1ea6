//! Two processes over one file: still one of everything.

use serde_json::json;
use tokio::task::JoinSet;

use super::client::{Answer, Bill, text};
use super::gateway::{Gateway, settlement_with};
use super::harness::free_port;
use super::installation::{Installation, KEY};

#[tokio::test]
async fn the_same_news_at_two_doors_at_once_is_applied_once() {
    let installation = Installation::ready().await;
    let (_emulator, at, one) = installation.collects().await;
    let two = installation.serves(free_port(), &at).await;
    let finance = one.person("keuangan").await;
    let doors = [Gateway::at(&at, &one.url), Gateway::at(&at, &two.url)];
    let mut books = installation.home.books().await;
    for _ in 0..3 {
        let bill = finance.bill("bca_va").await;
        doors[0].all_delivered(&bill.order_id).await;
        let body = settlement_with(&bill, KEY).to_string();
        let mut posts = JoinSet::new();
        for n in 0..64 {
            posts.spawn(Answer::to(doors[n % 2].post(body.clone())));
        }
        let answers = posts.join_all().await;
        let said = |word: &str| answers.iter().filter(|one| one.json()["result"] == word).count();
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        assert_eq!((said("applied"), said("duplicate")), (1, 63));
        books.are_quiet().await;
        books.show_one_payment(&bill).await;
    }
    books.agree().await;
    installation.runs(&["audit", "verify"]);
}

#[tokio::test]
async fn one_month_drafted_at_two_doors_is_one_bill_with_one_number() {
    let installation = Installation::ready().await;
    let (_emulator, at, one) = installation.collects().await;
    let two = installation.serves(free_port(), &at).await;
    let people = [one.person("keuangan").await, two.person("keuangan").await];
    let mut books = installation.home.books().await;
    for _ in 0..3 {
        let (subscription, period) = people[0].unbilled().await;
        let body = json!({"subscription_id": subscription, "period": period});
        let mut asked = JoinSet::new();
        for n in 0..16 {
            asked.spawn(Answer::to(people[n % 2].post("/api/invoices", &body)));
        }
        let answers = asked.join_all().await;
        let made: Vec<&Answer> = answers.iter().filter(|one| one.status == 201).collect();
        assert_eq!(made.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|one| [201, 409].contains(&one.status)), "{answers:?}");
        let id = text(&made[0].json()["id"]);
        assert!(answers.iter().all(|one| one.json()["id"] == id), "all name the one bill");
        let issue = format!("/api/invoices/{id}/issue");
        let mut asked = JoinSet::new();
        for n in 0..8 {
            asked.spawn(Answer::to(people[n % 2].post(&issue, &json!({}))));
        }
        let answers = asked.join_all().await;
        assert_eq!(answers.iter().filter(|one| one.status == 200).count(), 1, "{answers:?}");
        let mut asked = JoinSet::new();
        for n in 0..8 {
            let path = format!("/api/invoices/{id}/transactions");
            asked.spawn(Answer::to(people[n % 2].post(&path, &json!({"channel": "bri_va"}))));
        }
        let answers = asked.join_all().await;
        assert!(answers.iter().all(|one| [200, 201, 202].contains(&one.status)), "{answers:?}");
        let bill = Bill { order_id: text(&answers[0].json()["order_id"]), total: 0, id };
        let one_order = answers.iter().all(|one| one.json()["order_id"] == bill.order_id);
        assert!(one_order, "{answers:?}");
    }
    books.are_quiet().await;
    let gaps = "SELECT max(cast(substr(number, -6) AS INTEGER)) - count(*) FROM invoices WHERE number IS NOT NULL AND ?1 = ''";
    assert_eq!(books.number(gaps, "").await, 0, "numbers without a gap");
    books.agree().await;
    installation.runs(&["audit", "verify"]);
}
