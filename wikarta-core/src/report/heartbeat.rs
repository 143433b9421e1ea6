//! Whether the gateway's notifications still reach us.

use crate::time::Timestamp;

/// What is known of the gateway's ways to tell us of money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pulse {
    /// When the newest verified notification arrived, the dashboard's tests left out.
    pub heard: Option<Timestamp>,
    /// How many settlements were found since then by asking, not by being told.
    pub found: u32,
    /// When the first of them was found.
    pub first_found: Option<Timestamp>,
}

/// Whether notifications arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// Nothing speaks against it.
    Beating,
    /// Money was found by asking while nothing was told.
    Silent {
        /// Since when nothing was told.
        since: Timestamp,
        /// How many settlements were found meanwhile.
        found: u32,
    },
}

/// Silence alone is no alarm: at night nobody pays. Silence while settlements are found by asking is
/// one, once it has lasted `patience` seconds.
#[must_use]
pub fn heartbeat(pulse: &Pulse, now: Timestamp, patience: i64) -> Heartbeat {
    let Pulse { heard, found, first_found } = *pulse;
    match heard.or(first_found) {
        Some(since) if found > 0 && now.seconds_since(since) >= patience => {
            Heartbeat::Silent { since, found }
        }
        Some(_) | None => Heartbeat::Beating,
    }
}
