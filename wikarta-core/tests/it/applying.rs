//! What events make of an account by themselves: total, whatever they say.

use wikarta_core::account::{
    Account, AccountEvent, AttemptState, ChargeAnswer, How, Movement, Observed, Place, Placed,
    Refund, RefundOrigin, Stage,
};
use wikarta_core::customer::CustomerKey;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::reading;
use crate::stories::corrections::{keuangan, paid, requested};
use crate::world::{World, rupiah};

fn pending() -> (Account, InvoiceId, OrderId) {
    let world = World::new();
    let (client, invoice) = world.bill(100_000);
    let order_id = world.charge(&invoice, Channel::Qris);
    (world.account(&client), invoice, order_id)
}

fn after(account: Account, event: &AccountEvent) -> Account {
    let id = account.id.clone();
    Account::after(Some(account), &id, event).unwrap()
}

fn observed(account: &Account, order_id: &OrderId, movement: Movement) -> AccountEvent {
    let attempt = &account.attempts[order_id];
    AccountEvent::Observed(Box::new(Observed {
        order_id: order_id.clone(),
        how: How::Read { seq: attempt.reads + 1 },
        reading: Some(reading(attempt, ProviderStatus::Settled)),
        state: AttemptState::Settled,
        movements: vec![movement],
        not_needed: Vec::new(),
        voids: Vec::new(),
    }))
}

#[test]
fn a_refund_of_a_bill_not_paid_in_full_lowers_what_is_paid() {
    let (account, invoice, order_id) = pending();
    let on_bill =
        |amount| vec![Placed { place: Place::Invoice(invoice.clone()), amount: rupiah(amount) }];
    let booked = Movement::Booked {
        amount: rupiah(60_000),
        payer_fee: Rupiah::ZERO,
        settled_at: None,
        placed: on_bill(60_000),
    };
    let account = after(account.clone(), &observed(&account, &order_id, booked));
    assert_eq!(account.invoices[&invoice].paid, rupiah(60_000));
    let refunded = Movement::Refunded {
        key: "RF-1".to_owned(),
        amount: rupiah(25_000),
        confirmed: true,
        chargeback: false,
        placed: on_bill(25_000),
    };
    let account = after(account.clone(), &observed(&account, &order_id, refunded));
    let bill = &account.invoices[&invoice];
    assert_eq!((bill.paid, bill.refunded), (rupiah(35_000), rupiah(0)));
    assert_eq!(bill.status.as_str(), "ISSUED");
    wikarta_core::testkit::laws::of_account(&account).unwrap();
}

#[test]
fn events_about_nothing_leave_everything_as_it_is() {
    let (account, _, order_id) = pending();
    let nowhere: OrderId = "NOWHERE".parse().unwrap();
    let mut strange = observed(&account, &order_id, Movement::RefundConfirmed { key: "x".into() });
    if let AccountEvent::Observed(seen) = &mut strange {
        seen.order_id = nowhere.clone();
        seen.voids = vec!["inv_nowhere".parse().unwrap()];
        seen.not_needed = vec![nowhere.clone()];
    }
    let lost = ChargeAnswer::Lost { reason: "lost".to_owned() };
    let answered = AccountEvent::ChargeAnswered { order_id: nowhere, answer: lost };
    let mut customer = account.customer.clone();
    customer.name = CustomerKey::new([1; 32]).seal("name", "somebody else");
    for event in [strange, answered] {
        assert_eq!(after(account.clone(), &event), account);
        assert_eq!(
            Account::after(None, &account.id, &event),
            None,
            "before the first event is nobody"
        );
    }
    // Registered twice: the books are not wiped.
    let again = after(account.clone(), &AccountEvent::Registered { customer });
    assert_eq!(again.invoices, account.invoices);
    assert_eq!(again.attempts, account.attempts);
}

/// The gateway tells of a refund by our name for it: that one case is over, no other.
#[test]
fn a_refund_that_the_gateway_tells_of_ends_the_case_of_its_key() {
    let world = World::new();
    let (client, invoice, order_id) = paid(&world, 200_000, Channel::Qris);
    let (first, _) = requested(&world, keuangan(1), &invoice, 50_000);
    let (second, _) = requested(&world, keuangan(1), &invoice, 60_000);
    let account = world.account(&client);
    let gone = |key: &str| Movement::Refunded {
        key: key.to_owned(),
        amount: rupiah(60_000),
        confirmed: false,
        chargeback: false,
        placed: vec![Placed { place: Place::Invoice(invoice.clone()), amount: rupiah(60_000) }],
    };
    let ours = observed(&account, &order_id, gone(&account.refunds[&second].key));
    let told = after(account.clone(), &ours);
    let stages = [&first, &second].map(|id| told.refunds[id].stage);
    assert_eq!(stages, [Stage::Requested, Stage::Done]);
    assert_eq!(told.attempts[&order_id].refunds[0].origin, RefundOrigin::Requested);
    let foreign = after(account.clone(), &observed(&account, &order_id, gone("MAP-77")));
    assert_eq!(foreign.refunds, account.refunds);
    assert_eq!(foreign.attempts[&order_id].refunds[0].origin, RefundOrigin::FoundAtGateway);
}

#[test]
fn a_confirmation_is_of_the_refund_that_it_names() {
    let (mut account, _, order_id) = pending();
    let refund = |key: &str| Refund {
        key: key.to_owned(),
        amount: rupiah(10_000),
        confirmed: false,
        origin: RefundOrigin::Requested,
    };
    let attempt = account.attempts.get_mut(&order_id).unwrap();
    attempt.refunds = vec![refund("RF-1"), refund("RF-2")];
    let confirmed = Movement::RefundConfirmed { key: "RF-2".to_owned() };
    let account = after(account.clone(), &observed(&account, &order_id, confirmed));
    let known: Vec<bool> =
        account.attempts[&order_id].refunds.iter().map(|refund| refund.confirmed).collect();
    assert_eq!(known, [false, true]);
}
