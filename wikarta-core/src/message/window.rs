//! From when until when something may be sent.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::words::words;

/// From when until when a step may be sent; half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The step's moment.
    pub opens: Timestamp,
    /// The first instant that is too late.
    pub closes: Timestamp,
}

words! {
    /// Where an instant lies about a window.
    Timeliness {
        /// Before it.
        Early = "early",
        /// In it.
        Open = "open",
        /// After it: what was not sent is missed, never sent late.
        Missed = "missed",
    }
}

impl Window {
    /// Where an instant lies.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Timeliness {
        if now < self.opens {
            Timeliness::Early
        } else if now < self.closes {
            Timeliness::Open
        } else {
            Timeliness::Missed
        }
    }
}
