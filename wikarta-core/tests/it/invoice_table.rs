//! `spec/invoice.table` says what becomes of a bill in every status under every deed. The test plays
//! each pair and compares; a pair without a line fails, and so does a line without a pair.

use std::collections::BTreeMap;

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::InvoiceStatus;
use wikarta_core::command::Command;
use wikarta_core::decide::{Answer, Made, Verdict};
use wikarta_core::engine::{HandleError, Handled};
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::provider::{Channel, ProviderStatus, Reading};

use crate::claims::{hint, reading, refund, told};
use crate::laws;
use crate::world::{Client, World, month, rupiah, staff};

const SPEC: &str = include_str!("../../spec/invoice.table");
const TOTAL: i64 = 100_000;

struct Stage {
    world: World,
    client: Client,
    invoice: InvoiceId,
    order_id: Option<OrderId>,
}

/// A bill of 100.000 in a status, by the shortest road that leads there.
fn stage(status: InvoiceStatus) -> Stage {
    let world = World::new();
    let client = world.client("PLG-000001", TOTAL);
    let invoice = world.draft(&client.subscription, "2026-08");
    if status == InvoiceStatus::Draft {
        return Stage { world, client, invoice, order_id: None };
    }
    world.issue(&invoice);
    let channel = if status == InvoiceStatus::Refund { Channel::Qris } else { Channel::BcaVa };
    let order_id = world.charge(&invoice, channel);
    let say = |status: ProviderStatus| {
        world.bank.set_status(&order_id, status);
        world.deliver(&told(&world.attempt(&client, &order_id), status));
        world.work();
    };
    match status {
        InvoiceStatus::Draft | InvoiceStatus::Pending => {}
        InvoiceStatus::Issued => say(ProviderStatus::Denied),
        InvoiceStatus::Paid => say(ProviderStatus::Settled),
        InvoiceStatus::Expired => say(ProviderStatus::Expired),
        InvoiceStatus::Void => say(ProviderStatus::Cancelled),
        InvoiceStatus::Refund => say(ProviderStatus::Refunded),
    }
    assert_eq!(world.invoice(&client, &invoice).status, status);
    Stage { world, client, invoice, order_id: Some(order_id) }
}

/// Every deed, by the name that the table has for it.
const DEEDS: &[&str] = &[
    "draft the same month",
    "issue",
    "pay by BCA",
    "pay by BRI",
    "pay by QRIS",
    "ask the gateway",
    "told pending",
    "told paid, true",
    "told paid, false",
    "told paid at 90.000, true",
    "told paid at 90.000, false",
    "told expired, true",
    "told expired, false",
    "told denied, true",
    "told denied, false",
    "told cancelled, true",
    "told cancelled, false",
    "told refunded 40.000, true",
    "told refunded 40.000, false",
    "told refunded in full, true",
    "told refunded in full, false",
];

fn play(stage: &Stage, deed: &str) -> String {
    let world = &stage.world;
    let open = |channel| {
        let invoices = vec![stage.invoice.clone()];
        world.ask(staff(Role::Keuangan), Command::OpenAttempt { invoices, channel })
    };
    let answer = match deed {
        "draft the same month" => {
            let (subscription, period) = (stage.client.subscription.clone(), month("2026-08"));
            world.ask(staff(Role::Keuangan), Command::DraftInvoice { subscription, period })
        }
        "issue" => {
            let invoice = stage.invoice.clone();
            world.ask(staff(Role::Keuangan), Command::IssueInvoice { invoice })
        }
        "pay by BCA" => open(Channel::BcaVa),
        "pay by BRI" => open(Channel::BriVa),
        "pay by QRIS" => open(Channel::Qris),
        _ => {
            let Some(order_id) = stage.order_id.clone() else { return "nothing to hear of".into() };
            if deed == "ask the gateway" {
                world.ask(Actor::Scheduler, Command::AskRead { order_id })
            } else {
                hear(stage, &order_id, deed)
            }
        }
    };
    world.work();
    laws::check(world);
    after(stage, &answer)
}

fn hear(stage: &Stage, order_id: &OrderId, deed: &str) -> Handled {
    let attempt = stage.world.attempt(&stage.client, order_id);
    let (what, truth) = deed.split_once(", ").unwrap_or((deed, "true"));
    let of = |status| reading(&attempt, status);
    let back =
        |status, amount| Reading { refunds: vec![refund("RF-1", amount, true)], ..of(status) };
    let claim = match what.strip_prefix("told ").unwrap() {
        "pending" => of(ProviderStatus::Pending),
        "paid" => of(ProviderStatus::Settled),
        "paid at 90.000" => Reading { amount: rupiah(90_000), ..of(ProviderStatus::Settled) },
        "expired" => of(ProviderStatus::Expired),
        "denied" => of(ProviderStatus::Denied),
        "cancelled" => of(ProviderStatus::Cancelled),
        "refunded 40.000" => back(ProviderStatus::PartiallyRefunded, 40_000),
        "refunded in full" => back(ProviderStatus::Refunded, TOTAL),
        other => panic!("{other}"),
    };
    if truth == "true" && what != "told pending" {
        stage.world.truth(order_id, &claim);
    }
    // A second notice in the same words is another event, or it would only be a repeat.
    let mut hint = hint(order_id, &claim);
    hint.event_key.push_str("-in the table");
    stage.world.try_deliver(&hint)
}

fn said(answer: &Handled) -> String {
    match answer {
        Ok(receipt) => match &receipt.answer {
            Answer::Attempt { made: Made::Now, .. } => "a new code".to_owned(),
            Answer::Attempt { made: Made::Before, .. } => "the live code".to_owned(),
            Answer::Notification { verdict: Verdict::Parked(doubt) } => format!("parked: {doubt}"),
            Answer::Notification { verdict } => format!("{verdict:?}").to_lowercase(),
            Answer::Asked { .. } => "asked".to_owned(),
            _ => "done".to_owned(),
        },
        Err(HandleError::Refused(refusal)) => format!("no: {}", refusal.code()),
        Err(other) => panic!("{other}"),
    }
}

/// The answer, then everything that people see of the bill.
fn after(stage: &Stage, answer: &Handled) -> String {
    let account = stage.world.account(&stage.client);
    let invoice = &account.invoices[&stage.invoice];
    let cases: Vec<_> = stage.world.cases(&stage.client).iter().map(|kind| kind.as_str()).collect();
    let mut line = format!("{:<24}| {:<8}", said(answer), invoice.status.as_str());
    for amount in [invoice.paid, invoice.refunded, account.credit, account.suspense] {
        line.push_str(&format!("| {:>7} ", amount.grouped()));
    }
    line.push_str(&format!("| {}", cases.join(" ")));
    line.trim_end().to_owned()
}

#[test]
fn every_status_under_every_deed() {
    let mut lines = BTreeMap::new();
    for line in SPEC.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut parts = line.splitn(3, '|').map(str::trim);
        let pair = (parts.next().unwrap().to_owned(), parts.next().unwrap().to_owned());
        let twice = lines.insert(pair, parts.next().unwrap().to_owned());
        assert_eq!(twice, None, "a pair has two lines: {line}");
    }
    let mut wrong = Vec::new();
    for status in InvoiceStatus::ALL {
        for deed in DEEDS {
            let found = play(&stage(*status), deed);
            let expected = lines.remove(&(status.to_string(), (*deed).to_owned()));
            if expected.as_ref() != Some(&found) {
                wrong.push(format!("{:<8}| {deed:<29}| {found}", status.as_str()));
            }
        }
    }
    assert!(wrong.is_empty(), "these lines are missing or differ:\n{}\n", wrong.join("\n"));
    assert!(lines.is_empty(), "these lines belong to no pair: {:?}", lines.keys());
}
