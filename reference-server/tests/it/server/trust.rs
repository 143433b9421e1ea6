//! Collection and trust over the real program: seals outside the database, proofs without it, erasure,
//! a bill that explains itself, and work that was given up.

use serde_json::{Value, json};

use super::client::{Answer, text};
use super::harness::{Home, run, said, until};

/// Runs a command on a demo's books to a good end.
fn good(home: &Home, arguments: &[&str]) -> String {
    let data = home.data_text();
    let done = run(&[arguments, &["--data", &data]].concat(), &[]);
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", said(&done));
    said(&done)
}

#[tokio::test]
async fn seals_and_exports_prove_the_books_from_outside() {
    let home = Home::seeded();
    let outside = home.beside("outside");
    std::fs::create_dir(&outside).unwrap();
    let (dir, file) = (outside.to_str().unwrap(), outside.join("seals.jsonl"));
    let seals = file.to_str().unwrap();
    let export = home.beside("trail.jsonl");
    let export = export.to_str().unwrap();
    // The demo may have sealed what it made; either way the copy outside has every seal.
    good(&home, &["audit", "seal", "--out", dir]);
    assert!(file.is_file(), "the seals are copied");
    assert!(good(&home, &["audit", "seal", "--out", dir]).contains("nothing changed"));
    assert!(good(&home, &["audit", "verify", "--seals", seals]).contains("with the copy outside"));
    good(&home, &["audit", "export", "--out", export]);
    let again = run(&["audit", "export", "--out", export, "--data", &home.data_text()], &[]);
    assert_eq!(again.status.code(), Some(3), "an export is not written over");
    // Without the database: first with the key, then as somebody who has only the files.
    good(&home, &["audit", "verify", "--export", export, "--seals", seals]);
    let stranger = run(&["audit", "verify", "--export", export, "--seals", seals], &[]);
    assert_eq!(stranger.status.code(), Some(0), "{}", said(&stranger));
    assert!(said(&stranger).contains("no key at hand"));
    let text = std::fs::read_to_string(export).unwrap();
    std::fs::write(export, text.replacen("KEUANGAN", "KEUANGAM", 1)).unwrap();
    let forged = run(&["audit", "verify", "--export", export], &[]);
    assert_eq!(forged.status.code(), Some(1), "{}", said(&forged));
    // A hand with the file takes a whole customer away, head and all.
    let mut books = home.books().await;
    let victim = "SELECT min(id) FROM aggregates WHERE id LIKE 'account:%' AND ?1 = ''";
    let victim = books.texts(victim, "").await.remove(0);
    let deed = format!(
        "DELETE FROM audit_entities WHERE audit_id IN (SELECT id FROM audit_logs WHERE aggregate = '{victim}');
         DELETE FROM audit_logs WHERE aggregate = '{victim}';
         DELETE FROM aggregates WHERE id = '{victim}'"
    );
    books.by_hand(&deed).await;
    let proof = run(&["audit", "verify", "--data", &home.data_text()], &[]);
    assert_eq!(proof.status.code(), Some(1));
    assert!(said(&proof).contains(&victim) && said(&proof).contains("is not there"));
    books.by_hand("DELETE FROM audit_seals").await;
    assert_eq!(run(&["audit", "verify", "--data", &home.data_text()], &[]).status.code(), Some(0));
    let proof = run(&["audit", "verify", "--seals", seals, "--data", &home.data_text()], &[]);
    assert_eq!(proof.status.code(), Some(1), "the copy outside remembers: {}", said(&proof));
}

#[tokio::test]
async fn a_server_seals_by_itself_and_copies_outside_when_it_can() {
    let home = Home::seeded();
    let outside = home.beside("outside");
    std::fs::create_dir(&outside).unwrap();
    // A directory in the file's place: nothing can be written there.
    std::fs::create_dir(outside.join("seals.jsonl")).unwrap();
    let server = home.demo_with(&[("WIKARTA_SEAL_DIR", outside.to_str().unwrap())]).await;
    let client = super::harness::http_client();
    let ready = async || Answer::to(client.get(format!("{}/readyz", server.url))).await.is(200);
    let warned = until("the warning", async || {
        let ready = ready().await;
        (ready["warnings"][0]["code"] == "seal_not_outside").then_some(ready)
    });
    assert_eq!(warned.await["status"], "ready", "it works all the same");
    let log = server.program.errors();
    assert!(log.contains("seals cannot be copied outside the database"), "{log}");
    drop(server);
    std::fs::remove_dir(outside.join("seals.jsonl")).unwrap();
    let server = home.demo_with(&[("WIKARTA_SEAL_DIR", outside.to_str().unwrap())]).await;
    until("the copy", async || outside.join("seals.jsonl").is_file().then_some(())).await;
    drop(server);
    let seals = outside.join("seals.jsonl");
    good(&home, &["audit", "verify", "--seals", seals.to_str().unwrap()]);
}

#[tokio::test]
async fn a_bill_explains_itself_over_the_api() {
    let home = Home::seeded();
    let server = home.demo().await;
    let (finance, gateway) = (server.person("keuangan").await, server.gateway());
    let bill = finance.bill("bca_va").await;
    gateway.act(&bill.order_id, "pay", json!({})).await.is(200);
    until("paid", async || (finance.invoice(&bill.id).await["status"] == "PAID").then_some(()))
        .await;
    let reader = server.person("supervisor").await;
    let told = reader.read(&format!("/api/invoices/{}/explanation", bill.id)).await;
    let figure = |name: &str| {
        let all = told["figures"].as_array().unwrap();
        all.iter().find(|one| one["figure"] == name).cloned().unwrap_or(Value::Null)
    };
    assert_eq!(figure("total")["amount"], bill.total);
    assert_eq!(figure("paid")["made_of"][0]["what"], format!("payment {}", bill.order_id));
    assert_eq!(figure("open")["amount"], 0);
    assert!(figure("tax")["because"][0]["says"]["en"].is_string());
    assert!(told["policy_version"].as_u64().unwrap() >= 1);
    let last = told["statuses"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["to"], &last["because"]["action"]),
        (&json!("PAID"), &json!("payment.settled"))
    );
    Answer::to(
        server.person("teknisi").await.get(&format!("/api/invoices/{}/explanation", bill.id)),
    )
    .await
    .refused(403, "denied");
}

#[tokio::test]
async fn a_person_is_erased_and_nobody_finds_them_again() {
    let home = Home::seeded();
    let server = home.demo().await;
    let marketing = server.person("marketing").await;
    let nik = "3273015205900001";
    let made = marketing
        .send(
            "/api/customers",
            json!({
                "code": "HAPUS-1", "zone": "WIB",
                "personal": {"name": "Rahayu Tersembunyi", "phone": "0812-9999-7777",
                    "email": "rahayu@contoh.test", "address": "Jl. Sunyi 9", "nik": nik},
            }),
        )
        .await;
    let made = made.is(201);
    let id = text(&made["id"]);
    let path = format!("/api/customers/{id}");
    let supervisor = server.person("supervisor").await;
    let found = async |words: &str| {
        let list = supervisor.read(&format!("/api/customers?q={words}")).await;
        list["items"].as_array().unwrap().len()
    };
    assert_eq!((found(nik).await, found("Tersembunyi").await), (1, 1));
    let why = json!({"reason": "Permintaan penghapusan data"});
    marketing.send(&format!("{path}/erase"), why.clone()).await.refused(403, "denied");
    let gone = supervisor.send(&format!("{path}/erase"), why).await.is(200);
    assert_eq!((&gone["erased"], &gone["name"]), (&json!(true), &json!("")));
    assert_eq!((found(nik).await, found("Tersembunyi").await), (0, 0));
    assert_eq!(supervisor.read(&path).await["code"], "HAPUS-1", "the number stays");
    let again = json!({"reason": "Melihat data lengkap"});
    supervisor.send(&format!("{path}/reveal"), again).await.refused(409, "state_conflict");
    let trail = supervisor.read(&format!("/api/audit-logs?entity=customer&id={id}")).await;
    assert_eq!(trail["items"][0]["action"], "customer.erased");
    let mut books = home.books().await;
    for (table, column) in [("customer_personal", "account_id"), ("customer_lookup", "account_id")]
    {
        let left = format!("SELECT count(*) FROM {table} WHERE {column} = ?1");
        assert_eq!(books.number(&left, &id).await, 0, "{table}");
    }
    let answers = "SELECT count(*) FROM command_keys WHERE http_content LIKE '%' || ?1 || '%'";
    assert_eq!(books.number(answers, "Tersembunyi").await, 0, "kept answers forget, too");
    drop(server);
    good(&home, &["audit", "verify"]);
}

#[tokio::test]
async fn work_that_was_given_up_is_listed_and_sent_round_again() {
    let home = Home::seeded();
    let server = home.demo().await;
    let supervisor = server.person("supervisor").await;
    let mut books = home.books().await;
    let some = "SELECT id FROM outbox WHERE state = 'done' AND ?1 = '' ORDER BY id LIMIT 2";
    let ids = books.texts(some, "").await;
    let (one, two) = (&ids[0], &ids[1]);
    let bury = format!(
        "UPDATE outbox SET state = 'dead', reason = 'no answer', tries = 34 WHERE id IN ('{one}', '{two}')"
    );
    books.by_hand(&bury).await;
    let listed = supervisor.read("/api/dead-letters").await;
    let items = listed["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[0]["reason"], &items[0]["tries"]),
        (2, &json!("no answer"), &json!(34))
    );
    let path = format!("/api/dead-letters/{one}/redrive");
    server.person("keuangan").await.send(&path, json!({})).await.refused(403, "denied");
    supervisor.send(&path, json!({})).await.is(200);
    supervisor.send(&path, json!({})).await.refused(404, "not_found");
    let told = good(&home, &["dead-letters"]);
    assert!(told.contains(two.as_str()) && told.contains("1 given up"), "{told}");
    assert!(good(&home, &["redrive", "--all", "--dry-run"]).contains("0 of 1"));
    assert!(good(&home, &["redrive", "--id", two]).contains("1 of 1"));
    let notes = "SELECT count(*) FROM security_log WHERE kind = 'redriven' AND ?1 = ''";
    assert_eq!(books.number(notes, "").await, 2, "each leaves a line");
}
