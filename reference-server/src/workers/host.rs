//! The server's clock and its source of names that were never given before.

use std::sync::atomic::{AtomicI64, Ordering};

use wikarta_core::id::{CommandId, hex};
use wikarta_core::ports::Host;
use wikarta_core::time::Timestamp;

/// The system's clock, or, while a demo is being made, a clock that is set.
#[derive(Debug, Default)]
pub struct SystemHost {
    /// Microseconds at which the clock stands; 0 while it follows the system.
    stands_at: AtomicI64,
}

impl SystemHost {
    /// A host whose clock stands at an instant until it is released.
    #[must_use]
    pub const fn standing_at(at: Timestamp) -> Self {
        Self { stands_at: AtomicI64::new(at.as_micros()) }
    }

    /// Moves a standing clock.
    pub fn set(&self, at: Timestamp) {
        self.stands_at.store(at.as_micros(), Ordering::Release);
    }

    /// Lets the clock follow the system from now on.
    pub fn release(&self) {
        self.stands_at.store(0, Ordering::Release);
    }
}

impl Host for SystemHost {
    fn now(&self) -> Timestamp {
        match self.stands_at.load(Ordering::Acquire) {
            0 => system_now(),
            micros => Timestamp::clamped(micros),
        }
    }

    fn fresh_id(&self) -> CommandId {
        CommandId::new(hex(&random::<16>()))
    }

    fn fresh_key(&self) -> [u8; 32] {
        random()
    }
}

/// The system's clock, held within the years that the books know.
fn system_now() -> Timestamp {
    Timestamp::clamped(chrono::Utc::now().timestamp_micros())
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    while getrandom::fill(&mut bytes).is_err() {
        // The kernel's source is not ready yet (early boot): a guessable name would be worse.
        std::thread::yield_now();
    }
    bytes
}
