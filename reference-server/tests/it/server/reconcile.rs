//! The books held against the gateway's: by command, over HTTP, by a settlement file.

use serde_json::{Value, json};

use super::client::{Answer, Bill, text};
use super::harness::{run, said};
use super::world::World;

/// `wikarta reconcile` on the books of a running demo.
fn reconciles(world: &World, more: &[&str]) -> std::process::Output {
    let (data, listen) = (world.home.data_text(), world.server.url.replace("http://", ""));
    let base = ["reconcile", "--data", &data, "--listen", &listen];
    run(&[&base[..], more].concat(), &[])
}

/// Paid at the gateway, and nobody was told.
async fn paid_in_silence(world: &World) -> Bill {
    let bill = world.bill("bca_va").await;
    world.gateway.act(&bill.order_id, "pay", json!({"deliver": false})).await.is(200);
    assert_eq!(world.status(&bill).await, "PENDING");
    bill
}

#[tokio::test]
async fn after_months_of_faults_every_rupiah_is_explained() {
    let world = World::begin().await;
    let lost = paid_in_silence(&world).await;
    // Far enough back for all that the demo has lived through.
    let output = reconciles(&world, &["--from", "2020-01-01", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let run: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["state"], "done");
    assert_eq!(run["counts"]["unanswered"], 0);
    let settled = run["money"]["settled"].as_i64().unwrap();
    assert!(settled > 1_000_000, "the demo has seen money: {run}");
    assert_eq!(run["money"]["lines_in_all"], 0, "{run}");
    let parts = ["allocated", "credit", "refunded", "suspense", "in_cases"];
    let held: i64 = parts.iter().map(|part| run["money"][part].as_i64().unwrap()).sum();
    assert_eq!(held, settled, "to the rupiah");
    let open = run["findings"].as_array().unwrap().iter().filter(|one| one["state"] == "open");
    assert_eq!(open.count(), 0, "{run}");
    world.becomes(&lost, "PAID").await;
    // The emulator knows every settlement; none is missing in the sum.
    let mut told = 0;
    for transaction in world.gateway.transactions().await {
        let money = ["settlement", "refund", "partial_refund"];
        if money.contains(&text(&transaction["transaction_status"]).as_str()) {
            let gross = text(&transaction["gross_amount"]);
            told += gross.trim_end_matches(".00").parse::<i64>().unwrap();
        }
    }
    assert_eq!(settled, told, "what the run compared is what the gateway settled");
    // Once more: the books are equal.
    let output = reconciles(&world, &["--from", "2020-01-01"]);
    let words = said(&output);
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.lines().any(|line| line == "unexplained              Rp0"), "{words}");
    world.ends_well().await;
}

#[tokio::test]
async fn a_run_over_http_finds_what_was_lost_and_is_there_to_read() {
    let world = World::begin().await;
    let bill = paid_in_silence(&world).await;
    let key = "the-run-of-the-morning";
    let run = world.finance.act_as(key, "/api/reconcile", &json!({})).await.is(200);
    assert_eq!((&run["state"], &run["open"]), (&json!("done"), &json!(0)), "{run}");
    assert_eq!(run["unexplained"], 0);
    world.becomes(&bill, "PAID").await;
    let again = world.finance.act_as(key, "/api/reconcile", &json!({})).await.is(200);
    assert_eq!(again, run, "the same key asks for the same run");
    let id = text(&run["id"]);
    assert_eq!(world.finance.read(&format!("/api/reconcile/runs/{id}")).await, run);
    let runs = world.finance.read("/api/reconcile/runs").await;
    assert_eq!(runs["items"][0]["id"], run["id"]);
    let found = world.finance.read(&format!("/api/reconcile/findings?run={id}")).await;
    let mut items = found["items"].as_array().unwrap().iter();
    let finding = items.find(|one| one["order_id"] == bill.order_id.as_str()).unwrap();
    assert_eq!(finding["mismatch"]["kind"], "M1");
    assert_eq!(finding["mismatch"]["their_amount"], bill.total);
    assert_eq!((&finding["state"], &finding["currency"]), (&json!("corrected"), &json!("IDR")));
    // Nobody has to decide about what is settled.
    let path = format!("/api/reconcile/findings/{}/propose", text(&finding["id"]));
    let why = json!({"reason": "Notifikasi hilang di jalan"});
    world.finance.act(&path, why).await.refused(409, "finding_without_case");
    let month = text(&run["started_at"])[..7].to_owned();
    let rate = world.finance.read(&format!("/api/reconcile/month?month={month}")).await;
    assert!(rate["mismatched"].as_u64().unwrap() >= 1, "{rate}");
    world.ends_well().await;
}

#[tokio::test]
async fn a_settlement_file_is_matched_line_by_line_or_refused_at_a_line() {
    let world = World::begin().await;
    let bill = world.paid("bca_va").await;
    let upload = async |csv: String| {
        let url = format!("{}/api/reconcile/settlements", world.server.url);
        let request = world.finance.client.post(url).bearer_auth(&world.finance.token);
        Answer::to(request.header("content-type", "text/csv").body(csv)).await
    };
    let head = "Order ID,Payment Type,Gross Amount,Fee,VAT,Net Amount\n";
    let net = bill.total - 4_440;
    let good = format!("{head}{},bank_transfer,{},4000,440,{net}\n", bill.order_id, bill.total);
    let file = upload(good.clone()).await.is(200);
    assert_eq!((&file["report"]["matched"], &file["report"]["net"]), (&json!(1), &json!(net)));
    let dear = good.replace(",4000,440,", ",5000,550,");
    let file = upload(dear).await.is(200);
    let difference = &file["report"]["register"][0]["difference"];
    assert_eq!(difference["difference"], "sum", "{difference}");
    // A payment that we were never told of, and do not know, is asked after and kept in sight.
    world.gateway.charge_elsewhere("TOKO-77", 99_000).await;
    world.gateway.act("TOKO-77", "pay", json!({"deliver": false})).await.is(200);
    let strange = format!("{head}TOKO-77,bank_transfer,99000,4000,440,94560\n");
    let file = upload(strange).await.is(200);
    assert_eq!(file["report"]["register"][0]["difference"]["difference"], "unknown_here");
    let suspense = world.finance.read("/api/suspense/TOKO-77").await;
    assert_eq!(suspense["amount"], 99_000);
    let problem = upload(good.replace(',', ";")).await.refused(422, "settlement_unreadable");
    assert_eq!(problem["line"], 1);
    let problem = upload(format!("{head}A-1,qris,1.000,7,0,993\n")).await;
    let problem = problem.refused(422, "settlement_unreadable");
    assert_eq!((&problem["line"], &problem["column"]), (&json!(2), &json!("Gross Amount")));
    // The same file by command.
    let path = world.home.beside("settlement.csv");
    std::fs::write(&path, good).unwrap();
    let output = reconciles(&world, &["--settlement", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("1 lines, 1 agree, 0 differ"), "{}", said(&output));
    let output = reconciles(&world, &["--settlement", "/nowhere/settlement.csv"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    world.ends_well().await;
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_leaves_the_run_open() {
    let world = World::begin().await;
    let bill = paid_in_silence(&world).await;
    let data = world.home.data_text();
    let output = run(&["reconcile", "--data", &data, "--listen", "127.0.0.1:9"], &[]);
    let words = said(&output);
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("something stays open"), "{words}");
    assert_eq!(world.status(&bill).await, "PENDING");
    let output = reconciles(&world, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    world.becomes(&bill, "PAID").await;
    world.ends_well().await;
}
