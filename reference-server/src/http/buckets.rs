//! Token buckets in process memory, one for each (limit, key).
//!
//! A bucket is one instant: the time at which it will be full again. Memory is bounded: full
//! buckets are forgotten, and when still too many keys are known, new ones share one bucket.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, PoisonError};

use wikarta_core::time::Timestamp;

use super::limits::{KEYS_MAX, LIMITS, Limit};

/// Come back after this many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At least 1.
    pub seconds: u32,
}

/// All buckets of the process.
#[derive(Debug)]
pub struct RateLimits {
    hasher: RandomState,
    tables: Vec<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    full_again: HashMap<u64, i64>,
}

// The one key of all that no longer fit.
const SHARED: u64 = 0;

impl Default for RateLimits {
    fn default() -> Self {
        let tables = LIMITS.iter().map(|_| Mutex::default()).collect();
        Self { hasher: RandomState::new(), tables }
    }
}

impl RateLimits {
    /// Takes one token, or says how long to wait.
    pub fn take(&self, limit: &Limit, key: &str, now: Timestamp) -> Result<(), Wait> {
        let hash = self.hasher.hash_one(key).max(1);
        let Some(slot) = LIMITS.iter().position(|listed| listed.name == limit.name) else {
            return Err(Wait { seconds: 1 });
        };
        let Some(table) = self.tables.get(slot) else { return Err(Wait { seconds: 1 }) };
        // A thread that panicked here left plain numbers behind; they are still right.
        let mut table = table.lock().unwrap_or_else(PoisonError::into_inner);
        table.take(limit, hash, now.as_micros())
    }

    /// How many buckets are remembered, for tests of the bound.
    #[must_use]
    pub fn len(&self) -> usize {
        let len = |table: &Mutex<Table>| {
            table.lock().unwrap_or_else(PoisonError::into_inner).full_again.len()
        };
        self.tables.iter().map(len).sum()
    }

    /// Whether every bucket is full.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Table {
    fn take(&mut self, limit: &Limit, key: u64, now: i64) -> Result<(), Wait> {
        if !self.full_again.contains_key(&key) && self.full_again.len() >= KEYS_MAX {
            self.full_again.retain(|_, full| *full > now);
        }
        let known = self.full_again.contains_key(&key) || self.full_again.len() < KEYS_MAX;
        let key = if known { key } else { SHARED };
        let each = i64::from(limit.per_seconds) * 1_000_000 / i64::from(limit.refill.max(1));
        let whole = each * i64::from(limit.burst);
        let full = self.full_again.get(&key).copied().unwrap_or(now);
        // A clock that went back must not leave a bucket empty for longer than it takes to fill.
        let after = full.clamp(now, now + whole) + each;
        if after > now + whole {
            let micros = after - now - whole;
            let seconds = u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX);
            return Err(Wait { seconds: seconds.max(1) });
        }
        self.full_again.insert(key, after);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::{API_SESSION, PAY_CHARGE, SIGN_IN};
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).unwrap().plus_seconds(seconds)
    }

    fn taken(limits: &RateLimits, key: &str, now: Timestamp) -> u32 {
        (0..10_000).take_while(|_| limits.take(&PAY_CHARGE, key, now).is_ok()).count() as u32
    }

    #[test]
    fn a_burst_then_the_refill_and_never_more() {
        let limits = RateLimits::default();
        assert_eq!(taken(&limits, "a", at(0)), PAY_CHARGE.burst);
        assert_eq!(limits.take(&PAY_CHARGE, "a", at(0)), Err(Wait { seconds: 15 }));
        assert_eq!(limits.take(&PAY_CHARGE, "a", at(14)), Err(Wait { seconds: 1 }));
        assert_eq!(taken(&limits, "a", at(15)), 1);
        assert_eq!(taken(&limits, "a", at(45)), 2);
        assert_eq!(taken(&limits, "a", at(100_000)), PAY_CHARGE.burst);
    }

    #[test]
    fn keys_and_limits_do_not_share_a_bucket() {
        let limits = RateLimits::default();
        assert_eq!(taken(&limits, "a", at(0)), PAY_CHARGE.burst);
        assert_eq!(taken(&limits, "b", at(0)), PAY_CHARGE.burst);
        assert!(limits.take(&SIGN_IN, "a", at(0)).is_ok());
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let limits = RateLimits::default();
        assert_eq!(taken(&limits, "a", at(1_000_000)), PAY_CHARGE.burst);
        let wait = limits.take(&PAY_CHARGE, "a", at(0)).unwrap_err();
        assert!(wait.seconds <= PAY_CHARGE.per_seconds, "{wait:?}");
    }

    #[test]
    fn api_04_memory_is_bounded_under_a_flood_of_keys() {
        let limits = RateLimits::default();
        for n in 0..KEYS_MAX + 5_000 {
            let _ = limits.take(&API_SESSION, &n.to_string(), at(0));
        }
        assert!(limits.len() <= KEYS_MAX + 1, "{}", limits.len());
        assert!(limits.take(&API_SESSION, "one more", at(0)).is_err(), "the shared one is empty");
        assert!(limits.take(&API_SESSION, "one more", at(3600)).is_ok());
        assert!(limits.len() < 10, "full buckets are forgotten");
    }
}
