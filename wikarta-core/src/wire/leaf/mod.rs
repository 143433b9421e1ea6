//! Single rules, callable alone.

pub(super) mod facts;
pub(super) mod money;
pub(super) mod people;
pub(super) mod time;

use super::flaw::{Flaw, WireError};

/// A value that the rule itself does not take.
fn odd(at: &str, why: impl ToString) -> WireError {
    WireError::new(Flaw::Value(why.to_string())).below(at)
}
