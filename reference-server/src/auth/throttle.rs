//! Slows failures to sign in, for each account and each address, with a growing wait.
//!
//! An attempt counts as a failure from its start and is taken back when it succeeds, so that a
//! thousand attempts at once are as slow as a thousand in a row.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use wikarta_core::time::Timestamp;

use crate::http::buckets::Wait;
use crate::http::limits::{ACCOUNT_DELAY, ADDRESS_DELAY, Delay, KEYS_MAX};

#[derive(Debug, Clone, Copy)]
struct Record {
    failures: u32,
    last: Timestamp,
    open_from: Timestamp,
}

#[derive(Debug)]
struct Ledger {
    delay: &'static Delay,
    records: HashMap<String, Record>,
}

/// The failures of every account and address that are not yet forgotten.
#[derive(Debug)]
pub struct SignInThrottle {
    ledgers: Mutex<[Ledger; 2]>,
}

/// One attempt that was let through; it counts as failed unless it is told to have succeeded.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    account: String,
    address: String,
}

impl Default for SignInThrottle {
    fn default() -> Self {
        let ledger = |delay| Ledger { delay, records: HashMap::new() };
        Self { ledgers: Mutex::new([ledger(&ACCOUNT_DELAY), ledger(&ADDRESS_DELAY)]) }
    }
}

impl SignInThrottle {
    /// Lets an attempt through or says how long to wait. Whether the account exists plays no part.
    pub fn begin(&self, account: &str, address: &str, now: Timestamp) -> Result<Attempt, Wait> {
        let [accounts, addresses] = &mut *self.lock();
        let wait = accounts.wait(account, now).max(addresses.wait(address, now));
        if wait > 0 {
            return Err(Wait { seconds: wait });
        }
        accounts.fail(account, now);
        addresses.fail(address, now);
        Ok(Attempt { account: account.to_owned(), address: address.to_owned() })
    }

    /// The attempt succeeded: its account starts anew, its address gets this one back.
    pub fn succeeded(&self, attempt: Attempt) {
        let [accounts, addresses] = &mut *self.lock();
        accounts.records.remove(&attempt.account);
        addresses.give_back(&attempt.address);
    }

    /// The attempt came to no verdict, by our own fault: it costs nobody anything.
    pub fn undone(&self, attempt: Attempt) {
        let [accounts, addresses] = &mut *self.lock();
        accounts.give_back(&attempt.account);
        addresses.give_back(&attempt.address);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, [Ledger; 2]> {
        self.ledgers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger {
    fn wait(&self, key: &str, now: Timestamp) -> u32 {
        let Some(record) = self.records.get(key) else { return 0 };
        let micros = record.open_from.as_micros().saturating_sub(now.as_micros());
        let seconds = u32::try_from(micros.max(0).div_euclid(1_000_000)).unwrap_or(u32::MAX);
        let rounded = seconds.saturating_add(u32::from(micros > 0 && micros % 1_000_000 != 0));
        // A clock that went back must not hold anybody longer than the longest wait.
        rounded.min(self.delay.longest_seconds)
    }

    fn fail(&mut self, key: &str, now: Timestamp) {
        self.make_room(now);
        let fresh = Record { failures: 0, last: now, open_from: now };
        let record = self.records.entry(key.to_owned()).or_insert(fresh);
        if now.seconds_since(record.last) >= i64::from(self.delay.forget_seconds) {
            *record = fresh;
        }
        record.failures = record.failures.saturating_add(1);
        record.last = now;
        record.open_from = now.plus_seconds(i64::from(wait_after(self.delay, record.failures)));
    }

    fn give_back(&mut self, key: &str) {
        if let Some(record) = self.records.get_mut(key) {
            record.failures = record.failures.saturating_sub(1);
            record.open_from = record.last;
        }
    }

    // Forgets what is old, and if that is not enough the quietest half: a flood of invented
    // accounts must not fill the memory.
    fn make_room(&mut self, now: Timestamp) {
        if self.records.len() < KEYS_MAX {
            return;
        }
        let forget = i64::from(self.delay.forget_seconds);
        self.records.retain(|_, record| now.seconds_since(record.last) < forget);
        if self.records.len() >= KEYS_MAX {
            let mut counts: Vec<u32> = self.records.values().map(|r| r.failures).collect();
            counts.sort_unstable();
            let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
            let mut excess = self.records.len() / 2;
            self.records.retain(|_, record| {
                let keep = record.failures > median || excess == 0;
                excess = excess.saturating_sub(usize::from(!keep));
                keep
            });
        }
    }
}

/// The wait after so many failures, in seconds.
#[must_use]
pub fn wait_after(delay: &Delay, failures: u32) -> u32 {
    match failures.checked_sub(delay.free) {
        None | Some(0) => 0,
        Some(beyond) => {
            let doubled = delay.first_seconds.checked_shl((beyond - 1).min(30));
            doubled.unwrap_or(u32::MAX).min(delay.longest_seconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_800_000_000_000_000).unwrap().plus_seconds(seconds)
    }

    #[test]
    fn athn_03_the_wait_grows_and_has_an_end() {
        let waits: Vec<u32> = (10..22).map(|n| wait_after(&ACCOUNT_DELAY, n)).collect();
        assert_eq!(waits, [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(wait_after(&ACCOUNT_DELAY, u32::MAX), 900);
    }

    #[test]
    fn athn_03_an_account_is_slowed_from_every_address() {
        let throttle = SignInThrottle::default();
        for n in 0..=ACCOUNT_DELAY.free {
            let _ = throttle.begin("a@x", &format!("10.0.0.{n}"), at(0)).unwrap();
        }
        assert_eq!(throttle.begin("a@x", "10.0.1.1", at(0)).unwrap_err(), Wait { seconds: 2 });
        assert!(throttle.begin("b@x", "10.0.0.1", at(0)).is_ok());
        assert!(throttle.begin("a@x", "10.0.1.1", at(2)).is_ok());
        assert_eq!(throttle.begin("a@x", "10.0.1.1", at(2)).unwrap_err(), Wait { seconds: 4 });
    }

    #[test]
    fn athn_03_an_address_is_slowed_at_every_account() {
        let throttle = SignInThrottle::default();
        for n in 0..=ADDRESS_DELAY.free {
            let _ = throttle.begin(&format!("{n}@x"), "10.0.0.1", at(0)).unwrap();
        }
        assert!(throttle.begin("new@x", "10.0.0.1", at(0)).is_err());
        assert!(throttle.begin("new@x", "10.0.0.2", at(0)).is_ok());
    }

    #[test]
    fn success_clears_the_account_and_costs_the_address_nothing() {
        let throttle = SignInThrottle::default();
        for _ in 0..200 {
            let attempt = throttle.begin("a@x", "10.0.0.1", at(0)).unwrap();
            throttle.succeeded(attempt);
        }
        assert!(throttle.begin("a@x", "10.0.0.1", at(0)).is_ok());
    }

    #[test]
    fn athn_03_nobody_is_locked_out_for_ever() {
        let throttle = SignInThrottle::default();
        let mut now = 0;
        for _ in 0..50 {
            match throttle.begin("a@x", "10.0.0.1", at(now)) {
                Ok(_) => {}
                Err(wait) => now += i64::from(wait.seconds),
            }
        }
        let longest = i64::from(ACCOUNT_DELAY.longest_seconds);
        assert!(throttle.begin("a@x", "10.9.9.9", at(now + longest)).is_ok());
        // A clock set back by a year holds nobody longer than the longest wait either.
        let wait = throttle.begin("a@x", "10.9.9.9", at(now - 31_536_000)).unwrap_err();
        assert!(wait.seconds <= ACCOUNT_DELAY.longest_seconds);
    }

    #[test]
    fn everything_is_forgotten_after_a_quiet_hour() {
        let throttle = SignInThrottle::default();
        for _ in 0..=ACCOUNT_DELAY.free {
            let _ = throttle.begin("a@x", "10.0.0.1", at(0)).unwrap();
        }
        for _ in 0..ACCOUNT_DELAY.free {
            let _ = throttle.begin("a@x", "10.0.0.1", at(3600)).unwrap();
        }
    }

    #[test]
    fn memory_is_bounded_under_a_flood_of_accounts() {
        let throttle = SignInThrottle::default();
        for _ in 0..8 {
            let _ = throttle.begin("victim@x", "10.0.0.1", at(0));
        }
        for n in 0..KEYS_MAX + 100 {
            let _ = throttle.begin(&format!("{n}@x"), &format!("a{n}"), at(1));
        }
        let [accounts, addresses] = &*throttle.lock();
        assert!(accounts.records.len() <= KEYS_MAX && addresses.records.len() <= KEYS_MAX);
        assert!(accounts.records.contains_key("victim@x"), "what was attacked is remembered");
    }
}
