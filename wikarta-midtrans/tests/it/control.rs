//! The control API: every action, and how its notification leaves.

use serde_json::{Value, json};
use wikarta_midtrans::emulator::{Action, ControlError, Wish};
use wikarta_midtrans::notification::{Limits, Notification};

use crate::facts::ring;
use crate::world::World;

fn permata() -> Value {
    json!({ "payment_type": "bank_transfer", "bank_transfer": { "bank": "permata" } })
}

#[test]
fn each_action_leads_where_it_says_and_tells_it() {
    for (action, status) in [
        (Action::Pay, "settlement"),
        (Action::Expire, "expire"),
        (Action::Cancel, "cancel"),
        (Action::Deny, "deny"),
    ] {
        let world = World::new();
        world.charge_bca("INV-1");
        let shown = world.act("INV-1", action);
        assert_eq!(shown["transaction_status"], status);
        assert_eq!(world.status("INV-1"), status);
        assert_eq!(world.drained(), ["pending", status]);
    }
}

#[test]
fn every_notification_is_signed_and_can_be_read() {
    let world = World::new();
    let methods = [
        crate::world::bca(),
        permata(),
        json!({ "payment_type": "echannel", "echannel": { "bill_info1": "a", "bill_info2": "b" } }),
        json!({ "payment_type": "qris" }),
        json!({ "payment_type": "gopay" }),
        json!({ "payment_type": "shopeepay" }),
        json!({ "payment_type": "cstore", "cstore": { "store": "indomaret" } }),
        json!({ "payment_type": "cstore", "cstore": { "store": "alfamart" } }),
    ];
    for (n, method) in methods.into_iter().enumerate() {
        let order = format!("INV-{n}");
        world.charge(&order, method);
        world.act(&order, Action::Pay);
    }
    let outgoing = world.emulator.drain();
    assert_eq!(outgoing.len(), 16);
    for told in outgoing {
        let parsed = Notification::parse(&told.body, &Limits::DEFAULT).unwrap();
        let verified = parsed.verify(&ring()).unwrap();
        assert_eq!(verified.order_id().as_str(), told.order_id);
        assert_eq!(verified.reading().amount.get(), 150_000);
    }
}

#[test]
fn a_payment_of_another_amount_is_what_everybody_sees() {
    let world = World::new();
    world.charge_bca("INV-1");
    let shown = world.act_with("INV-1", Action::Pay, &json!({ "amount": 149_999 }));
    assert_eq!(shown["gross_amount"], "149999.00");
    let read = world.json("GET", "/v2/INV-1/status", &Value::Null);
    assert_eq!(read["gross_amount"], "149999.00");
    let told = world.emulator.drain();
    let body = &told.last().unwrap().body;
    let verified = Notification::parse(body, &Limits::DEFAULT).unwrap().verify(&ring()).unwrap();
    assert_eq!(verified.reading().amount.get(), 149_999);
}

#[test]
fn what_the_rail_or_the_state_forbids_is_412() {
    let world = World::new();
    world.charge_bca("INV-1");
    world.charge_qris("INV-2");
    let refused = |order: &str, action| {
        let error = world.emulator.act(order, action, &Wish::default()).unwrap_err();
        (error.http_status(), error.to_string())
    };
    assert_eq!(refused("INV-1", Action::Refund).0, 412);
    world.act("INV-1", Action::Pay);
    for action in [Action::Pay, Action::Expire, Action::Cancel, Action::Deny, Action::Refund] {
        let (status, message) = refused("INV-1", action);
        assert_eq!(status, 412, "{action:?}");
        assert!(message.contains("BCA") && message.contains("settlement"), "{message}");
    }
    world.act("INV-2", Action::Pay);
    let too_much = Wish { amount: Some(150_001.try_into().unwrap()), ..Wish::default() };
    let error = world.emulator.act("INV-2", Action::Refund, &too_much).unwrap_err();
    assert_eq!(error.http_status(), 412);
    assert_eq!(
        world.emulator.act("INV-9", Action::Pay, &Wish::default()).unwrap_err(),
        ControlError::UnknownOrder("INV-9".to_owned())
    );
}

#[test]
fn a_bank_takes_a_settlement_back_where_the_rail_can() {
    let world = World::new();
    world.charge("INV-1", permata());
    world.act("INV-1", Action::Pay);
    assert_eq!(world.act("INV-1", Action::Deny)["transaction_status"], "deny");
}

#[test]
fn money_may_come_after_the_end() {
    let world = World::new();
    world.charge_bca("INV-1");
    world.act("INV-1", Action::Expire);
    assert_eq!(world.act("INV-1", Action::Pay)["transaction_status"], "settlement");
}

#[test]
fn refunds_in_parts_and_whole() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.act("INV-1", Action::Pay);
    let part = world.act_with("INV-1", Action::Refund, &json!({ "amount": 50_000 }));
    assert_eq!(
        (&part["transaction_status"], &part["refund_amount"]),
        (&json!("partial_refund"), &json!("50000.00"))
    );
    let rest = world.act("INV-1", Action::Refund);
    assert_eq!(
        (&rest["transaction_status"], &rest["refund_amount"]),
        (&json!("refund"), &json!("150000.00"))
    );
    assert_eq!(rest["refunds"].as_array().unwrap().len(), 2);
}

#[test]
fn a_state_can_change_without_anybody_being_told() {
    let world = World::new();
    world.charge_bca("INV-1");
    world.drained();
    world.act_with("INV-1", Action::Pay, &json!({ "deliver": false }));
    assert_eq!(world.status("INV-1"), "settlement");
    assert!(world.drained().is_empty());
    assert_eq!(world.emulator.deliveries(1)[0]["state"], "held");
}

#[tokio::test]
async fn reverse_lets_all_undelivered_ones_leave_newest_first() {
    let world = World::new();
    world.charge_qris("INV-1");
    world.charge_qris("INV-2");
    world.drained();
    let inbox = world.inbox(200);
    world.act_with("INV-1", Action::Expire, &json!({ "deliver": false }));
    world.act_with("INV-1", Action::Pay, &json!({ "deliver": false }));
    world.act_with("INV-2", Action::Pay, &json!({ "deliver": false }));
    world.act_with("INV-1", Action::Refund, &json!({ "order": "reverse" }));
    world.emulator.deliver_due().await;
    assert_eq!(inbox.told(), ["refund", "settlement", "expire"]);
    // The other order's stays where it was.
    assert_eq!(
        world.emulator.deliveries(10).iter().filter(|one| one["state"] == "held").count(),
        1
    );
}

#[tokio::test]
async fn copies_leave_together_after_the_delay() {
    let world = World::new();
    world.charge_bca("INV-1");
    world.drained();
    let inbox = world.inbox(200);
    world.act_with("INV-1", Action::Pay, &json!({ "copies": 50, "delay_ms": 1500 }));
    world.clock.advance(1);
    assert_eq!(world.emulator.deliver_due().await, 0);
    world.clock.advance(1);
    assert_eq!(world.emulator.deliver_due().await, 50);
    let bodies = inbox.bodies();
    assert_eq!(bodies.len(), 50);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(world.emulator.deliver_due().await, 0);
}
