//! What happened: who, what, when, before → after, and the proof.

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use serde_json::Value as Json;
use wikarta_core::audit::FieldChange;
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};

use super::parts::{Link, StatusChip, When};
use crate::text::status::Of;
use crate::text::{Lang, audit, format};

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
            "payment.settled"
            | "payment.refunded"
            | "payment.partially_refunded"
            | "payment.reversed" => Self::Money,
            "payment.expired" | "payment.denied" | "payment.failed" | "payment.cancelled"
            | "payment.refused" | "payment.unknown" | "case.opened" => Self::Lapsed,
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
    /// What, in a sentence.
    pub sentence: String,
    /// More about this case, such as the channel and order.
    pub detail: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
    /// The six stages, when a webhook caused it.
    pub stages: Vec<Stage>,
    /// Whether the stages stand behind a line to open, because nothing came of them.
    pub folded: bool,
    /// The trace from the request to here.
    pub trace: String,
    /// Its place in the audit chain; a notification that changed nothing has none.
    pub proof: Option<Proof>,
}

/// The place of an event in the audit chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Its number.
    pub seq: u64,
    /// Its hash, shortened.
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

impl Change {
    /// The words of a change in the audit trail, for a reader in `zone`; `None` for fields that
    /// people are not shown.
    #[must_use]
    pub fn of(change: &FieldChange, zone: Zone, lang: Lang) -> Option<Self> {
        let field = audit::field(&change.entity, &change.field, lang)?;
        let read = |value| Value::of(&change.entity, &change.field, value, (zone, lang));
        let (before, after) = (read(&change.before), read(&change.after));
        Some(Self { field: field.to_owned(), before, after })
    }
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

impl Value {
    /// A status becomes a chip, money reads as money, dates and moments as people write them.
    fn of(entity: &str, field: &str, value: &Json, reader: (Zone, Lang)) -> Self {
        let (zone, lang) = reader;
        let chip = |of, code: &str| Self::Chip(StatusChip::of(of, code, lang));
        match (value, entity, field) {
            (Json::Null, ..) => Self::Nothing,
            (Json::String(code), "invoice", "status") => chip(Of::Invoice, code),
            (Json::String(code), "payment", "state") => chip(Of::Attempt, code),
            (Json::String(code), "case", "state") => chip(Of::Case, code),
            (Json::String(code), "subscription", "status") => chip(Of::Subscription, code),
            (Json::String(text), ..) => Self::Text(moment_or_text(text, zone, lang)),
            (Json::Number(number), ..) => {
                let amount = number.as_i64().and_then(|amount| Rupiah::new(amount).ok());
                Self::Text(amount.map_or_else(|| number.to_string(), format::money))
            }
            (other, ..) => Self::Code(other.to_string()),
        }
    }
}

impl Value {
    /// The words alone.
    #[must_use]
    pub fn plain(&self) -> &str {
        match self {
            Self::Chip(chip) => &chip.word,
            Self::Text(text) | Self::Code(text) => text,
            Self::Nothing => "–",
        }
    }
}

fn moment_or_text(text: &str, zone: Zone, lang: Lang) -> String {
    if let Ok(at) = text.parse::<Timestamp>() {
        return format::moment(at, zone, lang);
    }
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| format::day(day, lang))
}

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
        assert_eq!(Marker::of("payment.settled", Hand::System), Marker::Money);
        assert_eq!(Marker::of("payment.expired", Hand::System), Marker::Lapsed);
        assert_eq!(Marker::of("payment.opened", Hand::Person), Marker::Person);
        assert_eq!(Marker::of("payment.opened", Hand::System), Marker::System);
    }

    #[test]
    fn every_kind_has_a_sentence() {
        for kind in audit::event_kinds() {
            assert_ne!(audit::sentence(kind, Lang::Id), kind);
        }
    }

    #[test]
    fn changes_read_as_people_write_them() {
        let read = |entity: &str, field: &str, before: Json, after: Json| {
            let change = FieldChange {
                entity: entity.to_owned(),
                id: "x".to_owned(),
                field: field.to_owned(),
                before,
                after,
            };
            let change = Change::of(&change, Zone::Wib, Lang::Id)?;
            Some(format!("{}: {} → {}", change.field, change.before, change.after))
        };
        let lines = [
            read("invoice", "status", "PENDING".into(), "PAID".into()),
            read("invoice", "paid", 0.into(), 250_000.into()),
            read("invoice", "due_date", Json::Null, "2026-11-20".into()),
            read("payment", "expires_at", Json::Null, "2026-11-23T07:05:00Z".into()),
            read("customer", "name", "<b>".into(), "x".into()),
        ];
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        Status: <span class="st wait">Menunggu pembayaran</span> → <span class="st ok">Lunas</span>
        Terbayar: Rp0 → Rp250.000
        Jatuh tempo: – → 20 November 2026
        Berlaku sampai: – → 23 November 2026, 14.05 WIB
        "#);
    }
}
