//! The statements of SQLite.

#[cfg(test)]
mod tests;

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = include_str!($file);)*

        /// Every statement with its name, for the tests that prepare and explain them all.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name),)*];
    };
}

statements! {
    LOAD = "load.sql";
    GUARD = "guard.sql";
    WRITE = "write.sql";
    HAS_EFFECTS = "queue/has_effects.sql";
    TAKE_EFFECTS = "queue/take_effects.sql";
    TAKE_EFFECT = "queue/take_effect.sql";
    END_EFFECT = "queue/end_effect.sql";
    RETRY_EFFECT = "queue/retry_effect.sql";
    BURY_EFFECT = "queue/bury_effect.sql";
    REDRIVE_EFFECT = "queue/redrive_effect.sql";
    HAS_PARKED = "queue/has_parked.sql";
    TAKE_PARKED = "queue/take_parked.sql";
    END_PARKED = "queue/end_parked.sql";
    RETRY_PARKED = "queue/retry_parked.sql";
    BURY_PARKED = "queue/bury_parked.sql";
    REDRIVE_PARKED = "queue/redrive_parked.sql";
    OVERDUE_ATTEMPTS = "queue/overdue_attempts.sql";
}

/// Writes and ends the transaction in one call.
pub(crate) const WRITE_AND_COMMIT: &str = concat!(include_str!("write.sql"), "COMMIT;");
