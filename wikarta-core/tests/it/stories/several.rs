//! One payment for several bills, and money that is left over.

use wikarta_core::account::{CaseKind, Source, Superseded};
use wikarta_core::decide::Verdict;
use wikarta_core::id::InvoiceId;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::told;
use crate::laws;
use crate::world::{Client, World, rupiah};

fn two_bills() -> (World, Client, InvoiceId, InvoiceId) {
    let world = World::new();
    let (client, first) = world.bill(275_000);
    let second = world.draft(&client.subscription, "2026-09");
    world.issue(&second);
    (world, client, first, second)
}

#[test]
fn one_payment_settles_two_bills_with_a_receipt_for_each() {
    let (world, client, first, second) = two_bills();
    let order_id = world.charge_all(&[&second, &first, &second], Channel::BcaVa);
    let attempt = world.attempt(&client, &order_id);
    assert_eq!((attempt.amount, attempt.shares.len()), (rupiah(550_000), 2));
    assert_eq!(world.deliver(&told(&attempt, ProviderStatus::Settled)), Verdict::Applied);
    world.work();
    for invoice in [&first, &second] {
        assert_eq!(world.status(&client, invoice), "PAID");
    }
    assert_eq!(world.receipts(), 2);
    assert_eq!(world.account(&client).credit, rupiah(0));
    laws::check(&world);
}

#[test]
fn what_is_too_much_for_the_bills_becomes_credit_and_pays_the_next_one() {
    let (world, client, first, second) = two_bills();
    let both = world.charge_all(&[&first, &second], Channel::BcaVa);
    let single = world.charge(&first, Channel::Qris);
    let attempts = (world.attempt(&client, &both), world.attempt(&client, &single));
    assert_eq!(world.deliver(&told(&attempts.1, ProviderStatus::Settled)), Verdict::Applied);
    assert_eq!(
        world.attempt(&client, &both).superseded,
        Superseded::No,
        "the second bill needs it"
    );
    assert_eq!(world.deliver(&told(&attempts.0, ProviderStatus::Settled)), Verdict::Applied);
    assert_eq!(world.account(&client).credit, rupiah(275_000));
    assert_eq!(world.cases(&client), [CaseKind::PaidTwice]);
    laws::check(&world);

    let next = world.draft(&client.subscription, "2026-10");
    world.issue(&next);
    assert_eq!(world.status(&client, &next), "PAID");
    let paid = world.invoice(&client, &next);
    assert_eq!(paid.allocations[0].source, Source::Credit);
    assert_eq!(world.account(&client).credit, rupiah(0));
    laws::check(&world);
}

#[test]
fn paid_twice_is_credit_and_a_case() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let transfer = world.charge(&invoice, Channel::BcaVa);
    let qr = world.charge(&invoice, Channel::Qris);
    let transfer = world.attempt(&client, &transfer);
    // Both are paid at the gateway before anybody hears of either.
    world.bank.set_status(&transfer.order_id, ProviderStatus::Settled);
    world.bank.set_status(&qr, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &qr), ProviderStatus::Settled));
    let verdict = world.deliver(&told(&transfer, ProviderStatus::Settled));
    assert!(matches!(verdict, Verdict::Parked(_)), "{verdict:?}");
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.account(&client).credit, rupiah(275_000));
    assert_eq!(world.cases(&client), [CaseKind::LatePayment, CaseKind::PaidTwice]);
    assert_eq!(world.receipts(), 1, "one receipt for one bill");
    laws::check(&world);
}

#[test]
fn credit_lowers_the_next_bill_and_its_code_asks_for_the_rest() {
    let world = World::new();
    let client = world.client("PLG-000001", 100_000);
    let dear = world.package(300_000);
    let other = world.subscribe(&client.account, &dear);
    let cheap = world.draft(&client.subscription, "2026-08");
    world.issue(&cheap);
    let transfer = world.charge(&cheap, Channel::BcaVa);
    let qr = world.charge(&cheap, Channel::Qris);
    world.bank.set_status(&transfer, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &qr), ProviderStatus::Settled));
    world.deliver(&told(&world.attempt(&client, &transfer), ProviderStatus::Settled));
    world.work();
    let big = world.draft(&other, "2026-08");
    world.issue(&big);
    assert_eq!(world.status(&client, &big), "ISSUED", "part paid is not paid");
    assert_eq!(world.invoice(&client, &big).paid, rupiah(100_000));
    let gone = world.charge(&big, Channel::BriVa);
    world.bank.set_status(&gone, ProviderStatus::Cancelled);
    world.deliver(&told(&world.attempt(&client, &gone), ProviderStatus::Cancelled));
    world.work();
    assert_eq!(world.status(&client, &big), "ISSUED", "what is part paid is not voided");
    let rest = world.charge(&big, Channel::BniVa);
    let rest = world.attempt(&client, &rest);
    assert_eq!(rest.amount, rupiah(200_000));
    world.deliver(&told(&rest, ProviderStatus::Settled));
    assert_eq!(world.status(&client, &big), "PAID");
    laws::check(&world);
}

#[test]
fn credit_that_was_spent_and_taken_back_by_the_bank_leaves_a_debt() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let transfer = world.charge(&invoice, Channel::PermataVa);
    let qr = world.charge(&invoice, Channel::Qris);
    world.bank.set_status(&transfer, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &qr), ProviderStatus::Settled));
    world.deliver(&told(&world.attempt(&client, &transfer), ProviderStatus::Settled));
    world.work();
    let next = world.draft(&client.subscription, "2026-09");
    world.issue(&next);
    assert_eq!(world.status(&client, &next), "PAID");
    world.bank.set_status(&transfer, ProviderStatus::Denied);
    world.deliver(&told(&world.attempt(&client, &transfer), ProviderStatus::Denied));
    world.work();
    assert_eq!(world.account(&client).credit, rupiah(-275_000));
    assert_eq!(world.status(&client, &next), "PAID", "the bill stays paid, the customer owes");
    laws::check(&world);
}

#[test]
fn credit_larger_than_the_bill_pays_it_and_the_rest_stays() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let transfer = world.charge(&invoice, Channel::BcaVa);
    let qr = world.charge(&invoice, Channel::Qris);
    world.bank.set_status(&transfer, ProviderStatus::Settled);
    world.deliver(&told(&world.attempt(&client, &qr), ProviderStatus::Settled));
    world.deliver(&told(&world.attempt(&client, &transfer), ProviderStatus::Settled));
    world.work();
    let package = world.package(100_000);
    let other = world.subscribe(&client.account, &package);
    let small = world.draft(&other, "2026-08");
    world.issue(&small);
    assert_eq!(world.status(&client, &small), "PAID");
    assert_eq!(world.account(&client).credit, rupiah(175_000));
    laws::check(&world);
}

#[test]
fn the_oldest_due_bill_is_paid_first_and_names_the_order() {
    let world = World::new();
    let client = world.client("PLG-000001", 100_000);
    let mut bills = Vec::new();
    for period in ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"] {
        let invoice = world.draft(&client.subscription, period);
        world.issue(&invoice);
        bills.push(invoice);
        world.pass_seconds(86_400);
    }
    let asked: Vec<_> = bills.iter().rev().collect();
    let order_id = world.charge_all(&asked, Channel::BcaVa);
    let shares = world.attempt(&client, &order_id).shares;
    let paid: Vec<_> = shares.iter().map(|share| share.invoice.clone()).collect();
    assert_eq!(paid, bills);
    assert!(order_id.as_str().starts_with("INV-2026-08-000001-01-"), "{order_id}");
}

#[test]
fn a_code_for_two_bills_is_not_the_code_for_one_of_them() {
    let (world, client, first, second) = two_bills();
    let both = world.charge_all(&[&first, &second], Channel::BcaVa);
    let one = world.charge(&first, Channel::BcaVa);
    assert_ne!(one, both);
    assert_eq!(world.attempt(&client, &both).superseded, Superseded::Replaced);
    assert_eq!(world.attempt(&client, &one).amount, rupiah(275_000));
    assert_eq!(world.status(&client, &second), "ISSUED", "its code went with the replaced one");
    laws::check(&world);
}

#[test]
fn the_newest_attempt_speaks_for_a_bill_whatever_its_name() {
    let (world, client, first, second) = two_bills();
    let own = world.charge(&second, Channel::BcaVa);
    world.deliver(&told(&world.attempt(&client, &own), ProviderStatus::Denied));
    assert_eq!(world.status(&client, &second), "ISSUED");
    let both = world.charge_all(&[&first, &second], Channel::BcaVa);
    assert!(both < own, "named after the older bill");
    world.deliver(&told(&world.attempt(&client, &both), ProviderStatus::Expired));
    assert_eq!(
        (world.status(&client, &first), world.status(&client, &second)),
        ("EXPIRED", "EXPIRED")
    );
    laws::check(&world);
}
