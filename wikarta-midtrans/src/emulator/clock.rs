//! The emulator's clock: the only place where it asks what time it is.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use wikarta_core::time::Timestamp;

/// Tells the emulator the time. Any closure that returns a [`Timestamp`] is a clock.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}

/// The machine's clock, or one that starts elsewhere or runs faster.
#[derive(Debug, Clone)]
pub struct SystemClock {
    origin: Timestamp,
    started: Instant,
    speed: u32,
}

impl SystemClock {
    /// The machine's own time.
    #[must_use]
    pub fn new() -> Self {
        Self::starting_at(machine_time())
    }

    /// A clock that shows `origin` now and goes on from there.
    #[must_use]
    pub fn starting_at(origin: Timestamp) -> Self {
        Self { origin, started: Instant::now(), speed: 1 }
    }

    /// The same clock, `speed` times as fast (at least 1).
    #[must_use]
    pub fn times(mut self, speed: u32) -> Self {
        self.speed = speed.max(1);
        self
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX);
        let passed = passed.saturating_mul(i64::from(self.speed));
        Timestamp::clamped(self.origin.as_micros().saturating_add(passed))
    }
}

fn machine_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // A machine without a battery may wake up in 1970.
    Timestamp::clamped(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// A clock that moves only when it is told to. Clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// Shows another time from now on; it may also go back.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Goes on by whole seconds.
    pub fn advance(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
