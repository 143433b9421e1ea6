//! Money that comes after the end: real, never lost, confirmed before it is believed.

use wikarta_core::account::CaseKind;
use wikarta_core::decide::{Doubt, Verdict};
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::{reading, refund, told};
use crate::laws;
use crate::world::{World, rupiah};

#[test]
fn a_settlement_after_expiry_pays_once_the_gateway_confirms_it() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Expired));
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    let late = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    assert_eq!(world.deliver(&late), Verdict::Parked(Doubt::Late));
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    world.work();
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert_eq!(world.cases(&client), [CaseKind::LatePayment]);
    laws::check(&world);
}

#[test]
fn late_money_beside_a_paying_replacement_is_credit() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let first = world.charge(&invoice, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &first), ProviderStatus::Expired));
    let second = world.charge(&invoice, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &second), ProviderStatus::Settled));
    world.bank.set_status(&first, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &first), ProviderStatus::Settled));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.account(&client).credit, rupiah(275_000));
    assert_eq!(world.cases(&client), [CaseKind::LatePayment, CaseKind::PaidTwice]);
    assert_eq!(world.receipts(), 1);
    laws::check(&world);
}

#[test]
fn late_money_on_a_first_code_ends_its_replacement() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let first = world.charge(&invoice, Channel::BcaVa);
    let second = world.charge(&invoice, Channel::BriVa);
    let mut paid = world.bank.holds(&first).unwrap();
    paid.status = ProviderStatus::Settled;
    world.truth(&first, &paid);
    world.deliver(&told(&world.attempt(&client, &first), ProviderStatus::Settled));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert!(!world.attempt(&client, &second).is_live(), "nobody should pay it now");
    assert_eq!(world.bank.holds(&second).unwrap().status, ProviderStatus::Cancelled);
    laws::check(&world);
}

#[test]
fn money_for_a_void_bill_is_credit_and_a_case() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, Channel::BcaVa);
    world.bank.set_status(&order_id, ProviderStatus::Cancelled);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Cancelled));
    world.work();
    assert_eq!(world.status(&client, &invoice), "VOID");
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work();
    assert_eq!(world.status(&client, &invoice), "VOID");
    assert_eq!(world.account(&client).credit, rupiah(275_000));
    let kinds = [CaseKind::LatePayment, CaseKind::PaidAfterVoid, CaseKind::GatewayCancelled];
    assert_eq!(world.cases(&client), kinds);
    assert_eq!(world.receipts(), 0);
    laws::check(&world);
}

#[test]
fn a_partial_refund_of_a_paid_bill_leaves_it_paid_and_a_full_one_does_not() {
    let world = World::new();
    let (client, invoice) = world.bill(150_000);
    let order_id = world.charge(&invoice, Channel::Qris);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    let mut back = reading(&world.attempt(&client, &order_id), ProviderStatus::PartiallyRefunded);
    back.refunds = vec![refund("RF-1", 50_000, false)];
    world.truth(&order_id, &back);
    world.deliver(&crate::claims::hint(&order_id, &back));
    world.work();
    let paid = world.invoice(&client, &invoice);
    assert_eq!((paid.status.as_str(), paid.refunded), ("PAID", rupiah(50_000)));
    back.status = ProviderStatus::Refunded;
    back.refunds = vec![refund("RF-1", 50_000, true), refund("RF-2", 100_000, true)];
    world.truth(&order_id, &back);
    world.deliver(&crate::claims::hint(&order_id, &back));
    world.work();
    let gone = world.invoice(&client, &invoice);
    assert_eq!((gone.status.as_str(), gone.refunded), ("REFUND", rupiah(150_000)));
    assert_eq!(world.cases(&client), [CaseKind::RefundFound]);
    laws::check(&world);
}

#[test]
fn a_refund_takes_from_credit_before_it_takes_from_a_bill() {
    let world = World::new();
    let (client, first) = world.bill(100_000);
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    let both = world.charge_all(&[&first, &second], Channel::Qris);
    let single = world.charge(&first, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &single), ProviderStatus::Settled));
    world.deliver(&told(&world.attempt(&client, &both), ProviderStatus::Settled));
    assert_eq!(world.account(&client).credit, rupiah(100_000));
    let mut back = reading(&world.attempt(&client, &both), ProviderStatus::PartiallyRefunded);
    back.refunds = vec![refund("RF-1", 130_000, true)];
    world.truth(&both, &back);
    world.deliver(&crate::claims::hint(&both, &back));
    world.work();
    assert_eq!(world.account(&client).credit, rupiah(0));
    assert_eq!(world.invoice(&client, &second).refunded, rupiah(30_000));
    assert_eq!(world.status(&client, &second), "PAID");
    laws::check(&world);
}

#[test]
fn refunds_told_as_a_total_are_booked_once() {
    let world = World::new();
    let (client, invoice) = world.bill(150_000);
    let order_id = world.charge(&invoice, Channel::Qris);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    let mut back = reading(&world.attempt(&client, &order_id), ProviderStatus::PartiallyRefunded);
    for total in [20_000, 20_000, 50_000] {
        back.refunded_total = Some(rupiah(total));
        world.truth(&order_id, &back);
        world.deliver(&crate::claims::hint(&order_id, &back));
        world.work();
        assert_eq!(world.invoice(&client, &invoice).refunded, rupiah(total));
        laws::check(&world);
    }
    // A list that says the same later adds nothing; one that says less takes nothing back.
    back.refunds = vec![refund("RF-1", 50_000, true)];
    world.truth(&order_id, &back);
    world.deliver(&crate::claims::hint(&order_id, &back));
    back.refunded_total = None;
    back.refunds = vec![refund("RF-1", 10_000, true)];
    world.deliver(&crate::claims::hint(&order_id, &back));
    world.work();
    assert_eq!(world.invoice(&client, &invoice).refunded, rupiah(50_000));
    laws::check(&world);
}

#[test]
fn money_partly_paid_back_is_not_reversed_by_a_denial() {
    let world = World::new();
    let (client, invoice) = world.bill(150_000);
    let order_id = world.charge(&invoice, Channel::Qris);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    let mut back = reading(&world.attempt(&client, &order_id), ProviderStatus::PartiallyRefunded);
    back.refunds = vec![refund("RF-1", 50_000, true)];
    world.truth(&order_id, &back);
    world.deliver(&crate::claims::hint(&order_id, &back));
    world.work();
    world.bank.set_status(&order_id, ProviderStatus::Denied);
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Denied));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.cases(&client), [CaseKind::RefundFound, CaseKind::Contradiction]);
    laws::check(&world);
}
