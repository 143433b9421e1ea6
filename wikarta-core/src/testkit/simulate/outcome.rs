//! What a run counts.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::command::Command;
use crate::refusal::Refusal;

/// Counts of what happened.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) steps: u64,
    pub(super) commands: u64,
    pub(super) done: BTreeMap<String, u64>,
    pub(super) refused: BTreeMap<String, u64>,
    pub(super) codes: BTreeMap<&'static str, u64>,
    pub(super) forbidden: u64,
    pub(super) repeats: u64,
    pub(super) unanswered: u64,
    pub(super) bills: u64,
    pub(super) checks: u64,
    pub(super) deaths: u64,
}

impl Tally {
    pub(super) fn did(&mut self, kind: String) {
        self.commands += 1;
        *self.done.entry(kind).or_insert(0) += 1;
    }

    pub(super) fn refused(&mut self, kind: String, refusal: &Refusal) {
        self.commands += 1;
        *self.refused.entry(kind).or_insert(0) += 1;
        *self.codes.entry(refusal.code()).or_insert(0) += 1;
    }
}

/// What a command is called: the first words of what it is, such as `correction.request_refund`.
pub(super) fn kind(command: &Command) -> String {
    let mut head = Head::default();
    let _ = write!(head, "{command:?}"); // ends early on purpose
    let mut words = head.0.split(['(', ')', ' ', '{', ',']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let grouped = head.0.strip_prefix(first).is_some_and(|rest| rest.starts_with('('));
    match words.next() {
        Some(second) if grouped && second != first && !second.starts_with(first) => {
            let second = if second.starts_with(char::is_uppercase) { second } else { "" };
            let joined = format!("{}.{}", snake(first), snake(second));
            joined.trim_end_matches('.').to_owned()
        }
        _ => snake(first),
    }
}

/// The beginning of a text; what comes after is not even written.
#[derive(Default)]
struct Head(String);

impl fmt::Write for Head {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() > 64 {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for (place, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && place > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
