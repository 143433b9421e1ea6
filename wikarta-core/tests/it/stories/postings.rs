//! Money taken by hand: one records, another counts, a third takes it back.

use chrono::NaiveDate;
use wikarta_core::access::{Actor, SeparationRule};
use wikarta_core::account::{
    CaseKind, POSTING_TABLE, PostingAct, PostingMethod, PostingState, Source, Superseded,
};
use wikarta_core::command::{Command, DeskCommand, PostingCommand as C, RecordPosting};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{InvoiceId, PostingId};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::refusal::Refusal;

use super::corrections::{keuangan, supervisor};
use crate::laws;
use crate::world::{Client, World, rupiah};

pub fn ask(world: &World, actor: Actor, command: C) -> Result<Answer, Refusal> {
    match world.ask(actor, Command::Posting(command)) {
        Ok(receipt) => Ok(receipt.answer),
        Err(HandleError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

pub fn cash(client: &Client, amount: i64, invoices: &[&InvoiceId], evidence: &str) -> C {
    C::Record(RecordPosting {
        account: client.account.clone(),
        method: PostingMethod::Cash,
        amount: rupiah(amount),
        received_on: NaiveDate::from_ymd_opt(2026, 8, 1).unwrap(),
        evidence: evidence.to_owned(),
        note: String::new(),
        invoices: invoices.iter().map(|id| (*id).clone()).collect(),
    })
}

pub fn recorded(world: &World, client: &Client, amount: i64, invoices: &[&InvoiceId]) -> PostingId {
    let evidence = format!("KW-{amount}-{}", invoices.len());
    match ask(world, keuangan(1), cash(client, amount, invoices, &evidence)).unwrap() {
        Answer::Posting { id, state: PostingState::Recorded } => id,
        other => panic!("{other:?}"),
    }
}

pub fn verify(id: &PostingId) -> C {
    C::Verify { posting: id.clone() }
}

fn reject(id: &PostingId) -> C {
    C::Reject { posting: id.clone(), reason: "Bukti tidak terbaca".to_owned() }
}

pub fn reverse(id: &PostingId) -> C {
    C::Reverse { posting: id.clone(), reason: "Transfer dibatalkan bank".to_owned() }
}

fn separated(answer: Result<Answer, Refusal>) -> SeparationRule {
    match answer.unwrap_err() {
        Refusal::Separation { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

#[test]
fn money_counts_once_a_second_person_has_checked_it() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let live = world.charge(&invoice, Channel::BcaVa);
    let posting = recorded(&world, &client, 300_000, &[]);
    assert_eq!(world.status(&client, &invoice), "PENDING", "recorded money counts for nothing");
    laws::check(&world);
    assert_eq!(
        separated(ask(&world, keuangan(1), verify(&posting))),
        SeparationRule::PosterVerifies
    );
    assert_eq!(
        separated(ask(&world, keuangan(1), reject(&posting))),
        SeparationRule::PosterVerifies
    );
    ask(&world, keuangan(2), verify(&posting)).unwrap();
    world.work();
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert_eq!(world.account(&client).credit, rupiah(25_000));
    assert_eq!(world.attempt(&client, &live).superseded, Superseded::NotNeeded);
    assert_eq!(world.bank.holds(&live).unwrap().status, ProviderStatus::Cancelled);
    let paid = world.invoice(&client, &invoice);
    assert_eq!(paid.allocations[0].source, Source::Posting(posting));
    laws::check(&world);
}

#[test]
fn named_bills_are_paid_in_their_order_and_others_are_not() {
    let world = World::new();
    let client = world.client("PLG-000001", 100_000);
    let bills: Vec<_> = ["2026-08", "2026-09", "2026-10"]
        .map(|period| {
            let invoice = world.draft(&client.subscription, period);
            world.issue(&invoice);
            invoice
        })
        .into();
    let posting = recorded(&world, &client, 150_000, &[&bills[2], &bills[1]]);
    ask(&world, supervisor(1), verify(&posting)).unwrap();
    let paid: Vec<_> = bills.iter().map(|bill| world.invoice(&client, bill).paid.get()).collect();
    assert_eq!(paid, [0, 50_000, 100_000]);
    let more = recorded(&world, &client, 120_000, &[]);
    ask(&world, keuangan(2), verify(&more)).unwrap();
    let paid: Vec<_> = bills.iter().map(|bill| world.invoice(&client, bill).paid.get()).collect();
    assert_eq!(paid, [100_000, 70_000, 100_000], "the oldest due first");
    laws::check(&world);
}

#[test]
fn a_third_person_takes_it_back_and_used_credit_is_a_debt() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let posting = recorded(&world, &client, 400_000, &[&invoice]);
    ask(&world, supervisor(1), verify(&posting)).unwrap();
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    assert_eq!(world.account(&client).credit, rupiah(0), "the next bill took the credit");
    assert_eq!(
        separated(ask(&world, supervisor(1), reverse(&posting))),
        SeparationRule::PosterReverses
    );
    assert!(matches!(ask(&world, keuangan(2), reverse(&posting)), Err(Refusal::Denied { .. })));
    ask(&world, supervisor(2), reverse(&posting)).unwrap();
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.account(&client).credit, rupiah(-125_000));
    assert_eq!(world.cases(&client), [CaseKind::Reversal]);
    assert!(matches!(
        ask(&world, supervisor(2), reverse(&posting)),
        Err(Refusal::State { state, .. }) if state == "REVERSED"
    ));
    laws::check(&world);
    // The same proof may be recorded again now.
    let again = cash(&client, 1_000, &[], "KW-400000-1");
    assert!(ask(&world, keuangan(1), again).is_ok());
}

#[test]
fn what_is_recorded_badly_is_refused() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let draft = world.draft(&client.subscription, "2026-09");
    let record = |change: &dyn Fn(&mut RecordPosting)| {
        let C::Record(mut order) = cash(&client, 1_000, &[&invoice], "KW-1 a") else { panic!() };
        change(&mut order);
        ask(&world, keuangan(1), C::Record(order)).map_err(|refusal| refusal.code())
    };
    let day = |day| NaiveDate::from_ymd_opt(2026, 8, day).unwrap();
    assert_eq!(record(&|order| order.amount = rupiah(0)), Err("invalid"));
    assert_eq!(record(&|order| order.amount = rupiah(-5)), Err("invalid"));
    assert_eq!(record(&|order| order.received_on = day(2)), Err("invalid"));
    assert_eq!(record(&|order| order.evidence = " a ".to_owned()), Err("invalid"));
    assert_eq!(record(&|order| order.evidence = "a".repeat(121)), Err("invalid"));
    assert_eq!(record(&|order| order.note = "a".repeat(501)), Err("invalid"));
    assert_eq!(record(&|order| order.invoices = vec![draft.clone()]), Err("invalid_state"));
    assert_eq!(record(&|order| order.account = "cus_none".parse().unwrap()), Err("not_found"));
    assert_eq!(
        record(&|order| order.invoices = vec!["inv_none".parse().unwrap()]),
        Err("not_found")
    );
    assert!(record(&|order| order.received_on = day(1)).is_ok());
    assert_eq!(record(&|order| order.evidence = "kw-1A".to_owned()), Err("duplicate"));
    laws::check(&world);
}

#[test]
fn a_posting_takes_what_its_table_says_and_nothing_else() {
    for state in PostingState::ALL {
        for act in [PostingAct::Verify, PostingAct::Reject, PostingAct::Reverse] {
            let world = World::new();
            let (client, _) = world.bill(275_000);
            let posting = recorded(&world, &client, 275_000, &[]);
            let path: &[C] = match state {
                PostingState::Recorded => &[],
                PostingState::Verified => &[verify(&posting)],
                PostingState::Rejected => &[reject(&posting)],
                PostingState::Reversed => &[verify(&posting), reverse(&posting)],
            };
            for step in path {
                let who =
                    if matches!(step, C::Reverse { .. }) { supervisor(1) } else { keuangan(2) };
                ask(&world, who, step.clone()).unwrap();
            }
            assert_eq!(world.account(&client).postings[&posting].state, *state);
            let command = match act {
                PostingAct::Verify => verify(&posting),
                PostingAct::Reject => reject(&posting),
                PostingAct::Record | PostingAct::Reverse => reverse(&posting),
            };
            let answer = ask(&world, supervisor(3), command);
            let row = POSTING_TABLE.iter().find(|(from, by, _)| (*from, *by) == (*state, act));
            match (row, answer) {
                (Some((_, _, to)), Ok(Answer::Posting { state, .. })) => assert_eq!(state, *to),
                (None, Err(Refusal::State { .. })) => {}
                (row, answer) => panic!("{state} {act}: {row:?} {answer:?}"),
            }
            laws::check(&world);
        }
    }
}

#[test]
fn credit_pays_a_bill_when_asked_and_ends_what_is_no_longer_needed() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let posting = recorded(&world, &client, 100_000, &[]);
    ask(&world, keuangan(2), verify(&posting)).unwrap();
    assert_eq!(world.invoice(&client, &invoice).paid, rupiah(100_000));
    let other = recorded(&world, &client, 300_000, &[&invoice]);
    let live = world.charge(&invoice, Channel::Qris);
    ask(&world, keuangan(2), verify(&other)).unwrap();
    assert_eq!(world.attempt(&client, &live).superseded, Superseded::NotNeeded);
    assert_eq!(world.account(&client).credit, rupiah(125_000));
    let apply = |amount: Option<i64>| {
        let amount = amount.map(rupiah);
        let command = DeskCommand::ApplyCredit { invoice: invoice.clone(), amount };
        match world.ask(keuangan(1), Command::Desk(command)) {
            Err(HandleError::Refused(refusal)) => refusal.code(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(apply(None), "invalid_state", "it is paid");
    // The bill is open again when the money on it is taken back, and credit is there to pay it.
    ask(&world, supervisor(1), reverse(&posting)).unwrap();
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!((apply(Some(0)), apply(Some(100_001))), ("invalid", "too_much"));
    let live = world.charge(&invoice, Channel::Qris);
    let command = DeskCommand::ApplyCredit { invoice: invoice.clone(), amount: None };
    let answer = world.ask(keuangan(1), Command::Desk(command)).unwrap().answer;
    assert_eq!(answer, Answer::Applied { invoice: invoice.clone(), amount: rupiah(100_000) });
    assert_eq!(world.attempt(&client, &live).superseded, Superseded::NotNeeded);
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.account(&client).credit, rupiah(25_000));
    laws::check(&world);
}
