//! The store or the gateway fails at its n-th call, for every n: before it does anything, or after
//! it did everything but before it could say so. Retried, the story ends as if nothing had happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use wikarta_core::access::Role;
use wikarta_core::account::{Account, AccountEvent, CaseAct, Movement, RefundSource, Stage};
use wikarta_core::aggregate::AggregateId;
use wikarta_core::command::{Command, CorrectionCommand, Envelope};
use wikarta_core::decide::Answer;
use wikarta_core::engine::HandleError;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::ports::Fault;
use wikarta_core::provider::{Channel, ProviderStatus};

use crate::claims::told;
use crate::failing::{Failing, FaultyGateway, FaultyStore, Plan};
use crate::laws;
use crate::stories::corrections::{keuangan, request, supervisor};
use crate::world::{Client, World, month, now, registration, staff};

/// A world in which a plan of faults is at work.
struct Storm {
    world: World,
}

impl Storm {
    fn of(store: Arc<Plan>, gateway: Arc<Plan>) -> Self {
        let world = World::behind(
            |inner| Arc::new(FaultyStore { inner, plan: store }),
            |inner| Arc::new(FaultyGateway { inner, plan: gateway }),
        );
        Self { world }
    }

    /// Sends one envelope until it is answered, as a caller with an idempotency key does.
    fn insist(&self, envelope: &Envelope) -> Answer {
        for _ in 0..5 {
            match now(self.world.wikarta.send_and_charge(envelope.clone())) {
                Ok(receipt) => return receipt.answer,
                Err(HandleError::Fault(Fault::Passing(_))) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        panic!("never answered");
    }

    fn tell(&self, role: Role, command: Command) -> Answer {
        self.insist(&self.world.envelope(staff(role), command))
    }

    fn hear(&self, client: &Client, order_id: &OrderId, status: ProviderStatus) {
        let attempt = self.world.attempt(client, order_id);
        self.insist(&self.world.notice(&told(&attempt, status)));
    }

    /// Workers that come back after a fault, when the leases of the fallen have run out.
    fn work(&self) {
        let world = &self.world;
        for _ in 0..200 {
            match now(world.wikarta.work(10)) {
                Ok(worked) if worked.effects + worked.notifications == 0 => {
                    if world.store.outbox().is_empty() && world.store.parked().is_empty() {
                        return;
                    }
                    world.pass_seconds(30);
                }
                Ok(_) => {}
                Err(_) => world.pass_seconds(61),
            }
        }
        panic!("workers never come to rest: {:?}", world.store.outbox());
    }
}

/// The main use cases, one after the other, whatever fails.
fn story(storm: &Storm) -> Client {
    let world = &storm.world;
    let Answer::Customer { id: account } = storm.tell(Role::Marketing, registration("PLG-000001"))
    else {
        panic!()
    };
    let package = crate::world::rumah(100_000);
    let Answer::Package { id: package } = storm.tell(Role::Marketing, package) else { panic!() };
    storm.tell(Role::Supervisor, crate::world::approve_price(&package));
    let starts_on = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let command = Command::StartSubscription { account: account.clone(), package, starts_on };
    let Answer::Subscription { id } = storm.tell(Role::Marketing, command) else { panic!() };
    let client = Client { account, subscription: id };
    let bill = |period: &str| {
        let (subscription, period) = (client.subscription.clone(), month(period));
        let draft = Command::DraftInvoice { subscription, period };
        let Answer::Invoice { id: invoice } = storm.tell(Role::Keuangan, draft) else { panic!() };
        storm.tell(Role::Keuangan, Command::IssueInvoice { invoice: invoice.clone() });
        invoice
    };
    let open = |invoice: &InvoiceId, channel| {
        let command = Command::OpenAttempt { invoices: vec![invoice.clone()], channel };
        let Answer::Attempt { order_id, .. } = storm.tell(Role::Keuangan, command) else {
            panic!()
        };
        storm.work();
        order_id
    };
    // Replaced by another bank, then paid; the cancelled one is forged to life once more.
    let first = bill("2026-08");
    let replaced = open(&first, Channel::BcaVa);
    let paid = open(&first, Channel::BriVa);
    world.bank.set_status(&paid, ProviderStatus::Settled);
    storm.hear(&client, &paid, ProviderStatus::Settled);
    storm.work();
    storm.hear(&client, &replaced, ProviderStatus::Settled);
    storm.hear(&client, &paid, ProviderStatus::Cancelled);
    storm.work();
    // Expired, then paid late beside a second code, which is ended by it.
    let second = bill("2026-09");
    let late = open(&second, Channel::PermataVa);
    world.bank.set_status(&late, ProviderStatus::Expired);
    storm.hear(&client, &late, ProviderStatus::Expired);
    storm.work();
    let beside = open(&second, Channel::BniVa);
    world.bank.set_status(&late, ProviderStatus::Settled);
    storm.hear(&client, &late, ProviderStatus::Settled);
    storm.work();
    assert!(!world.attempt(&client, &beside).is_live());
    // Cancelled at the gateway: void.
    let third = bill("2026-10");
    let cancelled = open(&third, Channel::CimbVa);
    world.bank.set_status(&cancelled, ProviderStatus::Cancelled);
    storm.hear(&client, &cancelled, ProviderStatus::Cancelled);
    storm.work();
    give_back(storm, &client, &bill("2026-11"));
    // Taken back by the bank.
    world.bank.set_status(&late, ProviderStatus::Denied);
    storm.hear(&client, &late, ProviderStatus::Denied);
    storm.work();
    client
}

/// Paid by QRIS, then given back by four people through the gateway.
fn give_back(storm: &Storm, client: &Client, invoice: &InvoiceId) {
    let world = &storm.world;
    let command = Command::OpenAttempt { invoices: vec![invoice.clone()], channel: Channel::Qris };
    let Answer::Attempt { order_id, .. } = storm.tell(Role::Keuangan, command) else { panic!() };
    storm.work();
    world.bank.set_status(&order_id, ProviderStatus::Settled);
    storm.hear(client, &order_id, ProviderStatus::Settled);
    storm.work();
    let step = |actor, command| storm.insist(&world.envelope(actor, Command::Correction(command)));
    let answer = step(keuangan(1), request(invoice, 40_000));
    let Answer::Refund { id: refund, .. } = answer else { panic!("{answer:?}") };
    step(keuangan(2), CorrectionCommand::VerifyRefund { refund: refund.clone() });
    let reason = None;
    step(supervisor(1), CorrectionCommand::ApproveRefund { refund: refund.clone(), reason });
    step(keuangan(3), CorrectionCommand::ExecuteRefund { refund: refund.clone(), proof: None });
    storm.work();
    assert_eq!(world.account(client).refunds[&refund].stage, Stage::Done);
    assert_eq!(world.bank.refunds(), 1);
    // A bill that nobody wants any more is taken back, its code cancelled first.
    let (subscription, period) = (client.subscription.clone(), month("2026-12"));
    let draft = Command::DraftInvoice { subscription, period };
    let Answer::Invoice { id: unwanted } = storm.tell(Role::Keuangan, draft) else { panic!() };
    storm.tell(Role::Keuangan, Command::IssueInvoice { invoice: unwanted.clone() });
    let invoices = vec![unwanted.clone()];
    storm.tell(Role::Keuangan, Command::OpenAttempt { invoices, channel: Channel::BcaVa });
    storm.work();
    let reason = "Pelanggan pindah rumah".to_owned();
    let answer =
        step(keuangan(1), CorrectionCommand::RequestVoid { invoice: unwanted.clone(), reason });
    let Answer::Void { id: void, .. } = answer else { panic!("{answer:?}") };
    step(supervisor(1), CorrectionCommand::ApproveVoid { void: void.clone(), reason: None });
    step(keuangan(1), CorrectionCommand::ExecuteVoid { void });
    storm.work();
    assert_eq!(world.status(client, &unwanted), "VOID");
}

/// What the story comes to, without the traces of how answers got lost on the way.
fn outcome(world: &World, client: &Client) -> String {
    let account = world.account(client);
    let invoices: Vec<_> = account
        .invoices
        .values()
        .map(|i| (&i.id, i.number, i.status, i.total, i.paid, i.refunded, &i.allocations))
        .collect();
    let attempts: Vec<_> = account
        .attempts
        .values()
        // The gateway does not repeat the text of a QR code: with a lost answer it is lost.
        .map(|a| {
            let code = a.instructions.as_ref().filter(|_| a.channel != Channel::Qris);
            (&a.order_id, a.state, a.superseded, &a.booking, &a.refunds, code)
        })
        .collect();
    let cases: Vec<_> = account.cases.values().map(|case| (&case.id, case.kind)).collect();
    let receipts: Vec<_> = world.notifier.messages().into_keys().collect();
    let money = (account.credit, account.suspense);
    format!(
        "{invoices:#?} {attempts:#?} {cases:#?} {receipts:#?} {money:?} {:#?}",
        acts(world, &account)
    )
}

/// How often each act stands in the trail, and each movement of money: once a change.
fn acts(world: &World, account: &Account) -> BTreeMap<String, u32> {
    let mut acts = BTreeMap::new();
    let (entries, _) = world.store.trail(&AggregateId::Account(account.id.clone()));
    for row in entries {
        let event: AccountEvent = serde_json::from_str(&row.entry.data).unwrap();
        match event {
            // How an answer was found is not the same story when it was lost.
            AccountEvent::ChargeAnswered { .. } => {}
            AccountEvent::RefundStepped { act: CaseAct::Lose, .. } => {}
            AccountEvent::RefundStepped { gone: Some(_), refund, .. } => {
                let RefundSource::Attempt(order_id) = refund.source else { panic!() };
                *acts.entry(format!("refunded {order_id}")).or_insert(0) += 1;
            }
            AccountEvent::Observed(seen) => {
                for movement in seen.movements {
                    let kind = match movement {
                        Movement::Booked { .. } => "booked",
                        Movement::Reversed { .. } => "reversed",
                        Movement::Refunded { .. } => "refunded",
                        Movement::RefundConfirmed { .. } => "confirmed",
                    };
                    *acts.entry(format!("{kind} {}", seen.order_id)).or_insert(0) += 1;
                }
                for invoice in seen.voids {
                    *acts.entry(format!("void {invoice}")).or_insert(0) += 1;
                }
            }
            _ => *acts.entry(row.entry.action.clone()).or_insert(0) += 1,
        }
    }
    acts
}

/// Shows only the lines that differ.
fn same(found: &str, expected: &str, told: &str) {
    let differ = || found.lines().zip(expected.lines()).filter(|(one, other)| one != other);
    let shown: Vec<_> = differ().take(12).collect();
    assert!(shown.is_empty() && found.len() == expected.len(), "{told}: {shown:#?}");
}

fn clean() -> (String, u32, u32) {
    let (store, gateway) = (Plan::never(), Plan::never());
    let storm = Storm::of(store.clone(), gateway.clone());
    let client = story(&storm);
    laws::check(&storm.world);
    (outcome(&storm.world, &client), store.calls(), gateway.calls())
}

#[test]
fn whatever_call_of_the_store_fails_the_story_ends_alike() {
    let (expected, calls, _) = clean();
    assert!(calls > 100, "{calls} calls is no story");
    for how in [Failing::Before, Failing::After] {
        for n in 1..=calls {
            // Alone, and with the call after it: a second fall while getting up.
            for plan in [vec![n], vec![n, n + 1], vec![n, n + 3]] {
                let storm = Storm::of(Plan::new(plan.clone(), how), Plan::never());
                let client = story(&storm);
                laws::check(&storm.world);
                same(&outcome(&storm.world, &client), &expected, &format!("{how:?} at {plan:?}"));
            }
        }
    }
}

#[test]
fn whatever_call_of_the_gateway_is_lost_the_story_ends_alike() {
    let (expected, _, calls) = clean();
    assert!(calls > 10, "{calls} calls is no story");
    for how in [Failing::Before, Failing::After] {
        for n in 1..=calls {
            for plan in [vec![n], vec![n, n + 1]] {
                let storm = Storm::of(Plan::never(), Plan::new(plan.clone(), how));
                let client = story(&storm);
                laws::check(&storm.world);
                same(&outcome(&storm.world, &client), &expected, &format!("{how:?} at {plan:?}"));
            }
        }
    }
}

#[test]
fn an_envelope_that_was_lost_is_answered_the_same_when_it_comes_again() {
    for how in [Failing::Before, Failing::After] {
        let storm = Storm::of(Plan::new([2], how), Plan::never());
        let envelope = storm.world.envelope(staff(Role::Marketing), registration("PLG-000001"));
        let first = now(storm.world.wikarta.send(envelope.clone()));
        assert!(matches!(first, Err(HandleError::Fault(Fault::Passing(_)))), "{first:?}");
        let second = now(storm.world.wikarta.send(envelope.clone())).unwrap();
        let third = now(storm.world.wikarta.send(envelope)).unwrap();
        assert_eq!(second.answer, third.answer);
        laws::check(&storm.world);
        assert_eq!(storm.world.store.aggregates().len(), 1);
    }
}
