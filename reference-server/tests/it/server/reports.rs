//! Reports over HTTP: who gets which, as what, and bills as they stood.

use serde_json::json;

use super::client::Answer;
use super::world::World;

#[tokio::test]
async fn reports_are_tables_files_and_pages_of_the_same_rows() {
    let world = World::begin().await;
    let paid = world.paid("qris").await;
    let finance = &world.finance;
    let register = finance.read("/api/reports/settlements").await;
    let rows = register["items"].as_array().unwrap();
    let row = rows.iter().find(|row| row["order_id"] == json!(paid.order_id)).unwrap();
    // QRIS: 0,7 % of the bill, half up, PPN inside.
    let fee = (paid.total * 7 + 500) / 1_000;
    assert_eq!((&row["gross"], &row["fee"]), (&json!(paid.total), &json!(fee)));
    assert_eq!(row["net"], json!(paid.total - fee));
    let sum: i64 = rows.iter().map(|row| row["net"].as_i64().unwrap()).sum();
    assert_eq!(register["totals"]["net"], json!(sum), "the sum is that of the rows");

    let file = Answer::to(finance.get("/api/reports/settlements?format=csv")).await;
    assert_eq!(
        (file.status, &file.headers["content-type"]),
        (200, &"text/csv; charset=utf-8".parse().unwrap())
    );
    // The client takes the mark of UTF-8 off; a unit test looks at the bytes.
    assert!(file.text.starts_with("Waktu bayar,order_id,"), "{}", file.text);
    assert_eq!(file.text.lines().count(), rows.len() + 1);
    let marketing = world.person("marketing").await;
    marketing.read("/api/reports/kpi").await;
    Answer::to(marketing.get("/api/reports/kpi?format=csv")).await.refused(403, "denied");
    Answer::to(finance.get("/api/reports/security")).await.refused(403, "denied");
    let safety = world.person("supervisor").await.read("/api/reports/security").await;
    let seen: Vec<String> =
        safety["items"].as_array().unwrap().iter().map(|row| row["event"].to_string()).collect();
    assert!(seen.iter().any(|event| event.contains("Laporan diunduh")), "{seen:?}");
    Answer::to(finance.get("/api/reports/aging?as_of=2999-01-01")).await.refused(422, "invalid");
    Answer::to(finance.get("/api/reports/aging?umur=1")).await.refused(400, "unknown_filter");
    world.ends_well().await;
}

#[tokio::test]
async fn a_bill_is_shown_as_it_stood() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    let before = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    world.gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    world.becomes(&bill, "PAID").await;
    let finance = &world.finance;
    let then = finance.read(&format!("/api/invoices/{}?as_of={before}", bill.id)).await;
    assert_eq!((&then["status"], &then["amount_due"]), (&json!("PENDING"), &json!(bill.total)));
    let now = finance.read(&format!("/api/invoices/{}", bill.id)).await;
    assert_eq!((&now["status"], &now["amount_due"]), (&json!("PAID"), &json!(0)));
    let early = finance.get(&format!("/api/invoices/{}?as_of=2020-01-01", bill.id));
    Answer::to(early).await.refused(404, "not_there_yet");
    let preview = finance.read("/api/preview").await;
    assert_eq!(preview["days"], 7);
    assert_eq!(
        preview["bill_count"].as_u64().unwrap() as usize,
        preview["bills"].as_array().unwrap().len()
    );
    world.ends_well().await;
}
