//! What a person should look at although the server works.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use wikarta_core::time::Timestamp;

/// Something that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The audit trail could not be sealed.
    SealNotMade,
    /// A seal could not be copied outside the database.
    SealNotOutside,
    /// Settlements are found by asking while no notification arrives.
    WebhooksSilent,
}

impl Warning {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SealNotMade => "seal_not_made",
            Self::SealNotOutside => "seal_not_outside",
            Self::WebhooksSilent => "webhooks_silent",
        }
    }
}

/// The warnings that hold now, each with the instant since when. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Warnings(Arc<Mutex<BTreeMap<Warning, Timestamp>>>);

impl Warnings {
    /// Says that something is not right since `at`; an earlier word stands.
    pub fn raise(&self, warning: Warning, at: Timestamp) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.entry(warning).or_insert(at);
    }

    /// Says that it is right again.
    pub fn clear(&self, warning: Warning) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&warning);
    }

    /// What holds now.
    #[must_use]
    pub fn all(&self) -> Vec<(Warning, Timestamp)> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().map(|(warning, since)| (*warning, *since)).collect()
    }
}
