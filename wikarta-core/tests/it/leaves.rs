//! Questions that the leaves of an account answer by themselves.

use wikarta_core::account::{
    AccountEvent, Answer, Attempt, CaseAct, Handed, POSTING_TABLE, PostingAct, PostingState,
    ReminderState, Stage,
};
use wikarta_core::message::{MessageChannel, Receipt, ReceiptState, Try, TryOutcome};
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::stories::corrections::{keuangan, paid, requested};
use crate::stories::postings::{recorded, verify};
use crate::world::{World, at};

/// An attempt that the gateway has accepted.
fn pending() -> Attempt {
    let world = World::new();
    let (client, invoice) = world.bill(100_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.attempt(&client, &order)
}

#[test]
fn the_name_of_a_transaction_is_sure_once_the_gateway_answered_us() {
    let accepted = pending();
    assert!(accepted.is_authenticated());
    let told = Attempt { answer: Answer::Awaited, read: None, ..accepted.clone() };
    assert!(!told.is_authenticated(), "a notification names it, a signature does not cover it");
    let read = Attempt { read: Some(ProviderStatus::Pending), ..told };
    assert!(read.is_authenticated());
}

#[test]
fn a_code_may_still_come_with_the_answer_or_with_a_read() {
    let expects =
        |answer, read| Attempt { instructions: None, answer, read, ..pending() }.expects_code();
    let seen = Some(ProviderStatus::Pending);
    assert!(expects(Answer::Awaited, None));
    assert!(expects(Answer::Awaited, seen), "the answer to the charge is still under way");
    assert!(expects(Answer::Lost, None), "a read may bring it");
    assert!(!expects(Answer::Lost, seen), "both were here and had none");
    assert!(!Attempt { answer: Answer::Awaited, ..pending() }.expects_code(), "it is here");
}

/// Names in the trail are a promise to whoever searches it.
#[test]
fn the_trail_names_each_step_of_a_refund_and_a_void() {
    const NAMES: [&str; 12] = [
        "requested",
        "edited",
        "verified",
        "approved",
        "rejected",
        "withdrawn",
        "executing",
        "expired",
        "reset",
        "unknown",
        "done",
        "failed",
    ];
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    let refund = world.account(&client).refunds[&refund].clone();
    let void = wikarta_core::account::VoidCase {
        id: "voi_1".parse().unwrap(),
        invoice,
        amount: refund.amount,
        reason: refund.reason.clone(),
        stage: Stage::Requested,
        tier: 1,
        requested: refund.requested.clone(),
        verified: None,
        approvals: Vec::new(),
        executed: None,
        ended: None,
        expires_at: refund.expires_at,
    };
    for (act, name) in CaseAct::ALL.iter().zip(NAMES) {
        let refund = Box::new(refund.clone());
        let refunded = AccountEvent::RefundStepped { act: *act, refund, gone: None };
        assert_eq!(refunded.action(), format!("refund.{name}"));
        let voided = AccountEvent::VoidStepped { act: *act, void: Box::new(void.clone()) };
        assert_eq!(voided.action(), format!("void.{name}"));
    }
}

#[test]
fn a_posting_tells_what_it_takes() {
    let world = World::new();
    let (client, invoice) = world.bill(100_000);
    let id = recorded(&world, &client, 100_000, &[&invoice]);
    let takes = || world.account(&client).postings[&id].takes();
    assert_eq!(takes(), [PostingAct::Verify, PostingAct::Reject]);
    crate::stories::postings::ask(&world, keuangan(2), verify(&id)).unwrap();
    assert_eq!(takes(), [PostingAct::Reverse]);
    let over = |state| !POSTING_TABLE.iter().any(|(from, ..)| *from == state);
    assert!(over(PostingState::Rejected) && over(PostingState::Reversed));
}

#[test]
fn a_receipt_belongs_to_one_message_of_one_channel() {
    use MessageChannel::{Email, WhatsApp};
    let tried = |channel, outcome| Try { channel, at: at("2026-08-01T02:00:00Z"), outcome };
    let handed = |channel, name: &str| Handed {
        tried: tried(channel, TryOutcome::Accepted(ReceiptState::Sent)),
        provider_id: Some(name.to_owned()),
        said: None,
    };
    let mut reminder = crate::dunning::performance::planned();
    reminder.tries = vec![handed(Email, "m-1"), handed(Email, "m-2"), handed(WhatsApp, "m-1")];
    let receipt = |state, code: Option<&str>| Receipt {
        channel: Email,
        provider_id: "m-1".to_owned(),
        state,
        at: at("2026-08-01T02:05:00Z"),
        code: code.map(str::to_owned),
    };
    let before = reminder.tries.clone();
    reminder.take(&receipt(ReceiptState::Failed, Some("550")));
    let outcome = TryOutcome::Accepted(ReceiptState::Failed);
    assert_eq!(reminder.tries[0].tried.outcome, outcome);
    assert_eq!(reminder.tries[0].said.as_deref(), Some("550"), "why it did not arrive");
    assert_eq!(reminder.tries[1..], before[1..], "neither another message nor another channel");
    reminder.take(&receipt(ReceiptState::Failed, None));
    assert_eq!(reminder.tries[0].said.as_deref(), Some("550"), "a repeat without code keeps it");
    reminder.take(&receipt(ReceiptState::Delivered, Some("250")));
    assert_eq!(reminder.tries[0].said.as_deref(), Some("550"), "a code of success is no reason");
    assert_eq!(reminder.state_of_tries(), ReminderState::Delivered);
}
