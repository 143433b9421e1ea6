//! Reasons that people give: long enough to mean something to whoever reads them in ten years.

use crate::refusal::Refusal;

/// The shortest reason, in characters.
const SHORTEST: usize = 10;
/// The longest reason, in characters.
const LONGEST: usize = 500;

/// The reason without blanks around it.
///
/// # Errors
/// [`Refusal::Invalid`] for fewer than 10 or more than 500 characters, and for control characters.
pub(super) fn checked(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if length < SHORTEST {
        let problem = "must have at least 10 characters";
        return Err(Refusal::Invalid { field: "reason", problem });
    }
    if length > LONGEST || text.chars().any(|c| c.is_control() && c != '\n') {
        let problem = "must have at most 500 printable characters";
        return Err(Refusal::Invalid { field: "reason", problem });
    }
    Ok(text.to_owned())
}
