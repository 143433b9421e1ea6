//! Billing runs: what is due on a day, each bill once, whoever runs how often.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wikarta_core::access::Role;
use wikarta_core::account::{Document, Invoice};
use wikarta_core::billing::{BillingMode, Cycle, PeriodLength};
use wikarta_core::command::{BillingCommand, Command, SubscriptionCommand};
use wikarta_core::decide::{Due, billing_due};
use wikarta_core::engine::{RunMode, RunOutcome};
use wikarta_core::policy::{Policy, WhileIsolated};
use wikarta_core::refusal::Refusal;

use crate::laws;
use crate::market::{WHY, bases, bill, day, order, plus_tax, sub};
use crate::world::{Client, World, month, policy, rupiah};

fn period(text: &str) -> Due {
    Due::Period(month(text))
}

#[test]
fn prepaid_is_due_a_week_before_and_postpaid_the_day_after() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let sold = world.sold(&client);
    let due = |on: &str| billing_due(&sold, day(on), &policy());
    assert_eq!(due("2026-07-24"), []);
    assert_eq!(due("2026-07-25"), [period("2026-08")]);
    assert_eq!(due("2026-08-25"), [period("2026-08"), period("2026-09")]);
    let mut later = sold;
    later.terms.mode = BillingMode::Postpaid;
    let due = |on: &str| billing_due(&later, day(on), &policy());
    assert_eq!(due("2026-08-31"), []);
    assert_eq!(due("2026-09-01"), [period("2026-08")]);
}

#[test]
fn a_run_previews_bills_once_and_says_what_was_done_before() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let before = laws::picture(&world);
    let total = rupiah(277_500);
    assert_eq!(world.run(&client, RunMode::Preview), [RunOutcome::WouldBill { total }]);
    assert_eq!(laws::picture(&world), before, "a preview changes nothing");
    let stale = world.sold(&client);
    let rows = world.run(&client, RunMode::Commit);
    let [RunOutcome::Billed { number, .. }] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(number.to_string(), "INV/2026/08/000001");
    world.pass_seconds(90_000);
    let again = world.run_over(&[stale], RunMode::Commit);
    assert!(matches!(again[..], [RunOutcome::AlreadyBilled { invoice: Some(_) }]), "{again:?}");
    assert_eq!(world.run(&client, RunMode::Commit), [RunOutcome::NothingDue]);
    laws::check(&world);
}

#[test]
fn a_draft_blocks_its_period_until_it_is_issued_or_thrown_away() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let invoice = world.draft(&client.subscription, "2026-08");
    let rows = world.run(&client, RunMode::Commit);
    assert_eq!(rows, [RunOutcome::AlreadyBilled { invoice: Some(invoice.clone()) }]);
    let discard = bill(BillingCommand::DiscardDraft { invoice: invoice.clone() });
    world.tell(Role::Keuangan, discard.clone());
    world.tell(Role::Keuangan, discard.clone());
    let rows = world.run(&client, RunMode::Commit);
    assert!(matches!(rows[..], [RunOutcome::Billed { .. }]), "{rows:?}");
    let billed =
        world.account(&client).invoices.values().find(|bill| bill.number.is_some()).cloned();
    let billed = billed.unwrap();
    assert_eq!(billed.number.unwrap().sequence(), 1, "a draft never had a number");
    let issued = bill(BillingCommand::DiscardDraft { invoice: billed.id });
    assert_eq!(world.refusal(Role::Keuangan, issued).code(), "invalid_state");
    laws::check(&world);
}

#[test]
fn a_run_that_comes_too_early_or_for_a_later_day_is_refused() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-09-01", |order| order);
    let early = world.refusal(Role::Keuangan, world.period_of(&client.subscription, "2026-09"));
    assert_eq!(early.code(), "too_early");
    let subscription = client.subscription.clone();
    let (period, on) = (month("2026-09"), day("2026-08-25"));
    let later = bill(BillingCommand::BillPeriod { subscription, period, on });
    assert_eq!(world.refusal(Role::Keuangan, later).code(), "invalid");
    let none = world.refusal(Role::Keuangan, world.period_of(&client.subscription, "2026-08"));
    assert_eq!(none, Refusal::PeriodBeforeStart { period: month("2026-08") });
    world.on("2026-08-25");
    let bill = world.bill_period(&client, "2026-09");
    assert_eq!(bill.due_date, Some(day("2026-09-01")), "due when the period begins");
}

#[test]
fn a_quarter_from_the_thirty_first_keeps_its_anchor() {
    let world = World::new();
    world.on("2026-01-31");
    let client = world.buyer(100_000, "2026-01-31", |mut order| {
        order.cycle = Cycle::anniversary_of(day("2026-01-31"));
        order.length = PeriodLength::new(3).unwrap();
        order
    });
    let first = world.bill_period(&client, "2026-01");
    assert_eq!((bases(&first), first.lines[0].to), (vec![300_000], day("2026-04-29")));
    world.on("2026-04-23");
    let refused = world.refusal(Role::Keuangan, world.period_of(&client.subscription, "2026-03"));
    assert_eq!(refused.code(), "invalid");
    let second = world.bill_period(&client, "2026-04");
    assert_eq!((second.lines[0].from, second.lines[0].to), (day("2026-04-30"), day("2026-07-30")));
}

fn isolated(rule: WhileIsolated) -> (World, Client) {
    let mut policy: Policy = policy();
    policy.billing.while_isolated = rule;
    let world = World::with(policy);
    let client = world.buyer(300_000, "2026-08-01", |order| order);
    world.bill_period(&client, "2026-08");
    world.on("2026-08-11");
    let (subscription, reason) = (client.subscription.clone(), WHY.to_owned());
    world.tell(Role::Keuangan, sub(SubscriptionCommand::Isolate { subscription, reason }));
    (world, client)
}

fn restore(world: &World, client: &Client) {
    let (subscription, reason) = (client.subscription.clone(), WHY.to_owned());
    world.tell(Role::Keuangan, sub(SubscriptionCommand::Restore { subscription, reason }));
}

#[test]
fn while_isolated_one_more_period_is_billed_and_missed_ones_do_not_pile_up() {
    let (world, client) = isolated(WhileIsolated::Continue { periods: 1 });
    world.on("2026-08-25");
    assert!(matches!(world.run(&client, RunMode::Commit)[..], [RunOutcome::Billed { .. }]));
    world.on("2026-10-25");
    assert_eq!(world.run(&client, RunMode::Commit), [RunOutcome::NothingDue]);
    let refused = world.refusal(Role::Keuangan, world.period_of(&client.subscription, "2026-10"));
    assert_eq!(refused.code(), "state_conflict");
    world.on("2026-11-16");
    restore(&world, &client);
    let rows = world.run(&client, RunMode::Commit);
    assert!(matches!(rows[..], [RunOutcome::Billed { .. }]), "only November: {rows:?}");
    let account = world.account(&client);
    let november = account.invoices.values().find(|bill| bill.period == month("2026-11")).unwrap();
    assert_eq!(bases(november), [150_000], "16 to 30 November");
    laws::check(&world);
}

#[test]
fn a_pause_takes_isolated_days_off() {
    let (world, client) = isolated(WhileIsolated::Pause);
    world.on("2026-08-26");
    assert_eq!(world.run(&client, RunMode::Commit), [RunOutcome::NothingDue]);
    world.on("2026-09-11");
    restore(&world, &client);
    let charges = world.sold(&client).charges;
    assert_eq!(charges[0].amount, rupiah(-203_226), "21 of 31 days of August, billed before");
    let rows = world.run(&client, RunMode::Commit);
    assert!(matches!(rows[..], [RunOutcome::Billed { .. }]), "{rows:?}");
    let account = world.account(&client);
    let september = account.invoices.values().find(|bill| bill.period == month("2026-09")).unwrap();
    assert_eq!(bases(september), [200_000, -200_000], "20 of 30 days, less what was paid");
    assert_eq!(world.sold(&client).charges[0].amount, rupiah(-3_226));
    laws::check(&world);
}

#[test]
fn fees_can_be_billed_between_periods() {
    let world = World::new();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    world.bill_period(&client, "2026-08");
    let fee = |amount| {
        sub(SubscriptionCommand::AddFee {
            subscription: client.subscription.clone(),
            kind: wikarta_core::billing::LineKind::Other,
            description: "Pemindahan perangkat".to_owned(),
            amount: rupiah(amount),
        })
    };
    assert_eq!(world.refusal(Role::Marketing, fee(0)).code(), "invalid");
    world.tell(Role::Marketing, fee(50_000));
    let first = world.bill_charges(&client);
    world.tell(Role::Marketing, fee(75_000));
    let second = world.bill_charges(&client);
    assert_eq!((first.sequence, second.sequence), (1, 2));
    assert_eq!((first.period, second.total), (month("2026-08"), rupiah(83_250)));
    let subscription = client.subscription.clone();
    let empty = bill(BillingCommand::BillCharges { subscription });
    assert_eq!(world.refusal(Role::Keuangan, empty), Refusal::Nothing("bill"));
    laws::check(&world);
}

/// Numbers of a month without gaps, in the order of issue.
fn numbers(invoices: &[Invoice]) -> Vec<u32> {
    let mut given: Vec<u32> =
        invoices.iter().filter_map(|bill| Some(bill.number?.sequence())).collect();
    given.sort_unstable();
    given
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Runs of any days, in any order and number, with hand-made bills between them: each period is
    /// billed once, and numbers have no gaps.
    #[test]
    fn each_period_is_billed_once_whatever_runs(
        starts in prop::collection::vec(1..29_u32, 1..4),
        deeds in prop::collection::vec((0..4_u8, 0..4_usize, 0..20_i64), 1..14),
    ) {
        let world = World::new();
        world.on("2026-08-01");
        let package = world.on_sale(plus_tax("BISNIS", 250_000, 0));
        let clients: Vec<Client> = starts.iter().enumerate().map(|(n, start)| {
            let account = world.customer(&format!("PLG-{n:06}"));
            let mut sale = order(&account, &package, &format!("2026-08-{start:02}"));
            if n % 2 == 1 {
                sale.cycle = Cycle::anniversary_of(sale.starts_on);
                sale.mode = BillingMode::Postpaid;
            }
            world.sell(sale)
        }).collect();
        let read = || clients.iter().map(|client| world.sold(client)).collect::<Vec<_>>();
        let mut old = read();
        for (deed, which, days) in deeds {
            let client = &clients[which % clients.len()];
            match deed {
                0 => drop(world.run_over(&read(), RunMode::Commit)),
                1 => drop(world.run_over(&old, RunMode::Commit)),
                2 => {
                    let period = wikarta_core::time::Month::of(world.today());
                    let subscription = client.subscription.clone();
                    let draft = Command::DraftInvoice { subscription, period };
                    let staff = crate::world::staff(Role::Keuangan);
                    if let Ok(receipt) = world.ask(staff.clone(), draft) {
                        let wikarta_core::decide::Answer::Invoice { id: invoice } = receipt.answer
                        else { panic!() };
                        let _ = world.ask(staff, Command::IssueInvoice { invoice });
                    }
                }
                _ => old = read(),
            }
            world.pass_seconds(days * 86_400);
        }
        let mut all = Vec::new();
        for client in &clients {
            let mut seen = BTreeMap::new();
            for bill in world.account(client).invoices.values() {
                prop_assert_ne!(bill.document, Document::Void);
                *seen.entry((bill.period, bill.sequence)).or_insert(0) += 1;
                all.push(bill.clone());
            }
            prop_assert!(seen.values().all(|count| *count == 1), "{:?}", seen);
        }
        let mut by_month: BTreeMap<_, Vec<Invoice>> = BTreeMap::new();
        for bill in all {
            if let Some(number) = bill.number {
                by_month.entry(number.month()).or_default().push(bill);
            }
        }
        for bills in by_month.values() {
            let expected: Vec<u32> = (1..=u32::try_from(bills.len()).unwrap()).collect();
            prop_assert_eq!(numbers(bills), expected);
        }
        laws::check(&world);
    }
}
