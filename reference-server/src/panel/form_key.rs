//! The hidden field that makes a double click one act.

use crate::answer::{Problem, codes};
use crate::http::IdempotencyKey;
use crate::http::idempotency::LEN_MAX;

/// The key that a form brought; a form without one is an act of its own.
///
/// # Errors
/// 400 for a text that the header of the same name could not carry either.
pub fn read(brought: Option<String>) -> Result<IdempotencyKey, Problem> {
    let Some(text) = brought else { return Ok(IdempotencyKey(None)) };
    let graphic = text.bytes().all(|byte| byte.is_ascii_graphic());
    if text.is_empty() || text.len() > LEN_MAX || !graphic {
        return Err(Problem::of(&codes::IDEMPOTENCY_KEY_INVALID).field("idempotency_key"));
    }
    Ok(IdempotencyKey(Some(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_brings_one_plain_key_or_none() {
        assert_eq!(read(None).unwrap(), IdempotencyKey(None));
        assert_eq!(read(Some("a-1".into())).unwrap(), IdempotencyKey(Some("a-1".into())));
        for bad in ["", "a b", "a\n", &"k".repeat(LEN_MAX + 1)] {
            assert_eq!(read(Some(bad.into())).unwrap_err().code(), "idempotency_key_invalid");
        }
    }
}
