//! Several processes over the same books, whose turn it is being chosen before every call of a port:
//! every schedule there is, one after the other.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use wikarta_core::engine::{Ports, Wikarta};
use wikarta_core::id::{OrderId, ReconcileId};
use wikarta_core::policy::Policy;
use wikarta_core::ports::{
    Carrier, ChargeOutcome, ChargeRequest, Delivery, EndOutcome, Fault, Gateway, Message, Notifier,
    Observations, RefundOutcome, RefundRequest, StatusOutcome, Store,
};
use wikarta_core::reconcile::{ComparePage, FindingRow, LookBack, Position, RunRecord};
use wikarta_core::report::Compared;
use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, Wrapped};
use wikarta_core::time::Timestamp;

use crate::world::World;

/// Lets another process have its turn, once.
async fn turn() {
    let mut waited = false;
    std::future::poll_fn(move |_| {
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

struct TurnStore(Arc<MemoryStore>);

#[async_trait]
impl Wrapped for TurnStore {
    fn inner(&self) -> &dyn Store {
        self.0.as_ref()
    }

    async fn through<T: Send>(
        &self,
        call: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        turn().await;
        call.await
    }
}

#[async_trait]
impl Observations for TurnStore {
    async fn to_reconcile(&self, page: &ComparePage) -> Result<Vec<OrderId>, Fault> {
        self.through(self.0.to_reconcile(page)).await
    }
    async fn positions(&self, orders: &[OrderId]) -> Result<Vec<Position>, Fault> {
        self.through(self.0.positions(orders)).await
    }
    async fn run(&self, id: &ReconcileId) -> Result<Option<RunRecord>, Fault> {
        self.through(self.0.run(id)).await
    }
    async fn keep_run(&self, run: &RunRecord) -> Result<(), Fault> {
        self.through(self.0.keep_run(run)).await
    }
    async fn looks(&self, orders: &[OrderId], since: Timestamp) -> Result<Vec<LookBack>, Fault> {
        self.through(self.0.looks(orders, since)).await
    }
    async fn keep_looks(&self, looks: &[Compared], month: Timestamp) -> Result<(), Fault> {
        self.through(self.0.keep_looks(looks, month)).await
    }
    async fn keep_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.through(self.0.keep_findings(findings)).await
    }
    async fn move_findings(&self, findings: &[FindingRow]) -> Result<(), Fault> {
        self.through(self.0.move_findings(findings)).await
    }
    async fn agreed(&self, run: &ReconcileId, orders: &[OrderId]) -> Result<(), Fault> {
        self.through(self.0.agreed(run, orders)).await
    }
}

/// What comparisons are kept in, taking turns.
pub fn kept(world: &World) -> impl Observations {
    TurnStore(world.store.clone())
}

struct TurnBank(Arc<Bank>);

#[async_trait]
impl Gateway for TurnBank {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        turn().await;
        self.0.charge(request).await
    }
    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        turn().await;
        self.0.status(order_id).await
    }
    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        turn().await;
        self.0.cancel(order_id).await
    }
    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        turn().await;
        self.0.refund(request).await
    }
}

struct TurnNotifier(Arc<CaptureNotifier>);

#[async_trait]
impl Notifier for TurnNotifier {
    fn carriers(&self) -> Vec<Carrier> {
        self.0.carriers()
    }
    async fn send(&self, message: &Message) -> Delivery {
        turn().await;
        self.0.send(message).await
    }
}

/// A process of its own over the books of a world.
pub fn process(world: &World) -> Wikarta {
    let ports = Ports {
        store: Arc::new(TurnStore(world.store.clone())),
        gateway: Arc::new(TurnBank(world.bank.clone())),
        notifier: Arc::new(TurnNotifier(world.notifier.clone())),
        host: world.host.clone(),
    };
    Wikarta::new(ports, Policy::clone(&world.wikarta.policy()))
}

/// What one of several does; answers in a word.
pub type Rival =
    Box<dyn for<'a> Fn(&'a World, Wikarta) -> Pin<Box<dyn Future<Output = String> + 'a>>>;

/// How often a process may be interrupted while it could go on; absent: as often as there are calls.
pub type Interruptions = Option<usize>;

/// A schedule as far as it is chosen, and how many choices there were at each place.
#[derive(Default)]
struct Schedule {
    chosen: Vec<usize>,
    choices: Vec<usize>,
}

impl Schedule {
    /// The next schedule, the deepest choice first; `None` after the last.
    fn next(mut self) -> Option<Self> {
        while let (Some(chosen), Some(choices)) = (self.chosen.pop(), self.choices.pop()) {
            if chosen + 1 < choices {
                self.chosen.push(chosen + 1);
                self.choices.clear();
                return Some(self);
            }
        }
        None
    }
}

/// Runs every schedule on a world of its own; answers how many there are.
pub fn every_schedule(
    begin: &World,
    rivals: &[Rival],
    interruptions: Interruptions,
    mut end: impl FnMut(&World, Vec<String>),
) -> u64 {
    let (mut schedule, mut count) = (Schedule::default(), 0);
    loop {
        let world = begin.fork();
        let answers = run(&world, rivals, interruptions, &mut schedule);
        end(&world, answers);
        count += 1;
        match schedule.next() {
            Some(next) => schedule = next,
            None => return count,
        }
    }
}

fn run(
    world: &World,
    rivals: &[Rival],
    interruptions: Interruptions,
    schedule: &mut Schedule,
) -> Vec<String> {
    let mut futures: Vec<_> = rivals.iter().map(|rival| rival(world, process(world))).collect();
    let mut answers: Vec<Option<String>> = vec![None; rivals.len()];
    let (mut last, mut left, mut place) = (None, interruptions, 0);
    while answers.iter().any(Option::is_none) {
        // Whoever had the last turn comes first: going on is no interruption.
        let mut live: Vec<usize> = (0..rivals.len()).filter(|at| answers[*at].is_none()).collect();
        live.sort_by_key(|at| (Some(*at) != last, *at));
        let goes_on = live.first() == last.as_ref();
        if goes_on && left == Some(0) {
            live.truncate(1);
        }
        if place == schedule.chosen.len() {
            schedule.chosen.push(0);
        }
        schedule.choices.push(live.len());
        let at = live[schedule.chosen[place]];
        if goes_on && Some(at) != last {
            left = left.map(|left| left - 1);
        }
        (last, place) = (Some(at), place + 1);
        let context = &mut Context::from_waker(Waker::noop());
        if let Poll::Ready(answer) = futures[at].as_mut().poll(context) {
            answers[at] = Some(answer);
        }
    }
    answers.into_iter().flatten().collect()
}

/// Every order in which one after the other could have done it all.
pub fn one_after_the_other(
    begin: &World,
    rivals: &[Rival],
    mut end: impl FnMut(&World, Vec<String>),
) -> u64 {
    let whole = Some(0);
    every_schedule(begin, rivals, whole, |world, answers| end(world, answers))
}
