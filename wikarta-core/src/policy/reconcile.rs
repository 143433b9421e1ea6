//! How the gateway's books are compared with ours.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// The seller's choices about reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReconcilePolicy {
    /// What happens when the gateway knows better.
    pub correct: Correct,
    /// Days back over which a daily run compares what is settled.
    pub window_days: u16,
    /// Minutes between two observations of a mismatch before it counts as confirmed, where the
    /// gateway's state is not final.
    pub confirm_minutes: u16,
    /// Seconds from one look at an attempt that is open at the gateway to the next; the last figure
    /// holds for all that follow.
    pub checks: Vec<u32>,
    /// Hours after the end of an attempt until one that the gateway still calls pending becomes a
    /// case instead of being asked after for ever.
    pub give_up_hours: u16,
}

impl Default for ReconcilePolicy {
    fn default() -> Self {
        Self {
            correct: Correct::Automatic,
            window_days: 7,
            confirm_minutes: 15,
            checks: vec![300, 900, 3_600, 21_600, 86_400],
            give_up_hours: 24,
        }
    }
}

words! {
    /// What happens when the gateway knows better than our books.
    Correct {
        /// What an authenticated read says is booked at once, through the same door as any read.
        Automatic = "automatic",
        /// A person proposes the correction, another agrees.
        Proposed = "proposed",
    }
}
