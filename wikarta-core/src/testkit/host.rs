//! A clock that stands until it is moved, and ids that count.

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::id::CommandId;
use crate::ports::Host;
use crate::time::Timestamp;

/// A host for tests: time moves when told to, fresh ids count up.
#[derive(Debug)]
pub struct VirtualHost {
    state: Mutex<(Timestamp, u64)>,
}

impl VirtualHost {
    /// A clock that stands at an instant.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self { state: Mutex::new((now, 0)) }
    }

    /// Moves the clock forward.
    pub fn pass_seconds(&self, seconds: i64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = state.0.plus_seconds(seconds);
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = now;
    }
}

impl Host for VirtualHost {
    fn now(&self) -> Timestamp {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn fresh_id(&self) -> CommandId {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.1 += 1;
        CommandId::new(format!("fresh-{}", state.1))
    }

    fn fresh_key(&self) -> [u8; 32] {
        let id = self.fresh_id();
        let mut key = [0; 32];
        for (slot, byte) in key.iter_mut().zip(id.as_str().bytes().cycle()) {
            *slot = byte;
        }
        key
    }
}
