//! Reminders, what customers wish of them, and service that is limited for unpaid bills.

use wikarta_core::command::{Command, DunningCommand as D};
use wikarta_core::dunning::IsolationMode;
use wikarta_core::id::InvoiceId;
use wikarta_core::message::{MessageChannel, Receipt, ReceiptState, Stage};

use super::{WHY, finance, head};
use crate::tale::{Act, Tale};
use crate::world::{Client, World};

fn why() -> String {
    WHY.to_owned()
}

/// Issued on 10 August 2026 at 10.00 WIB.
fn billed(mode: IsolationMode) -> (World, Client, InvoiceId) {
    let mut policy = crate::world::policy();
    policy.isolation.mode = mode;
    let world = World::with(policy);
    let client = world.client("PLG-000001", 100_000);
    world.host.set(crate::world::at("2026-08-10T03:00:00Z"));
    let invoice = world.draft(&client.subscription, "2026-08");
    world.issue(&invoice);
    (world, client, invoice)
}

/// The step of the issue and the ones after it, each sent once; what became of one is told.
pub fn steps() -> Tale {
    let (world, _, invoice) = billed(IsolationMode::Propose);
    let mut tale = Tale::new("reminders", world);
    tale.then([Act::Remind, Act::Work]);
    tale.there(|world| {
        let taken = world.notifier.messages();
        assert!(!taken.is_empty(), "the first reminder went");
    });
    for _ in 0..2 {
        tale.then([Act::Pass(2 * 86_400), Act::Remind, Act::Work]);
    }
    let now = D::SendNow { invoice, stage: Some(Stage::BEFORE_1) };
    tale.ask(&finance(1), Command::Dunning(now));
    tale.then([Act::Work]);
    tale
}

pub fn wishes() -> Tale {
    let (world, client, _) = billed(IsolationMode::Propose);
    crate::world::now(world.wikarta.remind_due()).unwrap();
    world.work();
    let key = world.notifier.messages().into_keys().next().unwrap();
    let (channel, at) = (MessageChannel::Email, world.time());
    let receipt =
        Receipt { channel, provider_id: key, state: ReceiptState::Delivered, at, code: None };
    let mut tale = Tale::new("wishes", world);
    let account = || client.account.clone();
    let channel = MessageChannel::Sms;
    tale.ask(&wikarta_core::access::Actor::System, Command::Dunning(D::TakeReceipt(receipt)));
    for (actor, command) in [
        (finance(1), D::OptOut { account: account(), channel }),
        (finance(1), D::OptIn { account: account(), channel }),
        (head(1), D::Pause { account: account(), reason: why() }),
        (head(1), D::Resume { account: account() }),
        (
            finance(1),
            D::TakePromise {
                account: account(),
                until: "2026-08-12".parse().unwrap(),
                reason: why(),
            },
        ),
    ] {
        tale.ask(&actor, Command::Dunning(command));
    }
    tale.then([Act::Pass(3 * 86_400), Act::Remind, Act::Work]);
    tale
}

pub fn service() -> Tale {
    let (world, _, _) = billed(IsolationMode::Automatic);
    let mut tale = Tale::new("service", world);
    tale.then([Act::Pass(42 * 86_400), Act::LimitService, Act::Work]);
    tale
}
