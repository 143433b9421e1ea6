//! Late fees and promotions: what is added and taken off, before tax and outside it.

use wikarta_core::access::{Role, SeparationRule};
use wikarta_core::account::CreditNoteState;
use wikarta_core::billing::{DiscountKind, LateFeeStep, LineKind, TaxCode};
use wikarta_core::command::{
    BillingCommand, CatalogueCommand, Command, ProposePromo, SubscriptionCommand,
};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::money::Rate;
use wikarta_core::policy::LateFeePolicy;
use wikarta_core::refusal::Refusal;

use crate::laws;
use crate::market::{WHY, bases, bill, day, one_person, order, plus_tax, sub};
use crate::world::{World, policy, rupiah};

fn late() -> World {
    let step = |after_days, points, min| LateFeeStep {
        after_days,
        percent: Rate::of_basis_points(points).unwrap(),
        min: rupiah(min),
    };
    let steps = vec![step(0, 500, 5_000), step(30, 1_000, 10_000)];
    let late_fee = LateFeePolicy { steps, cap: rupiah(50_000) };
    World::with(wikarta_core::policy::Policy { late_fee, ..policy() })
}

#[test]
fn a_late_bill_costs_more_once_for_each_step_with_the_next_bill() {
    let world = late();
    let client = world.buyer(250_000, "2026-08-01", |order| order);
    let first = world.bill_period(&client, "2026-08");
    world.on("2026-08-26");
    let second = world.bill_period(&client, "2026-09");
    assert_eq!(bases(&second), [250_000, 13_875], "5 % of 277.500");
    let line = &second.lines[1];
    assert_eq!(
        (line.kind, line.tax_code, line.tax),
        (LineKind::LateFee, TaxCode::OutOfScope, rupiah(0))
    );
    assert_eq!(line.description, "Denda INV/2026/08/000001");
    assert_eq!(
        world.invoice(&client, &first.id).total,
        first.total,
        "an issued bill never changes"
    );
    assert_eq!(world.invoice(&client, &first.id).late_fee_steps, 1);
    world.on("2026-09-25");
    let third = world.bill_period(&client, "2026-10");
    // The second step of the first bill, the first of the second; no fee on a fee.
    let mut fees = bases(&third)[1..].to_vec();
    fees.sort_unstable();
    assert_eq!(fees, [13_875, 27_750]);
    // A supervisor waives it by a credit note that finance asks for.
    let (invoice, amount, reason) = (third.id.clone(), rupiah(27_750), WHY.to_owned());
    let ask = bill(BillingCommand::RequestCreditNote { invoice, amount, reason });
    let Answer::CreditNote { id: note, .. } = world.tell(Role::Keuangan, ask).answer else {
        panic!()
    };
    let approve = bill(BillingCommand::ApproveCreditNote { note });
    let answer = world.tell(Role::Supervisor, approve).answer;
    assert!(matches!(answer, Answer::CreditNote { state: CreditNoteState::Approved, .. }));
    assert_eq!(world.invoice(&client, &third.id).open_amount(), third.total.less(rupiah(27_750)));
    laws::check(&world);
}

#[test]
fn promotions_run_for_their_periods_and_do_not_add_up() {
    let world = World::new();
    let percent = DiscountKind::Percent(Rate::of_basis_points(2_000).unwrap());
    let promo = world.promo(percent, 2);
    let other = world.promo(DiscountKind::Amount(rupiah(10_000)), 1);
    let client = world.buyer(250_000, "2026-08-01", |mut order| {
        order.promo = Some(promo.clone());
        order
    });
    let give = |promo| {
        sub(SubscriptionCommand::GivePromo { subscription: client.subscription.clone(), promo })
    };
    assert_eq!(world.refusal(Role::Marketing, give(other.clone())).code(), "exists");
    assert_eq!(bases(&world.bill_period(&client, "2026-08")), [250_000, -50_000]);
    world.on("2026-08-26");
    let second = world.bill_period(&client, "2026-09");
    assert_eq!((bases(&second), second.total), (vec![250_000, -50_000], rupiah(222_000)));
    world.on("2026-09-26");
    assert_eq!(bases(&world.bill_period(&client, "2026-10")), [250_000]);
    world.tell(Role::Marketing, give(other.clone()));
    world.on("2026-10-26");
    assert_eq!(bases(&world.bill_period(&client, "2026-11")), [250_000, -10_000]);
    let sold = world.sold(&client);
    assert_eq!(sold.promos.iter().map(|promo| promo.used).collect::<Vec<_>>(), [2, 1]);
    world.on("2026-12-01");
    assert_eq!(world.refusal(Role::Marketing, give(other)).code(), "exists");
    laws::check(&world);
}

#[test]
fn days_months_and_installations_can_be_free() {
    for (kind, expected) in [
        (DiscountKind::FreeDays(15), vec![300_000, 250_000, -150_000]),
        (DiscountKind::FreeMonths(1), vec![300_000, 250_000, -300_000]),
        (DiscountKind::InstallWaived, vec![300_000, 250_000, -250_000]),
        (DiscountKind::Amount(rupiah(900_000)), vec![300_000, 250_000, -300_000]),
    ] {
        let world = World::new();
        world.on("2026-09-01");
        let promo = world.promo(kind, 1);
        let (account, package) =
            (world.customer("PLG-000001"), world.on_sale(plus_tax("PRO", 300_000, 250_000)));
        let mut sale = order(&account, &package, "2026-09-01");
        sale.promo = Some(promo);
        let client = world.sell(sale);
        assert_eq!(bases(&world.bill_period(&client, "2026-09")), expected, "{kind:?}");
        world.on("2026-09-25");
        assert_eq!(bases(&world.bill_period(&client, "2026-10")), [300_000]);
        laws::check(&world);
    }
}

#[test]
fn a_promotion_is_proposed_by_one_and_approved_by_another() {
    let world = World::new();
    let proposed = ProposePromo {
        code: "LEBARAN".to_owned(),
        name: "Promo Lebaran".to_owned(),
        kind: DiscountKind::Amount(rupiah(20_000)),
        periods: 1,
        from: day("2026-09-01"),
        until: day("2026-09-30"),
    };
    let propose =
        |order: &ProposePromo| Command::Catalogue(CatalogueCommand::ProposePromo(order.clone()));
    let nothing = ProposePromo { kind: DiscountKind::FreeDays(0), ..proposed.clone() };
    assert_eq!(world.refusal(Role::Marketing, propose(&nothing)).code(), "invalid");
    let answer = world.ask(one_person(), propose(&proposed)).unwrap().answer;
    let Answer::Promo { id: promo, .. } = answer else { panic!() };
    let client = world.client("PLG-000001", 275_000);
    let subscription = client.subscription.clone();
    let give = sub(SubscriptionCommand::GivePromo { subscription, promo: promo.clone() });
    assert_eq!(world.refusal(Role::Marketing, give.clone()).code(), "state_conflict");
    let approve = Command::Catalogue(CatalogueCommand::ApprovePromo { promo });
    let own = world.ask(one_person(), approve.clone());
    let Err(HandleError::Refused(Refusal::Separation { rule, .. })) = own else {
        panic!("{own:?}")
    };
    assert_eq!(rule, SeparationRule::ProposerApproves);
    world.tell(Role::Supervisor, approve.clone());
    assert_eq!(world.refusal(Role::Supervisor, approve).code(), "state_conflict");
    let early = world.refusal(Role::Marketing, give.clone());
    assert!(matches!(early, Refusal::State { state, .. } if state == "NOT_BEGUN"));
    world.on("2026-09-30");
    world.tell(Role::Marketing, give);
    laws::check(&world);
}
