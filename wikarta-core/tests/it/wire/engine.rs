//! The engine behind the door for other languages.

use std::sync::Arc;

use serde_json::{Value, json};
use wikarta_core::access::Role;

use crate::failing::{Failing, FaultyStore, Plan};
use crate::world::{World, now, staff};

fn ask(world: &World, request: &Value) -> Value {
    serde_json::from_slice(&now(world.wikarta.wire(request.to_string().as_bytes()))).unwrap()
}

fn request(role: Role, id: &str, command: Value) -> Value {
    json!({
        "v": 1, "id": id, "at": "2026-08-02T10:00:00+07:00",
        "actor": staff(role), "command": command,
    })
}

#[test]
fn a_code_to_pay_by_comes_with_the_answer_and_comes_again() {
    let world = World::new();
    let (_, invoice) = world.bill(277_500);
    let open = json!({ "open_attempt": { "invoices": [invoice], "channel": "bca_va" } });
    let asked = request(Role::Keuangan, "kasir-1", open);
    let first = ask(&world, &asked);
    assert_eq!((&first["id"], &first["done"]["repeat"]), (&json!("kasir-1"), &json!("first")));
    let attempt = &first["done"]["attempt"];
    assert_eq!(attempt["state"], "pending");
    assert_eq!(attempt["instructions"]["kind"], "virtual_account");
    assert_eq!(attempt["order_id"], first["done"]["answer"]["order_id"]);

    let again = ask(&world, &asked);
    assert_eq!(again["done"]["repeat"], "again");
    assert_eq!(again["done"]["answer"], first["done"]["answer"]);
}

#[test]
fn a_no_has_its_code_its_rule_and_what_would_be_allowed() {
    let world = World::new();
    let (_, invoice) = world.bill(277_500);
    let open = json!({ "open_attempt": { "invoices": [invoice], "channel": "qris" } });
    let answer = ask(&world, &request(Role::Teknisi, "c-1", open.clone()));
    let expected = json!({ "v": 1, "id": "c-1", "refused": {
        "code": "denied", "rule": "access.matrix", "allowed": ["KEUANGAN"],
        "text": { "en": "`payment.charge` is not among the permissions of the actor" },
    } });
    assert_eq!(answer, expected);

    // The same id for something else.
    ask(&world, &request(Role::Keuangan, "c-2", open));
    let other = json!({ "open_attempt": { "invoices": [invoice], "channel": "bri_va" } });
    let answer = ask(&world, &request(Role::Keuangan, "c-2", other));
    assert_eq!(answer["refused"]["code"], "idempotency_mismatch");
}

#[test]
fn a_policy_that_does_not_hold_together_is_told_in_two_languages() {
    let world = World::new();
    now(world.wikarta.seed_policy()).unwrap();
    let mut policy = serde_json::to_value(&*world.wikarta.policy()).unwrap();
    policy["corrections"]["refund_tier2_max"] = json!(1);
    let propose =
        json!({ "propose_policy": { "policy": policy, "reason": "batas tingkat dua diturunkan" } });
    let answer = ask(&world, &request(Role::Superuser, "c-1", propose));
    let flaws = &answer["refused"]["flaws"];
    assert_eq!(flaws[0]["key"], "corrections.refund_tier2_max");
    assert!(flaws[0]["text"]["id"].as_str().unwrap().contains("harus lebih besar"), "{answer}");
}

#[test]
fn what_is_not_understood_keeps_its_id() {
    let world = World::new();
    let answer = ask(&world, &request(Role::Keuangan, "c-1", json!({ "isue_invoice": {} })));
    assert_eq!(answer["id"], "c-1");
    assert_eq!(answer["malformed"]["nearest"], "issue_invoice");
    let answer = now(world.wikarta.wire(b"\0"));
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!((answer.get("id"), &answer["malformed"]["code"]), (None, &json!("not_json")));
}

/// The world failing is neither a no nor a mistake of the asker.
#[test]
fn books_that_cannot_be_reached_are_a_fault_that_passes() {
    let world = World::new();
    let (_, invoice) = world.bill(277_500);
    let plan = Plan::new([1], Failing::Before);
    let world = world.through(|inner| Arc::new(FaultyStore { inner, plan }));
    let answer = ask(
        &world,
        &request(Role::Keuangan, "c-1", json!({ "issue_invoice": { "invoice": invoice } })),
    );
    assert_eq!(answer["fault"]["code"], "store_busy");
    assert_eq!(answer["fault"]["again"], true);
}
