//! A host's queue before the engine: what goes through it, and what must not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use wikarta_core::access::Role;
use wikarta_core::command::{Command, Envelope};
use wikarta_core::engine::{HandleError, Handled, Queue, Wikarta};
use wikarta_core::ports::Fault;
use wikarta_core::provider::Channel;

use crate::busy::Busy;
use crate::laws;
use crate::world::{World, now, registration, staff};

/// Hands each command on at once, and counts.
struct Watched {
    engine: Wikarta,
    seen: AtomicU32,
}

#[async_trait]
impl Queue for Watched {
    async fn send(&self, envelope: Envelope) -> Handled {
        self.seen.fetch_add(1, Ordering::Relaxed);
        self.engine.send(envelope).await
    }
}

impl Watched {
    fn before(world: &mut World) -> Arc<Self> {
        let engine = world.wikarta.clone();
        let watched = Arc::new(Self { engine, seen: AtomicU32::default() });
        world.wikarta = world.wikarta.clone().queued(watched.clone());
        watched
    }

    /// How many came since the last look.
    fn seen(&self) -> u32 {
        self.seen.swap(0, Ordering::Relaxed)
    }
}

#[test]
fn single_commands_of_people_and_workers_wait_in_the_queue() {
    let mut world = World::new();
    let (_, invoice) = world.bill(275_000);
    let watched = Watched::before(&mut world);
    world.charge(&invoice, Channel::BcaVa);
    assert_eq!(watched.seen(), 2, "the attempt, and the worker's answer");
    let envelope = || world.envelope(staff(Role::Marketing), registration("PLG-000009"));
    let batch = [envelope()];
    assert!(now(world.wikarta.handle(&batch))[0].is_ok());
    assert!(now(world.wikarta.clone().alone().send(envelope())).is_err(), "the code is taken");
    assert_eq!(watched.seen(), 0, "a batch is its own commit, and so is one without a queue");
    laws::check(&world);
}

#[test]
fn what_a_batch_tries_alone_does_not_wait_behind_itself() {
    let world = World::new();
    let one = world.client("PLG-000001", 100_000);
    let other = world.client("PLG-000002", 100_000);
    let drafts =
        [world.draft(&one.subscription, "2026-08"), world.draft(&other.subscription, "2026-08")];
    let refuses = Some(one.account);
    let mut world = world.through(|inner| Arc::new(Busy { inner, refuses, clashes: 0.into() }));
    let watched = Watched::before(&mut world);
    let issue = |invoice: &wikarta_core::id::InvoiceId| {
        world.envelope(staff(Role::Keuangan), Command::IssueInvoice { invoice: invoice.clone() })
    };
    let batch: Vec<Envelope> = drafts.iter().map(issue).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answers = runtime.block_on(world.wikarta.handle(&batch));
    assert!(matches!(answers[0], Err(HandleError::Fault(Fault::Permanent(_)))), "{answers:?}");
    assert!(answers[1].is_ok(), "{answers:?}");
    assert_eq!(watched.seen(), 0);
}
