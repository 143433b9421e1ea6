//! The vendor's limit on charges and linked wallets: over all merchants, so many calls in so long.
//!
//! The vendor publishes neither numbers nor a `Retry-After`; here both are told, since a client that
//! honours the header is the safer one.

use std::collections::VecDeque;

use wikarta_core::time::Timestamp;

/// So many calls in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// At most so many calls, at least 1.
    pub calls: u32,
    /// Within so many seconds of the emulator's clock, at least 1.
    pub seconds: u32,
}

/// The calls of the last while.
#[derive(Debug, Default)]
pub(super) struct Meter(VecDeque<Timestamp>);

impl Meter {
    /// Counts a call, or says after how many seconds one may come again.
    pub(super) fn take(&mut self, limit: RateLimit, now: Timestamp) -> Result<(), u64> {
        let window = i64::from(limit.seconds.max(1)) * 1_000_000;
        let age = |at: &Timestamp| now.as_micros().saturating_sub(at.as_micros());
        // A clock that was set back forgets what lies ahead of it.
        while self.0.front().is_some_and(|at| !(0..window).contains(&age(at))) {
            self.0.pop_front();
        }
        match self.0.front() {
            Some(oldest) if self.0.len() >= limit.calls.max(1) as usize => {
                let micros = u64::try_from(window - age(oldest)).unwrap_or(0);
                Err(micros.div_ceil(1_000_000).max(1))
            }
            _ => {
                self.0.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_slides() {
        let start: Timestamp = "2026-08-01T03:00:00Z".parse().unwrap();
        let limit = RateLimit { calls: 2, seconds: 60 };
        let mut meter = Meter::default();
        let mut take = |second: i64| meter.take(limit, start.plus_seconds(second));
        assert_eq!((take(0), take(10)), (Ok(()), Ok(())));
        assert_eq!((take(11), take(59)), (Err(49), Err(1)));
        assert_eq!(take(60), Ok(()));
        assert_eq!(take(61), Err(9));
        assert_eq!(take(-500), Ok(()), "the clock was set back");
    }
}
