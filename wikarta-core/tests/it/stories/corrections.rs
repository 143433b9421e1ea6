//! Money that goes back and bills that are taken back, each step by another person.

use wikarta_core::access::{Actor, Role, SeparationRule};
use wikarta_core::account::{CaseKind, Proof, RefundOrigin, Route, Stage};
use wikarta_core::command::{Command, CorrectionCommand as C, RefundTo, RequestRefund};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CommandId, InvoiceId, OrderId, RefundId, UserId, VoidId};
use wikarta_core::provider::{Channel, ProviderRefund, ProviderStatus};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::Mood;

use crate::laws;
use crate::world::{Client, World, now, rupiah};

/// A person of their own with a role.
pub fn person(role: Role, n: u32) -> Actor {
    Actor::staff(UserId::derived(&CommandId::new(format!("person {role} {n}")), 0), [role])
}

pub fn keuangan(n: u32) -> Actor {
    person(Role::Keuangan, n)
}

pub fn supervisor(n: u32) -> Actor {
    person(Role::Supervisor, n)
}

pub fn ask(world: &World, actor: Actor, command: C) -> Result<Answer, Refusal> {
    match world.ask(actor, Command::Correction(command)) {
        Ok(receipt) => Ok(receipt.answer),
        Err(HandleError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

/// A bill that was paid through a channel.
pub fn paid(world: &World, price: i64, channel: Channel) -> (Client, InvoiceId, OrderId) {
    let (client, invoice) = world.bill(price);
    let order_id = world.charge(&invoice, channel);
    let mut reading = world.bank.holds(&order_id).unwrap();
    reading.status = ProviderStatus::Settled;
    world.truth(&order_id, &reading);
    let command = Command::AskRead { order_id: order_id.clone() };
    world.tell(Role::Keuangan, command);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    (client, invoice, order_id)
}

pub fn request(invoice: &InvoiceId, amount: i64) -> C {
    C::RequestRefund(RequestRefund {
        invoice: invoice.clone(),
        amount: rupiah(amount),
        reason: "Layanan mati tiga hari".to_owned(),
        evidence: Some("tiket-1.pdf".to_owned()),
        source: None,
        to: RefundTo::Payer,
    })
}

pub fn requested(world: &World, actor: Actor, invoice: &InvoiceId, amount: i64) -> (RefundId, u8) {
    match ask(world, actor, request(invoice, amount)).unwrap() {
        Answer::Refund { id, stage: Stage::Requested, tier } => (id, tier),
        other => panic!("{other:?}"),
    }
}

fn stage(answer: Result<Answer, Refusal>) -> Stage {
    match answer.unwrap() {
        Answer::Refund { stage, .. } | Answer::Void { stage, .. } => stage,
        other => panic!("{other:?}"),
    }
}

fn separated(answer: Result<Answer, Refusal>) -> SeparationRule {
    match answer.unwrap_err() {
        Refusal::Separation { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

fn verify(refund: &RefundId) -> C {
    C::VerifyRefund { refund: refund.clone() }
}

fn approve(refund: &RefundId) -> C {
    let reason = Some("Sudah dicek dengan pelanggan".to_owned());
    C::ApproveRefund { refund: refund.clone(), reason }
}

fn execute(refund: &RefundId) -> C {
    C::ExecuteRefund { refund: refund.clone(), proof: None }
}

fn with_proof(refund: &RefundId) -> C {
    let proof = Proof { reference: "BCA-99812".to_owned(), evidence: "slip.pdf".to_owned() };
    C::ExecuteRefund { refund: refund.clone(), proof: Some(proof) }
}

#[test]
fn a_qris_refund_goes_through_four_hands_and_once_through_the_gateway() {
    let world = World::new();
    let (client, invoice, order_id) = paid(&world, 200_000, Channel::Qris);
    let (refund, tier) = requested(&world, keuangan(1), &invoice, 150_000);
    assert_eq!(tier, 1);
    assert_eq!(stage(ask(&world, keuangan(2), verify(&refund))), Stage::Verified);
    assert_eq!(stage(ask(&world, supervisor(1), approve(&refund))), Stage::Approved);
    world.bank.lose_replies(1);
    assert_eq!(stage(ask(&world, keuangan(3), execute(&refund))), Stage::Executing);
    world.work();
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Unknown);
    world.work_for(10);
    let account = world.account(&client);
    assert_eq!(account.refunds[&refund].stage, Stage::Done);
    assert_eq!(world.bank.refunds(), 1);
    let refunds = &account.attempts[&order_id].refunds;
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0].origin, RefundOrigin::Requested);
    assert_eq!(account.invoices[&invoice].refunded, rupiah(150_000));
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert!(world.cases(&client).is_empty());
    assert_eq!(world.state(&client, &order_id), "partially_refunded");
}

#[test]
fn the_same_person_twice_is_refused_with_the_name_of_the_rule() {
    let world = World::new();
    let (_, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    let rule = separated(ask(&world, keuangan(1), verify(&refund)));
    assert_eq!(rule.as_str(), "separation.requester_verifier");
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    let rule = separated(ask(&world, keuangan(1), execute(&refund)));
    assert_eq!(rule, SeparationRule::RequesterExecutes);
    // The one who checked may carry it out in tier 1 only.
    assert_eq!(stage(ask(&world, keuangan(2), execute(&refund))), Stage::Executing);
}

#[test]
fn splitting_does_not_escape_a_tier() {
    let world = World::new();
    let (_, invoice, _) = paid(&world, 2_000_000, Channel::Qris);
    let (first, tier) = requested(&world, keuangan(1), &invoice, 500_000);
    assert_eq!(tier, 1);
    let (second, tier) = requested(&world, keuangan(1), &invoice, 1);
    assert_eq!(tier, 2);
    ask(&world, keuangan(2), verify(&second)).unwrap();
    assert_eq!(stage(ask(&world, supervisor(1), approve(&second))), Stage::Verified);
    let again = ask(&world, supervisor(1), approve(&second)).unwrap_err();
    assert_eq!(again.code(), "already_approved");
    assert_eq!(stage(ask(&world, supervisor(2), approve(&second))), Stage::Approved);
    // An edit counts as asked anew, after everything asked meanwhile.
    let edit = C::EditRefund {
        refund: first.clone(),
        amount: rupiah(499_999),
        reason: "Layanan mati tiga hari".to_owned(),
        evidence: None,
    };
    match ask(&world, keuangan(1), edit).unwrap() {
        Answer::Refund { tier, .. } => assert_eq!(tier, 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_edit_drops_approvals_and_an_amount_beyond_what_is_left_is_refused() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    let edit = |amount| C::EditRefund {
        refund: refund.clone(),
        amount: rupiah(amount),
        reason: "Layanan mati empat hari".to_owned(),
        evidence: None,
    };
    assert_eq!(stage(ask(&world, keuangan(1), edit(160_000))), Stage::Requested);
    assert!(world.account(&client).refunds[&refund].approvals.is_empty());
    let more = ask(&world, keuangan(1), request(&invoice, 40_001)).unwrap_err();
    assert_eq!(more, Refusal::TooMuch { asked: rupiah(40_001), left: rupiah(40_000) });
    let more = ask(&world, keuangan(1), edit(200_001)).unwrap_err();
    assert_eq!(more, Refusal::TooMuch { asked: rupiah(200_001), left: rupiah(200_000) });
}

/// While a transfer by hand is under way, the bank may take the same money back.
#[test]
fn what_went_back_meanwhile_is_not_sent_by_hand_as_well() {
    let world = World::new();
    let (client, invoice, order_id) = paid(&world, 275_000, Channel::BcaVa);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 275_000);
    stage(ask(&world, keuangan(2), verify(&refund)));
    stage(ask(&world, supervisor(1), approve(&refund)));
    assert_eq!(stage(ask(&world, keuangan(3), execute(&refund))), Stage::ManualPending);
    let mut charged = world.bank.holds(&order_id).unwrap();
    charged.status = ProviderStatus::PartiallyChargedBack;
    charged.refunds.push(ProviderRefund {
        key: "bank-1".to_owned(),
        amount: rupiah(100_000),
        confirmed: true,
        chargeback: true,
    });
    world.truth(&order_id, &charged);
    world.tell(Role::Keuangan, Command::AskRead { order_id });
    world.work();
    let refused = ask(&world, keuangan(3), with_proof(&refund)).unwrap_err();
    assert_eq!(refused, Refusal::TooMuch { asked: rupiah(275_000), left: rupiah(175_000) });
    let reason = "bank sudah menarik sebagian".to_owned();
    let reject = C::RejectRefund { refund, reason };
    assert_eq!(stage(ask(&world, supervisor(1), reject)), Stage::Rejected);
    assert_eq!(world.invoice(&client, &invoice).refunded, rupiah(100_000));
    laws::check(&world);
}

#[test]
fn a_refund_of_a_virtual_account_is_made_by_hand_with_proof() {
    let world = World::new();
    let (client, invoice, order_id) = paid(&world, 200_000, Channel::BcaVa);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 200_000);
    assert_eq!(world.account(&client).refunds[&refund].route, Route::Offline);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    assert_eq!(stage(ask(&world, keuangan(3), execute(&refund))), Stage::ManualPending);
    let without = ask(&world, keuangan(3), execute(&refund)).unwrap_err();
    assert_eq!(without.code(), "evidence_missing");
    assert_eq!(stage(ask(&world, keuangan(3), with_proof(&refund))), Stage::Done);
    assert_eq!(world.status(&client, &invoice), "REFUND");
    let attempt = world.attempt(&client, &order_id);
    assert_eq!(attempt.refunds[0].origin, RefundOrigin::Offline);
    assert_eq!(world.bank.refunds(), 0);
    // A later look at the gateway, which knows nothing of it, changes nothing.
    world.tell(Role::Keuangan, Command::AskRead { order_id });
    world.work();
    assert_eq!(world.status(&client, &invoice), "REFUND");
    assert!(world.cases(&client).is_empty());
}

#[test]
fn a_refund_as_credit_stays_with_us() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::BcaVa);
    let order = match request(&invoice, 50_000) {
        C::RequestRefund(order) => RequestRefund { to: RefundTo::Credit, ..order },
        other => panic!("{other:?}"),
    };
    let Answer::Refund { id: refund, .. } =
        ask(&world, keuangan(1), C::RequestRefund(order)).unwrap()
    else {
        panic!()
    };
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    assert_eq!(stage(ask(&world, keuangan(3), execute(&refund))), Stage::Done);
    assert_eq!(world.account(&client).credit, rupiah(50_000));
}

#[test]
fn tier_three_waits_a_day_and_asks_for_evidence_and_words() {
    let world = World::new();
    let (_, invoice, _) = paid(&world, 6_000_000, Channel::Qris);
    let (refund, tier) = requested(&world, keuangan(1), &invoice, 5_000_001);
    assert_eq!(tier, 3);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    let silent = C::ApproveRefund { refund: refund.clone(), reason: None };
    assert_eq!(ask(&world, supervisor(1), silent).unwrap_err().code(), "invalid");
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    assert_eq!(stage(ask(&world, supervisor(2), approve(&refund))), Stage::Approved);
    assert_eq!(ask(&world, keuangan(3), execute(&refund)).unwrap_err().code(), "too_early");
    world.pass_seconds(24 * 3_600);
    let own = separated(ask(&world, keuangan(2), execute(&refund)));
    assert_eq!(own, SeparationRule::VerifierExecutes);
    assert_eq!(stage(ask(&world, keuangan(3), execute(&refund))), Stage::Executing);
}

#[test]
fn what_nobody_decides_in_seven_days_falls_away() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    world.pass_seconds(7 * 86_400 + 1);
    assert_eq!(ask(&world, supervisor(1), approve(&refund)).unwrap_err().code(), "lapsed");
    assert_eq!(now(world.wikarta.expire_cases(10)).unwrap(), 1);
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Expired);
    requested(&world, keuangan(1), &invoice, 200_000);
}

#[test]
fn a_refusal_of_the_gateway_ends_the_case_and_frees_its_money() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    world.bank.be(Mood::Refusing);
    ask(&world, keuangan(3), execute(&refund)).unwrap();
    world.work();
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Failed);
    requested(&world, keuangan(1), &invoice, 200_000);
}

/// The reply was lost, the first look is stale, and the repeat is refused because it went already.
#[test]
fn a_refusal_of_a_repeat_does_not_say_that_nothing_went() {
    let world = World::new();
    let (client, invoice, order) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    let before = world.bank.holds(&order).unwrap();
    world.bank.lose_replies(1);
    ask(&world, keuangan(3), execute(&refund)).unwrap();
    world.work();
    let truth = world.bank.holds(&order).unwrap();
    world.bank.set(&order, before);
    world.bank.be(Mood::Refusing);
    world.work_for(60);
    let asked = world.account(&client).refunds[&refund].clone();
    assert_eq!(asked.stage, Stage::Unknown);
    assert!(asked.tries > 2, "{asked:?}");
    let another = ask(&world, keuangan(1), request(&invoice, 150_000)).unwrap_err();
    assert_eq!(another, Refusal::TooMuch { asked: rupiah(150_000), left: rupiah(50_000) });
    world.bank.set(&order, truth);
    world.work_for(600);
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Done);
    assert_eq!(world.bank.refunds(), 1);
}

#[test]
fn what_is_refused_at_each_look_has_failed_until_the_gateway_shows_it() {
    let world = World::new();
    let (client, invoice, order) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    let before = world.bank.holds(&order).unwrap();
    world.bank.lose_replies(1);
    ask(&world, keuangan(3), execute(&refund)).unwrap();
    world.work();
    let truth = world.bank.holds(&order).unwrap();
    world.bank.set(&order, before);
    world.bank.be(Mood::Refusing);
    world.work_for(1_200);
    let failed = world.account(&client).refunds[&refund].clone();
    assert_eq!(failed.stage, Stage::Failed);
    assert!(failed.ended.is_some());
    world.truth(&order, &truth);
    world.ask(Actor::Scheduler, Command::AskRead { order_id: order }).unwrap();
    world.work();
    let done = world.account(&client).refunds[&refund].clone();
    assert_eq!((done.stage, done.ended), (Stage::Done, None));
}

#[test]
fn an_outcome_that_stays_unknown_becomes_a_case_and_may_be_asked_again() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    ask(&world, keuangan(2), verify(&refund)).unwrap();
    ask(&world, supervisor(1), approve(&refund)).unwrap();
    world.bank.be(Mood::Silent);
    ask(&world, keuangan(3), execute(&refund)).unwrap();
    world.work_for(1_200);
    assert_eq!(world.cases(&client), [CaseKind::RefundUnknown]);
    world.bank.be(Mood::Fair);
    ask(&world, keuangan(3), execute(&refund)).unwrap();
    world.work();
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Done);
    assert_eq!(world.bank.refunds(), 1);
}

// --- voids

fn void(world: &World, actor: Actor, invoice: &InvoiceId) -> VoidId {
    let reason = "Salah paket, diganti".to_owned();
    match ask(world, actor, C::RequestVoid { invoice: invoice.clone(), reason }).unwrap() {
        Answer::Void { id, stage: Stage::Requested, .. } => id,
        other => panic!("{other:?}"),
    }
}

fn approve_void(void: &VoidId) -> C {
    C::ApproveVoid { void: void.clone(), reason: None }
}

#[test]
fn a_void_cancels_what_is_live_first() {
    let world = World::new();
    let (client, invoice) = world.bill(200_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let case = void(&world, keuangan(1), &invoice);
    let own = ask(&world, keuangan(1), C::VerifyVoid { void: case.clone() });
    assert_eq!(separated(own), SeparationRule::RequesterVerifies);
    assert_eq!(stage(ask(&world, supervisor(1), approve_void(&case))), Stage::Approved);
    let run = C::ExecuteVoid { void: case.clone() };
    assert_eq!(stage(ask(&world, keuangan(1), run)), Stage::Executing);
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    world.work();
    assert_eq!(world.status(&client, &invoice), "VOID");
    assert_eq!(world.state(&client, &order_id), "cancelled");
    assert_eq!(world.account(&client).voids[&case].stage, Stage::Done);
    assert!(world.cases(&client).is_empty());
}

#[test]
fn money_that_is_faster_than_a_void_stays_and_the_void_fails() {
    let world = World::new();
    let (client, invoice) = world.bill(200_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let case = void(&world, keuangan(1), &invoice);
    ask(&world, supervisor(1), approve_void(&case)).unwrap();
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    ask(&world, keuangan(1), C::ExecuteVoid { void: case.clone() }).unwrap();
    let again = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::Qris };
    assert_eq!(world.refusal(Role::Keuangan, again).code(), "invalid_state");
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.account(&client).voids[&case].stage, Stage::Failed);
}

#[test]
fn a_large_bill_needs_two_supervisors_and_a_paid_one_a_refund() {
    let world = World::new();
    let (client, invoice) = world.bill(1_000_001);
    let case = void(&world, keuangan(1), &invoice);
    assert_eq!(stage(ask(&world, supervisor(1), approve_void(&case))), Stage::Requested);
    let run = C::ExecuteVoid { void: case.clone() };
    assert_eq!(ask(&world, keuangan(1), run.clone()).unwrap_err().code(), "state_conflict");
    assert_eq!(stage(ask(&world, supervisor(2), approve_void(&case))), Stage::Approved);
    assert_eq!(stage(ask(&world, keuangan(1), run)), Stage::Done);
    assert_eq!(world.status(&client, &invoice), "VOID");
    let world = World::new();
    let (_, invoice, _) = paid(&world, 200_000, Channel::Qris);
    let reason = "Salah paket, diganti".to_owned();
    let refused = ask(&world, keuangan(1), C::RequestVoid { invoice, reason }).unwrap_err();
    assert_eq!(refused.allowed(), ["refund"]);
}

/// Whoever agreed to a void and has since been made one of those who check is no second person.
#[test]
fn who_agreed_to_a_void_does_not_check_it_in_a_later_role() {
    let world = World::new();
    let (client, invoice) = world.bill(1_000_001);
    let case = void(&world, keuangan(1), &invoice);
    assert_eq!(stage(ask(&world, supervisor(1), approve_void(&case))), Stage::Requested);
    let moved = Actor::staff(supervisor(1).person().unwrap().clone(), [Role::Keuangan]);
    let check = C::VerifyVoid { void: case.clone() };
    assert_eq!(separated(ask(&world, moved, check.clone())), SeparationRule::ApproverVerifies);
    assert_eq!(world.account(&client).voids[&case].verified, None);
    assert_eq!(stage(ask(&world, keuangan(2), check)), Stage::Verified);
}

/// Only the codes for the bill that is taken back end with it.
#[test]
fn a_void_leaves_the_code_of_another_bill_alone() {
    let world = World::new();
    let (client, first) = world.bill(100_000);
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    let [one, other] = [&first, &second].map(|bill| world.charge(bill, Channel::BcaVa));
    let case = void(&world, keuangan(1), &first);
    ask(&world, supervisor(1), approve_void(&case)).unwrap();
    ask(&world, keuangan(1), C::ExecuteVoid { void: case }).unwrap();
    let account = world.account(&client);
    let live = [&one, &other].map(|order| account.attempts[order].is_live());
    assert_eq!(live, [false, true]);
    world.work();
    assert_eq!(world.status(&client, &second), "PENDING");
}
