//! Many at once: in one batch, in batches beside each other, and what one failure does to others.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::AccountEvent;
use wikarta_core::aggregate::AggregateId;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::{Answer, Doubt, Verdict};
use wikarta_core::engine::{HandleError, Handled, Repeat};
use wikarta_core::id::{AccountId, CommandId, InvoiceId, OrderId, PackageId};
use wikarta_core::ports::Fault;
use wikarta_core::provider::{Channel, ProviderStatus};
use wikarta_core::refusal::Refusal;

use crate::busy::Busy;
use crate::claims::told;
use crate::laws;
use crate::world::{Client, World, month, now, registration, rumah, staff};

fn busy_with(world: World, refuses: Option<AccountId>, clashes: u32) -> World {
    let clashes = AtomicU32::new(clashes);
    world.through(|inner| Arc::new(Busy { inner, refuses, clashes }))
}

fn busy(world: World) -> World {
    busy_with(world, None, 0)
}

/// Sends every batch on a thread of its own pool.
fn beside(world: &World, batches: Vec<Vec<Envelope>>) -> Vec<Handled> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for batch in batches {
            let wikarta = world.wikarta.clone();
            tasks.push(tokio::spawn(async move { wikarta.handle(&batch).await }));
        }
        let mut answers = Vec::new();
        for task in tasks {
            answers.extend(task.await.unwrap());
        }
        answers
    })
}

fn pending() -> (World, Client, InvoiceId, OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    (world, client, invoice, order_id)
}

fn observed(world: &World, client: &Client) -> usize {
    let (entries, _) = world.store.trail(&AggregateId::Account(client.account.clone()));
    let parse = |data: &str| serde_json::from_str::<AccountEvent>(data).unwrap();
    let seen = |event: AccountEvent| matches!(event, AccountEvent::Observed(_));
    entries.iter().filter(|row| seen(parse(&row.entry.data))).count()
}

fn applied_once(world: &World, client: &Client, invoice: &InvoiceId, answers: &[Handled]) {
    let first = |answer: &&Handled| answer.as_ref().unwrap().repeat == Repeat::First;
    assert_eq!(answers.iter().filter(first).count(), 1);
    assert_eq!(observed(world, client), 1, "one entry");
    world.work();
    assert_eq!((world.status(client, invoice), world.receipts()), ("PAID", 1));
    laws::check(world);
}

#[test]
fn fifty_times_the_same_in_one_batch_is_applied_once() {
    let (world, client, invoice, order_id) = pending();
    let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    let batch: Vec<_> = (0..50).map(|_| world.notice(&settled)).collect();
    let answers = now(world.wikarta.handle(&batch));
    assert_eq!(answers.len(), 50);
    applied_once(&world, &client, &invoice, &answers);
}

#[test]
fn fifty_times_the_same_from_everywhere_at_once_is_applied_once() {
    for size in [1, 5, 25] {
        let (world, client, invoice, order_id) = pending();
        let world = busy(world);
        let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
        let batch = || (0..size).map(|_| world.notice(&settled)).collect();
        let answers = beside(&world, (0..50 / size).map(|_| batch()).collect());
        assert_eq!(answers.len(), 50);
        applied_once(&world, &client, &invoice, &answers);
    }
}

#[test]
fn a_parked_notification_fifty_times_at_once_is_read_once() {
    let (world, client, invoice, order_id) = pending();
    let world = busy(world);
    world.bank.set_status(&order_id, ProviderStatus::Cancelled);
    let cancelled = told(&world.attempt(&client, &order_id), ProviderStatus::Cancelled);
    let answers = beside(&world, (0..50).map(|_| vec![world.notice(&cancelled)]).collect());
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(world.store.parked().len(), 1);
    world.work();
    assert_eq!((observed(&world, &client), world.status(&client, &invoice)), (1, "VOID"));
    laws::check(&world);
}

#[test]
fn numbers_have_no_gap_and_no_double_when_customers_are_billed_at_once() {
    let world = World::new();
    let package = world.package(100_000);
    let mut drafts = Vec::new();
    for n in 0..12 {
        let account = world.customer(&format!("PLG-{n:06}"));
        let subscription = world.subscribe(&account, &package);
        for period in ["2026-08", "2026-09"] {
            drafts.push((account.clone(), world.draft(&subscription, period)));
        }
    }
    let world = busy(world);
    let issue = |(_, invoice): &(AccountId, InvoiceId)| {
        world.envelope(staff(Role::Keuangan), Command::IssueInvoice { invoice: invoice.clone() })
    };
    // Both drafts of a customer in one batch: each command names another closed thing.
    let batches = drafts.chunks(6).map(|chunk| chunk.iter().map(issue).collect()).collect();
    let answers = beside(&world, batches);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let number = |(account, invoice): &(AccountId, InvoiceId)| {
        world.store.account(account).unwrap().invoices[invoice].number.unwrap().sequence()
    };
    let mut numbers: Vec<_> = drafts.iter().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=24).collect::<Vec<_>>());
    laws::check(&world);
}

#[test]
fn a_whole_life_fits_into_one_batch() {
    let world = World::new();
    let made = |role, name: &str, command| {
        let envelope = world.envelope(staff(role), command);
        Envelope { id: CommandId::new(name), ..envelope }
    };
    let derived = |name: &str| CommandId::new(name);
    let account = AccountId::derived(&derived("customer"), 0);
    let package = PackageId::derived(&derived("package"), 0);
    let subscription = wikarta_core::id::SubscriptionId::derived(&derived("subscription"), 0);
    let invoice = InvoiceId::derived(&derived("draft"), 0);
    let starts_on = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let start = Command::StartSubscription {
        account: account.clone(),
        package: package.clone(),
        starts_on,
    };
    let draft =
        Command::DraftInvoice { subscription: subscription.clone(), period: month("2026-08") };
    let open = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::Qris };
    let batch = [
        made(Role::Marketing, "customer", registration("PLG-000001")),
        made(Role::Marketing, "package", crate::world::rumah(100_000)),
        made(Role::Supervisor, "price", crate::world::approve_price(&package)),
        made(Role::Marketing, "subscription", start),
        made(Role::Keuangan, "draft", draft),
        made(Role::Keuangan, "issue", Command::IssueInvoice { invoice: invoice.clone() }),
        made(Role::Keuangan, "open", open),
    ];
    for answer in now(world.wikarta.handle(&batch)) {
        assert_eq!(answer.unwrap().repeat, Repeat::First);
    }
    world.work();
    let client = Client { account, subscription };
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}

#[test]
fn a_no_that_rests_on_what_was_not_written_is_thought_over() {
    let world = World::new();
    let client = world.client("PLG-000001", 100_000);
    let draft = || {
        let (subscription, period) = (client.subscription.clone(), month("2026-08"));
        world.envelope(staff(Role::Keuangan), Command::DraftInvoice { subscription, period })
    };
    let batch = [draft(), draft()];
    world.store.fail_commits(1);
    let answers = now(world.wikarta.handle(&batch));
    assert!(matches!(answers[0], Err(HandleError::Fault(Fault::Passing(_)))), "{answers:?}");
    let Ok(receipt) = &answers[1] else { panic!("{answers:?}") };
    let Answer::Invoice { id } = &receipt.answer else { panic!() };
    assert_eq!(
        world.status(&client, id),
        "DRAFT",
        "the second was not refused for the first's sake"
    );
    laws::check(&world);
}

#[test]
fn one_poisoned_change_does_not_fail_the_others() {
    let world = World::new();
    let clients: Vec<_> = (0..5).map(|n| world.client(&format!("PLG-{n:06}"), 100_000)).collect();
    let poisoned = clients[2].account.clone();
    let world = busy_with(world, Some(poisoned), 0);
    let draft = |client: &Client| {
        let (subscription, period) = (client.subscription.clone(), month("2026-08"));
        world.envelope(staff(Role::Keuangan), Command::DraftInvoice { subscription, period })
    };
    let answers = beside(&world, vec![clients.iter().map(draft).collect()]);
    for (n, answer) in answers.iter().enumerate() {
        match (n, answer) {
            (2, Err(HandleError::Fault(Fault::Permanent(_)))) | (_, Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(answers[2].is_err());
    laws::check(&world);
}

#[test]
fn several_commands_of_one_poisoned_change_are_tried_alone() {
    let world = World::new();
    let one = world.client("PLG-000001", 100_000);
    let other = world.client("PLG-000002", 100_000);
    let drafts =
        [world.draft(&one.subscription, "2026-08"), world.draft(&other.subscription, "2026-08")];
    let world = busy_with(world, Some(one.account.clone()), 0);
    // The series binds both issues into one change.
    let issue = |invoice: &InvoiceId| {
        world.envelope(staff(Role::Keuangan), Command::IssueInvoice { invoice: invoice.clone() })
    };
    let answers = beside(&world, vec![drafts.iter().map(issue).collect()]);
    assert!(matches!(answers[0], Err(HandleError::Fault(Fault::Permanent(_)))), "{answers:?}");
    assert!(answers[1].is_ok(), "{answers:?}");
    assert_eq!(world.invoice(&other, &drafts[1]).number.unwrap().sequence(), 1, "no gap");
    laws::check(&world);
}

#[test]
fn clashes_are_decided_anew_but_not_for_ever() {
    for (clashes, fits) in [(63, true), (64, false)] {
        let world = busy_with(World::new(), None, clashes);
        let envelope = world.envelope(staff(Role::Marketing), registration("PLG-000001"));
        let answer = beside(&world, vec![vec![envelope.clone()]]).remove(0);
        match answer {
            Ok(_) if fits => {}
            Err(HandleError::Contended) if !fits => {
                assert!(beside(&world, vec![vec![envelope]]).remove(0).is_ok(), "later it works");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn one_number_for_two_customers_at_once_goes_to_one() {
    let world = busy(World::new());
    let batch = || vec![world.envelope(staff(Role::Marketing), registration("PLG-000001"))];
    let answers = beside(&world, (0..8).map(|_| batch()).collect());
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let taken = |answer: &&Handled| {
        matches!(answer, Err(HandleError::Refused(Refusal::Exists { kind: "customer", .. })))
    };
    assert_eq!(answers.iter().filter(taken).count(), 7);
    assert_eq!(world.store.aggregates().len(), 1);
}

#[test]
fn one_address_for_two_people_at_once_goes_to_one() {
    let world = busy(World::new());
    let batch = |n: u32| {
        let (email, name) =
            (format!(" Keuangan@Demo.test{}", " ".repeat(n as usize)), "Sri".to_owned());
        let command = Command::AddUser { email, name, roles: vec![Role::Keuangan] };
        vec![world.envelope(Actor::System, command)]
    };
    let answers = beside(&world, (0..4).map(batch).collect());
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
}

#[test]
fn one_package_code_for_two_at_once_goes_to_one_and_later_to_nobody() {
    let world = busy(World::new());
    let batch = |price: i64| vec![world.envelope(staff(Role::Marketing), rumah(price))];
    let answers = beside(&world, (1..5).map(|n| batch(n * 50_000)).collect());
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for answer in answers.into_iter().chain(beside(&world, vec![batch(250_000)])) {
        match answer {
            Ok(_) => {}
            Err(HandleError::Refused(Refusal::Exists { kind: "package", .. })) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn two_notifications_about_different_closed_bills_of_one_customer_are_both_understood() {
    let (world, client, _, first) = pending();
    world.deliver(&told(&world.attempt(&client, &first), ProviderStatus::Settled));
    let invoice = world.draft(&client.subscription, "2026-09");
    world.issue(&invoice);
    let second = world.charge(&invoice, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &second), ProviderStatus::Settled));
    let cancelled = |order_id: &OrderId| {
        world.notice(&told(&world.attempt(&client, order_id), ProviderStatus::Cancelled))
    };
    for answer in now(world.wikarta.handle(&[cancelled(&first), cancelled(&second)])) {
        let verdict = Verdict::Parked(Doubt::AgainstMoney);
        assert_eq!(answer.unwrap().answer, Answer::Notification { verdict });
    }
}

#[test]
fn one_key_with_two_bodies_in_a_batch_is_refused_the_second_time() {
    let world = World::new();
    let first = world.envelope(staff(Role::Marketing), registration("PLG-000001"));
    let second = Envelope { command: registration("PLG-000002"), ..first.clone() };
    let answers = now(world.wikarta.handle(&[first, second]));
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(Refusal::KeyReused.into()));
}
