//! A busy hour: staff, payers, banks and the gateway act at once on a few bills. Whatever came of it,
//! the laws of the books hold, and the books agree with the gateway to the rupiah.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::client::{Bill, Person, text};
use super::world::World;

/// People and machines that act at once.
const HANDS: u64 = 6;
/// What each of them does.
const DEEDS: u32 = 30;
const CHANNELS: [&str; 5] = ["bca_va", "permata_va", "mandiri_bill", "qris", "qris"];
/// No bank takes a settlement back here: a second settlement within the second of the first would
/// be, text for text, the same notification.
const ACTIONS: [&str; 7] = ["pay", "pay", "pay", "expire", "cancel", "refund", "refund"];

/// Draws that are the same for the same hand; how the hands interleave is up to the machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())].clone()
    }
}

async fn deed(world: &World, (finance, bills): (&Person, &[Bill]), dice: &mut Dice) {
    let bill = dice.of(bills);
    if dice.below(3) == 0 {
        let channel = dice.of(&CHANNELS);
        let answer = finance.charge(&bill.id, channel).await;
        assert!(
            [200, 201, 202, 409].contains(&answer.status),
            "{}: {}",
            answer.status,
            answer.text
        );
        return;
    }
    let invoice = finance.invoice(&bill.id).await;
    let orders: Vec<String> =
        invoice["attempts"].as_array().unwrap().iter().map(|one| text(&one["order_id"])).collect();
    let wish: Value = match dice.below(6) {
        0 => json!({"copies": 3}),
        1 => json!({"order": "reverse"}),
        2 => json!({"delay_ms": 40}),
        _ => json!({}),
    };
    let answer = world.gateway.act(&dice.of(&orders), dice.of(&ACTIONS), wish).await;
    // What the gateway does not know yet, or what its rail or state does not allow, does not happen.
    assert!([200, 404, 412].contains(&answer.status), "{}: {}", answer.status, answer.text);
}

#[tokio::test]
async fn after_a_busy_hour_books_and_gateway_agree() {
    let world = Arc::new(World::begin().await);
    let mut bills = Vec::new();
    for channel in CHANNELS {
        bills.push(world.finance.bill(channel).await);
    }
    let bills = Arc::new(bills);
    let finance = Arc::new(world.server.person("keuangan").await);
    let mut hands = JoinSet::new();
    for hand in 0..HANDS {
        let (world, bills) = (Arc::clone(&world), Arc::clone(&bills));
        let finance = Arc::clone(&finance);
        hands.spawn(async move {
            let mut dice = Dice(hand + 1);
            for _ in 0..DEEDS {
                deed(&world, (&finance, &bills), &mut dice).await;
            }
        });
    }
    while let Some(ended) = hands.join_next().await {
        ended.unwrap();
    }
    let world = Arc::into_inner(world).unwrap();
    world.ends_well().await;
}
