//! Cancellations, expiries and reversals: a debt never ends by hearsay.

use wikarta_core::account::CaseKind;
use wikarta_core::decide::{Doubt, Verdict};
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::policy::OnGatewayCancel;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::told;
use crate::laws;
use crate::world::{Client, World, policy};

fn pending_in(world: World, channel: Channel) -> (World, Client, InvoiceId, OrderId) {
    let (client, invoice) = world.bill(275_000);
    let order_id = world.charge(&invoice, channel);
    (world, client, invoice, order_id)
}

fn pending(channel: Channel) -> (World, Client, InvoiceId, OrderId) {
    pending_in(World::new(), channel)
}

fn hear(world: &World, client: &Client, order_id: &OrderId, status: ProviderStatus) -> Verdict {
    world.deliver(&told(&world.attempt(client, order_id), status))
}

#[test]
fn a_cancellation_nobody_confirms_voids_nothing() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    let verdict = hear(&world, &client, &order_id, ProviderStatus::Cancelled);
    assert_eq!(verdict, Verdict::Parked(Doubt::Cancellation));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PENDING");
    assert_eq!(world.cases(&client), [CaseKind::Contradiction]);
    laws::check(&world);
}

#[test]
fn a_confirmed_cancellation_voids_the_bill_and_tells_finance() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    world.bank.set_status(&order_id, ProviderStatus::Cancelled);
    hear(&world, &client, &order_id, ProviderStatus::Cancelled);
    assert_eq!(world.status(&client, &invoice), "PENDING", "not from the notification alone");
    world.work();
    assert_eq!(world.status(&client, &invoice), "VOID");
    assert_eq!(world.cases(&client), [CaseKind::GatewayCancelled]);
    laws::check(&world);
    let again = world.draft(&client.subscription, "2026-08");
    assert_ne!(again, invoice, "the month can be billed anew");
}

#[test]
fn under_review_a_confirmed_cancellation_is_a_case_only() {
    let mut policy = policy();
    policy.on_gateway_cancel = OnGatewayCancel::Review;
    let (world, client, invoice, order_id) = pending_in(World::with(policy), Channel::BcaVa);
    world.bank.set_status(&order_id, ProviderStatus::Cancelled);
    hear(&world, &client, &order_id, ProviderStatus::Cancelled);
    world.work();
    assert_eq!(world.status(&client, &invoice), "ISSUED", "still payable");
    assert_eq!(world.cases(&client), [CaseKind::GatewayCancelled]);
    laws::check(&world);
}

#[test]
fn while_another_code_lives_a_cancellation_voids_nothing() {
    let (world, client, invoice, transfer) = pending(Channel::BcaVa);
    let qr = world.charge(&invoice, Channel::Qris);
    world.bank.set_status(&transfer, ProviderStatus::Cancelled);
    hear(&world, &client, &transfer, ProviderStatus::Cancelled);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PENDING");
    assert_eq!(world.cases(&client), [CaseKind::GatewayCancelled]);
    assert!(world.attempt(&client, &qr).is_live());
    laws::check(&world);
}

#[test]
fn the_newest_code_cancelled_beside_an_older_live_one_voids_nothing() {
    let (world, client, invoice, qr) = pending(Channel::Qris);
    let newest = world.charge(&invoice, Channel::BcaVa);
    world.bank.set_status(&newest, ProviderStatus::Cancelled);
    hear(&world, &client, &newest, ProviderStatus::Cancelled);
    world.work();
    assert!(world.attempt(&client, &qr).is_live());
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}

#[test]
fn an_older_code_cancelled_after_the_newest_expired_voids_nothing() {
    let (world, client, invoice, older) = pending(Channel::BcaVa);
    let newest = world.charge(&invoice, Channel::Qris);
    hear(&world, &client, &newest, ProviderStatus::Expired);
    world.bank.set_status(&older, ProviderStatus::Cancelled);
    hear(&world, &client, &older, ProviderStatus::Cancelled);
    world.work();
    assert_eq!(
        world.status(&client, &invoice),
        "EXPIRED",
        "the newest attempt speaks for the bill"
    );
    assert_eq!(world.cases(&client), [CaseKind::GatewayCancelled]);
    laws::check(&world);
}

#[test]
fn a_bill_that_was_ever_paid_is_not_voided_by_a_cancellation() {
    let (world, client, invoice, order_id) = pending(Channel::PermataVa);
    hear(&world, &client, &order_id, ProviderStatus::Settled);
    for status in [ProviderStatus::Denied, ProviderStatus::Cancelled] {
        world.bank.set_status(&order_id, status);
        hear(&world, &client, &order_id, status);
        world.work();
    }
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.state(&client, &order_id), "reversed");
    laws::check(&world);
}

#[test]
fn an_older_attempt_never_moves_the_bill_backwards() {
    let (world, client, invoice, first) = pending(Channel::BcaVa);
    let second = world.charge(&invoice, Channel::BriVa);
    for status in [ProviderStatus::Expired, ProviderStatus::Cancelled, ProviderStatus::Denied] {
        world.bank.set_status(&first, status);
        hear(&world, &client, &first, status);
        world.work();
        assert_eq!(world.status(&client, &invoice), "PENDING", "{status}");
    }
    let settled = told(&world.attempt(&client, &second), ProviderStatus::Settled);
    world.deliver(&settled);
    assert_eq!(world.status(&client, &invoice), "PAID");
    hear(&world, &client, &first, ProviderStatus::Failed);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    laws::check(&world);
}

#[test]
fn an_expired_code_leaves_the_bill_payable() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    assert_eq!(hear(&world, &client, &order_id, ProviderStatus::Expired), Verdict::Applied);
    assert_eq!(world.status(&client, &invoice), "EXPIRED");
    let newer = world.charge(&invoice, Channel::BcaVa);
    assert_ne!(newer, order_id);
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}

#[test]
fn a_denied_or_failed_code_leaves_the_bill_issued() {
    for status in [ProviderStatus::Denied, ProviderStatus::Failed] {
        let (world, client, invoice, order_id) = pending(Channel::Qris);
        assert_eq!(hear(&world, &client, &order_id, status), Verdict::Applied);
        assert_eq!(world.status(&client, &invoice), "ISSUED", "{status}");
        laws::check(&world);
    }
}

#[test]
fn a_cancellation_after_the_money_is_refuted() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    hear(&world, &client, &order_id, ProviderStatus::Settled);
    let verdict = hear(&world, &client, &order_id, ProviderStatus::Cancelled);
    assert_eq!(verdict, Verdict::Parked(Doubt::AgainstMoney));
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.cases(&client), [CaseKind::Contradiction]);
    laws::check(&world);
}

#[test]
fn a_bank_that_takes_the_money_back_reopens_the_bill() {
    let (world, client, invoice, order_id) = pending(Channel::PermataVa);
    hear(&world, &client, &order_id, ProviderStatus::Settled);
    world.work();
    world.bank.set_status(&order_id, ProviderStatus::Denied);
    let verdict = hear(&world, &client, &order_id, ProviderStatus::Denied);
    assert_eq!(verdict, Verdict::Parked(Doubt::AgainstMoney));
    world.work();
    assert_eq!(world.state(&client, &order_id), "reversed");
    assert_eq!(world.status(&client, &invoice), "ISSUED");
    assert_eq!(world.cases(&client), [CaseKind::Reversal]);
    laws::check(&world);
    // The bank changes its mind once more; a read tells, and the bill is paid again.
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    let mut late = told(&world.attempt(&client, &order_id), ProviderStatus::Settled);
    late.event_key.push_str("-second");
    assert_eq!(world.deliver(&late), Verdict::Parked(Doubt::Late));
    world.work();
    assert_eq!((world.status(&client, &invoice), world.receipts()), ("PAID", 1));
    assert_eq!(world.cases(&client), [CaseKind::Reversal], "it was not late the first time");
    laws::check(&world);
}

#[test]
fn a_gateway_whose_history_runs_backwards_is_not_followed() {
    let (world, client, invoice, order_id) = pending(Channel::BcaVa);
    hear(&world, &client, &order_id, ProviderStatus::Settled);
    world.bank.set_status(&order_id, ProviderStatus::Pending);
    hear(&world, &client, &order_id, ProviderStatus::Expired);
    world.work();
    assert_eq!(world.status(&client, &invoice), "PAID");
    assert_eq!(world.state(&client, &order_id), "settled");
    assert_eq!(world.cases(&client), [CaseKind::Contradiction]);
    laws::check(&world);
}

#[test]
fn a_code_thought_dead_and_replaced_is_cancelled_when_it_turns_out_to_live() {
    let (world, client, invoice, first) = pending(Channel::BcaVa);
    hear(&world, &client, &first, ProviderStatus::Expired); // hearsay: it lives at the gateway
    let second = world.charge(&invoice, Channel::BriVa);
    hear(&world, &client, &first, ProviderStatus::Cancelled);
    world.work();
    assert!(!world.attempt(&client, &first).is_live());
    assert!(world.attempt(&client, &second).is_live());
    assert_eq!(world.bank.holds(&first).unwrap().status, ProviderStatus::Cancelled);
    assert_eq!(world.status(&client, &invoice), "PENDING");
    laws::check(&world);
}
