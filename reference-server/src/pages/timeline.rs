//! What happened: who, what, when, before → after, and the proof.

use askama::Template;
use askama::filters::HtmlSafe;

use super::parts::{Link, StatusChip, When};

/// The history of one record, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The events.
    pub entries: Vec<Entry>,
    /// Whether the audit chain holds.
    pub chain: ChainMark,
    /// Where older events are.
    pub older: Option<Link>,
}

/// Whether the audit chain over these events holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainMark {
    /// Every hash fits; with the span of sequence numbers, in words.
    Intact(String),
    /// An entry does not fit; with its number, in words.
    Broken(String),
}

/// The shape beside an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A disc: money moved.
    Money,
    /// A square: the system acted.
    System,
    /// A circle: a person acted.
    Person,
    /// Rust: something lapsed or was refused.
    Lapsed,
}

/// Whose hand acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Staff or a payer.
    Person,
    /// A notification, a timer, the server.
    System,
}

impl Marker {
    /// The shape for an event of this kind by this hand.
    #[must_use]
    pub fn of(kind: &str, hand: Hand) -> Self {
        match kind {
            "attempt.settled" | "attempt.refunded" | "attempt.reversed" | "money.allocated"
            | "money.credited" => Self::Money,
            "attempt.expired" | "attempt.denied" | "attempt.failed" | "attempt.cancelled"
            | "attempt.refused" | "attempt.unknown" | "invoice.voided" | "case.opened"
            | "money.suspended" => Self::Lapsed,
            _ => match hand {
                Hand::Person => Self::Person,
                Hand::System => Self::System,
            },
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::System => "system",
            Self::Person => "person",
            Self::Lapsed => "lapsed",
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its shape.
    pub marker: Marker,
    /// Who: a name and role, or which part of the system.
    pub actor: String,
    /// When.
    pub at: When,
    /// Its place in the chain.
    pub seq: u64,
    /// What, in a sentence.
    pub sentence: String,
    /// More about this case, such as the channel and order.
    pub detail: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
    /// The six stages, when a webhook caused it.
    pub stages: Vec<Stage>,
    /// The trace from the request to here.
    pub trace: String,
    /// The entry's hash, shortened.
    pub hash: String,
    /// The hash before it, shortened.
    pub previous_hash: String,
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field's name in words.
    pub field: String,
    /// Before.
    pub before: Value,
    /// After.
    pub after: Value,
}

/// A value before or after.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    source = r#"{% match self %}{% when Self::Chip(chip) %}{{ chip }}{% when Self::Text(text) %}{{ text }}{% when Self::Code(text) %}<code>{{ text }}</code>{% when Self::Nothing %}–{% endmatch %}"#,
    ext = "html"
)]
pub enum Value {
    /// A status.
    Chip(StatusChip),
    /// Words or money.
    Text(String),
    /// An id or number.
    Code(String),
    /// Empty before, or after.
    Nothing,
}

impl HtmlSafe for Value {}

/// How a webhook stage went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    /// It passed.
    Done,
    /// It has not come yet.
    Ahead,
    /// It failed.
    Failed,
}

/// One stage of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name in words.
    pub name: String,
    /// How it went.
    pub state: StageState,
    /// When it passed, how long it took, or why it failed.
    pub when: String,
}

impl Stage {
    pub(super) const fn sign(&self) -> &'static str {
        match self.state {
            StageState::Done => "✓",
            StageState::Ahead => "·",
            StageState::Failed => "✕",
        }
    }

    pub(super) const fn class(&self) -> &'static str {
        match self.state {
            StageState::Done => "tick",
            StageState::Ahead => "sub",
            StageState::Failed => "late",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::audit;

    #[test]
    fn money_stands_out_and_a_person_differs_from_the_system() {
        assert_eq!(Marker::of("attempt.settled", Hand::System), Marker::Money);
        assert_eq!(Marker::of("attempt.expired", Hand::System), Marker::Lapsed);
        assert_eq!(Marker::of("attempt.opened", Hand::Person), Marker::Person);
        assert_eq!(Marker::of("attempt.opened", Hand::System), Marker::System);
    }

    #[test]
    fn every_kind_with_a_mark_of_its_own_has_a_sentence() {
        for kind in audit::event_kinds() {
            assert_ne!(audit::sentence(kind, crate::text::Lang::Id), kind);
        }
    }
}
