//! Every command against every kind of actor. A command without a line fails the test.

use std::collections::BTreeMap;

use wikarta_core::access::{Actor, Role};
use wikarta_core::command::{Command, Notified, ReadCause, TakeRead};
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CommandId, EffectId, InvoiceId, OrderId};
use wikarta_core::ports::{ChargeOutcome, EndOutcome, StatusOutcome};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::refusal::Refusal;

use crate::claims::told;
use crate::laws;
use crate::world::{Client, World, month, registration, staff};

/// y: may. n: may not. h: is told that it does not exist. One line a command.
const TABLE: &str = "
command            SU SV KE MK TK AU gateway scheduler system own-payer other-payer
register_customer  n  n  y  y  n  n  n       n         n      n         n
define_package     n  n  n  y  n  n  n       n         n      n         n
start_subscription n  n  n  y  n  n  n       n         n      n         n
draft_invoice      n  n  y  n  n  n  n       n         n      n         n
issue_invoice      n  n  y  n  n  n  n       n         n      n         n
open_attempt       n  n  y  n  n  n  n       n         n      y         h
ask_read           n  y  y  n  n  n  n       y         n      y         h
answer_charge      n  n  n  n  n  n  y       n         y      n         n
answer_cancel      n  n  n  n  n  n  y       n         y      n         n
notify             n  n  n  n  n  n  y       n         y      n         n
take_read          n  n  n  n  n  n  y       n         y      n         n
add_user           y  n  n  n  n  n  n       n         y      n         n
";

/// Names a command. A new one does not compile here until it has a name, and has no line until
/// somebody decided who may send it; the arm for the future is only there because the enum is open.
fn name(command: &Command) -> &'static str {
    match command {
        Command::RegisterCustomer(_) => "register_customer",
        Command::DefinePackage(_) => "define_package",
        Command::StartSubscription { .. } => "start_subscription",
        Command::DraftInvoice { .. } => "draft_invoice",
        Command::IssueInvoice { .. } => "issue_invoice",
        Command::OpenAttempt { .. } => "open_attempt",
        Command::AskRead { .. } => "ask_read",
        Command::AnswerCharge { .. } => "answer_charge",
        Command::AnswerCancel { .. } => "answer_cancel",
        Command::Notify(_) => "notify",
        Command::TakeRead(_) => "take_read",
        Command::AddUser { .. } => "add_user",
        _ => panic!("a command without a line: {command:?}"),
    }
}

struct Stage {
    world: World,
    client: Client,
    invoice: InvoiceId,
    draft: InvoiceId,
    order_id: OrderId,
}

impl Stage {
    fn new() -> Self {
        let world = World::new();
        let (client, invoice) = world.bill(275_000);
        let draft = world.draft(&client.subscription, "2026-09");
        let order_id = world.charge(&invoice, Channel::BcaVa);
        Self { world, client, invoice, draft, order_id }
    }

    fn commands(&self) -> Vec<Command> {
        let order_id = self.order_id.clone();
        let effect = EffectId::derived(&CommandId::new("effect"), 0);
        let attempt = self.world.attempt(&self.client, &order_id);
        let hint = told(&attempt, ProviderStatus::Settled);
        let package = self.world.account(&self.client).subscriptions[&self.client.subscription]
            .package
            .clone();
        let at = self.world.time();
        vec![
            registration("PLG-000009"),
            crate::world::rumah(1_000),
            Command::StartSubscription {
                account: self.client.account.clone(),
                package,
                starts_on: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            },
            Command::DraftInvoice {
                subscription: self.client.subscription.clone(),
                period: month("2026-10"),
            },
            Command::IssueInvoice { invoice: self.draft.clone() },
            Command::OpenAttempt { invoices: vec![self.invoice.clone()], channel: Channel::Qris },
            Command::AskRead { order_id: order_id.clone() },
            Command::AnswerCharge {
                order_id: order_id.clone(),
                outcome: ChargeOutcome::Exists,
                effect: effect.clone(),
            },
            Command::AnswerCancel {
                order_id: order_id.clone(),
                outcome: EndOutcome::Missing,
                effect: effect.clone(),
            },
            Command::Notify(Box::new(Notified {
                hint,
                payload: Vec::new(),
                received_at: at,
                verified_at: at,
                signed_by: 0,
            })),
            Command::TakeRead(Box::new(TakeRead {
                order_id,
                seq: 7,
                outcome: StatusOutcome::Missing,
                cause: ReadCause::Effect(effect),
            })),
            Command::AddUser {
                email: "sri@demo.test".to_owned(),
                name: "Sri".to_owned(),
                roles: vec![Role::Marketing],
            },
        ]
    }

    fn actor(&self, column: &str) -> Actor {
        match column {
            "SU" => staff(Role::Superuser),
            "SV" => staff(Role::Supervisor),
            "KE" => staff(Role::Keuangan),
            "MK" => staff(Role::Marketing),
            "TK" => staff(Role::Teknisi),
            "AU" => staff(Role::Auditor),
            "gateway" => Actor::Gateway,
            "scheduler" => Actor::Scheduler,
            "system" => Actor::System,
            "own-payer" => Actor::Payer { invoice: self.invoice.clone() },
            "other-payer" => Actor::Payer { invoice: self.draft.clone() },
            other => panic!("{other}"),
        }
    }
}

#[test]
fn every_command_against_every_actor() {
    let mut lines = TABLE.trim().lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let table: BTreeMap<_, _> = lines.map(|line| (line[0], line[1..].to_vec())).collect();
    let stage = Stage::new();
    let commands = stage.commands();
    assert_eq!(commands.len(), table.len(), "one line a command");
    let picture = laws::picture(&stage.world);
    for command in &commands {
        let line = &table[name(command)];
        assert_eq!(line.len(), head.len() - 1);
        for (column, cell) in head[1..].iter().zip(line) {
            let world = stage.world.fork();
            let answer = world.ask(stage.actor(column), command.clone());
            let denied = matches!(&answer, Err(HandleError::Refused(Refusal::Denied { .. })));
            let hidden = matches!(&answer, Err(HandleError::Refused(Refusal::NotFound { .. })));
            let told = format!("{column} sends {}: {answer:?}", name(command));
            assert_eq!((denied, hidden), (*cell == "n", *cell == "h"), "{told}");
            if denied || hidden {
                assert_eq!(laws::picture(&world), picture, "{told}");
            }
        }
    }
}
