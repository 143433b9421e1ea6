//! Payments as gateways really tell them (`spec/scenarios.json`), each with a bill to play it on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use wikarta_core::id::{InvoiceId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Channel, Hint, ProviderRefund, ProviderStatus, Reading};

use crate::claims::{hint, refund};
use crate::explore::End;
use crate::world::{Client, World, rupiah};

const SPEC: &str = include_str!("../../spec/scenarios.json");

#[derive(Deserialize)]
pub struct Spec {
    pub events: BTreeMap<String, Told>,
    pub scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
pub struct Told {
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
pub struct Back {
    key: String,
    amount: i64,
    confirmed: bool,
}

#[derive(Deserialize)]
pub struct Scenario {
    pub name: String,
    pub channel: Channel,
    pub total: i64,
    pub events: Vec<String>,
    pub truth: Option<String>,
    pub ends: Ends,
}

#[derive(Deserialize)]
pub struct Ends {
    pub status: String,
    pub attempt: Vec<String>,
    pub paid: i64,
    #[serde(default)]
    pub refunded: i64,
    #[serde(default)]
    pub refunds: BTreeMap<String, i64>,
    #[serde(default)]
    pub payer_fee: i64,
    pub receipts: Vec<usize>,
    #[serde(default)]
    pub cases: BTreeSet<String>,
}

pub struct Stage {
    pub world: World,
    pub client: Client,
    pub invoice: InvoiceId,
    pub order_id: OrderId,
    pub hints: BTreeMap<String, Hint>,
}

impl Stage {
    pub fn of(spec: &Spec, scenario: &Scenario) -> Self {
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

    /// What becomes of a scenario must be what it says it ends in.
    pub fn compare(&self, scenario: &Scenario, end: &End) {
        let (told, ends, world) = (&scenario.name, &scenario.ends, &end.world);
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
        assert!(ends.receipts.contains(&end.messages.len()), "{told}: {:?}", end.messages);
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

pub fn spec() -> Spec {
    serde_json::from_str(SPEC).unwrap()
}
