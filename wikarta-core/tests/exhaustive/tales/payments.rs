//! Payments through the gateway: asked for, replaced, paid, ended, late, unknown, compared.

use wikarta_core::access::Actor;
use wikarta_core::command::Command;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::provider::{Channel, ProviderStatus as P};

use super::finance;
use crate::claims::{hint, told};
use crate::tale::{Act, Tale};
use crate::world::{Client, World};

/// The gateway holds this, and says so.
pub fn says(tale: &mut Tale, client: &Client, order: &OrderId, status: P) {
    let held = order.clone();
    tale.there(move |world| world.bank.set_status(&held, status));
    let mut story = told(&tale.world.attempt(client, order), status);
    story.reading.transaction_id = Some(format!("tx-{order}"));
    let notice = tale.world.notice(&story);
    tale.send(notice);
    tale.then([Act::Work]);
}

fn open(invoice: &InvoiceId, channel: Channel) -> Command {
    Command::OpenAttempt { invoices: vec![invoice.clone()], channel }
}

/// A bill with a live code, and one more that takes its place when the tale begins.
pub fn replaced_and_paid() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let payer = Actor::Payer { invoice: invoice.clone() };
    let mut tale = Tale::new("replaced and paid", world);
    tale.ask(&payer, open(&invoice, Channel::Qris));
    tale.then([Act::Work]);
    tale.ask(&payer, open(&invoice, Channel::BriVa));
    tale.then([Act::Work]);
    // The code that was replaced is paid all the same.
    says(&mut tale, &client, &order, P::Settled);
    says(&mut tale, &client, &order, P::Cancelled);
    says(&mut tale, &client, &order, P::Refunded);
    tale
}

pub fn ends_and_late_money() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::PermataVa);
    let read = Command::AskRead { order_id: order.clone() };
    let mut tale = Tale::new("ends and late money", world);
    says(&mut tale, &client, &order, P::Pending);
    says(&mut tale, &client, &order, P::Expired);
    says(&mut tale, &client, &order, P::Settled);
    says(&mut tale, &client, &order, P::Denied);
    tale.ask(&finance(1), read);
    tale.then([Act::Work]);
    tale
}

/// Money under an order that nobody here knows, and a notification that nobody confirms.
pub fn elsewhere() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let mut reading = world.bank.holds(&order).unwrap();
    (reading.status, reading.transaction_id) = (P::Settled, Some("tx-strange".to_owned()));
    let strange: OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
    let (lost, held) = (hint(&strange, &reading), (strange, reading));
    let forged = told(&world.attempt(&client, &order), P::Cancelled);
    let notices = [world.notice(&lost), world.notice(&forged)];
    let mut tale = Tale::new("from elsewhere", world);
    tale.there(move |world| world.truth(&held.0, &held.1));
    for notice in notices {
        tale.send(notice);
        tale.then([Act::Work]);
    }
    tale
}

pub fn overdue() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let over = world.attempt(&client, &order).expires_at.plus_seconds(301);
    let mut tale = Tale::new("overdue", world);
    tale.there(move |world| world.host.set(over));
    for hours in [0, 2, 25, 1, 1] {
        tale.then([Act::Pass(hours * 3_600), Act::Chase, Act::Work]);
    }
    tale
}

/// A settlement nobody told us of, an order that the gateway forgot, and one refunded in silence.
pub fn compared() -> Tale {
    let world = World::new();
    let (client, first) = world.bill(275_000);
    let lost = world.charge(&first, Channel::BcaVa);
    world.bank.set_status(&lost, P::Settled);
    let bill = |period: &str| {
        let invoice = world.draft(&client.subscription, period);
        world.issue(&invoice);
        let order = world.charge(&invoice, Channel::Qris);
        world.bank.set_status(&order, P::Settled);
        world.deliver(&told(&world.attempt(&client, &order), P::Settled));
        world.work();
        order
    };
    let (forgotten, back) = (bill("2026-09"), bill("2026-10"));
    world.bank.forget(&forgotten);
    world.bank.set_status(&back, P::Refunded);
    world.pass_seconds(60);
    // What does not settle by itself is confirmed by a second look, a quarter of an hour later; a run
    // whose look is not answered is followed by another.
    let mut tale = Tale::new("compared", world);
    for name in ["first", "second", "third"] {
        tale.then([Act::Compare(name), Act::Work, Act::Pass(16 * 60)]);
    }
    tale
}
