//! What events make of an account by themselves: total, whatever they say.

use wikarta_core::account::{
    Account, AccountEvent, AttemptState, ChargeAnswer, How, Movement, Observed, Place, Placed,
};
use wikarta_core::customer::CustomerKey;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::reading;
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
