//! Passwords: what is taken as one, and how it is kept and checked.
//!
//! argon2id at the cost that OWASP names for servers, in threads of its own and only a few at a
//! time: hashing is made to be slow, and a flood of attempts must not stand in front of payments.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::config::SecretText;

/// The fewest characters of a password.
pub const CHARS_MIN: usize = 12;
/// The most characters of a password.
pub const CHARS_MAX: usize = 128;
/// Memory of one hash, in KiB.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
pub const PASSES: u32 = 2;
/// Seconds that an attempt waits for its turn.
pub const TURN_SECONDS: u64 = 5;

const COMMON: &str = include_str!("common_passwords.txt");
const DIFFERENT_MIN: usize = 5;

/// Why a text is not taken as a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than 12 characters.
    #[error("a password has at least {CHARS_MIN} characters")]
    TooShort,
    /// More than 128 characters.
    #[error("a password has at most {CHARS_MAX} characters")]
    TooLong,
    /// Many people use it, or it is the same few characters again and again.
    #[error("this password is too easy to guess")]
    Common,
    /// It has control characters, which no keyboard types.
    #[error("a password has no control characters")]
    Control,
}

/// Why a password could not be hashed or checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashFault {
    /// Too many others are waiting.
    #[error("too many sign-ins at once")]
    Busy,
    /// The hash function failed.
    #[error("the password could not be hashed")]
    Failed,
}

/// Checks a text against the rules for new passwords: length and no common ones, nothing about
/// kinds of characters.
pub fn check_policy(password: &str) -> Result<(), PasswordError> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(PasswordError::TooShort);
    }
    if chars > CHARS_MAX {
        return Err(PasswordError::TooLong);
    }
    if password.chars().any(char::is_control) {
        return Err(PasswordError::Control);
    }
    let lower = password.to_lowercase();
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    if different.len() < DIFFERENT_MIN || COMMON.lines().any(|line| line == lower) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The password fits the hash.
    Fits,
    /// It does not, or there was no hash to fit.
    Differs,
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    dummy: Arc<str>,
}

impl Passwords {
    /// At the full cost.
    pub fn new() -> Result<Self, HashFault> {
        Self::with_cost(MEMORY_KIB, PASSES)
    }

    /// At a cost of its own: for tests, and for machines that can afford more.
    pub fn with_cost(memory_kib: u32, passes: u32) -> Result<Self, HashFault> {
        let params = Params::new(memory_kib, passes, 1, None).map_err(|_| HashFault::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let turns = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let dummy = hash_now(&argon2, "nobody has this password")?;
        Ok(Self { argon2, turns: Arc::new(Semaphore::new(turns.clamp(1, 4))), dummy: dummy.into() })
    }

    /// The hash to keep, in PHC form with a salt of its own.
    pub async fn hash(&self, password: SecretText) -> Result<String, HashFault> {
        let argon2 = self.argon2.clone();
        self.in_turn(move || hash_now(&argon2, password.expose())).await
    }

    /// Whether a password fits a hash. Without a hash it is checked against one that nothing fits,
    /// so that the time tells nobody whether an account exists.
    pub async fn verify(
        &self,
        password: SecretText,
        hash: Option<String>,
    ) -> Result<Match, HashFault> {
        let argon2 = self.argon2.clone();
        let dummy = Arc::clone(&self.dummy);
        let work = move || {
            let known = hash.is_some();
            let text = hash.as_deref().unwrap_or(&dummy);
            let parsed = PasswordHash::new(text).map_err(|_| HashFault::Failed)?;
            let fits = argon2.verify_password(password.expose().as_bytes(), &parsed).is_ok();
            Ok(if fits && known { Match::Fits } else { Match::Differs })
        };
        self.in_turn(work).await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, HashFault> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(Duration::from_secs(TURN_SECONDS), turn);
        let turn = turn.await.map_err(|_| HashFault::Busy)?.map_err(|_| HashFault::Busy)?;
        // The turn travels with the work: a caller that leaves does not free it early.
        let work = move || {
            let done = work();
            drop(turn);
            done
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| HashFault::Failed)?
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str) -> Result<String, HashFault> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(|_| HashFault::Failed)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn athn_07_good_passwords_are_taken() {
        for good in [
            "benang-merah-17",
            "sepeda tua di garasi",
            "Kopi-Pagi-Tanpa-Gula",
            "ꦲꦏ꧀ꦱꦫꦗꦮꦲꦏ꧀ꦱꦫ",
            "пароль длинный и свой",
            "🌧🌧🌧☔️🌂🌊💧🌈🌦🌥🌤⛅️",
            "x7#kQ2!mZ9$w",
            "empat kata acak saja",
        ] {
            assert_eq!(check_policy(good), Ok(()), "{good}");
        }
        let longest: String = (0..CHARS_MAX).map(|n| char::from(b'a' + (n % 26) as u8)).collect();
        assert_eq!(check_policy(&longest), Ok(()));
    }

    #[test]
    fn athn_07_bad_passwords_are_refused() {
        for short in ["", "a", "x7#kQ2!mZ9$", "ééééééééééé"] {
            assert_eq!(check_policy(short), Err(PasswordError::TooShort), "{short}");
        }
        assert_eq!(check_policy(&"ab1cd2".repeat(22)), Err(PasswordError::TooLong));
        for common in
            ["password1234", "PassWord1234", "indonesia1945", "correct horse battery staple"]
        {
            assert_eq!(check_policy(common), Err(PasswordError::Common), "{common}");
        }
        for poor in ["aaaaaaaaaaaaaaaaaaaa", "abababababababab", "112112112112112112"] {
            assert_eq!(check_policy(poor), Err(PasswordError::Common), "{poor}");
        }
        assert_eq!(check_policy("benang\u{0}merah-17"), Err(PasswordError::Control));
    }

    #[test]
    fn the_list_holds_what_the_length_lets_through() {
        let mut lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() >= 100);
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() >= CHARS_MIN && *line == line.to_lowercase())
        );
        let before = lines.len();
        lines.dedup();
        assert_eq!(lines.len(), before);
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let passwords = Passwords::with_cost(64, 1).unwrap();
        let text = |text: &str| SecretText::new(text);
        let hash = passwords.hash(text("benang-merah-17")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        let again = passwords.hash(text("benang-merah-17")).await.unwrap();
        assert_ne!(hash, again, "each has its own salt");
        let verdict = async |given: &str, hash: Option<String>| {
            passwords.verify(text(given), hash).await.unwrap()
        };
        assert_eq!(verdict("benang-merah-17", Some(hash.clone())).await, Match::Fits);
        assert_eq!(verdict("benang-merah-18", Some(hash)).await, Match::Differs);
    }

    #[tokio::test]
    async fn idnt_04_nobodys_password_fits_nobody() {
        let passwords = Passwords::with_cost(64, 1).unwrap();
        for guess in ["nobody has this password", "anything else"] {
            let verdict = passwords.verify(SecretText::new(guess), None).await.unwrap();
            assert_eq!(verdict, Match::Differs);
        }
    }

    #[test]
    fn the_full_cost_is_what_owasp_names() {
        let passwords = Passwords::new().unwrap();
        assert!(
            passwords.dummy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            passwords.dummy
        );
    }
}
