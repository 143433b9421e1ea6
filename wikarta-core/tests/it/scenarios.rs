//! Every scenario of `spec/scenarios.json` in every order, each delivery doubled, with the worker
//! running after each or only at the end, and with a read of our own at every place between.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use wikarta_core::access::Actor;
use wikarta_core::command::Command;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, Hint, ProviderRefund, ProviderStatus, Reading};

use crate::claims::{hint, refund};
use crate::laws;
use crate::world::{Client, World, rupiah};

const SPEC: &str = include_str!("../../spec/scenarios.json");

#[derive(Deserialize)]
struct Spec {
    events: BTreeMap<String, Told>,
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
struct Told {
    status: ProviderStatus,
    #[serde(default)]
    order: Option<String>,
    #[serde(default)]
    transaction_id: Option<String>,
    #[serde(default)]
    payer_fee: i64,
    #[serde(default, with = "asked_for")]
    channel: Option<Option<Channel>>,
    #[serde(default)]
    refunds: Vec<Back>,
    #[serde(default)]
    refunded_total: Option<i64>,
    #[serde(default)]
    probe: bool,
}

/// Tells an absent channel (the one asked for) from `null` (none of ours).
mod asked_for {
    use serde::{Deserialize, Deserializer};

    pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
        from: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(from).map(Some)
    }
}

#[derive(Deserialize)]
struct Back {
    key: String,
    amount: i64,
    confirmed: bool,
}

#[derive(Deserialize)]
struct Scenario {
    name: String,
    channel: Channel,
    total: i64,
    events: Vec<String>,
    truth: Option<String>,
    ends: Ends,
}

#[derive(Deserialize)]
struct Ends {
    status: String,
    attempt: Vec<String>,
    paid: i64,
    #[serde(default)]
    refunded: i64,
    #[serde(default)]
    refunds: BTreeMap<String, i64>,
    #[serde(default)]
    payer_fee: i64,
    receipts: Vec<usize>,
    #[serde(default)]
    cases: BTreeSet<String>,
}

/// When workers run.
#[derive(Clone, Copy)]
enum Work {
    AfterEach,
    AtTheEnd,
    /// A read of our own before the event at this place, then at the end.
    ReadBefore(usize),
}

struct Stage {
    world: World,
    client: Client,
    invoice: InvoiceId,
    order_id: OrderId,
    hints: BTreeMap<String, Hint>,
}

impl Stage {
    fn of(spec: &Spec, scenario: &Scenario) -> Self {
        let world = World::new();
        let (client, invoice) = world.bill(scenario.total);
        let order_id = world.charge(&invoice, scenario.channel);
        let told = |name: &String| (name.clone(), made(&spec.events[name], &order_id, scenario));
        let hints: BTreeMap<_, _> =
            scenario.events.iter().chain(&scenario.truth).map(told).collect();
        if let Some(truth) = &scenario.truth {
            let truth = &hints[truth];
            world.truth(&truth.order_id, &truth.reading);
            if truth.order_id != order_id {
                world.bank.set_status(&order_id, ProviderStatus::Pending);
            }
        }
        Self { world, client, invoice, order_id, hints }
    }

    fn play(&self, scenario: &Scenario, events: &[&String], work: Work) {
        let world = self.world.fork();
        for (place, event) in events.iter().enumerate() {
            if matches!(work, Work::ReadBefore(before) if before == place) {
                let order_id = self.order_id.clone();
                world.ask(Actor::Scheduler, Command::AskRead { order_id }).unwrap();
                world.work();
            }
            world.deliver(&self.hints[*event]);
            if matches!(work, Work::AfterEach) {
                world.work();
            }
        }
        world.work();
        self.compare(&world, scenario, &scenario.ends, events);
        let doubled = events.len() > scenario.events.len();
        if !(doubled && matches!(work, Work::AfterEach)) {
            laws::check(&world); // the other half of the doubled ones ends in the same books
        }
    }

    fn compare(&self, world: &World, scenario: &Scenario, ends: &Ends, events: &[&String]) {
        let told = format!("{} by {events:?}", scenario.name);
        let invoice = world.invoice(&self.client, &self.invoice);
        let account = world.account(&self.client);
        let attempt = &account.attempts[&self.order_id];
        assert_eq!(invoice.status.as_str(), ends.status, "{told}");
        assert!(ends.attempt.iter().any(|state| state == attempt.state.as_str()), "{told}");
        assert_eq!(invoice.paid, rupiah(ends.paid), "{told}");
        assert_eq!(invoice.refunded, rupiah(ends.refunded), "{told}");
        assert_eq!((account.credit, account.suspense), (Rupiah::ZERO, Rupiah::ZERO), "{told}");
        let back: BTreeMap<_, _> =
            attempt.refunds.iter().map(|found| (found.key.clone(), found.amount.get())).collect();
        assert_eq!(back, ends.refunds, "{told}");
        let confirmed = scenario.truth.as_ref().map(|truth| &self.hints[truth].reading.refunds);
        for known in confirmed.into_iter().flatten() {
            let found = attempt.refunds.iter().find(|found| found.key == known.key);
            assert_eq!(found.unwrap().confirmed, known.confirmed, "{told}");
        }
        let fee = attempt.booking.as_ref().map_or(0, |booking| booking.payer_fee.get());
        assert_eq!(fee, ends.payer_fee, "{told}");
        assert!(ends.receipts.contains(&world.receipts()), "{told}: {}", world.receipts());
        for kind in world.cases(&self.client) {
            assert!(ends.cases.contains(kind.as_str()), "{told}: a case of {kind}");
        }
    }
}

fn made(told: &Told, order_id: &OrderId, scenario: &Scenario) -> Hint {
    let order = match told.order.as_deref() {
        None => order_id.clone(),
        Some("child") => format!("{order_id}-1785553200000").parse().unwrap(),
        Some(other) => other.parse().unwrap(),
    };
    let back = |back: &Back| -> ProviderRefund { refund(&back.key, back.amount, back.confirmed) };
    let reading = Reading {
        status: told.status,
        transaction_id: Some(
            told.transaction_id.clone().unwrap_or_else(|| format!("tx-{order_id}")),
        ),
        amount: rupiah(scenario.total),
        payer_fee: rupiah(told.payer_fee),
        currency: Some("IDR".to_owned()),
        channel: told.channel.unwrap_or(Some(scenario.channel)),
        instructions: None,
        expires_at: None,
        settled_at: None,
        refunds: told.refunds.iter().map(back).collect(),
        refunded_total: told.refunded_total.map(rupiah),
    };
    Hint { probe: told.probe, ..hint(&order, &reading) }
}

/// Every distinct order of a multiset.
fn orders<'a>(left: &mut BTreeMap<&'a String, usize>) -> Vec<Vec<&'a String>> {
    let names: Vec<_> =
        left.iter().filter(|(_, count)| **count > 0).map(|(name, _)| *name).collect();
    if names.is_empty() {
        return vec![Vec::new()];
    }
    let mut found = Vec::new();
    for name in names {
        *left.get_mut(name).unwrap() -= 1;
        for mut rest in orders(left) {
            rest.push(name);
            found.push(rest);
        }
        *left.get_mut(name).unwrap() += 1;
    }
    found
}

fn counted(events: &[String], times: usize) -> BTreeMap<&String, usize> {
    let mut counts = BTreeMap::new();
    for event in events {
        *counts.entry(event).or_insert(0) += times;
    }
    counts
}

fn spec() -> Spec {
    serde_json::from_str(SPEC).unwrap()
}

/// Plays a share of the scenarios, so that the shares run beside each other.
fn play_all(share: impl Fn(usize) -> bool) -> usize {
    let spec = spec();
    let mut played = 0;
    for (_, scenario) in spec.scenarios.iter().enumerate().filter(|(place, _)| share(*place)) {
        let stage = Stage::of(&spec, scenario);
        for order in orders(&mut counted(&scenario.events, 1)) {
            for place in 0..=order.len() {
                let work = match place {
                    0 => Work::AfterEach,
                    place => Work::ReadBefore(place - 1),
                };
                stage.play(scenario, &order, work);
                played += 1;
            }
            stage.play(scenario, &order, Work::AtTheEnd);
            played += 1;
        }
        for order in orders(&mut counted(&scenario.events, 2)) {
            stage.play(scenario, &order, Work::AfterEach);
            stage.play(scenario, &order, Work::AtTheEnd);
            played += 2;
        }
    }
    played
}

#[test]
fn every_order_of_the_two_partial_refunds_ends_alike() {
    assert_eq!(play_all(|place| place == 6), 24 * 6 + 2_520 * 2);
}

#[test]
fn every_order_of_everything_about_one_account_ends_alike() {
    assert_eq!(play_all(|place| place == 13), 24 * 6 + 2_520 * 2);
}

#[test]
fn every_order_of_all_other_scenarios_ends_alike() {
    assert_eq!(play_all(|place| place != 6 && place != 13), 797);
}

#[test]
fn another_bank_asked_for_at_any_moment_loses_no_rupiah() {
    let spec = spec();
    let late = "expire_then_late_settlement";
    let scenario = spec.scenarios.iter().find(|found| found.name == late).unwrap();
    let stage = Stage::of(&spec, scenario);
    for order in orders(&mut counted(&scenario.events, 1)) {
        for place in 0..=order.len() {
            for work_between in [false, true] {
                let world = stage.world.fork();
                for (at, event) in order.iter().enumerate() {
                    if at == place {
                        let (invoices, channel) = (vec![stage.invoice.clone()], Channel::BriVa);
                        let command = Command::OpenAttempt { invoices, channel };
                        let payer = Actor::Payer { invoice: stage.invoice.clone() };
                        let _ = world.ask(payer, command); // refused once it is paid
                    }
                    if work_between {
                        world.work();
                    }
                    world.deliver(&stage.hints[*event]);
                }
                world.work();
                laws::check(&world);
                assert_eq!(
                    world.status(&stage.client, &stage.invoice),
                    "PAID",
                    "{order:?} {place}"
                );
                assert_eq!(world.receipts(), 1, "{order:?} {place}");
                assert_eq!(world.account(&stage.client).credit, Rupiah::ZERO);
                let live = world.account(&stage.client).attempts.into_values();
                assert_eq!(live.filter(|attempt| attempt.is_live()).count(), 0);
            }
        }
    }
}
