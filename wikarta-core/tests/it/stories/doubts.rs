//! A valid signature covers the order, the status code and the amount; everything else may be a lie.

use wikarta_core::account::CaseKind;
use wikarta_core::decide::{Doubt, Verdict};
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::ports::InboxState;
use wikarta_core::provider::{Channel, Hint, Instructions, ProviderStatus, Reading};

use crate::claims::{hint, reading, refund, told};
use crate::laws;
use crate::world::{Client, World, rupiah};

fn pending(channel: Channel) -> (World, Client, InvoiceId, OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, channel);
    (world, client, invoice, order_id)
}

fn claim(
    world: &World,
    client: &Client,
    order_id: &OrderId,
    change: impl Fn(&mut Reading),
) -> Hint {
    let mut claim = reading(&world.attempt(client, order_id), ProviderStatus::Settled);
    change(&mut claim);
    hint(order_id, &claim)
}

#[test]
fn a_wrong_amount_that_nobody_confirms_is_a_case_and_the_right_one_still_pays() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let wrong = claim(&world, &client, &order_id, |claim| claim.amount = rupiah(1_000));
    assert_eq!(world.deliver(&wrong), Verdict::Parked(Doubt::Amount));
    assert_eq!(world.status(&client, &invoice), "PENDING");
    world.work();
    assert_eq!(world.cases(&client), [CaseKind::Contradiction]);
    assert_eq!(world.inbox(&wrong), None, "a refuted notification gives its key up");
    assert_eq!(world.deliver(&wrong), Verdict::Parked(Doubt::Amount), "and is looked at again");
    world.work();
    assert_eq!(world.cases(&client), [CaseKind::Contradiction], "the same finding is one case");
    let right = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    assert_eq!(world.deliver(&right), Verdict::Applied);
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
}

#[test]
fn a_wrong_amount_that_the_gateway_holds_waits_in_suspense_and_pays_nothing() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let wrong = claim(&world, &client, &order_id, |claim| claim.amount = rupiah(200_000));
    world.bank.set(&order_id, wrong.reading.clone());
    assert_eq!(world.deliver(&wrong), Verdict::Parked(Doubt::Amount));
    world.work();
    assert_eq!(world.inbox(&wrong), Some(InboxState::Applied));
    assert_eq!(world.account(&client).suspense, rupiah(200_000));
    assert_eq!(world.cases(&client), [CaseKind::AmountMismatch]);
    assert_eq!(world.status(&client, &invoice), "ISSUED", "still owed, and payable");
    assert_eq!(world.receipts(), 0);
    laws::check(&world);
    let again = world.charge(&invoice, Channel::BcaVa);
    assert_eq!(world.attempt(&client, &again).amount, rupiah(275_000));
}

#[test]
fn an_amount_that_the_gateway_corrects_later_moves_to_where_it_belongs() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let wrong = claim(&world, &client, &order_id, |claim| claim.amount = rupiah(200_000));
    world.bank.set(&order_id, wrong.reading.clone());
    world.deliver(&wrong);
    world.work();
    world.truth(&order_id, &reading(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.deliver(&told(&world.attempt(&client, &order_id), ProviderStatus::Settled));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.account(&client).suspense, rupiah(0));
    laws::check(&world);
}

/// Every way to rewrite what the signature does not cover of a genuine settlement body.
type Forgery = (&'static str, fn(&mut Reading));

const FORGERIES: &[Forgery] = &[
    ("a full refund", |claim| {
        claim.status = ProviderStatus::Refunded;
        claim.refunds = vec![refund("FORGED", 275_000, true)];
    }),
    ("a partial refund", |claim| {
        claim.status = ProviderStatus::PartiallyRefunded;
        claim.refunds = vec![refund("FORGED", 5_000, true)];
    }),
    ("a chargeback", |claim| claim.status = ProviderStatus::ChargedBack),
    ("a settlement with a refund inside", |claim| {
        claim.refunds = vec![refund("FORGED", 275_000, true)];
    }),
    ("a settlement with a refunded total", |claim| claim.refunded_total = Some(rupiah(275_000))),
    ("another transaction", |claim| claim.transaction_id = Some("tx-forged".to_owned())),
    ("another currency", |claim| claim.currency = Some("USD".to_owned())),
    ("another channel", |claim| claim.channel = Some(Channel::BniVa)),
    ("no channel of ours", |claim| claim.channel = None),
    ("a fee that makes the amount fit", |claim| claim.payer_fee = rupiah(4_000)),
    ("a status nobody knows", |claim| claim.status = ProviderStatus::Unrecognised),
    ("a hold", |claim| claim.status = ProviderStatus::Authorized),
    ("a fraud check", |claim| claim.status = ProviderStatus::Challenged),
];

/// While the payer has not paid, no rewritten body pays anything; after payment none takes it back.
#[test]
fn a_genuine_body_rewritten_moves_no_money() {
    for (name, rewrite) in FORGERIES {
        for paid in [false, true] {
            let (world, client, invoice, order_id) = pending(Channel::BcaVa);
            if paid {
                let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
                world.bank.set_status(&order_id, ProviderStatus::Settled);
                assert_eq!(world.deliver(&settled), Verdict::Applied);
                world.work();
            }
            let before = world.account(&client);
            let forged = claim(&world, &client, &order_id, rewrite);
            let verdict = world.deliver(&forged);
            assert_ne!(verdict, Verdict::Applied, "{name}, paid: {paid}");
            world.work();
            let after = world.account(&client);
            assert_eq!(after.invoices, before.invoices, "{name}, paid: {paid}");
            assert_eq!((after.credit, after.suspense), (before.credit, before.suspense), "{name}");
            assert_eq!(world.status(&client, &invoice), if paid { "PAID" } else { "PENDING" });
            assert_eq!(world.receipts(), usize::from(paid), "{name}");
            laws::check(&world);
            // And the genuine body still does what it says.
            if !paid {
                let settled = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
                assert_eq!(world.deliver(&settled), Verdict::Applied, "{name}");
                assert_eq!(world.status(&client, &invoice), "PAID", "{name}");
                laws::check(&world);
            }
        }
    }
}

#[test]
fn a_code_to_pay_by_is_never_taken_from_a_notification() {
    let world = World::new();
    let (client, invoice) = world.bill(275_000);
    let order_id = world.open(&[&invoice], Channel::BcaVa);
    world.bank.lose_replies(1);
    world.work();
    assert_eq!(world.state(&client, &order_id), "unknown");
    // The signature covers neither the number nor the deadline of a pending transaction.
    let mut claim = reading(&world.attempt(&client, &order_id), ProviderStatus::Pending);
    claim.transaction_id = Some("tx-forged".to_owned());
    claim.instructions = Some(Instructions::VirtualAccount { va_number: "666".to_owned() });
    claim.expires_at = Some(world.attempt(&client, &order_id).expires_at.plus_seconds(-86_400));
    let deadline = world.attempt(&client, &order_id).expires_at;
    world.deliver(&hint(&order_id, &claim));
    let told = world.attempt(&client, &order_id);
    assert_eq!((told.instructions, told.expires_at), (None, deadline));
    world.work_for(3);
    let read = world.attempt(&client, &order_id);
    let number = "8808123456789".to_owned();
    assert_eq!(read.instructions, Some(Instructions::VirtualAccount { va_number: number }));
    assert_eq!(read.transaction_id, Some(format!("tx-{order_id}")), "the read corrects the lie");
    laws::check(&world);
}

#[test]
fn a_notification_in_a_currency_the_gateway_confirms_opens_a_case() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let odd = claim(&world, &client, &order_id, |claim| claim.currency = Some("USD".to_owned()));
    world.bank.set(&order_id, odd.reading.clone());
    assert_eq!(world.deliver(&odd), Verdict::Parked(Doubt::Currency));
    world.work();
    assert_eq!(world.cases(&client), [CaseKind::CurrencyMismatch]);
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}

#[test]
fn money_of_nothing_is_a_case_not_a_booking() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let odd = claim(&world, &client, &order_id, |claim| claim.amount = rupiah(0));
    world.bank.set(&order_id, odd.reading.clone());
    world.deliver(&odd);
    world.work();
    assert_eq!(world.cases(&client), [CaseKind::AmountMismatch]);
    assert_eq!(world.attempt(&client, &order_id).booking, None);
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}
