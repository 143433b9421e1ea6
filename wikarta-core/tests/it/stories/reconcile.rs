//! The gateway's books held against ours.

use std::sync::Arc;

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::{CaseKind, CaseState, Resolution};
use wikarta_core::command::{Command, DeskCommand, TakeRead};
use wikarta_core::decide::Verdict;
use wikarta_core::engine::{Comparison, ReconcileError};
use wikarta_core::id::{CaseId, CommandId, OrderId, ReconcileId, TraceId};
use wikarta_core::policy::{Correct, Policy};
use wikarta_core::ports::Observations;
use wikarta_core::provider::{Channel, ProviderRefund, ProviderStatus};
use wikarta_core::reconcile::{FindingState, RunRecord};
use wikarta_core::refusal::Refusal;
use wikarta_core::report::{MismatchKind, mismatches};
use wikarta_core::testkit::Mood;
use wikarta_core::time::Zone;

use crate::claims::told;
use crate::failing::{Failing, FaultyGateway, FaultyStore, Plan};
use crate::laws;
use crate::stories::corrections::{keuangan, supervisor};
use crate::world::{Client, World, month, now, policy, rupiah, staff};

pub fn run_id(name: &str) -> ReconcileId {
    ReconcileId::derived(&CommandId::new(name), 0)
}

pub fn comparison(world: &World, name: &str) -> Comparison {
    Comparison {
        id: run_id(name),
        actor: Actor::Scheduler,
        trace: TraceId::new(name),
        from: world.time().plus_seconds(-7 * 86_400),
        until: world.time(),
        page: 2,
    }
}

fn reconcile(world: &World, name: &str) -> RunRecord {
    let order = comparison(world, name);
    let kept: &dyn Observations = &*world.store;
    now(world.wikarta.reconcile(kept, &order, &mut |_| {})).unwrap()
}

fn found(run: &RunRecord) -> Vec<(&'static str, &'static str)> {
    run.findings.iter().map(|one| (one.kind.as_str(), one.state.as_str())).collect()
}

fn pay_silently(world: &World, order: &OrderId) {
    world.bank.set_status(order, ProviderStatus::Settled);
}

#[test]
fn a_lost_settlement_is_found_and_booked_once() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    pay_silently(&world, &order);
    let run = reconcile(&world, "one");
    assert_eq!(found(&run), [("M1", "corrected")]);
    assert_eq!((run.counts.compared, run.equal(), run.differing), (1, 0, 1));
    assert!(run.is_settled());
    assert_eq!(run.money.settled, rupiah(275_000));
    assert_eq!(run.money.allocated, rupiah(275_000));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.receipts(), 1);
    // Another look finds the books equal; the same run asked for again says what it said.
    let second = reconcile(&world, "two");
    assert_eq!((found(&second), second.equal()), (vec![], 1));
    assert_eq!(reconcile(&world, "one"), run);
    // The notification that comes after all says nothing new.
    let late = told(&world.attempt(&client, &order), ProviderStatus::Settled);
    assert_eq!(world.deliver(&late), Verdict::Stale);
    world.work();
    assert_eq!(world.receipts(), 1);
    laws::check(&world);
}

#[test]
fn equal_books_are_left_alone() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    let before = world.account(&client);
    let run = reconcile(&world, "one");
    assert_eq!((run.counts.compared, run.equal(), run.counts.booked), (1, 1, 0));
    assert_eq!(world.account(&client), before, "a look that finds nothing changes nothing");
    pay_silently(&world, &order);
    assert_eq!(
        world.deliver(&told(&world.attempt(&client, &order), ProviderStatus::Settled)),
        Verdict::Applied
    );
    let run = reconcile(&world, "two");
    assert_eq!((run.equal(), run.counts.booked, run.money.allocated), (1, 0, rupiah(275_000)));
    laws::check(&world);
}

#[test]
fn an_end_that_nobody_told_is_caught_up_without_being_a_mismatch() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    world.bank.set_status(&order, ProviderStatus::Expired);
    let run = reconcile(&world, "one");
    assert_eq!((run.equal(), run.counts.refreshed, run.counts.booked), (1, 1, 1));
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    laws::check(&world);
}

#[test]
fn a_refund_made_at_the_gateways_dashboard_is_found() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = paid(&world, &client, &invoice);
    let mut reading = world.bank.holds(&order).unwrap();
    reading.status = ProviderStatus::PartiallyRefunded;
    reading.refunds.push(ProviderRefund {
        key: "dashboard-1".to_owned(),
        amount: rupiah(50_000),
        confirmed: true,
        chargeback: false,
    });
    world.truth(&order, &reading);
    let run = reconcile(&world, "one");
    assert_eq!(found(&run), [("M5", "corrected")]);
    assert_eq!(run.counts.cases, 1);
    assert_eq!(world.cases(&client), [CaseKind::RefundFound]);
    assert_eq!((run.money.allocated, run.money.refunded), (rupiah(225_000), rupiah(50_000)));
    assert!(run.is_settled());
    laws::check(&world);
}

fn paid(world: &World, client: &Client, invoice: &wikarta_core::id::InvoiceId) -> OrderId {
    let order = world.charge(invoice, Channel::BcaVa);
    pay_silently(world, &order);
    world.deliver(&told(&world.attempt(client, &order), ProviderStatus::Settled));
    world.work();
    order
}

#[test]
fn paid_twice_late_and_at_another_amount_every_rupiah_is_somewhere() {
    let world = World::new();
    let (client, first) = world.bill(275_000);
    // Paid by one bank while the other code, cancelled by us, is paid too and nobody is told.
    let lost = world.charge(&first, Channel::BcaVa);
    let paid = world.charge(&first, Channel::BriVa);
    pay_silently(&world, &paid);
    world.deliver(&told(&world.attempt(&client, &paid), ProviderStatus::Settled));
    world.work();
    pay_silently(&world, &lost);
    // Late: it had expired.
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    let late = world.charge(&second, Channel::BcaVa);
    world.bank.set_status(&late, ProviderStatus::Expired);
    world.deliver(&told(&world.attempt(&client, &late), ProviderStatus::Expired));
    pay_silently(&world, &late);
    // At another amount.
    let third = world.draft(&client.subscription, "2026-10");
    world.issue(&third);
    let short = world.charge(&third, Channel::BniVa);
    let mut reading = world.bank.holds(&short).unwrap();
    reading.status = ProviderStatus::Settled;
    reading.amount = rupiah(200_000);
    world.truth(&short, &reading);

    let run = reconcile(&world, "one");
    let kinds: Vec<_> = found(&run).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["M1", "M3", "M7"]);
    assert!(run.findings.iter().all(|one| one.state == FindingState::Corrected));
    assert!(run.is_settled(), "{run:#?}");
    assert_eq!(run.money.settled, rupiah(275_000 * 3 + 200_000));
    assert_eq!(run.money.allocated, rupiah(275_000 * 2));
    assert_eq!((run.money.credit, run.money.suspense), (rupiah(275_000), rupiah(200_000)));
    world.work();
    assert_eq!(reconcile(&world, "two").differing, 0);
    laws::check(&world);
}

#[test]
fn a_second_transaction_of_one_order_stays_in_a_case() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = paid(&world, &client, &invoice);
    let mut other = world.bank.holds(&order).unwrap();
    other.transaction_id = Some("tx-other".to_owned());
    world.truth(&order, &other);
    let run = reconcile(&world, "one");
    assert_eq!(found(&run), [("M6", "case")]);
    assert_eq!(world.cases(&client), [CaseKind::PaidTwice]);
    assert!(run.is_settled(), "a case is open about it");
    laws::check(&world);
}

#[test]
fn an_order_that_the_gateway_forgot_becomes_a_case_with_the_second_look() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = paid(&world, &client, &invoice);
    world.bank.forget(&order);
    let run = reconcile(&world, "one");
    assert_eq!(found(&run), [("M8", "open")]);
    assert!(!run.is_settled());
    assert_eq!((run.open(), run.money.lines_in_all), (1, 1), "{run:?}");
    world.pass_seconds(15 * 60);
    let run = reconcile(&world, "two");
    assert_eq!(found(&run), [("M8", "case")]);
    assert_eq!(world.cases(&client), [CaseKind::Mismatch]);
    // Found again there, the books agree, and both findings are resolved.
    let attempt = world.attempt(&client, &order);
    let reading = told(&attempt, ProviderStatus::Settled).reading;
    world.truth(&order, &reading);
    assert_eq!(reconcile(&world, "three").differing, 0);
    assert!(world.store.findings().iter().all(|one| one.state == FindingState::Resolved));
    laws::check(&world);
}

#[test]
fn money_under_an_order_that_nobody_knows_goes_to_suspense() {
    let world = World::new();
    let (_, invoice) = world.bill(275_000);
    let known = world.charge(&invoice, Channel::BcaVa);
    let mut reading = world.bank.holds(&known).unwrap();
    reading.status = ProviderStatus::Settled;
    let strange: OrderId = "TOKO-77".parse().unwrap();
    world.truth(&strange, &reading);
    let order = comparison(&world, "named");
    let kept: &dyn Observations = &*world.store;
    let orders = [strange.clone()];
    let run = now(world.wikarta.reconcile_orders(kept, &order, &orders)).unwrap();
    assert_eq!(found(&run), [("M4", "corrected")]);
    assert_eq!(run.money.suspense, rupiah(275_000));
    assert!(run.is_settled());
    laws::check(&world);
}

#[test]
fn an_answer_that_does_not_come_is_no_difference() {
    let world = World::new();
    let (_, invoice) = world.bill(275_000);
    world.charge(&invoice, Channel::BcaVa);
    world.bank.be(Mood::Silent);
    let run = reconcile(&world, "one");
    assert_eq!((run.counts.compared, run.counts.unanswered), (0, 1));
    assert!(!run.is_settled());
    assert_eq!(world.store.all_looks().len(), 0, "nothing was seen");
}

#[test]
fn looks_make_the_rate_of_the_month() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    for name in ["a", "b", "c"] {
        world.pass_seconds(3_600);
        reconcile(&world, name);
    }
    assert_eq!(world.store.all_looks().len(), 1, "an agreement is kept once a month");
    pay_silently(&world, &order);
    world.pass_seconds(3_600);
    reconcile(&world, "d");
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    world.charge(&second, Channel::BcaVa);
    world.pass_seconds(3_600);
    reconcile(&world, "e");
    let month = mismatches(&world.store.all_looks(), month("2026-08"), Zone::Wib);
    assert_eq!((month.confirmed.len(), month.compared.len()), (1, 2));
    assert!(month.confirmed[&order].contains(&MismatchKind::SettledThere));
}

fn careful() -> Policy {
    let mut policy = policy();
    policy.reconcile.correct = Correct::Proposed;
    policy
}

fn case_of(world: &World, client: &Client) -> CaseId {
    let account = world.account(client);
    let mut open = account.cases.values().filter(|case| case.state == CaseState::Open);
    open.next().unwrap().id.clone()
}

#[test]
fn a_correction_that_must_be_proposed_takes_two_people() {
    let world = World::with(careful());
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    pay_silently(&world, &order);
    let run = reconcile(&world, "one");
    assert_eq!(found(&run), [("M1", "case")]);
    assert_eq!(world.status(&client, &invoice), "PENDING", "nothing is booked by itself");
    assert_eq!(run.money.in_cases, rupiah(275_000));
    assert!(run.is_settled());
    let case = case_of(&world, &client);
    let propose = |resolution| {
        let reason = "Notifikasi hilang di jalan".to_owned();
        Command::Desk(DeskCommand::ProposeResolution { case: case.clone(), resolution, reason })
    };
    let approve = Command::Desk(DeskCommand::ApproveResolution { case: case.clone() });
    // Where the money goes is the gateway's word or nothing.
    let refused = world.ask(keuangan(1), propose(Resolution::Credit));
    assert!(format!("{refused:?}").contains("resolution"), "{refused:?}");
    world.ask(keuangan(1), propose(Resolution::Gateway)).unwrap();
    // One person who may do both is still one person.
    let both = match keuangan(1) {
        Actor::Staff { id, .. } => Actor::staff(id, [Role::Keuangan, Role::Supervisor]),
        other => panic!("{other:?}"),
    };
    let refused = world.ask(both, approve.clone());
    assert!(format!("{refused:?}").contains("Separation"), "{refused:?}");
    world.ask(supervisor(1), approve).unwrap();
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(reconcile(&world, "two").differing, 0);
    let states: Vec<_> = world.store.findings().iter().map(|one| one.state).collect();
    assert_eq!(states, [FindingState::Resolved]);
    laws::check(&world);
}

#[test]
fn a_correction_that_is_refused_stays_open() {
    let world = World::with(careful());
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    pay_silently(&world, &order);
    reconcile(&world, "one");
    let case = case_of(&world, &client);
    let reason = "Notifikasi hilang di jalan".to_owned();
    let resolution = Resolution::Gateway;
    let propose = DeskCommand::ProposeResolution { case: case.clone(), resolution, reason };
    world.ask(keuangan(1), Command::Desk(propose)).unwrap();
    let reason = "Tunggu jawaban bank dahulu".to_owned();
    let reject = DeskCommand::RejectResolution { case, reason };
    world.ask(supervisor(1), Command::Desk(reject)).unwrap();
    world.work();
    assert_eq!(world.status(&client, &invoice), "PENDING");
    assert_eq!(found(&reconcile(&world, "two")), [("M1", "case")]);
    laws::check(&world);
}

#[test]
fn only_who_may_run_it_runs_it() {
    let world = World::new();
    let kept: &dyn Observations = &*world.store;
    for (role, may) in [
        (Role::Keuangan, true),
        (Role::Supervisor, true),
        (Role::Marketing, false),
        (Role::Auditor, false),
        (Role::Teknisi, false),
    ] {
        let order = Comparison { actor: staff(role), ..comparison(&world, role.as_str()) };
        let answer = now(world.wikarta.reconcile(kept, &order, &mut |_| {}));
        match answer {
            Ok(_) => assert!(may, "{role}"),
            Err(ReconcileError::Refused(Refusal::Denied { .. })) => assert!(!may, "{role}"),
            Err(other) => panic!("{role}: {other}"),
        }
    }
}

/// A client with a lost settlement, a lost expiry, a late payment and a refund nobody told us of.
fn trouble(world: &World) -> Client {
    let (client, first) = world.bill(275_000);
    let lost = world.charge(&first, Channel::BcaVa);
    pay_silently(world, &lost);
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    let late = world.charge(&second, Channel::BniVa);
    world.bank.set_status(&late, ProviderStatus::Expired);
    world.deliver(&told(&world.attempt(&client, &late), ProviderStatus::Expired));
    pay_silently(world, &late);
    let third = world.draft(&client.subscription, "2026-10");
    world.issue(&third);
    let back = paid(world, &client, &third);
    let mut reading = world.bank.holds(&back).unwrap();
    reading.status = ProviderStatus::Refunded;
    world.truth(&back, &reading);
    client
}

/// What the run came to, without how often it had to try.
fn outcome(world: &World, client: &Client, run: &RunRecord) -> String {
    let account = world.account(client);
    let invoices: Vec<_> =
        account.invoices.values().map(|i| (&i.id, i.status, i.paid, i.refunded)).collect();
    let cases: Vec<_> = account.cases.values().map(|case| (&case.id, case.kind)).collect();
    let money = (account.credit, account.suspense);
    let receipts: Vec<_> = world.notifier.messages().into_keys().collect();
    let run = (&run.findings, run.counts.compared, run.equal(), &run.money, run.is_settled());
    format!("{invoices:#?} {cases:#?} {money:?} {receipts:#?} {run:#?}")
}

fn storm(store: Arc<Plan>, gateway: Arc<Plan>) -> World {
    World::behind(
        |inner| Arc::new(FaultyStore { inner, plan: store }),
        |inner| Arc::new(FaultyGateway { inner, plan: gateway }),
    )
}

/// Runs until it ends, as a timer would: what broke off is started again under its name.
fn insist(world: &World, kept: &dyn Observations) -> RunRecord {
    for _ in 0..8 {
        let order = comparison(world, "insisted");
        if let Ok(run) = now(world.wikarta.reconcile(kept, &order, &mut |_| {})) {
            for _ in 0..8 {
                if now(world.wikarta.work(100)).is_ok() {
                    world.pass_seconds(70);
                }
            }
            return run;
        }
    }
    panic!("the run never ends");
}

#[test]
fn whatever_call_of_the_store_fails_a_run_that_is_resumed_ends_alike() {
    let clean = |plan: &Arc<Plan>| {
        let world = storm(plan.clone(), Plan::never());
        let client = trouble(&world);
        (world, client)
    };
    let plan = Plan::never();
    let (world, client) = clean(&plan);
    let before = plan.calls();
    let kept = FaultyStore { inner: world.store.clone(), plan: plan.clone() };
    let run = insist(&world, &kept);
    let expected = outcome(&world, &client, &run);
    let calls = plan.calls();
    assert!(calls - before > 20, "{} calls is no run", calls - before);
    assert!(run.is_settled(), "{run:#?}");
    for how in [Failing::Before, Failing::After] {
        for n in before + 1..=calls {
            let plan = Plan::new([n], how);
            let (world, client) = clean(&plan);
            let kept = FaultyStore { inner: world.store.clone(), plan };
            let run = insist(&world, &kept);
            laws::check(&world);
            let got = outcome(&world, &client, &run);
            similar_asserts(&got, &expected, &format!("{how:?} at {n}"));
        }
    }
}

fn similar_asserts(got: &str, expected: &str, told: &str) {
    let differ = got.lines().zip(expected.lines()).filter(|(one, other)| one != other);
    let shown: Vec<_> = differ.take(12).collect();
    assert!(shown.is_empty() && got.len() == expected.len(), "{told}: {shown:#?}");
}

#[test]
fn two_runs_at_once_book_once() {
    let world = World::new();
    let client = trouble(&world);
    let other = world.fork();
    let kept: &dyn Observations = &*world.store;
    // The second begins when the first is half way: it looks at the same orders under another name.
    let order = comparison(&world, "first");
    let wikarta = world.wikarta.clone();
    let second = comparison(&world, "second");
    let mut runs = 0;
    let mut inner = |_: &RunRecord| {
        runs += 1;
        if runs == 1 {
            now(wikarta.reconcile(kept, &second, &mut |_| {})).unwrap();
        }
    };
    let first = now(world.wikarta.reconcile(kept, &order, &mut inner)).unwrap();
    assert!(first.is_settled());
    world.work();
    let alone = reconcile(&other, "alone");
    other.work();
    assert!(alone.is_settled());
    let (left, right) = (world.account(&client), other.account(&client));
    assert_eq!((left.credit, left.suspense), (right.credit, right.suspense));
    assert_eq!(left.cases.len(), right.cases.len());
    assert_eq!(world.receipts(), 3);
    laws::check(&world);
}

#[test]
fn a_read_that_was_overtaken_is_taken_in_under_the_next_number() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order = world.charge(&invoice, Channel::BcaVa);
    pay_silently(&world, &order);
    reconcile(&world, "one");
    let reads = world.attempt(&client, &order).reads;
    let outcome = wikarta_core::ports::StatusOutcome::Found(world.bank.holds(&order).unwrap());
    let cause = wikarta_core::command::ReadCause::Comparison(run_id("other"));
    let read = TakeRead { order_id: order, seq: reads, outcome, cause };
    let stale = world.ask(Actor::System, Command::TakeRead(Box::new(read)));
    assert!(format!("{stale:?}").contains("StaleRead"), "{stale:?}");
}
