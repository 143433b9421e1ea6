//! Customers after they were taken in: changed, looked at, deleted.

use wikarta_core::access::{Actor, Role};
use wikarta_core::account::Stage;
use wikarta_core::command::{
    ChangeCustomer, Command, CorrectionCommand, CustomerCommand, SubscriptionCommand,
};
use wikarta_core::customer::{CustomerKey, Payout, Personal};
use wikarta_core::engine::HandleError;
use wikarta_core::id::{AccountId, UserId};
use wikarta_core::provider::Channel;
use wikarta_core::refusal::Refusal;

use super::corrections::{ask, keuangan, paid, requested, supervisor};
use crate::laws;
use crate::market::{WHY, day, order, sub};
use crate::world::{World, registration, staff};

fn personal(phone: &str, account: Option<&str>) -> (Personal, CustomerKey) {
    let values =
        Personal::new("Slamet Riyadi", phone, "slamet@contoh.test", "Jl. Melati No. 12").unwrap();
    let values = match account {
        None => values,
        Some(number) => {
            let (bank, holder) = ("BCA".to_owned(), "Slamet Riyadi".to_owned());
            values.with_payout(Payout { bank, number: number.to_owned(), holder }).unwrap()
        }
    };
    (values, CustomerKey::new([7; 32]))
}

fn change(account: &AccountId, to: (Personal, CustomerKey)) -> Command {
    Command::Customer(CustomerCommand::Change(ChangeCustomer {
        account: account.clone(),
        kind: None,
        treatment: None,
        personal: Some(to),
    }))
}

fn reveal(account: &AccountId, why: &str) -> Command {
    let (account, reason) = (account.clone(), why.to_owned());
    Command::Customer(CustomerCommand::Reveal { account, reason })
}

fn delete(account: &AccountId) -> Command {
    let (account, reason) = (account.clone(), WHY.to_owned());
    Command::Customer(CustomerCommand::Delete { account, reason })
}

#[test]
fn a_change_of_contact_or_bank_account_is_remembered_with_its_hand() {
    let world = World::new();
    let account = world.customer("PLG-000001");
    let customer = || world.store.account(&account).unwrap().customer;
    let before = laws::picture(&world);
    world.tell(Role::Keuangan, change(&account, personal("+6281200000001", None)));
    assert_eq!(laws::picture(&world), before, "the same values change nothing");
    world.tell(Role::Keuangan, change(&account, personal("+6281200000009", None)));
    assert!(customer().contact_changed.is_some() && customer().payout_changed.is_none());
    world.tell(Role::Marketing, change(&account, personal("+6281200000009", Some("1234567890"))));
    assert_eq!(
        customer().payout_changed.map(|hand| hand.by),
        staff(Role::Marketing).person().cloned()
    );
    let beside = world.store.personal(&account).unwrap();
    assert_eq!(beside.values.phone(), "+6281200000009");
    laws::check(&world);
}

#[test]
fn a_customer_goes_when_nothing_is_open() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let account = client.account.clone();
    let open = |world: &World| match world.refusal(Role::Supervisor, delete(&account)) {
        Refusal::State { state, .. } => state,
        other => panic!("{other:?}"),
    };
    assert_eq!(open(&world), "SUBSCRIBED");
    let invoice = world.bill_period(&client, "2026-08").id;
    let of = || client.subscription.clone();
    let (on, reason) = (day("2026-08-31"), WHY.to_owned());
    world.tell(
        Role::Keuangan,
        sub(SubscriptionCommand::RequestTermination { subscription: of(), on, reason }),
    );
    world.tell(
        Role::Supervisor,
        sub(SubscriptionCommand::ApproveTermination { subscription: of() }),
    );
    assert_eq!(open(&world), "OWING");
    world.pay(&client, &invoice);
    world.tell(Role::Supervisor, delete(&account));
    world.tell(Role::Supervisor, delete(&account));
    let package = world.sold(&client).package;
    let sell = sub(SubscriptionCommand::Sell(order(&account, &package, "2026-09-01")));
    assert_eq!(world.refusal(Role::Marketing, sell).code(), "state_conflict");
    let late = world.refusal(Role::Keuangan, change(&account, personal("+6281200000009", None)));
    assert_eq!(late.code(), "state_conflict");
    laws::check(&world);
}

#[test]
fn limited_people_see_the_customers_that_they_took_in() {
    let world = World::new();
    let account = world.customer("PLG-000001");
    let other = Actor::staff("usr_other".parse::<UserId>().unwrap(), [Role::Marketing]);
    let own = world.ask(staff(Role::Marketing), reveal(&account, WHY));
    assert!(own.is_ok(), "{own:?}");
    for actor in [other.clone(), staff(Role::Teknisi), staff(Role::Auditor)] {
        let seen = world.ask(actor, reveal(&account, WHY));
        assert!(matches!(seen, Err(HandleError::Refused(Refusal::Denied { .. }))), "{seen:?}");
    }
    let theirs = world.ask(other, registration("PLG-000002")).unwrap().answer;
    assert!(matches!(theirs, wikarta_core::decide::Answer::Customer { .. }));
    assert_eq!(world.refusal(Role::Keuangan, reveal(&account, "  singkat ")).code(), "invalid");
    world.tell(Role::Keuangan, reveal(&account, WHY));
    let seen = world.store.account(&account).unwrap().customer.revealed.unwrap();
    assert_eq!((seen.reason.as_str(), Some(&seen.by.by)), (WHY, staff(Role::Keuangan).person()));
    laws::check(&world);
}

#[test]
fn a_refund_to_the_old_bank_account_starts_anew() {
    let world = World::new();
    let (client, invoice, _) = paid(&world, 275_000, Channel::BcaVa);
    let account = client.account.clone();
    world.tell(Role::Marketing, change(&account, personal("+6281200000001", Some("1234567890"))));
    let (refund, _) = requested(&world, keuangan(1), &invoice, 100_000);
    let verify = CorrectionCommand::VerifyRefund { refund: refund.clone() };
    ask(&world, keuangan(2), verify).unwrap();
    let reason = Some("Sudah dicek dengan pelanggan".to_owned());
    let approve = CorrectionCommand::ApproveRefund { refund: refund.clone(), reason };
    ask(&world, supervisor(1), approve).unwrap();
    let before = world.account(&client).refunds[&refund].clone();
    assert_eq!((before.stage, before.approvals.len()), (Stage::Approved, 1));
    world.tell(Role::Marketing, change(&account, personal("+6281200000001", Some("9876543210"))));
    let after = world.account(&client).refunds[&refund].clone();
    assert_eq!((after.stage, after.approvals.len(), after.verified), (Stage::Requested, 0, None));
    assert_ne!(after.payout, before.payout);
    laws::check(&world);
}

fn erase(account: &AccountId) -> Command {
    let (account, reason) = (account.clone(), WHY.to_owned());
    Command::Customer(CustomerCommand::Erase { account, reason })
}

#[test]
fn a_person_is_erased_when_no_money_is_open_and_every_proof_stays() {
    let world = World::new();
    let client = world.client("PLG-000001", 275_000);
    let account = client.account.clone();
    let open = |world: &World| match world.refusal(Role::Supervisor, erase(&account)) {
        Refusal::State { state, act: "erased", .. } => state,
        other => panic!("{other:?}"),
    };
    assert_eq!(open(&world), "SUBSCRIBED");
    let invoice = world.bill_period(&client, "2026-08").id;
    let of = || client.subscription.clone();
    let (on, reason) = (day("2026-08-31"), WHY.to_owned());
    world.tell(
        Role::Keuangan,
        sub(SubscriptionCommand::RequestTermination { subscription: of(), on, reason }),
    );
    world.tell(
        Role::Supervisor,
        sub(SubscriptionCommand::ApproveTermination { subscription: of() }),
    );
    assert_eq!(open(&world), "OWING");
    world.pay(&client, &invoice);
    for role in [Role::Keuangan, Role::Marketing, Role::Superuser, Role::Auditor] {
        assert_eq!(world.refusal(role, erase(&account)).code(), "denied", "{role}");
    }
    let before = world.account(&client);
    world.tell(Role::Supervisor, erase(&account));
    let picture = laws::picture(&world);
    world.tell(Role::Supervisor, erase(&account));
    assert_eq!(laws::picture(&world), picture, "once is enough");
    assert!(world.store.personal(&account).is_none(), "nothing says who it was");
    let after = world.account(&client);
    assert_eq!(after.invoices, before.invoices, "bills stay as they were");
    let stone = after.customer.erased.clone().unwrap();
    assert_eq!(
        (stone.reason.as_str(), Some(&stone.by.by)),
        (WHY, staff(Role::Supervisor).person())
    );
    assert!(after.customer.deleted.is_some() && after.customer.payout.is_none());
    let nobody = world.refusal(Role::Keuangan, reveal(&account, WHY));
    assert!(matches!(nobody, Refusal::State { ref state, .. } if state == "ERASED"), "{nobody:?}");
    let late = world.refusal(Role::Keuangan, change(&account, personal("+6281200000009", None)));
    assert_eq!(late.code(), "state_conflict");
    // Chains verify, and the events replayed make the state.
    laws::check(&world);
}
