//! A provider's life, simulated: customers, staff, gateway, channel and clock over the real engine,
//! with every fault, and the laws checked after every step.
//!
//! The same plan always does the same, byte for byte; [`Report::history`] is the hash of it all. A
//! run that breaks a law names the plan that repeats it, and [`shrink`] looks for a smaller one.

mod agenda;
mod beside;
#[cfg(feature = "canary")]
pub mod canary;
mod cast;
mod faults;
mod journal;
mod kinds;
mod life;
mod mailbox;
mod observing;
mod outcome;
mod ports;
mod processes;
mod profile;
mod report;
mod rest;
mod scan;
mod scene;
mod seam;
mod sending;
mod shrinking;
mod tap;
mod till;
mod watch;
mod world;

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::policy::PolicyError;
use crate::testkit::laws::Violation;

pub use faults::{FaultKind, Faults, Port};
pub use journal::Call;
pub use report::Report;
pub use scene::{Came, Scene, Who};
pub use shrinking::shrink;

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many customers.
    pub customers: u32,
    /// How many months.
    pub months: u32,
    /// What everything that looks like chance follows from.
    pub seed: u64,
    /// Which faults can happen; how often follows from the seed.
    pub faults: Faults,
    /// After how many steps to stop, if not at the end of the months.
    pub steps: Option<u64>,
}

/// The arguments of `wikarta simulate` that repeat it.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { customers, months, seed, faults, .. } = self;
        write!(f, "--customers {customers} --months {months} --seed {seed} --faults {faults}")?;
        self.steps.map_or(Ok(()), |steps| write!(f, " --steps {steps}"))
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which month is over, from 1; the last one when faults are off and everything comes to rest.
    pub month: u32,
    /// Steps so far.
    pub steps: u64,
    /// Commands so far.
    pub commands: u64,
}

/// A run that ended.
#[derive(Debug, Clone)]
pub struct Run {
    /// What happened.
    pub report: Report,
    /// The law that was broken, if one was.
    pub violation: Option<Violation>,
}

/// Lives a plan through. `watch` is called after every month.
///
/// # Errors
/// A policy that cannot be made; the built-in one can.
pub fn run(plan: &Plan, watch: &mut dyn FnMut(Progress)) -> Result<Run, PolicyError> {
    rigged(plan, &processes::Rigging::default(), watch)
}

/// As [`run`], with every call that reached the books, in order.
///
/// # Errors
/// As [`run`].
pub fn recorded(plan: &Plan) -> Result<(Run, Vec<Call>), PolicyError> {
    let journal = journal::Journal::default();
    let journaled = Some(journal.clone());
    let rigging = processes::Rigging { journal: journaled, ..processes::Rigging::default() };
    let run = rigged(plan, &rigging, &mut |_| {})?;
    Ok((run, journal.taken()))
}

/// As [`run`], told as it happens, scene by scene: nothing is stored, and nothing is done differently.
/// A law that is broken is the last scene.
///
/// # Errors
/// As [`run`].
pub fn told(
    plan: &Plan,
    watch: &mut dyn FnMut(Progress),
    tell: impl FnMut(Scene) + Send + 'static,
) -> Result<Run, PolicyError> {
    let listener: scene::Listener = Arc::new(Mutex::new(tell));
    rigged(plan, &processes::Rigging { listener: Some(listener), ..Default::default() }, watch)
}

/// As [`run`], over ports or rules that something was done to.
fn rigged(
    plan: &Plan,
    rigging: &processes::Rigging,
    watch: &mut dyn FnMut(Progress),
) -> Result<Run, PolicyError> {
    let mut world = world::World::of(plan.clone(), rigging)?;
    let violation = life::live(&mut world, watch).err();
    if let Some(Violation { law, about, seen }) = &violation {
        let (teller, seen) = (&world.site.teller, seen.clone());
        teller.happened(teller.concerned(about), Came::Broken { law: *law, seen });
    }
    Ok(Run { report: world.report(), violation })
}
