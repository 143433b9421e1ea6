//! Any sequence of deeds, hints and answers of the gateway, sensible or not: nothing panics, every
//! law holds after every step, a refusal changes nothing, and a last reconcile makes books and
//! gateway agree.

use proptest::prelude::*;
use proptest::sample::Index;
use wikarta_core::access::{Actor, Role};
use wikarta_core::command::Command;
use wikarta_core::engine::{HandleError, Handled};
use wikarta_core::id::{InvoiceId, OrderId, SubscriptionId};
use wikarta_core::provider::{Channel, ProviderRefund, ProviderStatus, Reading};
use wikarta_core::testkit::Mood;

use crate::claims::{hint, reading, refund};
use crate::laws;
use crate::world::{Client, World, month, now, rupiah, staff};

/// Something that happens.
#[derive(Debug, Clone)]
enum Deed {
    Draft { subscription: Index, period: u32 },
    Issue { invoice: Index },
    Open { invoices: Vec<Index>, channel: Channel },
    AskRead { order: Index },
    Told(Index, Look),
    Truth(Index, Look),
    Deliver { order: Index },
    Behave(u8),
    LoseReplies(u32),
    Pass(i64),
    Chase,
    Work(u32),
}

/// What a gateway may show of an order.
#[derive(Debug, Clone)]
struct Look {
    status: ProviderStatus,
    amount: Option<i64>,
    transaction: u8,
    channel: Option<Channel>,
    rupiah: bool,
    fee: i64,
    refunds: Vec<(u8, i64, bool, bool)>,
    total: Option<i64>,
}

fn channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(vec![Channel::BcaVa, Channel::BriVa, Channel::PermataVa, Channel::Qris])
}

prop_compose! {
    fn look()(
        status in prop::sample::select(ProviderStatus::ALL),
        amount in prop::option::weighted(0.15, 0..500_000_i64),
        transaction in prop_oneof![9 => Just(0_u8), 1 => 1..3_u8],
        channel in prop::option::weighted(0.1, channel()),
        rupiah in prop::bool::weighted(0.97),
        fee in prop_oneof![9 => Just(0_i64), 1 => 1..5_000_i64],
        refunds in prop_oneof![
            3 => Just(Vec::new()),
            2 => prop::collection::vec((0..4_u8, 0..200_000_i64, any::<bool>(), any::<bool>()), 1..4),
        ],
        total in prop::option::weighted(0.1, 0..500_000_i64),
    ) -> Look {
        Look { status, amount, transaction, channel, rupiah, fee, refunds, total }
    }
}

fn deed() -> impl Strategy<Value = Deed> {
    let index = any::<Index>;
    prop_oneof![
        2 => (index(), 0..6_u32).prop_map(|(subscription, period)| Deed::Draft { subscription, period }),
        2 => index().prop_map(|invoice| Deed::Issue { invoice }),
        5 => (prop::collection::vec(index(), 1..4), channel())
            .prop_map(|(invoices, channel)| Deed::Open { invoices, channel }),
        1 => index().prop_map(|order| Deed::AskRead { order }),
        6 => (index(), look()).prop_map(|(order, look)| Deed::Told(order, look)),
        6 => (index(), look()).prop_map(|(order, look)| Deed::Truth(order, look)),
        3 => index().prop_map(|order| Deed::Deliver { order }),
        1 => (0..6_u8).prop_map(Deed::Behave),
        1 => (1..3_u32).prop_map(Deed::LoseReplies),
        2 => prop_oneof![1..90_i64, 600..10_000_i64, 86_400..2_000_000_i64].prop_map(Deed::Pass),
        1 => Just(Deed::Chase),
        8 => (1..6_u32).prop_map(Deed::Work),
    ]
}

struct Play {
    world: World,
    clients: Vec<Client>,
    subscriptions: Vec<SubscriptionId>,
}

impl Play {
    fn new() -> Self {
        let world = World::new();
        let one = world.client("PLG-000001", 100_000);
        let dear = world.package(275_000);
        let second = world.subscribe(&one.account, &dear);
        let other = world.client("PLG-000002", 150_000);
        let subscriptions = vec![one.subscription.clone(), second, other.subscription.clone()];
        Self { world, clients: vec![one, other], subscriptions }
    }

    fn invoices(&self) -> Vec<InvoiceId> {
        let accounts = self.clients.iter().map(|client| self.world.account(client));
        accounts.flat_map(|account| account.invoices.into_keys()).collect()
    }

    fn attempts(&self) -> Vec<wikarta_core::account::Attempt> {
        let accounts = self.clients.iter().map(|client| self.world.account(client));
        accounts.flat_map(|account| account.attempts.into_values()).collect()
    }

    fn shown(&self, order: Index, look: &Look) -> Option<(OrderId, Reading)> {
        let attempts = self.attempts();
        let attempt = attempts.get(order.index(attempts.len().max(1)))?;
        let mut shown = reading(attempt, look.status);
        if let Some(amount) = look.amount {
            shown.amount = rupiah(amount);
        }
        if look.transaction > 0 {
            shown.transaction_id = Some(format!("tx-other-{}", look.transaction));
        }
        shown.channel = look.channel.or(shown.channel);
        shown.payer_fee = rupiah(look.fee);
        if !look.rupiah {
            shown.currency = Some("USD".to_owned());
        }
        let back = |&(key, amount, confirmed, chargeback): &(u8, i64, bool, bool)| ProviderRefund {
            chargeback,
            ..refund(&format!("RF-{key}"), amount, confirmed)
        };
        shown.refunds = look.refunds.iter().map(back).collect();
        shown.refunded_total = look.total.map(rupiah);
        Some((attempt.order_id.clone(), shown))
    }

    /// Does one deed; true when a rule refused it.
    fn happen(&self, deed: &Deed) -> Option<Handled> {
        let world = &self.world;
        let pick = |index: &Index| {
            let invoices = self.invoices();
            (!invoices.is_empty()).then(|| index.get(&invoices).clone())
        };
        let finance = || staff(Role::Keuangan);
        match deed {
            Deed::Draft { subscription, period } => {
                let subscription = subscription.get(&self.subscriptions).clone();
                let period = month("2025-11").plus_months(*period);
                Some(world.ask(finance(), Command::DraftInvoice { subscription, period }))
            }
            Deed::Issue { invoice } => {
                let invoice = pick(invoice)?;
                Some(world.ask(finance(), Command::IssueInvoice { invoice }))
            }
            Deed::Open { invoices, channel } => {
                let invoices = invoices.iter().filter_map(pick).collect();
                let channel = *channel;
                Some(world.ask(finance(), Command::OpenAttempt { invoices, channel }))
            }
            Deed::AskRead { order } => {
                let attempts = self.attempts();
                let order_id = attempts.get(order.index(attempts.len().max(1)))?.order_id.clone();
                Some(world.ask(finance(), Command::AskRead { order_id }))
            }
            Deed::Told(order, look) => {
                let (order_id, shown) = self.shown(*order, look)?;
                Some(world.try_deliver(&hint(&order_id, &shown)))
            }
            Deed::Truth(order, look) => {
                let (order_id, shown) = self.shown(*order, look)?;
                world.truth(&order_id, &shown);
                None
            }
            Deed::Deliver { order } => {
                let attempts = self.attempts();
                let order_id = &attempts.get(order.index(attempts.len().max(1)))?.order_id;
                Some(world.try_deliver(&hint(order_id, &world.bank.holds(order_id)?)))
            }
            Deed::Behave(mood) => {
                world.bank.be(match mood {
                    0 => Mood::Refusing,
                    1 => Mood::Forgetful,
                    2 => Mood::Silent,
                    _ => Mood::Fair,
                });
                None
            }
            Deed::LoseReplies(count) => {
                world.bank.lose_replies(*count);
                None
            }
            Deed::Pass(seconds) => {
                world.pass_seconds(*seconds);
                None
            }
            Deed::Chase => {
                now(world.wikarta.chase_overdue(300, 20)).unwrap();
                None
            }
            Deed::Work(limit) => {
                now(world.wikarta.work(*limit)).unwrap();
                None
            }
        }
    }

    /// Reads every order once more with a fair gateway, and compares.
    fn reconcile(&self) {
        let world = &self.world;
        world.bank.be(Mood::Fair);
        for attempt in self.attempts() {
            let order_id = attempt.order_id;
            world.ask(Actor::Scheduler, Command::AskRead { order_id }).unwrap();
        }
        // Retries of before are due within an hour and a quarter.
        for _ in 0..4 {
            world.work();
            world.pass_seconds(1_200);
        }
        world.work();
        laws::check(world);
        for attempt in self.attempts() {
            self.agrees(&attempt);
        }
    }

    fn agrees(&self, attempt: &wikarta_core::account::Attempt) {
        let Some(truth) = self.world.bank.holds(&attempt.order_id) else { return };
        let own = attempt.transaction_id == truth.transaction_id;
        if !truth.in_rupiah() || !own || !attempt.refunds.is_empty() && attempt.booking.is_none() {
            return;
        }
        let booked = attempt.booking.as_ref().map(|booking| booking.amount);
        if truth.status.means_money() && truth.amount.is_positive() {
            if attempt.refunds.is_empty() {
                assert_eq!(booked, Some(truth.amount), "{truth:?}\n{attempt:?}");
            }
            let listed: i64 = truth.refunds.iter().map(|refund| refund.amount.get()).sum();
            let told = listed.max(truth.refunded_total.map_or(0, |total| total.get()));
            let back = told.min(booked.map_or(0, |amount| amount.get()));
            assert!(attempt.refunded().get() >= back, "{truth:?}\n{attempt:?}");
        }
        if truth.status.is_dead_end() && attempt.refunds.is_empty() {
            assert_eq!(booked, None, "{truth:?}\n{attempt:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_deeds_breaks_a_law(deeds in prop::collection::vec(deed(), 1..45)) {
        let play = Play::new();
        for subscription in &play.subscriptions {
            let invoice = play.world.draft(subscription, "2026-08");
            play.world.issue(&invoice);
        }
        for deed in &deeds {
            let before = laws::picture(&play.world);
            if let Some(Err(HandleError::Refused(_))) = play.happen(deed) {
                prop_assert_eq!(&before, &laws::picture(&play.world), "a refusal changed something");
            }
            laws::check(&play.world);
        }
        play.reconcile();
    }
}
