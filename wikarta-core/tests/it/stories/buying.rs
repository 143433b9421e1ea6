//! Packages and agreements: proposed, approved, sold on terms, begun, ended.

use wikarta_core::access::{Role, SeparationRule};
use wikarta_core::billing::{BillingMode, Cycle, LineKind, Pricing};
use wikarta_core::command::{
    BillingCommand, CatalogueCommand, Command, Installed, SubscriptionCommand,
};
use wikarta_core::engine::HandleError;
use wikarta_core::refusal::Refusal;
use wikarta_core::subscription::{SubscriptionAct, SubscriptionStatus, TABLE, step};

use crate::laws;
use crate::market::{WHY, bases, bill, day, one_person, order, plus_tax, sub};
use crate::world::{Client, World, approve_price, month, rumah, rupiah};

fn propose(package: &wikarta_core::id::PackageId, price: i64) -> Command {
    Command::Catalogue(CatalogueCommand::ProposePrice {
        package: package.clone(),
        price: rupiah(price),
        pricing: Pricing::Inclusive,
        reason: WHY.to_owned(),
    })
}

#[test]
fn nobody_sells_at_a_price_that_no_supervisor_approved() {
    let world = World::new();
    let account = world.customer("PLG-000001");
    let answer = world.ask(one_person(), rumah(275_000)).unwrap().answer;
    let wikarta_core::decide::Answer::Package { id } = answer else { panic!("{answer:?}") };
    let refused = world.refusal(
        Role::Marketing,
        sub(SubscriptionCommand::Sell(order(&account, &id, "2026-08-01"))),
    );
    assert_eq!(
        (refused.code(), refused.allowed()),
        ("state_conflict", vec!["approve_price".into()])
    );
    let own = world.ask(one_person(), approve_price(&id));
    let Err(HandleError::Refused(Refusal::Separation { rule, held_by })) = own else {
        panic!("{own:?}")
    };
    assert_eq!((rule, held_by), (SeparationRule::ProposerApproves, vec![Role::Supervisor]));
    world.tell(Role::Supervisor, approve_price(&id));
    let client = world.sell(order(&account, &id, "2026-08-01"));
    assert_eq!(world.sold(&client).price, rupiah(275_000));
    assert_eq!(world.refusal(Role::Supervisor, approve_price(&id)), Refusal::Nothing("approve"));
    laws::check(&world);
}

#[test]
fn a_new_price_never_touches_agreements_and_bills() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let package = world.sold(&client).package;
    let bill = world.bill_period(&client, "2026-08");
    world.tell(Role::Marketing, propose(&package, 325_000));
    let again = world.refusal(Role::Marketing, propose(&package, 330_000));
    assert_eq!(again.allowed(), ["approve", "reject"]);
    let reason = "terlalu tinggi untuk pasar".to_owned();
    let reject = CatalogueCommand::RejectPrice { package: package.clone(), reason };
    world.tell(Role::Supervisor, Command::Catalogue(reject));
    world.tell(Role::Marketing, propose(&package, 300_000));
    world.tell(Role::Supervisor, approve_price(&package));
    assert_eq!(world.invoice(&client, &bill.id), bill);
    assert_eq!(world.sold(&client).price, rupiah(275_000));
    world.on("2026-08-26");
    assert_eq!(world.bill_period(&client, "2026-09").total, rupiah(275_000));
    let other = Client { subscription: world.subscribe(&client.account, &package), ..client };
    assert_eq!(world.sold(&other).price, rupiah(300_000));
    let archive = CatalogueCommand::Archive { package: package.clone() };
    world.tell(Role::Marketing, Command::Catalogue(archive.clone()));
    world.tell(Role::Marketing, Command::Catalogue(archive));
    let refused = world.refusal(Role::Marketing, propose(&package, 1));
    assert_eq!(refused.code(), "state_conflict");
    laws::check(&world);
}

#[test]
fn installation_and_deposit_stand_on_the_first_bill_only() {
    let world = World::new();
    let account = world.customer("PLG-000001");
    let package = world.on_sale(plus_tax("PRO", 450_000, 250_000));
    let mut order = order(&account, &package, "2026-08-01");
    (order.deposit, order.installed) = (rupiah(100_000), Installed::No);
    let client = world.sell(order);
    let early = world.refusal(Role::Keuangan, world.period_of(&client.subscription, "2026-08"));
    assert_eq!(early.code(), "state_conflict", "nothing is billed before it is installed");
    let (subscription, on) = (client.subscription.clone(), day("2026-08-01"));
    world.tell(Role::Marketing, sub(SubscriptionCommand::Activate { subscription, on }));
    let first = world.bill_period(&client, "2026-08");
    assert_eq!(bases(&first), [450_000, 250_000, 100_000]);
    assert_eq!(first.total, rupiah(450_000 + 250_000 + 77_000 + 100_000));
    let kinds: Vec<_> = first.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Recurring, LineKind::Installation, LineKind::Deposit]);
    assert_eq!(world.sold(&client).deposit, rupiah(100_000));
    world.on("2026-08-26");
    assert_eq!(bases(&world.bill_period(&client, "2026-09")), [450_000]);
    laws::check(&world);
}

#[test]
fn the_first_period_is_prorated_from_the_day_of_activation() {
    let world = World::new();
    world.on("2026-11-18");
    let account = world.customer("PLG-000001");
    let package = world.on_sale(plus_tax("KELUARGA30", 250_000, 0));
    let client = world.sell(order(&account, &package, "2026-11-20"));
    assert_eq!(
        bases(&world.bill_period(&client, "2026-11")),
        [91_667],
        "20 to 30 November: 11 of 30"
    );
    let mut whole = crate::world::policy();
    whole.billing.first_period = wikarta_core::policy::FirstPeriod::Full;
    let world = World::with(whole);
    world.on("2026-11-18");
    let client = world.buyer(250_000, "2026-11-20", |order| order);
    assert_eq!(bases(&world.bill_period(&client, "2026-11")), [250_000]);
    let world = World::new();
    world.on("2026-11-18");
    let cycle = Cycle::anniversary_of(day("2026-11-20"));
    let client =
        world.buyer(250_000, "2026-11-20", |order| wikarta_core::command::Sell { cycle, ..order });
    let bill = world.bill_period(&client, "2026-11");
    assert_eq!((bases(&bill), bill.due_date), (vec![250_000], Some(day("2026-11-23"))));
    assert_eq!(bill.lines[0].to, day("2026-12-19"));
}

#[test]
fn an_end_is_asked_for_and_agreed_to_by_two() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(300_000, "2026-11-01", |mut order| {
        order.deposit = rupiah(100_000);
        order
    });
    let first = world.bill_period(&client, "2026-11");
    assert_eq!(first.total, rupiah(433_000));
    world.pay(&client, &first.id);
    let (subscription, on) = (client.subscription.clone(), day("2026-11-20"));
    let request = |on| {
        let (subscription, reason) = (client.subscription.clone(), WHY.to_owned());
        sub(SubscriptionCommand::RequestTermination { subscription, on, reason })
    };
    world.ask(one_person(), request(on)).unwrap();
    assert_eq!(world.refusal(Role::Marketing, request(on)).code(), "state_conflict");
    let approve = sub(SubscriptionCommand::ApproveTermination { subscription });
    let own = world.ask(one_person(), approve.clone());
    assert!(matches!(own, Err(HandleError::Refused(Refusal::Separation { .. }))), "{own:?}");
    world.tell(Role::Supervisor, approve);
    let sold = world.sold(&client);
    assert_eq!(sold.status, SubscriptionStatus::Terminated);
    // Ten of thirty days are not served: 100.000 and its tax are taken off the bill and are credit.
    let bill = world.invoice(&client, &first.id);
    assert_eq!((bill.credited, bill.status.as_str()), (rupiah(111_000), "PAID"));
    let note = world.account(&client).credit_notes.values().next().cloned().unwrap();
    assert_eq!((note.tax, note.to_credit), (rupiah(11_000), rupiah(111_000)));
    laws::check(&world);
    // The final account: nothing to bill, so the deposit is credit.
    world.on("2026-11-21");
    let rows = world.run(&client, wikarta_core::engine::RunMode::Commit);
    assert_eq!(rows, [wikarta_core::engine::RunOutcome::Settled]);
    assert_eq!(world.account(&client).credit, rupiah(211_000));
    assert_eq!(world.sold(&client).deposit, rupiah(0));
    let rows = world.run(&client, wikarta_core::engine::RunMode::Commit);
    assert_eq!(rows, [wikarta_core::engine::RunOutcome::NothingDue]);
    let late = world.period_of(&client.subscription, "2026-12");
    assert_eq!(world.refusal(Role::Keuangan, late).code(), "state_conflict");
    laws::check(&world);
}

#[test]
fn a_postpaid_end_is_billed_to_the_last_day_and_the_deposit_pays_for_it() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(300_000, "2026-10-01", |mut order| {
        (order.deposit, order.mode) = (rupiah(100_000), BillingMode::Postpaid);
        order
    });
    let first = world.bill_period(&client, "2026-10");
    assert_eq!(first.due_date, Some(day("2026-11-16")));
    let (subscription, on) = (client.subscription.clone(), day("2026-11-10"));
    let reason = WHY.to_owned();
    world.on("2026-11-08");
    world.tell(
        Role::Keuangan,
        sub(SubscriptionCommand::RequestTermination { subscription, on, reason }),
    );
    let subscription = client.subscription.clone();
    world.tell(Role::Supervisor, sub(SubscriptionCommand::ApproveTermination { subscription }));
    world.on("2026-11-11");
    let last = world.bill_period(&client, "2026-11");
    assert_eq!(bases(&last), [100_000, -100_000], "ten days, and the deposit");
    assert_eq!((last.total, last.lines[0].to), (rupiah(11_000), day("2026-11-10")));
    assert_eq!(world.sold(&client).deposit, rupiah(0));
    let subscription = client.subscription.clone();
    let nothing = bill(BillingCommand::BillCharges { subscription });
    assert_eq!(world.refusal(Role::Keuangan, nothing), Refusal::Nothing("bill"));
    laws::check(&world);
}

#[test]
fn service_is_limited_and_opened_with_a_reason() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let of = || client.subscription.clone();
    let isolate = |why: &str| {
        sub(SubscriptionCommand::Isolate { subscription: of(), reason: why.to_owned() })
    };
    let restore = sub(SubscriptionCommand::Restore { subscription: of(), reason: WHY.to_owned() });
    assert_eq!(world.refusal(Role::Keuangan, restore.clone()).code(), "state_conflict");
    assert_eq!(world.refusal(Role::Keuangan, isolate("  pendek ")).code(), "invalid");
    world.tell(Role::Keuangan, isolate(WHY));
    assert_eq!(world.refusal(Role::Keuangan, isolate(WHY)).code(), "state_conflict");
    world.on("2026-08-05");
    world.tell(Role::Supervisor, restore);
    let sold = world.sold(&client);
    assert_eq!((sold.status, sold.isolations.len()), (SubscriptionStatus::Active, 1));
    assert_eq!(sold.isolations[0].until, Some(day("2026-08-05")));
    assert_eq!(world.invoice_count(&client), 0);
    laws::check(&world);
}

#[test]
fn every_state_of_a_subscription_has_its_acts() {
    for state in SubscriptionStatus::ALL {
        for act in SubscriptionAct::ALL {
            let rows = TABLE.iter().filter(|(from, taken, _)| from == state && taken == act);
            assert!(rows.count() <= 1, "one line for {state} {act}");
        }
        let ends = step(*state, SubscriptionAct::Terminate).is_some();
        assert_eq!(ends, *state != SubscriptionStatus::Terminated);
    }
    assert_eq!(month("2026-08").to_string(), "2026-08");
}

impl World {
    fn invoice_count(&self, client: &Client) -> usize {
        self.account(client).invoices.len()
    }
}
