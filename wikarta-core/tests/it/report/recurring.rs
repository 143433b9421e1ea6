//! What a subscription brings in a period, without tax and after the discounts that still run.

use wikarta_core::billing::{DiscountKind, PeriodLength, Pricing};
use wikarta_core::id::{CommandId, PromoId};
use wikarta_core::money::{Rate, Rupiah};
use wikarta_core::report::Recurring;
use wikarta_core::subscription::{GivenPromo, NextPlan, Plan, Subscription, SubscriptionStatus};

use crate::market::day;
use crate::world::{World, policy, rupiah};

/// A package of 275.000 a month before tax, from August on.
fn sold() -> Subscription {
    let world = World::new();
    let client = world.buyer(275_000, "2026-08-01", |order| order);
    world.sold(&client)
}

fn brings(subscription: &Subscription) -> i64 {
    Recurring::of(subscription, day("2026-08-15"), &policy().tax).unwrap().price.get()
}

fn given(kind: DiscountKind, periods: u16, used: u16) -> GivenPromo {
    let promo = PromoId::derived(&CommandId::new("promo"), 0);
    GivenPromo { promo, name: "Promo".to_owned(), kind, periods, used, since: None }
}

#[test]
fn tax_is_nothing_that_the_house_earns() {
    let plain = sold();
    assert_eq!(brings(&plain), 275_000);
    // 305.250 with 11 % inside.
    let inside =
        Subscription { price: rupiah(305_250), pricing: Pricing::Inclusive, ..plain.clone() };
    assert_eq!(brings(&inside), 275_000);
    let found = Recurring::of(&plain, day("2026-08-15"), &policy().tax).unwrap();
    assert_eq!((found.status, found.length), (SubscriptionStatus::Active, PeriodLength::MONTH));
}

#[test]
fn a_period_of_several_months_brings_all_of_them() {
    let mut yearly = sold();
    yearly.terms.length = PeriodLength::new(12).unwrap();
    assert_eq!(brings(&yearly), 3_300_000);
    yearly.price = rupiah(Rupiah::LIMIT);
    assert!(Recurring::of(&yearly, day("2026-08-15"), &policy().tax).is_err());
}

#[test]
fn discounts_count_while_periods_are_left_to_them() {
    let with = |promos: Vec<GivenPromo>| brings(&Subscription { promos, ..sold() });
    let tenth = DiscountKind::Percent(Rate::of_basis_points(1_000).unwrap());
    let off = DiscountKind::Amount(rupiah(25_000));
    assert_eq!(with(vec![given(tenth, 3, 2)]), 247_500);
    assert_eq!(with(vec![given(tenth, 3, 3)]), 275_000, "used up");
    assert_eq!(with(vec![given(tenth, 3, 0), given(off, 1, 0)]), 222_500);
    assert_eq!(with(vec![given(DiscountKind::Amount(rupiah(900_000)), 1, 0)]), 0, "not below");
    for once in
        [DiscountKind::FreeDays(10), DiscountKind::FreeMonths(1), DiscountKind::InstallWaived]
    {
        assert_eq!(with(vec![given(once, 1, 0)]), 275_000, "given once: it does not recur");
    }
}

#[test]
fn another_plan_counts_from_its_day_on() {
    let plain = sold();
    let plan = Plan { price: rupiah(450_000), ..plain.plan() };
    let from = |text| Subscription {
        next_plan: Some(NextPlan { plan: plan.clone(), from: day(text) }),
        ..plain.clone()
    };
    assert_eq!(brings(&from("2026-08-15")), 450_000);
    assert_eq!(brings(&from("2026-08-16")), 275_000);
}
