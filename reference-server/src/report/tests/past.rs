//! A report of a past day, made later, is the report that was made on that day.

use serde_json::Value as Json;
use wikarta_core::access::Role;
use wikarta_core::command::{Command, PostingCommand};
use wikarta_core::decide::Answer;
use wikarta_core::id::{InvoiceId, OrderId, PostingId};
use wikarta_core::provider::{Channel, ProviderStatus};

use super::{WHY, cash, credit, report, take_back, verify};
use crate::panel::tests::world::{Client, World};
use crate::report::Kind;

/// The reports of which a past day is told again. The day's cash is told by its own day.
const TOLD: [Kind; 6] =
    [Kind::Aging, Kind::Kpi, Kind::Settlements, Kind::Refunds, Kind::Tax, Kind::Withholding];

/// A fixed sequence that looks like chance.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// What has been made so far.
#[derive(Default)]
struct Made {
    bills: Vec<InvoiceId>,
    orders: Vec<OrderId>,
    postings: Vec<PostingId>,
    months: usize,
    receipts: u32,
}

async fn something(world: &World, clients: &[Client], dice: &mut Dice, made: &mut Made) {
    let ratna = world.person("Ratna", Role::Keuangan);
    let some = |dice: &mut Dice, bills: &[InvoiceId]| {
        (!bills.is_empty()).then(|| bills[dice.throw(bills.len())].clone())
    };
    match dice.throw(10) {
        0 | 1 => {
            let client = &clients[made.months % clients.len()];
            let month =
                ["2026-08", "2026-09", "2026-10", "2026-11"][made.months / clients.len() % 4];
            made.months += 1;
            if made.months <= 4 * clients.len() {
                made.bills.push(world.bill(client, month).await);
            }
        }
        2..=4 => {
            let Some(invoice) = some(dice, &made.bills) else { return };
            let channel = [Channel::PermataVa, Channel::Qris, Channel::BcaVa][dice.throw(3)];
            let open = Command::OpenAttempt { invoices: vec![invoice], channel };
            if let Ok(receipt) = world.ask(ratna, open).await
                && let Answer::Attempt { order_id, .. } = receipt.answer
            {
                world.notify(&order_id, ProviderStatus::Settled).await;
                made.orders.push(order_id);
            }
        }
        5 => {
            made.receipts += 1;
            let client = &clients[dice.throw(clients.len())];
            let part = i64::try_from(1 + dice.throw(3)).unwrap() * 60_000;
            let today = world.viewer("Ratna", Role::Keuangan).today().to_string();
            let receipt = world.tell(ratna, cash(client, part, made.receipts, &today)).await;
            let Answer::Posting { id, .. } = receipt.answer else { panic!("{receipt:?}") };
            world.tell(world.person("Dewi", Role::Keuangan), verify(id.clone())).await;
            made.postings.push(id);
        }
        6 => {
            let Some(posting) = made.postings.pop() else { return };
            let reverse = PostingCommand::Reverse { posting, reason: WHY.to_owned() };
            let nurlaila = world.person("Nurlaila", Role::Supervisor);
            let _ = world.ask(nurlaila, Command::Posting(reverse)).await;
        }
        7 => {
            let Some(order) = made.orders.pop() else { return };
            if dice.throw(2) == 0 {
                world.refund_at_bank(&order);
                world.claim(&order, ProviderStatus::Refunded).await;
            } else {
                world.notify(&order, ProviderStatus::Denied).await;
            }
        }
        8 => {
            let Some(invoice) = some(dice, &made.bills) else { return };
            let _ = credit(world, &invoice, 20_000).await;
        }
        _ => {
            let Some(invoice) = some(dice, &made.bills) else { return };
            let _ = take_back(world, &invoice).await;
        }
    }
}

/// Everything about a report but the moment at which it was made.
async fn told(world: &World, kind: Kind, query: &str) -> Json {
    let mut made = report(world, kind, query).await;
    made["as_of"] = Json::Null;
    made
}

#[tokio::test]
async fn a_past_day_is_told_as_it_was_told_then() {
    for seed in 1..=3 {
        let world = World::new().await;
        let mut clients = Vec::new();
        for number in 1..=4 {
            clients.push(world.client(number, &format!("Pelanggan {number}")).await);
        }
        let (mut dice, mut made, mut days) = (Dice(seed), Made::default(), Vec::new());
        for _ in 0..24 {
            for _ in 0..=dice.throw(4) {
                something(&world, &clients, &mut dice, &mut made).await;
                world.pass(1_700);
            }
            let today = world.viewer("Ratna", Role::Keuangan).today();
            let query = format!("month=2026-11&as_of={today}");
            for kind in TOLD {
                let query = if kind == Kind::Aging { &query[14..] } else { &query };
                days.push((kind, query.to_owned(), told(&world, kind, query).await));
            }
            let query = format!("from={today}&as_of={today}");
            days.push((
                Kind::DailyCash,
                query.clone(),
                told(&world, Kind::DailyCash, &query).await,
            ));
            // On to ten o'clock of the next morning.
            let now = wikarta_core::ports::Host::now(&*world.host).as_seconds();
            world.pass(86_400 - (now - 3 * 3_600) % 86_400);
        }
        assert!(made.orders.len() + made.postings.len() > 0, "seed {seed} did something");
        for (kind, query, then) in days {
            let now = told(&world, kind, &query).await;
            assert_eq!(now, then, "seed {seed}: {} of {query}", kind.code());
        }
    }
}
