//! Everything that the ports [`Store`] and [`Observations`] promise, as cases that any store must pass.
//!
//! Who writes a store says how to make a fresh one ([`Fresh`]) and how to run a future; the macro
//! [`store_conformance!`](crate::store_conformance) makes one test of each case, so that a failure
//! names the promise:
//!
//! ```text
//! wikarta_core::store_conformance!(Mine, run); // run: fn(Trial<'_>) -> Result<(), Violation>
//! ```
//!
//! Without tests, the cases are a list:
//!
//! ```
//! use std::sync::Arc;
//!
//! use async_trait::async_trait;
//! use wikarta_core::ports::Fault;
//! use wikarta_core::testkit::MemoryStore;
//! use wikarta_core::testkit::conformance::{self, Books, Fresh};
//!
//! struct Mine;
//!
//! #[async_trait(?Send)]
//! impl Fresh for Mine {
//!     async fn books(&self) -> Result<Books, Fault> {
//!         Ok(Books::of(Arc::new(MemoryStore::default())))
//!     }
//! }
//!
//! let cases = conformance::cases();
//! for case in &cases {
//!     conformance::at_once(case.run(&Mine))?;
//! }
//! assert!(cases.len() > 70);
//! # Ok::<(), conformance::Violation>(())
//! ```
//!
//! What the suite cannot see from inside one process: that a commit outlives a loss of power, what two
//! processes do to one another, and how fast it all is.

mod agenda;
mod broken;
mod chains;
mod dunning;
mod effects;
mod findings;
mod keys;
pub mod lives;
mod memory;
mod named;
mod narrow;
mod parked;
mod personal;
mod positions;
mod races;
mod reading;
mod rows;
mod service;
mod suite;
mod versions;
pub mod world;

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;

use crate::aggregate::AggregateId;
use crate::audit::Entry;
use crate::customer::PersonalRecord;
use crate::id::AccountId;
use crate::ports::{Fault, Observations, Store};

pub use broken::{Broken, Violation};
pub use suite::cases;

/// A future that is polled so often without an end waits for something that is not here.
const POLLS_MAX: u32 = 1_000_000;

/// A case under way.
pub type Trial<'a> = Pin<Box<dyn Future<Output = Result<(), Violation>> + 'a>>;

/// What a case does with fresh books.
type Story<'a> = Pin<Box<dyn Future<Output = Result<(), Broken>> + Send + 'a>>;

/// Makes books that hold nothing, each time others.
#[async_trait(?Send)]
pub trait Fresh {
    /// Fresh books.
    async fn books(&self) -> Result<Books, Fault>;
}

/// What the ports write and never read: the suite looks at it beside them.
#[async_trait]
pub trait Kept: Send + Sync {
    /// The entries of a chain, oldest first, as they were written.
    async fn chain(&self, id: &AggregateId) -> Result<Vec<Entry>, Fault>;

    /// The personal values of a customer, if there are any.
    async fn personal(&self, id: &AccountId) -> Result<Option<PersonalRecord>, Fault>;
}

/// One set of books behind the ports.
#[derive(Clone)]
pub struct Books {
    /// The books.
    pub store: Arc<dyn Store>,
    /// The records of comparisons beside them.
    pub observations: Arc<dyn Observations>,
    /// What lies in them that the ports do not read.
    pub kept: Arc<dyn Kept>,
}

impl Books {
    /// All of it from one store.
    #[must_use]
    pub fn of<S: Store + Observations + Kept + 'static>(store: Arc<S>) -> Self {
        Self { store: store.clone(), observations: store.clone(), kept: store }
    }
}

/// One promise, and how it is tried.
pub struct Case {
    /// Its name, the same as of its test.
    pub name: &'static str,
    /// What the port promises.
    pub promise: &'static str,
    story: fn(&Books) -> Story<'_>,
}

impl Case {
    /// Tries it on fresh books.
    #[must_use]
    pub fn run<'a>(&self, fresh: &'a dyn Fresh) -> Trial<'a> {
        let (case, promise, story) = (self.name, self.promise, self.story);
        Box::pin(async move {
            let told = match fresh.books().await {
                Ok(books) => story(&books).await,
                Err(fault) => Err(Broken::Fault(fault)),
            };
            told.map_err(|broken| Violation { case, promise, broken })
        })
    }
}

/// Tries the case of a name.
///
/// # Errors
/// The promise that was broken.
pub fn check(
    name: &'static str,
    fresh: &dyn Fresh,
    run: impl FnOnce(Trial<'_>) -> Result<(), Violation>,
) -> Result<(), Violation> {
    match cases().into_iter().find(|case| case.name == name) {
        Some(case) => run(case.run(fresh)),
        None => {
            let broken = Broken::Suite("there is no case of this name".to_owned());
            Err(Violation { case: name, promise: "", broken })
        }
    }
}

/// Runs a case over a store that never waits for anything outside, such as one in memory.
///
/// # Errors
/// The promise that was broken, or that the future waits for an executor.
pub fn at_once(trial: Trial<'_>) -> Result<(), Violation> {
    let mut trial = pin!(trial);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..POLLS_MAX {
        if let Poll::Ready(told) = trial.as_mut().poll(&mut context) {
            return told;
        }
    }
    let broken = Broken::Suite("it waits for an executor that is not here".to_owned());
    Err(Violation { case: "at_once", promise: "", broken })
}
