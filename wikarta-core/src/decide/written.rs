//! Texts that people write besides reasons: short enough to be read, nothing hidden.

use crate::refusal::Refusal;

/// What was found, in words: 10 to 500 characters.
pub(super) fn finding(text: &str) -> Result<String, Refusal> {
    checked(text, "note", 10..=500, "must have 10 to 500 printable characters")
}

/// A note for colleagues: at most 500 characters, or none.
pub(super) fn note(text: &str) -> Result<String, Refusal> {
    checked(text, "note", 0..=500, "must have at most 500 printable characters")
}

/// A bank's reference or the number of a receipt: 3 to 120 characters.
pub(super) fn evidence(text: &str) -> Result<String, Refusal> {
    checked(text, "evidence", 3..=120, "must have 3 to 120 printable characters")
}

fn checked(
    text: &str,
    field: &'static str,
    length: std::ops::RangeInclusive<usize>,
    problem: &'static str,
) -> Result<String, Refusal> {
    let text = text.trim();
    let printable = |c: char| !c.is_control() || c == '\n';
    if !length.contains(&text.chars().count()) || !text.chars().all(printable) {
        return Err(Refusal::Invalid { field, problem });
    }
    Ok(text.to_owned())
}
