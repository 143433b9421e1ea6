//! Money that fits nowhere, and the finance desk's legal next steps for it.

use wikarta_core::access::{Actor, SeparationRule};
use wikarta_core::account::{CaseKind, CaseState, CaseStep, Resolution, Source, Superseded};
use wikarta_core::aggregate::{Aggregate, AggregateId};
use wikarta_core::command::{BillingCommand, Command, DeskCommand as C};
use wikarta_core::decide::{Answer, legal_moves, legal_steps};
use wikarta_core::engine::HandleError;
use wikarta_core::id::{AccountId, CaseId, InvoiceId, OrderId};
use wikarta_core::provider::{Channel, ProviderStatus, Reading};
use wikarta_core::refusal::Refusal;
use wikarta_core::suspense::SuspenseItem;

use super::corrections::{keuangan, supervisor};
use crate::claims::{hint, reading, refund};
use crate::laws;
use crate::world::{Client, World, rupiah};

const WHY: &str = "Sesuai bukti transfer";

fn ask(world: &World, actor: Actor, command: C) -> Result<Answer, Refusal> {
    match world.ask(actor, Command::Desk(command)) {
        Ok(receipt) => Ok(receipt.answer),
        Err(HandleError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

fn code(answer: Result<Answer, Refusal>) -> &'static str {
    answer.unwrap_err().code()
}

/// A bill whose payer sent another amount than was asked for.
fn wrong_amount(world: &World) -> (Client, InvoiceId, CaseId) {
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let mut truth = reading(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    truth.amount = rupiah(300_000);
    world.truth(&order_id, &truth);
    world.deliver(&hint(&order_id, &truth));
    world.work();
    let account = world.account(&client);
    assert_eq!(account.suspense, rupiah(300_000));
    let case = account.cases.values().find(|case| case.kind == CaseKind::AmountMismatch).unwrap();
    (client, invoice, case.id.clone())
}

fn steps(world: &World, client: &Client, case: &CaseId) -> &'static [CaseStep] {
    let account = world.account(client);
    legal_steps(&account.cases[case], &account)
}

fn propose(case: &CaseId, resolution: Resolution) -> C {
    C::ProposeResolution { case: case.clone(), resolution, reason: WHY.to_owned() }
}

fn invoices(named: &[&InvoiceId]) -> Resolution {
    Resolution::Invoices { invoices: named.iter().map(|id| (*id).clone()).collect() }
}

#[test]
fn money_in_suspense_pays_the_bill_when_two_people_say_so() {
    let world = World::new();
    let (client, invoice, case) = wrong_amount(&world);
    let live = world.charge(&invoice, Channel::Qris);
    assert_eq!(steps(&world, &client, &case), [CaseStep::Propose]);
    let close = C::CloseCase { case: case.clone(), note: WHY.to_owned() };
    assert_eq!(code(ask(&world, keuangan(1), close.clone())), "state_conflict");
    assert_eq!(code(ask(&world, supervisor(1), propose(&case, Resolution::Credit))), "denied");
    ask(&world, keuangan(1), propose(&case, Resolution::Credit)).unwrap();
    assert_eq!(steps(&world, &client, &case), [CaseStep::Approve, CaseStep::Reject]);
    let again = propose(&case, invoices(&[]));
    assert_eq!(code(ask(&world, keuangan(2), again.clone())), "state_conflict");
    let reject = C::RejectResolution { case: case.clone(), reason: WHY.to_owned() };
    ask(&world, supervisor(1), reject).unwrap();
    assert_eq!(world.account(&client).cases[&case].note.as_deref(), Some(WHY));
    ask(&world, keuangan(2), again).unwrap();
    laws::check(&world);
    let approve = C::ApproveResolution { case: case.clone() };
    assert_eq!(code(ask(&world, keuangan(2), approve.clone())), "denied");
    let answer = ask(&world, supervisor(1), approve.clone()).unwrap();
    assert_eq!(answer, Answer::Case { id: case.clone(), state: CaseState::Closed });
    world.work();
    let account = world.account(&client);
    assert_eq!((account.suspense, account.credit), (rupiah(0), rupiah(25_000)));
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert_eq!(world.attempt(&client, &live).superseded, Superseded::NotNeeded);
    assert!(steps(&world, &client, &case).is_empty());
    assert_eq!(code(ask(&world, supervisor(1), approve)), "state_conflict");
    laws::check(&world);
    // The bank takes the payment back: off the bill and out of the credit.
    let order_id = account.cases[&case].order_id.clone().unwrap();
    world.bank.set_status(&order_id, ProviderStatus::Denied);
    let denied = reading(&world.attempt(&client, &order_id), ProviderStatus::Denied);
    world.deliver(&hint(&order_id, &denied));
    world.work();
    assert_eq!(world.account(&client).credit, rupiah(0));
    assert_eq!(world.invoice(&client, &invoice).paid, rupiah(0));
    laws::check(&world);
}

/// The payment is of another bill, so naming the bill that its money is on does not name it.
#[test]
fn money_of_another_payment_is_followed_from_the_bill_to_the_credit() {
    let world = World::new();
    let (client, invoice, case) = wrong_amount(&world);
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    ask(&world, keuangan(1), propose(&case, invoices(&[&next]))).unwrap();
    ask(&world, supervisor(1), C::ApproveResolution { case: case.clone() }).unwrap();
    world.pay(&client, &invoice);
    let amount = rupiah(100_000);
    let note = BillingCommand::RequestCreditNote { invoice: next, amount, reason: WHY.to_owned() };
    let asked = world.ask(keuangan(1), Command::Billing(note)).unwrap().answer;
    let Answer::CreditNote { id, .. } = asked else { panic!("{asked:?}") };
    let approve = BillingCommand::ApproveCreditNote { note: id };
    world.ask(supervisor(1), Command::Billing(approve)).unwrap();
    let account = world.account(&client);
    let order_id = account.cases[&case].order_id.clone().unwrap();
    let booking = account.attempts[&order_id].booking.clone().unwrap();
    assert_eq!((booking.credited, account.credit), (rupiah(125_000), rupiah(125_000)));
    laws::check(&world);
    // What goes back of it at the gateway is taken from there, though the payment names another bill.
    let mut truth = world.bank.holds(&order_id).unwrap();
    truth.status = ProviderStatus::Refunded;
    truth.refunds.push(refund("desk-1", 300_000, true));
    world.truth(&order_id, &truth);
    world.deliver(&hint(&order_id, &truth));
    world.work();
    assert_eq!(world.attempt(&client, &order_id).refunded(), rupiah(300_000));
    laws::check(&world);
}

#[test]
fn a_case_about_which_no_money_waits_is_closed_with_a_note() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let mut odd = world.bank.holds(&order_id).unwrap();
    odd.status = ProviderStatus::Unrecognised;
    world.truth(&order_id, &odd);
    world.deliver(&hint(&order_id, &odd));
    world.work();
    let case = world.account(&client).cases.values().next().unwrap().id.clone();
    assert_eq!(steps(&world, &client, &case), [CaseStep::Close]);
    assert_eq!(
        code(ask(&world, keuangan(1), propose(&case, Resolution::Credit))),
        "state_conflict"
    );
    let close = |note: &str| C::CloseCase { case: case.clone(), note: note.to_owned() };
    assert_eq!(code(ask(&world, keuangan(1), close("ok"))), "invalid");
    ask(&world, keuangan(1), close("Status baru, sudah dicek")).unwrap();
    assert_eq!(world.account(&client).cases[&case].state, CaseState::Closed);
    assert_eq!(code(ask(&world, keuangan(1), close("Status baru, sudah dicek"))), "state_conflict");
    let nowhere = C::ApproveResolution { case: "cas_none".parse().unwrap() };
    assert_eq!(code(ask(&world, supervisor(1), nowhere)), "not_found");
    laws::check(&world);
}

/// The entry of a finding that comes again says what became of its case in between.
#[test]
fn a_case_that_is_opened_again_is_told_by_what_changed() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let mut odd = world.bank.holds(&order_id).unwrap();
    odd.status = ProviderStatus::Unrecognised;
    world.truth(&order_id, &odd);
    world.deliver(&hint(&order_id, &odd));
    world.work();
    let case = world.account(&client).cases.values().next().unwrap().id.clone();
    let close = C::CloseCase { case: case.clone(), note: "Status baru, sudah dicek".to_owned() };
    ask(&world, keuangan(1), close).unwrap();
    odd.transaction_id = Some("another".to_owned());
    world.pass_seconds(60);
    world.truth(&order_id, &odd);
    world.deliver(&hint(&order_id, &odd));
    world.work();
    assert_eq!(world.account(&client).cases[&case].state, CaseState::Open);
    let (entries, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let opened = entries.iter().rfind(|row| row.entry.action == "case.opened").unwrap();
    let told: Vec<_> =
        opened.changes.iter().map(|change| (change.field.as_str(), &change.before)).collect();
    assert!(told.contains(&("state", &"closed".into())), "{told:?}");
    assert!(told.contains(&("note", &"Status baru, sudah dicek".into())), "{told:?}");
    assert!(told.iter().all(|(field, _)| *field != "kind"), "it is the same case: {told:?}");
    laws::check(&world);
}

/// Money under an order that nobody here knows.
fn strange(world: &World) -> (Client, InvoiceId, OrderId, Reading) {
    let order_id: OrderId = "FROM-ELSEWHERE-1".parse().unwrap();
    let (client, invoice) = world.bill(275_000);
    let other = world.charge(&invoice, Channel::BcaVa);
    let mut reading = reading(&world.attempt(&client, &other), ProviderStatus::Settled);
    reading.transaction_id = Some("tx-strange".to_owned());
    reading.amount = rupiah(400_000);
    tell(world, &order_id, &reading);
    assert_eq!(item(world, &order_id).left(), rupiah(400_000));
    (client, invoice, order_id, reading)
}

fn tell(world: &World, order_id: &OrderId, truth: &Reading) {
    world.truth(order_id, truth);
    world.deliver(&hint(order_id, truth));
    world.work();
}

fn item(world: &World, order_id: &OrderId) -> SuspenseItem {
    match world.store.aggregate(&AggregateId::Suspense(order_id.clone())).unwrap() {
        Aggregate::Suspense(item) => item,
        other => panic!("{other:?}"),
    }
}

fn propose_move(order_id: &OrderId, account: &AccountId, resolution: Resolution) -> C {
    let (order_id, account) = (order_id.clone(), account.clone());
    C::ProposeMove { order_id, account, resolution, reason: WHY.to_owned() }
}

fn approve_move(order_id: &OrderId, account: &AccountId) -> C {
    C::ApproveMove { order_id: order_id.clone(), account: account.clone() }
}

/// The strange money, moved onto the bill; 125.000 of it became credit.
fn moved(world: &World) -> (Client, InvoiceId, OrderId, Reading) {
    let (client, invoice, order_id, reading) = strange(world);
    let propose = propose_move(&order_id, &client.account, invoices(&[&invoice]));
    ask(world, keuangan(1), propose).unwrap();
    ask(world, supervisor(1), approve_move(&order_id, &client.account)).unwrap();
    world.work();
    (client, invoice, order_id, reading)
}

#[test]
fn money_under_an_unknown_order_finds_its_owner_through_two_people() {
    let world = World::new();
    let (client, invoice, order_id, _) = strange(&world);
    let other = world.customer("PLG-000002");
    assert_eq!(legal_moves(&item(&world, &order_id)), [CaseStep::Propose]);
    let elsewhere = propose_move(&order_id, &other, invoices(&[&invoice]));
    assert_eq!(code(ask(&world, keuangan(1), elsewhere)), "not_found", "not that customer's bill");
    let propose = propose_move(&order_id, &client.account, invoices(&[&invoice]));
    ask(&world, keuangan(1), propose.clone()).unwrap();
    assert_eq!(legal_moves(&item(&world, &order_id)), [CaseStep::Approve, CaseStep::Reject]);
    assert_eq!(code(ask(&world, keuangan(2), propose.clone())), "state_conflict");
    assert_eq!(
        code(ask(&world, supervisor(1), approve_move(&order_id, &other))),
        "content_changed"
    );
    let reject = C::RejectMove { order_id: order_id.clone(), reason: WHY.to_owned() };
    ask(&world, supervisor(1), reject.clone()).unwrap();
    assert_eq!(code(ask(&world, supervisor(1), reject)), "state_conflict");
    ask(&world, keuangan(1), propose).unwrap();
    laws::check(&world);
    let live = world.charge(&invoice, Channel::Qris);
    ask(&world, supervisor(1), approve_move(&order_id, &client.account)).unwrap();
    world.work();
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert_eq!(world.account(&client).credit, rupiah(125_000));
    assert_eq!(world.attempt(&client, &live).superseded, Superseded::NotNeeded);
    let source = Source::Suspense(order_id.clone());
    assert_eq!(world.invoice(&client, &invoice).allocations[0].source, source);
    assert!(legal_moves(&item(&world, &order_id)).is_empty());
    let twice = approve_move(&order_id, &client.account);
    assert_eq!(code(ask(&world, supervisor(1), twice)), "state_conflict");
    laws::check(&world);
}

#[test]
fn the_proposer_does_not_approve_even_with_another_role() {
    let world = World::new();
    let (client, invoice, order_id, _) = strange(&world);
    let propose = propose_move(&order_id, &client.account, invoices(&[&invoice]));
    ask(&world, keuangan(1), propose).unwrap();
    let promoted = Actor::staff(
        keuangan(1).person().unwrap().clone(),
        [wikarta_core::access::Role::Supervisor],
    );
    let answer = ask(&world, promoted, approve_move(&order_id, &client.account)).unwrap_err();
    assert_eq!(answer.rule(), SeparationRule::ProposerApproves.as_str());
}

#[test]
fn moved_money_that_goes_back_at_the_gateway_leaves_the_account_too() {
    let world = World::new();
    let (client, invoice, order_id, mut reading) = moved(&world);
    reading.status = ProviderStatus::PartiallyRefunded;
    reading.refunds = vec![refund("RF-1", 200_000, true)];
    tell(&world, &order_id, &reading);
    assert_eq!(world.account(&client).credit, rupiah(0), "credit goes first");
    assert_eq!(world.invoice(&client, &invoice).paid, rupiah(200_000));
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.cases(&client), [CaseKind::RefundFound]);
    laws::check(&world);
    reading.status = ProviderStatus::Denied;
    reading.refunds = Vec::new();
    tell(&world, &order_id, &reading);
    assert_eq!(world.invoice(&client, &invoice).paid, rupiah(0));
    assert_eq!(world.cases(&client), [CaseKind::Reversal, CaseKind::RefundFound]);
    laws::check(&world);
}

#[test]
fn moved_money_that_grows_becomes_credit_and_a_case() {
    let world = World::new();
    let (client, _, order_id, mut reading) = moved(&world);
    reading.amount = rupiah(450_000);
    tell(&world, &order_id, &reading);
    assert_eq!(world.account(&client).credit, rupiah(175_000));
    assert_eq!(world.cases(&client), [CaseKind::AmountMismatch]);
    laws::check(&world);
}
