//! A tale: what people, clocks and workers do, one after the other, each insisting until it is answered;
//! and a trial of it, in which one call of one port fails, or the process dies there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use wikarta_core::access::Actor;
use wikarta_core::account::Answer as GatewayAnswer;
use wikarta_core::aggregate::Aggregate;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::decide::Answer;
use wikarta_core::engine::{Comparison, HandleError, Ports, ReconcileError, Run, RunMode, Wikarta};
use wikarta_core::id::{CommandId, ReconcileId, TraceId};
use wikarta_core::policy::Policy;
use wikarta_core::ports::Fault;
use wikarta_core::provider::Channel;
use wikarta_core::subscription::Subscription;
use wikarta_core::time::Zone;

use crate::failing::{FaultyGateway, FaultyNotifier, FaultyStore, Plan};
use crate::kinds;
use crate::world::World;

/// One thing that is done.
pub enum Act {
    /// Somebody asks, and waits for what it leads to.
    Ask(Box<Envelope>),
    /// Workers run until nothing is due.
    Work,
    /// Reminders that are due are planned.
    Remind,
    /// Service is limited where it is due.
    LimitService,
    /// Attempts whose time is over are asked after.
    Chase,
    /// Refunds and voids that nobody decided end.
    Lapse,
    /// What is due is billed.
    Bill,
    /// Both books are compared, in a run of this name.
    Compare(&'static str),
    /// The installation starts with its policy.
    Seed,
    /// Time passes.
    Pass(i64),
    /// Something happens at the gateway.
    There(Box<dyn Fn(&World) + Send + Sync>),
}

/// What is done in a world, one after the other.
pub struct Tale {
    pub name: &'static str,
    pub world: World,
    pub acts: Vec<Act>,
    asked: u32,
}

impl Tale {
    pub fn new(name: &'static str, world: World) -> Self {
        Self { name, world, acts: Vec::new(), asked: 0 }
    }

    /// Somebody asks; answers the name of the command, from which the names of what it makes follow.
    pub fn ask(&mut self, actor: &Actor, command: Command) -> CommandId {
        self.asked += 1;
        let id = CommandId::new(format!("{} {}", self.name, self.asked));
        let envelope = self.world.envelope(actor.clone(), command);
        let trace = TraceId::new(id.as_str());
        self.acts.push(Act::Ask(Box::new(Envelope { id: id.clone(), trace, ..envelope })));
        id
    }

    /// What people ask in it, in order.
    pub fn envelopes(&self) -> Vec<Envelope> {
        let asked = |act: &Act| match act {
            Act::Ask(envelope) => Some(Envelope::clone(envelope)),
            _ => None,
        };
        self.acts.iter().filter_map(asked).collect()
    }

    /// As it is: named by what it is about.
    pub fn send(&mut self, envelope: Envelope) {
        self.acts.push(Act::Ask(Box::new(envelope)));
    }

    pub fn there(&mut self, happens: impl Fn(&World) + Send + Sync + 'static) {
        self.acts.push(Act::There(Box::new(happens)));
    }

    pub fn then(&mut self, acts: impl IntoIterator<Item = Act>) {
        self.acts.extend(acts);
    }
}

/// How long the lease of a process that died lasts, and a second.
const LEASE: i64 = 61;
/// How often somebody insists.
const INSISTS: u32 = 8;

/// A tale being told, with a plan of what fails.
pub struct Trial {
    pub world: World,
    plan: Arc<Plan>,
    policy: Policy,
    /// What was answered to whoever asked.
    answers: RefCell<Vec<Answer>>,
}

impl Trial {
    pub fn of(tale: &Tale, plan: Arc<Plan>) -> Self {
        let world = tale.world.fork();
        let policy = Policy::clone(&world.wikarta.policy());
        Self { world, plan, policy, answers: RefCell::default() }
    }

    /// A process, as it comes up.
    fn process(&self) -> Wikarta {
        let (world, plan) = (&self.world, || self.plan.clone());
        let ports = Ports {
            store: Arc::new(FaultyStore { inner: world.store.clone(), plan: plan() }),
            gateway: Arc::new(FaultyGateway { inner: world.bank.clone(), plan: plan() }),
            notifier: Arc::new(FaultyNotifier { inner: world.notifier.clone(), plan: plan() }),
            host: world.host.clone(),
        };
        let process = Wikarta::new(ports, self.policy.clone());
        if self.plan.is_calm() { process.by(kinds::WATCHED) } else { process }
    }

    pub fn tell(&self, tale: &Tale) {
        for (place, act) in tale.acts.iter().enumerate() {
            match act {
                Act::Pass(seconds) => self.world.pass_seconds(*seconds),
                Act::There(happens) => happens(&self.world),
                Act::Work => self.rest(),
                act => {
                    let told = format!("act {place} of `{}`", tale.name);
                    self.insist(&told, async |process| self.once(process, act).await);
                }
            }
        }
        self.rest();
    }

    /// Does it in one process after the other until one comes to the end of it.
    fn insist<T>(&self, told: &str, act: impl AsyncFn(&Wikarta) -> Result<T, Fault>) -> T {
        for _ in 0..INSISTS {
            let process = self.process();
            match poll(act(&process)) {
                Some(Ok(done)) => return done,
                Some(Err(Fault::Passing(_))) => {}
                Some(Err(fault)) => panic!("{told}: {fault}"),
                None => assert!(self.plan.died(), "{told} waits for something"),
            }
            self.world.pass_seconds(LEASE);
        }
        panic!("{told} never ends");
    }

    async fn once(&self, process: &Wikarta, act: &Act) -> Result<(), Fault> {
        match act {
            Act::Ask(envelope) => {
                let envelope = Envelope { at: self.world.time(), ..Envelope::clone(envelope) };
                match process.send_and_charge(envelope.clone()).await {
                    Ok(receipt) => {
                        // What a notification says may be known by then, from a read.
                        if !matches!(receipt.answer, Answer::Notification { .. }) {
                            self.answers.borrow_mut().push(receipt.answer);
                        }
                        Ok(())
                    }
                    Err(HandleError::Fault(fault)) => Err(fault),
                    Err(other) => panic!("{envelope:?}: {other}"),
                }
            }
            Act::Remind | Act::LimitService | Act::Chase | Act::Lapse | Act::Bill => {
                // A timer comes round again: what a run failed at, a later one does.
                for _ in 0..3 {
                    self.tick(process, act).await?;
                }
                Ok(())
            }
            Act::Compare(name) => self.compare(process, name).await,
            Act::Seed => match process.seed_policy().await {
                Ok(_) => Ok(()),
                Err(HandleError::Fault(fault)) => Err(fault),
                Err(other) => panic!("{other}"),
            },
            Act::Work | Act::Pass(_) | Act::There(_) => Ok(()),
        }
    }

    async fn tick(&self, process: &Wikarta, act: &Act) -> Result<(), Fault> {
        match act {
            Act::Remind => process.remind_due().await.map(drop),
            Act::LimitService => process.consider_service().await.map(drop),
            Act::Chase => process.chase_overdue(300, 10).await.map(drop),
            Act::Lapse => process.expire_cases(10).await.map(drop),
            _ => {
                self.bill(process).await;
                Ok(())
            }
        }
    }

    async fn bill(&self, process: &Wikarta) {
        let accounts = self.world.store.accounts();
        let sold = accounts.iter().filter_map(|id| self.world.store.account(id));
        let sold: Vec<Subscription> =
            sold.flat_map(|account| account.subscriptions.into_values()).collect();
        let (on, actor) = (self.world.time().day_in(Zone::Wib), Actor::Scheduler);
        let run = Run { on, actor, trace: TraceId::new("run"), mode: RunMode::Commit };
        // One at a time: a run may break off between any two.
        for one in sold.chunks(1) {
            process.bill(one, &run).await;
        }
    }

    async fn compare(&self, process: &Wikarta, name: &str) -> Result<(), Fault> {
        let kept = FaultyStore { inner: self.world.store.clone(), plan: self.plan.clone() };
        let until = self.world.time();
        let order = Comparison {
            id: ReconcileId::derived(&CommandId::new(name), 0),
            actor: Actor::Scheduler,
            trace: TraceId::new(name),
            from: until.plus_seconds(-90 * 86_400),
            until,
            page: 2,
        };
        match process.reconcile(&kept, &order, &mut |_| {}).await {
            Ok(_) => Ok(()),
            Err(ReconcileError::Fault(fault)) => Err(fault),
            Err(ReconcileError::Refused(refusal)) => panic!("{refusal}"),
        }
    }

    /// Workers come back until nothing is left, or nothing is due for a while.
    fn rest(&self) {
        let mut idle = 0;
        for _ in 0..200 {
            let store = &self.world.store;
            let empty = store.outbox().is_empty() && store.parked().is_empty();
            if empty || idle == 3 {
                return;
            }
            let worked = self.insist("work", async |process| process.work(10).await);
            if worked.effects + worked.notifications == 0 {
                idle += 1;
                self.world.pass_seconds(LEASE);
            }
        }
        panic!("workers never come to rest: {:?}", self.world.store.outbox());
    }

    /// Everything that is left at the end, without when it was and how often it had to be tried: what
    /// was answered, the books, what waits, what was sent, and how often each thing happened.
    pub fn picture(&self) -> Vec<String> {
        let mut text = format!("{:#?}\n", self.answers.borrow());
        text.push_str(&picture(&self.world));
        text.lines().map(timeless).collect()
    }
}

/// Runs what only waits when it died.
fn poll<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

fn picture(world: &World) -> String {
    let mut text = String::new();
    for id in world.store.aggregates() {
        let aggregate = world.store.aggregate(&id).map(without_loss);
        let mut acts: BTreeMap<String, u32> = BTreeMap::new();
        for row in world.store.trail(&id).0 {
            *acts.entry(row.entry.action).or_default() += 1;
        }
        acts.retain(|act, _| !ABOUT_LOSS.contains(&act.as_str()));
        text.push_str(&format!("{id:?} {aggregate:#?} {acts:#?}\n"));
    }
    text.push_str(&format!("{:#?} {:#?}\n", world.store.outbox(), world.store.parked()));
    text.push_str(&format!("{:#?}\n", world.notifier.messages().keys()));
    text + &format!("{:#?}\n", world.bank.orders())
}

/// How an answer was found is another story when it was lost.
const ABOUT_LOSS: &[&str] = &[
    "payment.accepted",
    "payment.pending",
    "payment.unknown",
    "payment.checked",
    "refund.unknown",
    "reminder.handed_over",
    "reminder.answered",
];

/// The books without the traces of how answers were found: told or read, and how often.
fn without_loss(aggregate: Aggregate) -> Aggregate {
    let Aggregate::Account(mut account) = aggregate else { return aggregate };
    for attempt in account.attempts.values_mut() {
        (attempt.answer, attempt.read, attempt.reads) = (GatewayAnswer::Awaited, None, 0);
        attempt.facts.clear();
        // The gateway does not repeat the text of a QR code: with a lost answer it is lost.
        attempt.instructions =
            attempt.instructions.take().filter(|_| attempt.channel != Channel::Qris);
    }
    // Which bill of a run has which number, the one knows that came first; that none is missing and
    // none occurs twice is a law.
    for invoice in account.invoices.values_mut() {
        invoice.number = None;
    }
    for refund in account.refunds.values_mut() {
        refund.tries = 0;
    }
    for reminder in account.reminders.values_mut() {
        reminder.tries.clear();
    }
    Aggregate::Account(account)
}

/// A line of a picture with every instant taken out.
fn timeless(line: &str) -> String {
    let digits = line.trim().trim_end_matches(',');
    if digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return "an instant".to_owned();
    }
    line.to_owned()
}
