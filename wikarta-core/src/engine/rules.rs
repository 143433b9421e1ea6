//! Which rules a command is decided by: the real ones. Only under the feature `canary`, which no
//! release has, can a test put broken ones in their place and see whether somebody notices.

use super::Wikarta;
use crate::aggregate::Books;
use crate::command::Envelope;
use crate::decide::{Decision, decide, permit};
use crate::policy::Policy;
use crate::refusal::Refusal;

/// Who may, and what happens.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Whether the actor may send the command at all.
    pub permit: fn(&Books, &Envelope) -> Result<(), Refusal>,
    /// What it makes happen.
    pub decide: fn(&Books, &Envelope, &Policy) -> Result<Decision, Refusal>,
}

/// The rules.
pub(super) const REAL: Rules = Rules { permit, decide };

#[cfg(not(feature = "canary"))]
impl Wikarta {
    pub(super) const fn rules(&self) -> Rules {
        REAL
    }
}

#[cfg(feature = "canary")]
impl Wikarta {
    pub(super) const fn rules(&self) -> Rules {
        self.rules
    }

    /// The same by other rules.
    #[must_use]
    pub fn by(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }
}
