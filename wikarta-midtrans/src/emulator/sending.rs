//! Sending what is due.
//!
//! Deliveries of one order leave one after the other, copies of one delivery all at once, different
//! orders side by side. A try that was under way when the process died is made again at the next
//! start: at least once, as at the vendor.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};

use super::courier::{Answering, Hook};
use super::record::{Answered, Attempt, Change, Delivery, DeliveryState};
use super::retry::{wait_after, wait_after_any};
use super::store::Emulator;

/// Orders that are served at once.
const LANES: usize = 32;
/// How often the task looks at the clock when nothing wakes it.
const TICK: Duration = Duration::from_millis(200);

/// A notification handed to the host in process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The delivery's number.
    pub id: u64,
    /// Which order it tells about.
    pub order_id: String,
    /// The address that the transaction named; absent is the merchant's usual one.
    pub url: Option<String>,
    /// The exact body.
    pub body: Vec<u8>,
}

/// The running sender. Dropping it stops sending; what is open stays in the journal.
#[derive(Debug)]
pub struct DeliveryTask(JoinHandle<()>);

impl Drop for DeliveryTask {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The deliveries of one order, in groups of copies.
struct Lane {
    order_id: String,
    groups: Vec<Vec<Delivery>>,
}

impl Emulator {
    /// Hands notifications to a function of this process from now on, instead of posting them. It
    /// returns the HTTP status that the merchant's endpoint would answer.
    pub fn deliver_with<F, R>(&self, hook: F)
    where
        F: Fn(Vec<u8>) -> R + Send + Sync + 'static,
        R: Future<Output = u16> + Send + 'static,
    {
        let hook: Hook = Arc::new(move |body| Box::pin(hook(body)) as Answering);
        self.courier().set_hook(Some(hook));
    }

    /// Posts notifications again, after [`Emulator::deliver_with`].
    pub fn deliver_over_http(&self) {
        self.courier().set_hook(None);
    }

    /// Starts sending in the background, and lets time pass there. Needs a Tokio runtime.
    #[must_use = "sending stops when the task is dropped"]
    pub fn spawn_deliveries(&self) -> DeliveryTask {
        let emulator = self.clone();
        DeliveryTask(tokio::spawn(async move {
            let mut running = JoinSet::new();
            loop {
                for lane in emulator.lanes_blocking().await {
                    running.spawn(emulator.clone().run(lane));
                }
                tokio::select! {
                    () = emulator.courier().woken() => {}
                    () = tokio::time::sleep(TICK) => {}
                    Some(_) = running.join_next(), if !running.is_empty() => {}
                }
            }
        }))
    }

    /// Sends what is due by now and returns when all of it was tried once; how many tries it made.
    pub async fn deliver_due(&self) -> usize {
        let mut running = JoinSet::new();
        let mut tries = 0;
        for lane in self.lanes_blocking().await {
            tries += lane.groups.iter().map(Vec::len).sum::<usize>();
            running.spawn(self.clone().run(lane));
        }
        while running.join_next().await.is_some() {}
        tries
    }

    /// Takes what is due by now out of the queue, in order, and counts it as delivered: for a host
    /// that fills its books in process and calls its own webhook function.
    pub fn drain(&self) -> Vec<Outgoing> {
        let taken = self.step((), |desk| {
            let mut due: Vec<Delivery> = desk.book.due(desk.now).cloned().collect();
            let attempt = Attempt { at: desk.now, answer: Answered::Status(200) };
            for delivery in &mut due {
                delivery.state = DeliveryState::Done;
                delivery.attempts.push(attempt.clone());
            }
            let outgoing = due.iter().map(|delivery| Outgoing {
                id: delivery.id,
                order_id: delivery.order_id.clone(),
                url: delivery.url.clone(),
                body: delivery.body.clone().into_bytes(),
            });
            let outgoing: Vec<Outgoing> = outgoing.collect();
            Ok((Change { deliveries: due, ..Change::default() }, outgoing))
        });
        taken.unwrap_or_default()
    }

    async fn lanes_blocking(&self) -> Vec<Lane> {
        let emulator = self.clone();
        // Time may pass here, and that writes to the journal.
        tokio::task::spawn_blocking(move || emulator.lanes()).await.unwrap_or_default()
    }

    /// Reserves orders with something due.
    fn lanes(&self) -> Vec<Lane> {
        let courier = self.courier();
        self.look(|desk| {
            let mut busy = courier.busy();
            let mut lanes: BTreeMap<&str, Vec<Vec<Delivery>>> = BTreeMap::new();
            for delivery in desk.book.due(desk.now) {
                if !courier.reaches(delivery) || busy.contains(&delivery.order_id) {
                    continue;
                }
                if lanes.len() + busy.len() >= LANES && !lanes.contains_key(&*delivery.order_id) {
                    continue;
                }
                let groups = lanes.entry(&delivery.order_id).or_default();
                match groups.last_mut() {
                    Some(group) if group.iter().all(|one| one.group == delivery.group) => {
                        group.push(delivery.clone());
                    }
                    _ => groups.push(vec![delivery.clone()]),
                }
            }
            let lane =
                |(order_id, groups): (&str, _)| Lane { order_id: order_id.to_owned(), groups };
            let lanes: Vec<Lane> = lanes.into_iter().map(lane).collect();
            busy.extend(lanes.iter().map(|lane| lane.order_id.clone()));
            lanes
        })
    }

    async fn run(self, lane: Lane) {
        let _free = Reservation { emulator: &self, order_id: &lane.order_id };
        for group in lane.groups {
            let mut sending = JoinSet::new();
            for delivery in group {
                let emulator = self.clone();
                sending.spawn(async move {
                    let answer = emulator.courier().carry(&delivery, emulator.now()).await;
                    (delivery.id, answer)
                });
            }
            let mut answers = Vec::new();
            while let Some(sent) = sending.join_next().await {
                answers.extend(sent.ok());
            }
            let emulator = self.clone();
            let _ = tokio::task::spawn_blocking(move || emulator.record(&answers)).await;
        }
    }

    fn record(&self, answers: &[(u64, Answered)]) {
        // When the journal fails, the try is made again: at least once.
        let _ = self.step((), |desk| {
            let mut change = Change::default();
            for (id, answer) in answers {
                let Some(delivery) = desk.book.delivery(*id).filter(|one| one.is_open()) else {
                    continue;
                };
                let mut delivery = delivery.clone();
                delivery.attempts.push(Attempt { at: desk.now, answer: answer.clone() });
                let snap_bi = delivery.snap_bi_path.is_some();
                let failures = delivery.attempts.len();
                let wait =
                    if snap_bi { wait_after_any(failures) } else { wait_after(failures, answer) };
                delivery.state = match (answer, wait) {
                    // BI-SNAP takes nothing but 200 for a yes.
                    (Answered::Status(200), _) => DeliveryState::Done,
                    (Answered::Status(201..=299), _) if !snap_bi => DeliveryState::Done,
                    (_, None) => DeliveryState::Failed,
                    (_, Some(seconds)) => {
                        let shifted = desk.names.shortened("retry", delivery.id, seconds);
                        let due = desk.now.plus_seconds(desk.config.scaled(shifted));
                        DeliveryState::Waiting { due, rank: 0 }
                    }
                };
                change.deliveries.push(delivery);
            }
            Ok((change, ()))
        });
    }
}

/// Frees an order also when its task is cut short.
struct Reservation<'a> {
    emulator: &'a Emulator,
    order_id: &'a str,
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let courier = self.emulator.courier();
        courier.busy().remove(self.order_id);
        courier.wake();
    }
}
