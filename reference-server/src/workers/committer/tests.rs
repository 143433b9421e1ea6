//! What shares a commit, what is refused, and what a stop leaves behind. Tasks of these tests share
//! one thread, so what stands still stays still.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use tokio::sync::Semaphore;
use wikarta_core::access::{Actor, Role};
use wikarta_core::command::Notified;
use wikarta_core::engine::Ports;
use wikarta_core::id::{CommandId, TraceId};
use wikarta_core::policy::Policy;
use wikarta_core::ports::{Change, Loaded, Outcome, Store, Want};
use wikarta_core::testkit::{Bank, CaptureNotifier, MemoryStore, VirtualHost, Wrapped};

use super::*;

/// Books whose disk is slow: a commit waits until the test lets it through.
struct Slow {
    inner: MemoryStore,
    let_through: Semaphore,
    commits: AtomicU32,
    /// So many loads end in a panic first.
    panics: AtomicU32,
}

#[async_trait]
impl Wrapped for Slow {
    fn inner(&self) -> &dyn Store {
        &self.inner
    }

    async fn load_through(&self, wants: &[Want]) -> Result<Vec<Loaded>, Fault> {
        let left = self.panics.load(Ordering::Relaxed);
        self.panics.store(left.saturating_sub(1), Ordering::Relaxed);
        assert_eq!(left, 0, "as a rule with a flaw would");
        self.inner.load(wants).await
    }

    async fn commit_through(&self, changes: &[Change]) -> Result<Vec<Outcome>, Fault> {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.let_through.acquire().await.unwrap().forget();
        self.inner.commit(changes).await
    }
}

struct World {
    books: Arc<Slow>,
    wikarta: Wikarta,
    committer: Option<Committer>,
}

impl World {
    fn with_room_for(waiting: usize) -> Self {
        let (let_through, commits) = (Semaphore::new(0), AtomicU32::new(0));
        let (inner, panics) = (MemoryStore::default(), AtomicU32::new(0));
        let books = Arc::new(Slow { inner, let_through, commits, panics });
        let ports = Ports {
            store: books.clone(),
            gateway: Arc::new(Bank::default()),
            notifier: Arc::new(CaptureNotifier::default()),
            host: Arc::new(VirtualHost::at("2026-11-02T03:00:00Z".parse().unwrap())),
        };
        let engine = Wikarta::new(ports, Policy::indonesian_pkp().unwrap());
        let (wikarta, committer) = Committer::with_room_for(waiting, engine);
        Self { books, wikarta, committer: Some(committer) }
    }

    fn sends(&self, name: u32, command: Command) -> JoinHandle<Handled> {
        let (id, trace) = (CommandId::new(format!("command {name}")), TraceId::new("trace"));
        let (actor, at) = (Actor::System, self.wikarta.host().now());
        let envelope = Envelope { id, actor, at, trace, command };
        let wikarta = self.wikarta.clone();
        tokio::spawn(async move { wikarta.send(envelope).await })
    }

    /// Has people added, and waits until all of them wait for the committer.
    async fn adds(&self, people: std::ops::Range<u32>) -> Vec<JoinHandle<Handled>> {
        let person = |n| {
            let email = format!("orang-{n}@contoh.test");
            let command =
                Command::AddUser { email, name: "Orang".into(), roles: vec![Role::Auditor] };
            self.sends(n, command)
        };
        let asked = people.map(person).collect();
        everything_stands_still().await;
        asked
    }

    fn commits(&self) -> u32 {
        self.books.commits.load(Ordering::Relaxed)
    }
}

async fn everything_stands_still() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

async fn answers(asked: Vec<JoinHandle<Handled>>) -> Vec<Handled> {
    let mut answers = Vec::new();
    for one in asked {
        answers.push(one.await.unwrap());
    }
    answers
}

fn why(answer: Handled) -> String {
    match answer.unwrap_err() {
        HandleError::Fault(Fault::Passing(why)) => why,
        other => other.to_string(),
    }
}

#[tokio::test]
async fn what_waits_while_a_commit_is_under_way_shares_the_next() {
    let world = World::with_room_for(QUEUE_MAX);
    let mut asked = world.adds(0..1).await;
    assert_eq!(world.commits(), 1, "the first waits for nobody");
    asked.extend(world.adds(1..41).await);
    world.books.let_through.add_permits(2);
    assert!(answers(asked).await.iter().all(Result::is_ok));
    assert_eq!(world.commits(), 2, "forty in one");
}

#[tokio::test]
async fn a_full_queue_says_so_at_once() {
    let world = World::with_room_for(2);
    let taken = [world.adds(0..1).await, world.adds(1..3).await];
    for refused in answers(world.adds(3..5).await).await {
        assert_eq!(why(refused), "too many commands are waiting");
    }
    world.books.let_through.add_permits(2);
    assert!(answers(taken.into_iter().flatten().collect()).await.iter().all(Result::is_ok));
}

#[tokio::test]
async fn at_a_stop_what_was_taken_is_answered_and_what_comes_is_refused() {
    let mut world = World::with_room_for(QUEUE_MAX);
    let taken = [world.adds(0..1).await, world.adds(1..4).await];
    let ending = tokio::spawn(world.committer.take().unwrap().end());
    everything_stands_still().await;
    assert!(!ending.is_finished(), "four are not answered yet");
    for refused in answers(world.adds(4..5).await).await {
        assert_eq!(why(refused), "the server is stopping");
    }
    world.books.let_through.add_permits(2);
    ending.await.unwrap();
    assert!(answers(taken.into_iter().flatten().collect()).await.iter().all(Result::is_ok));
}

#[tokio::test]
async fn who_has_gone_is_not_served_but_the_gateway_is_heard() {
    let world = World::with_room_for(QUEUE_MAX);
    let mut asked = world.adds(0..1).await;
    let gone = world.adds(1..2).await;
    let reading = json!({
        "status": "settled", "transaction_id": null, "amount": 5_000, "payer_fee": 0,
        "currency": "IDR", "channel": null, "instructions": null, "expires_at": null,
        "settled_at": null, "refunds": [], "refunded_total": null,
    });
    let hint =
        json!({"order_id": "ORDER-X", "event_key": "key", "reading": reading, "probe": false});
    let at = world.wikarta.host().now();
    let notified = Notified {
        hint: serde_json::from_value(hint).unwrap(),
        payload: b"{}".to_vec(),
        received_at: at,
        verified_at: at,
        signed_by: 0,
    };
    let hung_up = world.sends(2, Command::Notify(Box::new(notified)));
    everything_stands_still().await;
    for left in gone.iter().chain([&hung_up]) {
        left.abort();
    }
    asked.extend(world.adds(3..4).await);
    world.books.let_through.add_permits(9);
    assert!(answers(asked).await.iter().all(Result::is_ok));
    assert_eq!(world.books.inner.parked().len(), 1, "the notification is kept");
    let people = world.wikarta.roster().await.unwrap().members.len();
    assert_eq!(people, 2, "the first and the last");
}

#[tokio::test]
async fn a_panic_takes_its_batch_and_no_later_one() {
    let world = World::with_room_for(QUEUE_MAX);
    world.books.panics.store(1, Ordering::Relaxed);
    world.books.let_through.add_permits(9);
    for lost in answers(world.adds(0..3).await).await {
        assert_eq!(why(lost), "the command was given up half way");
    }
    assert!(answers(world.adds(0..3).await).await.iter().all(Result::is_ok));
}
