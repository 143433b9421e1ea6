//! A policy line by line, for people: what each field is, and what another policy changes.

use serde_json::Value;

use super::Policy;
use super::check::{below, row};
use super::fields::{FIELDS, Field, Kind};
use super::write::plain;
use crate::dunning::text::Language;

/// One field as a document writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    /// The field, such as `corrections.lifetime_days` or `tax[2].from`, rows counted from 1.
    pub key: String,
    /// Its value.
    pub value: String,
    section: (&'static str, &'static str),
    about: (&'static str, &'static str),
}

impl PolicyLine {
    /// What the field is.
    #[must_use]
    pub const fn about(&self, language: Language) -> &'static str {
        pick(self.about, language)
    }

    /// What it belongs to; empty for what stands at the top.
    #[must_use]
    pub const fn section(&self, language: Language) -> &'static str {
        pick(self.section, language)
    }
}

const fn pick((id, en): (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Id => id,
        Language::En => en,
    }
}

/// What another policy changes of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChange {
    /// The field.
    pub key: String,
    /// Its value; nothing where a row is new.
    pub before: Option<String>,
    /// Its value in the other policy; nothing where a row is gone.
    pub after: Option<String>,
}

impl Policy {
    /// Every field, in the order of a document.
    #[must_use]
    pub fn lines(&self) -> Vec<PolicyLine> {
        let value = serde_json::to_value(self).unwrap_or(Value::Null); // plain data
        let mut lines = Vec::new();
        for field in FIELDS {
            let section = match field.kind {
                Kind::Table(_) | Kind::Rows(_) => (field.id, field.en),
                _ => ("", ""),
            };
            if let Some(value) = value.get(field.key) {
                collect(field, value, (field.key, section), &mut lines);
            }
        }
        lines
    }

    /// What another policy changes, field by field.
    #[must_use]
    pub fn changes_to(&self, after: &Self) -> Vec<PolicyChange> {
        let (older, newer) = (self.lines(), after.lines());
        let value = |lines: &[PolicyLine], key: &str| {
            lines.iter().find(|line| line.key == key).map(|line| line.value.clone())
        };
        let gone = older.iter().filter(|line| value(&newer, &line.key).is_none());
        let changes = newer.iter().chain(gone).map(|line| PolicyChange {
            key: line.key.clone(),
            before: value(&older, &line.key),
            after: value(&newer, &line.key),
        });
        changes.filter(|change| change.before != change.after).collect()
    }
}

fn collect(
    field: &Field,
    value: &Value,
    (path, section): (&str, (&'static str, &'static str)),
    lines: &mut Vec<PolicyLine>,
) {
    let mut inside = |fields: &[Field], value: &Value, path: &str| {
        for field in fields {
            if let Some(own) = value.get(field.key) {
                collect(field, own, (&below(path, field.key), section), lines);
            }
        }
    };
    match (&field.kind, plain(&field.kind, value)) {
        // A list without rows has no fields to tell of.
        (Kind::Rows(_), Some(_)) => {}
        (_, Some(value)) => {
            let (key, about) = (path.to_owned(), (field.id, field.en));
            lines.push(PolicyLine { key, value, section, about });
        }
        (Kind::Table(fields), None) => inside(fields, value, path),
        (Kind::Rows(fields), None) => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                inside(fields, value, &row(path, index));
            }
        }
        (_, None) => {}
    }
}
