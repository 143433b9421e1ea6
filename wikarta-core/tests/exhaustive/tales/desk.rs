//! Money taken by hand, credit, cases, and money whose owner is found.

use wikarta_core::account::{Case, CaseKind, PostingMethod, Resolution};
use wikarta_core::command::{Command, DeskCommand as D, PostingCommand as P, RecordPosting};
use wikarta_core::id::{CaseId, InvoiceId, OrderId, PostingId};
use wikarta_core::provider::{Channel, ProviderStatus};

use super::{WHY, finance, head};
use crate::claims::{hint, reading};
use crate::tale::{Act, Tale};
use crate::world::{Client, World, rupiah};

fn why() -> String {
    WHY.to_owned()
}

pub fn cash(client: &Client, amount: i64, evidence: &str, invoices: &[&InvoiceId]) -> P {
    P::Record(RecordPosting {
        account: client.account.clone(),
        method: PostingMethod::Cash,
        amount: rupiah(amount),
        received_on: "2026-08-01".parse().unwrap(),
        evidence: evidence.to_owned(),
        note: String::new(),
        invoices: invoices.iter().map(|invoice| (*invoice).clone()).collect(),
    })
}

/// One refused, one counted and taken back, one too much whose rest pays the next bill.
pub fn postings() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    world.charge(&invoice, Channel::BcaVa);
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    let mut tale = Tale::new("postings", world);
    let record = |tale: &mut Tale, amount, evidence: &str| {
        let record = cash(&client, amount, evidence, &[&invoice]);
        PostingId::derived(&tale.ask(&finance(1), Command::Posting(record)), 0)
    };
    let posting = record(&mut tale, 100_000, "KW-1");
    tale.ask(&finance(2), Command::Posting(P::Reject { posting, reason: why() }));
    let posting = record(&mut tale, 100_000, "KW-2");
    tale.ask(&finance(2), Command::Posting(P::Verify { posting: posting.clone() }));
    tale.ask(&head(1), Command::Posting(P::Reverse { posting, reason: why() }));
    let posting = record(&mut tale, 300_000, "KW-3");
    tale.ask(&finance(2), Command::Posting(P::Verify { posting }));
    tale.then([Act::Work]);
    let apply = D::ApplyCredit { invoice: next, amount: None };
    tale.ask(&finance(1), Command::Desk(apply));
    tale
}

/// Another amount came than was asked for: refused once, then put on the bill. A word that nobody
/// knows: closed with a note.
pub fn cases() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let mut truth = reading(&world.attempt(&client, &order), ProviderStatus::Settled);
    truth.amount = rupiah(300_000);
    world.truth(&order, &truth);
    world.deliver(&hint(&order, &truth));
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    let odd = world.charge(&next, Channel::BcaVa);
    world.bank.set_status(&odd, ProviderStatus::Unrecognised);
    let unknown = reading(&world.attempt(&client, &odd), ProviderStatus::Unrecognised);
    world.deliver(&hint(&odd, &unknown));
    world.work();
    let case = |kind, order: &OrderId| -> CaseId { Case::id_for(kind, order) };
    let wrong = case(CaseKind::AmountMismatch, &order);
    let account = world.account(&client);
    let strange = account.cases.values().find(|case| case.order_id.as_ref() == Some(&odd)).unwrap();
    let strange = strange.id.clone();
    let mut tale = Tale::new("cases", world);
    let propose =
        |resolution| D::ProposeResolution { case: wrong.clone(), resolution, reason: why() };
    let on_bill = Resolution::Invoices { invoices: vec![invoice] };
    for (actor, command) in [
        (finance(1), propose(Resolution::Credit)),
        (head(1), D::RejectResolution { case: wrong.clone(), reason: why() }),
        (finance(1), propose(on_bill)),
        (head(1), D::ApproveResolution { case: wrong.clone() }),
        (finance(1), D::CloseCase { case: strange, note: why() }),
    ] {
        tale.ask(&actor, Command::Desk(command));
    }
    tale.then([Act::Work]);
    tale
}

pub fn moves() -> Tale {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let other = world.charge(&invoice, Channel::BcaVa);
    let strange: OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
    let mut reading = reading(&world.attempt(&client, &other), ProviderStatus::Settled);
    (reading.transaction_id, reading.amount) = (Some("tx-strange".to_owned()), rupiah(400_000));
    world.truth(&strange, &reading);
    world.deliver(&hint(&strange, &reading));
    world.work();
    let mut tale = Tale::new("moves", world);
    let (order, account) = (|| strange.clone(), || client.account.clone());
    let propose = || D::ProposeMove {
        order_id: order(),
        account: account(),
        resolution: Resolution::Invoices { invoices: vec![invoice.clone()] },
        reason: why(),
    };
    for (actor, command) in [
        (finance(1), propose()),
        (head(1), D::RejectMove { order_id: order(), reason: why() }),
        (finance(1), propose()),
        (head(1), D::ApproveMove { order_id: order(), account: account() }),
    ] {
        tale.ask(&actor, Command::Desk(command));
    }
    tale.then([Act::Work]);
    tale
}
