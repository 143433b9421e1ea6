//! Whole lives of the simulator, lived again over another store: every call that reached the books is
//! made to it and to the store in memory, in order, and both must answer alike and hold the same.
//!
//! What a call clashed with in memory it must clash with here; and after every so many commits each
//! change that was just written is tried once more, whole and piece by piece, and must be refused.

mod asked;
mod known;
mod looked;

use std::sync::Arc;

use super::{Books, Broken, Fresh, Violation};
use crate::ports::Outcome;
use crate::testkit::MemoryStore;
use crate::testkit::simulate::{Call, Plan, recorded};
use known::Known;

/// After how many commits everything that was touched is looked at.
const EVERY: u64 = 10;

const PROMISE: &str = "the same calls get the same answers and leave the same books in every store";

/// What a life came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Relived {
    /// Calls that both stores answered.
    pub calls: u64,
    /// Changes that both wrote.
    pub written: u64,
    /// Changes that both refused.
    pub refused: u64,
    /// Aggregates, names and keys that were looked at in both.
    pub looks: u64,
}

/// Two sets of books that are asked the same.
struct Pair<'a> {
    /// Those that are tried.
    tried: &'a Books,
    /// Those in memory.
    twin: Books,
    known: Known,
    told: Relived,
}

/// Lives a plan over fresh books.
///
/// # Errors
/// The first difference, with the call of which life it came after: `wikarta simulate` repeats it.
pub async fn relive(fresh: &dyn Fresh, plan: &Plan) -> Result<Relived, Violation> {
    let broken = |broken| Violation { case: "lives", promise: PROMISE, broken };
    let books = fresh.books().await.map_err(|fault| broken(Broken::Fault(fault)))?;
    relive_in(&books, plan).await.map_err(broken)
}

async fn relive_in(tried: &Books, plan: &Plan) -> Result<Relived, Broken> {
    let (run, calls) = recorded(plan)?;
    if let Some(violation) = run.violation {
        return Err(Broken::Suite(format!("`wikarta simulate {plan}` breaks {violation}")));
    }
    let twin = Books::of(Arc::new(MemoryStore::default()));
    let mut pair = Pair { tried, twin, known: Known::default(), told: Relived::default() };
    let of = calls.len();
    let mut commits = 0_u64;
    for (at, call) in calls.iter().enumerate() {
        let place = |broken| placed(broken, plan, &format!("call {} of {of}", at + 1));
        pair.ask(call).await.map_err(place)?;
        if let Call::Commit(changes) = call {
            commits += 1;
            if commits.is_multiple_of(EVERY) {
                pair.refuses_again(changes).await.map_err(place)?;
                pair.looks_alike().await.map_err(place)?;
            }
        }
    }
    pair.ends_alike().await.map_err(|broken| placed(broken, plan, "the end"))?;
    Ok(pair.told)
}

/// Says in which life, and when.
fn placed(broken: Broken, plan: &Plan, at: &str) -> Broken {
    match broken {
        Broken::Differs { what, expected, came } => Broken::Differs {
            what: format!("`wikarta simulate {plan}`, {at}: {what}"),
            expected,
            came,
        },
        Broken::Fault(fault) => {
            Broken::Suite(format!("`wikarta simulate {plan}`, {at}: a fault came: {fault}"))
        }
        other => other,
    }
}

impl Relived {
    fn count(&mut self, outcomes: &[Outcome]) {
        let done = outcomes.iter().filter(|outcome| **outcome == Outcome::Done).count() as u64;
        self.written += done;
        self.refused += outcomes.len() as u64 - done;
    }
}
