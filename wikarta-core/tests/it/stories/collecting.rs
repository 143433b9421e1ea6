//! The straight road and its forks: a code is made, paid, replaced.

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::Superseded;
use wikarta_core::command::Command;
use wikarta_core::decide::{Answer, Made, Verdict};
use wikarta_core::engine::{HandleError, Repeat};
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::ports::InboxState;
use wikarta_core::provider::{Channel, Instructions, ProviderStatus};
use wikarta_core::refusal::Refusal;

use crate::claims::told;
use crate::laws;
use crate::world::{Client, World, now, rupiah, staff};

fn charged() -> (World, Client, InvoiceId, OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    (world, client, invoice, order_id)
}

#[test]
fn a_bill_is_paid_through_a_virtual_account() {
    let (world, client, invoice, order_id) = charged();
    assert_eq!(world.status(&client, &invoice), "PENDING");
    let attempt = world.attempt(&client, &order_id);
    assert_eq!(attempt.amount, rupiah(275_000));
    assert!(order_id.as_str().starts_with("INV-2026-08-000001-01-"), "{order_id}");
    assert!(order_id.as_str().len() <= 36);
    assert!(matches!(attempt.instructions, Some(Instructions::VirtualAccount { .. })));
    assert_eq!(attempt.expires_at.to_string(), "2026-08-14T16:59:59Z", "due + 3 days, in WIB");
    let settled = told(&attempt, ProviderStatus::Settled);
    assert_eq!(world.deliver(&settled), Verdict::Applied);
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.inbox(&settled), Some(InboxState::Applied));
    world.work();
    assert_eq!(world.receipts(), 1);
    assert!(world.cases(&client).is_empty());
    laws::check(&world);
}

#[test]
fn a_repeat_of_any_notification_changes_nothing() {
    let (world, client, invoice, order_id) = charged();
    let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    world.deliver(&settled);
    world.work();
    let picture = laws::picture(&world);
    for _ in 0..3 {
        let receipt = world.try_deliver(&settled).unwrap();
        assert_eq!(receipt.repeat, Repeat::Again);
    }
    world.work();
    assert_eq!(laws::picture(&world), picture);
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
}

#[test]
fn the_webhook_may_be_faster_than_the_answer_to_the_charge() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.open(&[&invoice], Channel::BcaVa);
    assert_eq!(world.state(&client, &order_id), "opened");
    let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    assert_eq!(world.deliver(&settled), Verdict::Applied);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.bank.charges(), 0, "nothing is asked for once it is paid");
    laws::check(&world);
}

#[test]
fn the_same_channel_asked_again_is_the_live_one() {
    let (world, client, invoice, order_id) = charged();
    let command = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::BcaVa };
    let again = world.tell(Role::Keuangan, command.clone());
    assert_eq!(again.answer, Answer::Attempt { order_id: order_id.clone(), made: Made::Before });
    assert!(again.effects.is_empty());
    let payer = world.ask(Actor::Payer { invoice: invoice.clone() }, command).unwrap();
    assert_eq!(payer.answer, again.answer, "a payer sees the same code");
    assert_eq!(world.account(&client).attempts.len(), 1);
}

#[test]
fn an_overdue_code_is_not_handed_out_again() {
    let (world, client, invoice, order_id) = charged();
    world.host.set(world.attempt(&client, &order_id).expires_at);
    let newer = world.charge(&invoice, Channel::BcaVa);
    assert_ne!(newer, order_id);
    assert_eq!(world.attempt(&client, &order_id).superseded, Superseded::Replaced);
    laws::check(&world);
}

#[test]
fn another_bank_takes_the_place_of_the_first_and_cancels_it() {
    let (world, client, invoice, first) = charged();
    let second = world.charge(&invoice, Channel::BriVa);
    assert_eq!(world.attempt(&client, &first).superseded, Superseded::Replaced);
    assert_eq!(world.state(&client, &first), "cancelled");
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(world.invoice(&client, &invoice).current, Some(second.clone()));
    assert_eq!(world.status(&client, &invoice), "PENDING");
    assert!(world.cases(&client).is_empty(), "our own cancellation is no case");
    // The gateway tells of the cancellation that we asked for: nothing new.
    let cancelled = told(&world.attempt(&client, &first), ProviderStatus::Cancelled);
    assert_eq!(world.deliver(&cancelled), Verdict::Stale);
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}

#[test]
fn a_qr_code_lives_beside_an_account_and_the_payment_of_one_ends_the_other() {
    let (world, client, invoice, transfer) = charged();
    let qr = world.charge(&invoice, Channel::Qris);
    assert!(world.attempt(&client, &transfer).is_live() && world.attempt(&client, &qr).is_live());
    let settled = told(&world.attempt(&client, &qr), ProviderStatus::Settled);
    world.bank.set_status(&qr, ProviderStatus::Settled);
    assert_eq!(world.deliver(&settled), Verdict::Applied);
    assert_eq!(world.attempt(&client, &transfer).superseded, Superseded::NotNeeded);
    world.work();
    assert_eq!(world.bank.holds(&transfer).unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(world.state(&client, &transfer), "cancelled");
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    laws::check(&world);
}

#[test]
fn replaced_before_the_gateway_was_asked_nothing_is_made_there() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let first = world.open(&[&invoice], Channel::BcaVa);
    let second = world.open(&[&invoice], Channel::BniVa);
    world.work();
    assert_eq!(world.bank.charges(), 1);
    assert_eq!(world.bank.holds(&first), None);
    assert_eq!(
        (world.state(&client, &first), world.state(&client, &second)),
        ("refused", "pending")
    );
    assert!(world.cases(&client).is_empty());
    laws::check(&world);
}

#[test]
fn what_cannot_be_paid_is_refused_with_what_would_be_possible() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let draft = world.draft(&client.subscription, "2026-08");
    let open = |invoices: Vec<InvoiceId>| Command::OpenAttempt { invoices, channel: Channel::Qris };
    let refusal = world.refusal(Role::Keuangan, open(vec![draft.clone()]));
    assert_eq!((refusal.code(), refusal.allowed()), ("invalid_state", vec!["issue".to_owned()]));
    assert_eq!(world.refusal(Role::Keuangan, open(Vec::new())).code(), "invoice_count");
    let (_, other) = {
        let other = world.client("PLG-000002", 100_000);
        let invoice = world.draft(&other.subscription, "2026-08");
        world.issue(&invoice);
        (other, invoice)
    };
    world.issue(&draft);
    let mixed = world.refusal(Role::Keuangan, open(vec![draft.clone(), other.clone()]));
    assert_eq!(mixed, Refusal::OtherCustomer(other.clone()));
    let payer = Actor::Payer { invoice: draft };
    let hidden = world.ask(payer, open(vec![other.clone()]));
    let expected = Refusal::NotFound { kind: "invoice", id: other.to_string() };
    assert_eq!(hidden, Err(HandleError::Refused(expected)), "a payer learns of nothing else");
    laws::check(&world);
}

#[test]
fn a_caller_that_waits_gets_the_number_at_once() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let command = Command::OpenAttempt { invoices: vec![invoice], channel: Channel::CimbVa };
    let envelope = world.envelope(staff(Role::Keuangan), command);
    let receipt = now(world.wikarta.send_and_charge(envelope)).unwrap();
    let Answer::Attempt { order_id, made: Made::Now } = receipt.answer else { panic!() };
    assert_eq!(world.state(&client, &order_id), "pending");
    assert!(world.attempt(&client, &order_id).instructions.is_some());
}
