//! How a promise was broken.

use std::fmt;

use crate::customer::CustomerError;
use crate::policy::PolicyError;
use crate::ports::Fault;

/// How many characters of a value are shown, from a little before the first that differs.
const SHOWN: usize = 400;
const BEFORE: usize = 60;

/// What was expected and what came instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Broken {
    /// Something else came.
    #[error("{what}: expected {expected}, came {came}")]
    Differs {
        /// What was looked at.
        what: String,
        /// What the port promises.
        expected: String,
        /// What the store gave.
        came: String,
    },
    /// The store answered a fault where it had to answer.
    #[error("a fault came: {0}")]
    Fault(#[from] Fault),
    /// No promise of the store: the suite was asked for what it has not, or cannot make its example.
    #[error("the suite itself: {0}")]
    Suite(String),
}

impl From<CustomerError> for Broken {
    fn from(error: CustomerError) -> Self {
        Self::Suite(error.to_string())
    }
}

impl From<PolicyError> for Broken {
    fn from(error: PolicyError) -> Self {
        Self::Suite(error.to_string())
    }
}

/// A promise of the port that a store does not keep.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{case}: the port promises: {promise}; but {broken}")]
pub struct Violation {
    /// The case that found it.
    pub case: &'static str,
    /// What the port promises.
    pub promise: &'static str,
    /// What came instead.
    pub broken: Broken,
}

/// As people read it: a test that fails with it shows this.
impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a story tells.
pub(super) type Told = Result<(), Broken>;

/// Insists that what came is what was promised.
pub(super) fn same<C, E>(what: impl fmt::Display, came: C, expected: E) -> Told
where
    C: PartialEq<E> + fmt::Debug,
    E: fmt::Debug,
{
    if came == expected {
        return Ok(());
    }
    let (came, expected) = (format!("{came:?}"), format!("{expected:?}"));
    let pairs = came.chars().zip(expected.chars());
    let from = pairs.take_while(|(one, other)| one == other).count().saturating_sub(BEFORE);
    let shown = |text: &str| {
        let part: String = text.chars().skip(from).take(SHOWN).collect();
        if from > 0 { format!("…{part}") } else { part }
    };
    Err(Broken::Differs { what: what.to_string(), expected: shown(&expected), came: shown(&came) })
}

/// What has to be there.
pub(super) fn there<T>(what: impl fmt::Display, found: Option<T>) -> Result<T, Broken> {
    found.ok_or_else(|| Broken::Differs {
        what: what.to_string(),
        expected: "something".to_owned(),
        came: "nothing".to_owned(),
    })
}
