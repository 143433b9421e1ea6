//! Reductions of issued bills: bounded, shared with the tax, agreed to by another person.

use wikarta_core::access::{Role, SeparationRule};
use wikarta_core::account::{CreditNote, Source, Stage};
use wikarta_core::command::{BillingCommand, Command, CorrectionCommand as C};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{CreditNoteId, InvoiceId};
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::refusal::Refusal;
use wikarta_core::testkit::Mood;

use crate::claims::told;
use crate::laws;
use crate::market::{WHY, bill, one_person};
use crate::stories::corrections::{ask, keuangan, paid, requested, supervisor};
use crate::stories::postings::{self, recorded};
use crate::world::{Client, World, rupiah};

fn request(invoice: &InvoiceId, amount: i64) -> Command {
    let (invoice, amount, reason) = (invoice.clone(), rupiah(amount), WHY.to_owned());
    bill(BillingCommand::RequestCreditNote { invoice, amount, reason })
}

fn approve(note: &CreditNoteId) -> Command {
    bill(BillingCommand::ApproveCreditNote { note: note.clone() })
}

impl World {
    fn noted(&self, client: &Client, invoice: &InvoiceId, amount: i64) -> CreditNote {
        let answer = self.tell(Role::Keuangan, request(invoice, amount)).answer;
        let Answer::CreditNote { id, .. } = answer else { panic!("{answer:?}") };
        self.account(client).credit_notes[&id].clone()
    }
}

#[test]
fn a_note_lowers_what_is_owed_and_shows_its_tax() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let invoice = world.bill_period(&client, "2026-08").id;
    let note = world.noted(&client, &invoice, 27_750);
    assert_eq!((note.tax, note.to_credit), (rupiah(2_750), rupiah(0)));
    assert_eq!(world.invoice(&client, &invoice).open_amount(), rupiah(277_500), "not yet");
    let more = world.refusal(Role::Keuangan, request(&invoice, 249_751));
    assert_eq!(more, Refusal::TooMuch { asked: rupiah(249_751), left: rupiah(249_750) });
    assert_eq!(world.refusal(Role::Keuangan, request(&invoice, 0)).code(), "invalid");
    world.tell(Role::Supervisor, approve(&note.id));
    let reduced = world.invoice(&client, &invoice);
    assert_eq!((reduced.open_amount(), reduced.total), (rupiah(249_750), rupiah(277_500)));
    assert_eq!(world.refusal(Role::Supervisor, approve(&note.id)).code(), "state_conflict");
    laws::check(&world);
}

#[test]
fn whoever_asks_does_not_agree() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let answer = world.ask(one_person(), request(&invoice, 10_000)).unwrap().answer;
    let Answer::CreditNote { id, .. } = answer else { panic!() };
    let own = world.ask(one_person(), approve(&id));
    let Err(HandleError::Refused(Refusal::Separation { rule, .. })) = own else {
        panic!("{own:?}")
    };
    assert_eq!(rule, SeparationRule::ProposerApproves);
    let reason = "tidak ada dasar untuk ini".to_owned();
    let reject = bill(BillingCommand::RejectCreditNote { note: id.clone(), reason });
    world.tell(Role::Supervisor, reject);
    let note = world.account(&client).credit_notes[&id].clone();
    assert_eq!(note.state.as_str(), "REJECTED");
    assert_eq!(world.invoice(&client, &invoice).credited, rupiah(0));
    laws::check(&world);
}

#[test]
fn of_a_paid_bill_the_money_becomes_credit_and_pays_the_next() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    world.pay(&client, &invoice);
    let note = world.noted(&client, &invoice, 100_000);
    world.tell(Role::Supervisor, approve(&note.id));
    assert_eq!(world.account(&client).credit, rupiah(100_000));
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    assert_eq!(world.invoice(&client, &next).open_amount(), rupiah(175_000));
    let rest = world.noted(&client, &invoice, 175_000);
    world.tell(Role::Supervisor, approve(&rest.id));
    assert_eq!(world.account(&client).credit, rupiah(175_000));
    assert_eq!(world.invoice(&client, &invoice).paid, rupiah(0));
    laws::check(&world);
}

#[test]
fn a_code_for_a_bill_that_is_credited_in_full_is_cancelled() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    let note = world.noted(&client, &invoice, 275_000);
    world.tell(Role::Supervisor, approve(&note.id));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.state(&client, &order_id), "cancelled");
    laws::check(&world);
}

#[test]
fn what_a_refund_under_way_takes_does_not_become_credit_as_well() {
    let world = World::new();
    let (client, invoice, order_id) = paid(&world, 275_000, Channel::Qris);
    let (refund, _) = requested(&world, keuangan(1), &invoice, 200_000);
    let step = |actor, command| ask(&world, actor, command).unwrap();
    step(keuangan(2), C::VerifyRefund { refund: refund.clone() });
    step(supervisor(1), C::ApproveRefund { refund: refund.clone(), reason: None });
    world.bank.be(Mood::Silent);
    step(keuangan(3), C::ExecuteRefund { refund: refund.clone(), proof: None });
    world.work();
    let note = world.noted(&client, &invoice, 100_000);
    let asked = rupiah(100_000);
    let refused = world.refusal(Role::Supervisor, approve(&note.id));
    assert_eq!(refused, Refusal::TooMuch { asked, left: rupiah(75_000) });
    let small = world.noted(&client, &invoice, 75_000);
    world.tell(Role::Supervisor, approve(&small.id));
    assert_eq!(world.account(&client).credit, rupiah(75_000));
    laws::check(&world);
    world.bank.be(Mood::Fair);
    world.work_for(600);
    assert_eq!(world.account(&client).refunds[&refund].stage, Stage::Done);
    assert_eq!(world.attempt(&client, &order_id).refunded(), rupiah(200_000));
    laws::check(&world);
}

/// The bank's money is on its way out, so what becomes credit is the cash; a refund that came to
/// nothing keeps nothing back.
#[test]
fn credit_comes_out_of_the_money_that_no_refund_takes() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let posting = recorded(&world, &client, 75_000, &[&invoice]);
    postings::ask(&world, keuangan(2), postings::verify(&posting)).unwrap();
    let order_id = world.charge(&invoice, Channel::Qris);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work();
    let step = |actor, command| ask(&world, actor, command).unwrap();
    let (given_up, _) = requested(&world, keuangan(1), &invoice, 60_000);
    step(keuangan(1), C::WithdrawRefund { refund: given_up, reason: WHY.to_owned() });
    let (refund, _) = requested(&world, keuangan(1), &invoice, 150_000);
    step(keuangan(2), C::VerifyRefund { refund: refund.clone() });
    step(supervisor(1), C::ApproveRefund { refund: refund.clone(), reason: None });
    world.bank.be(Mood::Silent);
    step(keuangan(3), C::ExecuteRefund { refund, proof: None });
    world.work();
    let note = world.noted(&client, &invoice, 120_000);
    world.tell(Role::Supervisor, approve(&note.id));
    let left: Vec<(Source, i64)> = world
        .invoice(&client, &invoice)
        .allocations
        .into_iter()
        .map(|one| (one.source, one.amount.get()))
        .collect();
    assert_eq!(world.account(&client).credit, rupiah(120_000));
    assert_eq!(left, [(Source::Posting(posting), 5_000), (Source::Attempt(order_id), 150_000)]);
    laws::check(&world);
}
