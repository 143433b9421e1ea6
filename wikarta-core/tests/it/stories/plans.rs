//! Another package: within a period, with the next, and never at a loss to either side.

use proptest::prelude::*;
use wikarta_core::access::Role;
use wikarta_core::billing::BillingMode;
use wikarta_core::command::{ChangeWhen, Command, SubscriptionCommand};
use wikarta_core::id::PackageId;
use wikarta_core::refusal::Refusal;

use crate::laws;
use crate::market::{bases, day, lines, order, plus_tax, sub};
use crate::world::{Client, World, rupiah};

fn change(client: &Client, package: &PackageId, when: ChangeWhen) -> Command {
    let (subscription, package) = (client.subscription.clone(), package.clone());
    sub(SubscriptionCommand::ChangePlan { subscription, package, when })
}

#[test]
fn an_upgrade_credits_the_unused_and_charges_the_rest_with_the_next_bill() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(250_000, "2026-11-01", |order| order);
    let bigger = world.on_sale(plus_tax("CEPAT", 350_000, 0));
    world.bill_period(&client, "2026-11");
    world.on("2026-11-16");
    world.tell(Role::Marketing, change(&client, &bigger, ChangeWhen::On(day("2026-11-16"))));
    let amounts: Vec<_> =
        world.sold(&client).charges.iter().map(|charge| charge.amount.get()).collect();
    assert_eq!(amounts, [-125_000, 175_000], "16 November: 15 of 30 days are left");
    assert_eq!(world.sold(&client).price, rupiah(350_000));
    world.on("2026-11-25");
    let next = world.bill_period(&client, "2026-12");
    assert_eq!(bases(&next), [350_000, 175_000, -125_000]);
    assert_eq!(next.total, rupiah(444_000), "400.000 and 11 %");
    assert!(world.sold(&client).charges.is_empty());
    let same = world.refusal(Role::Marketing, change(&client, &bigger, ChangeWhen::Usual));
    assert_eq!(same, Refusal::Nothing("change"));
    laws::check(&world);
}

#[test]
fn a_downgrade_waits_for_the_next_period_unless_it_is_wanted_at_once() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(350_000, "2026-11-01", |order| order);
    let smaller = world.on_sale(plus_tax("HEMAT", 150_000, 0));
    world.bill_period(&client, "2026-11");
    world.tell(Role::Marketing, change(&client, &smaller, ChangeWhen::Usual));
    let sold = world.sold(&client);
    assert_eq!((sold.price, sold.charges.len()), (rupiah(350_000), 0));
    assert_eq!(sold.next_plan.as_ref().map(|next| next.from), Some(day("2026-12-01")));
    world.on("2026-11-24");
    assert_eq!(bases(&world.bill_period(&client, "2026-12")), [150_000]);
    let sold = world.sold(&client);
    assert_eq!((sold.price, sold.next_plan), (rupiah(150_000), None));
    laws::check(&world);
}

#[test]
fn what_a_bill_cannot_take_off_waits_for_the_next() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(5_000_000, "2026-11-01", |order| order);
    let smaller = world.on_sale(plus_tax("HEMAT", 150_000, 0));
    world.bill_period(&client, "2026-11");
    world.on("2026-11-16");
    world.tell(Role::Marketing, change(&client, &smaller, ChangeWhen::On(day("2026-11-16"))));
    // 2.500.000 back, 75.000 more: the next bills are free until it is used up.
    world.on("2026-11-25");
    let next = world.bill_period(&client, "2026-12");
    assert_eq!(bases(&next), [150_000, 75_000, -225_000]);
    assert_eq!((next.total, next.status.as_str()), (rupiah(0), "PAID"));
    assert_eq!(world.sold(&client).charges[0].amount, rupiah(-2_275_000));
    laws::check(&world);
}

#[test]
fn a_change_before_the_period_is_billed_gives_the_same_lines() {
    let world = World::new();
    world.on("2026-11-01");
    let client = world.buyer(250_000, "2026-11-01", |mut order| {
        order.mode = BillingMode::Postpaid;
        order
    });
    let bigger = world.on_sale(plus_tax("CEPAT", 350_000, 0));
    world.on("2026-11-16");
    let far = change(&client, &bigger, ChangeWhen::On(day("2026-11-20")));
    assert_eq!(world.refusal(Role::Marketing, far).code(), "invalid", "today or tomorrow");
    world.tell(Role::Marketing, change(&client, &bigger, ChangeWhen::Usual));
    world.on("2026-12-01");
    let bill = world.bill_period(&client, "2026-11");
    assert_eq!(bases(&bill), [250_000, 175_000, -125_000]);
    assert_eq!(lines(&bill)[0].0, "BISNIS Paket BISNIS");
    assert_eq!(bill.total, rupiah(333_000));
    world.on("2027-01-01");
    assert_eq!(bases(&world.bill_period(&client, "2026-12")), [350_000]);
    laws::check(&world);
}

#[test]
fn before_service_begins_the_package_is_simply_exchanged() {
    let world = World::new();
    let account = world.customer("PLG-000001");
    let small = world.on_sale(plus_tax("HEMAT", 150_000, 100_000));
    let big = world.on_sale(plus_tax("CEPAT", 350_000, 250_000));
    let mut sale = order(&account, &small, "2026-08-10");
    sale.installed = wikarta_core::command::Installed::No;
    let client = world.sell(sale);
    world.tell(Role::Marketing, change(&client, &big, ChangeWhen::NextPeriod));
    let sold = world.sold(&client);
    assert_eq!((sold.price, sold.charges.len()), (rupiah(350_000), 1));
    assert_eq!(sold.charges[0].amount, rupiah(250_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Changes among packages of one price, on any days and in any number, cost nothing.
    #[test]
    fn any_split_of_a_period_sums_to_its_price(
        price in 1_000..2_000_000_i64, days in prop::collection::btree_set(2..30_u32, 0..5),
        postpaid in any::<bool>(),
    ) {
        let world = World::new();
        world.on("2026-11-01");
        let mode = if postpaid { BillingMode::Postpaid } else { BillingMode::Prepaid };
        let client = world.buyer(price, "2026-11-01", |mut order| {
            order.mode = mode;
            order
        });
        let twin = world.on_sale(plus_tax("KEMBAR", price, 0));
        let first = world.sold(&client).package;
        let mut total = 0;
        if !postpaid {
            total += world.bill_period(&client, "2026-11").tax.base.get();
        }
        for (n, of_month) in days.iter().enumerate() {
            let on = format!("2026-11-{of_month:02}");
            world.on(&on);
            let to = if n % 2 == 0 { &twin } else { &first };
            world.tell(Role::Marketing, change(&client, to, ChangeWhen::On(day(&on))));
        }
        world.on("2026-12-01");
        let (period, periods) = if postpaid { ("2026-11", 1) } else { ("2026-12", 2) };
        total += world.bill_period(&client, period).tax.base.get();
        prop_assert_eq!(total, price * periods);
        prop_assert!(world.sold(&client).charges.is_empty());
        laws::check(&world);
    }
}
