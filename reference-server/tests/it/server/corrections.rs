//! Money that goes back and bills that are taken back, over HTTP, each step by another person.

use serde_json::{Value, json};

use super::client::{Answer, Person, text};
use super::harness::until;
use super::world::World;

const WHY: &str = "Layanan mati tiga hari";

/// The people of the demo who have a hand in corrections.
struct People {
    finance: [Person; 3],
    supervisors: [Person; 2],
}

impl People {
    async fn of(world: &World) -> Self {
        let person = |name: &'static str| world.person(name);
        Self {
            finance: [
                person("keuangan").await,
                person("keuangan2").await,
                person("keuangan3").await,
            ],
            supervisors: [person("supervisor").await, person("supervisor2").await],
        }
    }

    /// A refund that waits for its execution.
    async fn approved(&self, invoice: &str, body: Value) -> String {
        let [first, second, _] = &self.finance;
        let asked = first.act(&format!("/api/invoices/{invoice}/refund"), body).await.is(201);
        let refund = text(&asked["id"]);
        let at = |step: &str| format!("/api/refunds/{refund}/{step}");
        second.act(&at("verify"), json!({})).await.is(200);
        for supervisor in &self.supervisors {
            if supervisor.read_refund(&refund).await["status"] == "APPROVED" {
                break;
            }
            supervisor.act(&at("approve"), json!({"reason": WHY})).await.is(200);
        }
        refund
    }
}

impl Person {
    async fn read_refund(&self, id: &str) -> Value {
        // Whoever may not see it has nothing to read in these stories.
        self.read(&format!("/api/refunds/{id}")).await
    }
}

fn acts(case: &Value) -> Vec<String> {
    let needs = case["needs"].as_array().unwrap().iter();
    needs.map(|need| format!("{} {}", text(&need["act"]), need["people"])).collect()
}

#[tokio::test]
async fn a_qris_refund_goes_through_four_hands_and_once_through_the_gateway() {
    let world = World::begin().await;
    let bill = world.paid("qris").await;
    let people = People::of(&world).await;
    let [first, second, third] = &people.finance;
    let [supervisor, _] = &people.supervisors;
    let path = format!("/api/invoices/{}/refund", bill.id);
    let body = json!({"amount": 50_000, "reason": WHY});
    let asked = first.act_as("ask-once", &path, &body).await;
    let again = first.act_as("ask-once", &path, &body).await;
    assert_eq!((again.status, &again.text), (201, &asked.text), "byte for byte");
    let other = json!({"amount": 50_001, "reason": WHY});
    first.act_as("ask-once", &path, &other).await.refused(422, "idempotency_mismatch");
    let asked = asked.is(201);
    assert_eq!((&asked["status"], &asked["tier"]), (&json!("REQUESTED"), &json!(1)));
    assert_eq!((&asked["route"], &asked["source"]), (&json!("gateway"), &json!(bill.order_id)));
    assert_eq!(acts(&asked), ["verify 1", "approve 1", "execute 1"]);
    let refund = text(&asked["id"]);
    let at = |step: &str| format!("/api/refunds/{refund}/{step}");

    third.act(&at("execute"), json!({})).await.refused(409, "state_conflict");
    let own = first.act(&at("verify"), json!({})).await.refused(403, "sod_self");
    assert_eq!(own["rule"], "separation.requester_verifier");
    let verified = second.act(&at("verify"), json!({})).await.is(200);
    assert_eq!((&verified["status"], acts(&verified).len()), (&json!("VERIFIED"), 2));
    second.act(&at("approve"), json!({})).await.refused(403, "denied");
    let approved = supervisor.act(&at("approve"), json!({})).await.is(200);
    assert_eq!(
        (&approved["status"], acts(&approved)),
        (&json!("APPROVED"), vec!["execute 1".to_owned()])
    );
    supervisor.act(&at("approve"), json!({})).await.refused(409, "already_approved");
    let own = first.act(&at("execute"), json!({})).await.refused(403, "sod_self");
    assert_eq!(own["rule"], "separation.requester_executor");

    // The gateway takes it, its answer is lost; asking again does not give the money twice.
    world.gateway.fails("refund", "lose_reply", 1).await;
    let executed = third.act_as("go", &at("execute"), &json!({})).await.is(202);
    assert_eq!(executed["status"], "UNKNOWN");
    until("the outcome", async || {
        (first.read_refund(&refund).await["status"] == "DONE").then_some(())
    })
    .await;
    let done = third.act_as("go", &at("execute"), &json!({})).await.is(200);
    assert_eq!(done["status"], "DONE");
    assert_eq!(done["requested"]["name"], "Ratna Puspitasari, S.E.");
    assert_eq!(world.gateway.transaction(&bill.order_id).await["refund_amount"], "50000.00");
    assert_eq!(world.status(&bill).await, "PAID");
    assert_eq!(world.finance.invoice(&bill.id).await["amount_refunded"], 50_000);
    world.ends_well().await;
}

#[tokio::test]
async fn a_refund_that_the_gateway_answers_is_done_at_once() {
    let world = World::begin().await;
    let bill = world.paid("qris").await;
    let people = People::of(&world).await;
    let refund = people.approved(&bill.id, json!({"amount": bill.total, "reason": WHY})).await;
    let path = format!("/api/refunds/{refund}/execute");
    let third = &people.finance[2];
    let done = third.act_as("go", &path, &json!({})).await;
    let again = third.act_as("go", &path, &json!({})).await;
    assert_eq!((again.status, &again.text), (200, &done.text), "byte for byte");
    assert_eq!(done.is(200)["status"], "DONE");
    world.becomes(&bill, "REFUND").await;
    third.act(&path, json!({})).await.refused(409, "state_conflict");
    world.ends_well().await;
}

#[tokio::test]
async fn a_refund_of_a_virtual_account_is_made_by_hand_with_evidence() {
    let world = World::begin().await;
    let bill = world.paid("bca_va").await;
    let people = People::of(&world).await;
    let refund = people.approved(&bill.id, json!({"amount": bill.total, "reason": WHY})).await;
    let execute = format!("/api/refunds/{refund}/execute");
    let third = &people.finance[2];
    let pending = third.act(&execute, json!({})).await.is(200);
    assert_eq!(
        (&pending["status"], &pending["route"]),
        (&json!("MANUAL_PENDING"), &json!("offline"))
    );
    let bare = third.act(&execute, json!({"reference": "BCA-99812"})).await;
    bare.refused(422, "evidence_missing");
    let proof = json!({"reference": "BCA-99812", "evidence": "slip.pdf"});
    let done = third.act(&execute, proof.clone()).await.is(200);
    assert_eq!((&done["status"], &done["proof"]), (&json!("DONE"), &proof));
    assert_eq!(world.status(&bill).await, "REFUND");
    world.ends_well().await;
}

#[tokio::test]
async fn splitting_does_not_escape_a_tier_and_an_edit_drops_approvals() {
    let world = World::begin().await;
    let people = People::of(&world).await;
    let [first, second, third] = &people.finance;
    let [one, other] = &people.supervisors;
    // Enough bills of one customer that their refunds together pass the first tier.
    let (mut asked, mut last) = (0, Value::Null);
    while asked <= 500_000 {
        let bill = world.paid("qris").await;
        let body = json!({"amount": bill.total, "reason": WHY, "evidence": "tiket-1.pdf"});
        last = first.act(&format!("/api/invoices/{}/refund", bill.id), body).await.is(201);
        asked += bill.total;
        assert_eq!(last["tier"], if asked <= 500_000 { 1 } else { 2 }, "{asked}");
    }
    assert_eq!(acts(&last), ["verify 1", "approve 2", "execute 1"]);
    let refund = text(&last["id"]);
    let at = |step: &str| format!("/api/refunds/{refund}/{step}");
    second.act(&at("verify"), json!({})).await.is(200);
    assert_eq!(one.act(&at("approve"), json!({})).await.is(200)["status"], "VERIFIED");
    let half = one.act(&at("approve"), json!({})).await.refused(409, "already_approved");
    assert_eq!(half["rule"], "separation.approvers_distinct");
    assert_eq!(other.act(&at("approve"), json!({})).await.is(200)["status"], "APPROVED");
    // Above the first tier whoever checked does not carry it out.
    let own = second.act(&at("execute"), json!({})).await.refused(403, "sod_self");
    assert_eq!(own["rule"], "separation.verifier_executor");
    let edit = json!({"amount": 1_000, "reason": WHY});
    let edited = first.act(&at("edit"), edit).await.is(200);
    assert_eq!(
        (&edited["status"], edited["approvals"].as_array().unwrap().len()),
        (&json!("REQUESTED"), 0)
    );
    third.act(&at("execute"), json!({})).await.refused(409, "state_conflict");
    let gone = first.act(&at("withdraw"), json!({})).await.is(200);
    assert_eq!((&gone["status"], &gone["needs"]), (&json!("WITHDRAWN"), &json!([])));
    world.ends_well().await;
}

#[tokio::test]
async fn an_unpaid_bill_is_taken_back_once_nothing_can_pay_it() {
    let world = World::begin().await;
    let bill = world.bill("bca_va").await;
    let people = People::of(&world).await;
    let [first, second, _] = &people.finance;
    let [supervisor, _] = &people.supervisors;
    let path = format!("/api/invoices/{}/void", bill.id);
    let asked = first.act(&path, json!({"reason": "Salah paket, diganti"})).await.is(201);
    assert_eq!(
        (&asked["status"], acts(&asked)),
        (&json!("REQUESTED"), vec!["approve 1".to_owned(), "execute 1".to_owned()])
    );
    let void = text(&asked["id"]);
    let at = |step: &str| format!("/api/voids/{void}/{step}");
    let twice = second.act(&path, json!({"reason": "Salah paket, diganti"})).await;
    assert_eq!(twice.refused(409, "duplicate")["id"], json!(void));
    second.act(&at("verify"), json!({})).await.is(200);
    supervisor.act(&at("approve"), json!({})).await.is(200);
    let done = first.act(&at("execute"), json!({})).await.is(200);
    assert_eq!(
        (&done["status"], &done["executed"]["name"]),
        (&json!("DONE"), &done["requested"]["name"])
    );
    assert_eq!(world.status(&bill).await, "VOID");
    assert_eq!(world.gateway.transaction(&bill.order_id).await["transaction_status"], "cancel");
    assert_eq!(second.read(&format!("/api/voids/{void}")).await["status"], "DONE");
    world.ends_well().await;
}

#[tokio::test]
async fn rows_22_to_33_of_bad_input_in_both_languages() {
    let world = World::begin().await;
    let bill = world.paid("qris").await;
    let unpaid = world.bill("bca_va").await;
    let people = People::of(&world).await;
    let [first, second, _] = &people.finance;
    let [supervisor, _] = &people.supervisors;
    let path = format!("/api/invoices/{}/refund", bill.id);
    let good = json!({"amount": 1_000, "reason": WHY});
    let refund = text(&first.act(&path, good.clone()).await.is(201)["id"]);
    let before = world.books().await.digest().await;

    let mut said = Vec::new();
    let at = |step: &str| format!("/api/refunds/{refund}/{step}");
    let amount = |amount: Value| json!({"amount": amount, "reason": WHY});
    let too_much = json!({"amount": bill.total, "reason": WHY});
    let unpaid = format!("/api/invoices/{}/refund", unpaid.id);
    #[rustfmt::skip]
    let rows: Vec<(&str, &Person, String, Value)> = vec![
        ("22 no permission", supervisor, path.clone(), good.clone()),
        ("23 unknown field", first, path.clone(), json!({"ammount": 1, "amount": 1, "reason": WHY})),
        ("24 wrong type", first, path.clone(), json!({"amount": "1000", "reason": WHY})),
        ("24 null", first, path.clone(), json!({"amount": 1_000, "reason": null})),
        ("24 missing", first, path.clone(), json!({"amount": 1_000})),
        ("24 empty", first, path.clone(), json!({"amount": 1_000, "reason": ""})),
        ("25 zero", first, path.clone(), amount(json!(0))),
        ("25 negative", first, path.clone(), amount(json!(-1))),
        ("25 fraction", first, path.clone(), amount(json!(1.5))),
        ("25 above 10^12", first, path.clone(), amount(json!(1_000_000_000_001_i64))),
        ("25 beyond 2^53", first, path.clone(), amount(json!(9_007_199_254_740_993_000_u64))),
        ("27 no such id", first, "/api/invoices/inv_nosuch/refund".to_owned(), good.clone()),
        ("27 id of another kind", first, format!("/api/invoices/{refund}/refund"), good.clone()),
        ("27 no id", first, "/api/refunds/x%20y/verify".to_owned(), json!({})),
        ("31 more than is left", first, path.clone(), too_much),
        ("31 unpaid", first, unpaid, good.clone()),
        ("32 own request", first, at("verify"), json!({})),
        ("33 not in this state", supervisor, at("approve"), json!({})),
    ];
    for (row, person, path, body) in rows {
        let mut told = format!("{row}\n");
        for lang in ["id", "en"] {
            let request = person.post(&path, &body).header("accept-language", lang);
            let answer = Answer::to(request.header("idempotency-key", super::client::fresh_key()));
            told.push_str(&shown(&answer.await));
        }
        said.push(told);
    }
    for (row, key) in [("29 no key", None), ("29 a long key", Some("k".repeat(256)))] {
        let mut told = format!("{row}\n");
        for lang in ["id", "en"] {
            let mut request = first.post(&path, &good).header("accept-language", lang);
            if let Some(key) = &key {
                request = request.header("idempotency-key", key);
            }
            told.push_str(&shown(&Answer::to(request).await));
        }
        said.push(told);
    }
    let said = said.join("").replace(&refund, "rfd_…").replace(&bill.id, "inv_…");
    assert_eq!(world.books().await.digest().await, before, "nothing changed");
    second.act(&at("verify"), json!({})).await.is(200);
    insta::assert_snapshot!(said);
    world.ends_well().await;
}

/// What a refused person reads.
fn shown(answer: &Answer) -> String {
    let problem = answer.json();
    let part = |name: &str| {
        problem.get(name).map_or("-".to_owned(), |value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    };
    format!(
        "    {} {} {} {} | {} | {}\n",
        answer.status,
        part("code"),
        part("rule"),
        part("field"),
        part("detail"),
        part("next"),
    )
}
