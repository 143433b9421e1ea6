//! A policy as a document that people edit: TOML, each field under a comment in two languages.

use std::fmt::Write as _;

use serde_json::Value;

use super::Policy;
use super::check::below;
use super::fields::{FIELDS, Field, Kind};

impl Policy {
    /// The policy as a commented TOML document. It has everything but the version, and reads back as
    /// the same policy.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or(Value::Null); // plain data
        let mut text = String::from(
            "# Kebijakan penjual. Nilai yang tidak ditulis tetap seperti yang berlaku.\n\
             # The seller's policy. What is left out stays as it is in force.\n",
        );
        table(FIELDS, &value, "", &mut text);
        text
    }
}

/// Plain fields first: in TOML what follows the head of a table belongs to that table.
fn table(fields: &[Field], value: &Value, path: &str, text: &mut String) {
    let shown = |field: &&Field| value.get(field.key).is_some();
    for field in fields.iter().filter(shown) {
        let own = value.get(field.key).unwrap_or(&Value::Null);
        if let Some(plain) = plain(&field.kind, own) {
            comment(field, text);
            let _ = writeln!(text, "{} = {plain}", field.key);
        }
    }
    for field in fields.iter().filter(shown) {
        let own = value.get(field.key).unwrap_or(&Value::Null);
        let path = below(path, field.key);
        match field.kind {
            Kind::Table(inner) => {
                text.push('\n');
                comment(field, text);
                let _ = writeln!(text, "[{path}]");
                table(inner, own, &path, text);
            }
            Kind::Rows(inner) => rows(field, inner, own, &path, text),
            _ => {}
        }
    }
}

fn rows(field: &Field, inner: &[Field], value: &Value, path: &str, text: &mut String) {
    for (index, row) in value.as_array().into_iter().flatten().enumerate() {
        text.push('\n');
        if index == 0 {
            comment(field, text);
            for field in inner {
                let _ = writeln!(text, "#   {}: {} | {}", field.key, field.id, field.en);
            }
        }
        let _ = writeln!(text, "[[{path}]]");
        for field in inner {
            let own = row.get(field.key).and_then(|own| plain(&field.kind, own));
            let _ = own.map(|own| writeln!(text, "{} = {own}", field.key));
        }
    }
}

fn comment(field: &Field, text: &mut String) {
    let _ = writeln!(text, "# {} | {}", field.id, field.en);
    if let Kind::Word(allowed) = field.kind {
        let _ = writeln!(text, "#   {}", allowed.join(", "));
    }
}

/// A value on one line; nothing where it has a head of its own.
pub(super) fn plain(kind: &Kind, value: &Value) -> Option<String> {
    let quoted = || Some(Value::from(value.as_str().unwrap_or_default()).to_string());
    let bare = || Some(value.as_str().unwrap_or_default().to_owned());
    match kind {
        Kind::Count(..) => Some(value.to_string()),
        Kind::Money => Some(grouped(value.as_i64().unwrap_or_default())),
        Kind::Rate => bare().map(|rate| if rate.contains('.') { rate } else { rate + ".0" }),
        Kind::Part => {
            let number = |index: usize| value.get(index).and_then(Value::as_u64).unwrap_or(1);
            Some(format!("\"{}/{}\"", number(0), number(1)))
        }
        // The shortest of these is a time of TOML 1.0 already.
        Kind::Day | Kind::Time => bare(),
        Kind::Text(_) | Kind::Maybe(_) | Kind::Word(_) | Kind::Stage | Kind::Template => quoted(),
        Kind::Weekday => Some(weekday(value)),
        Kind::PauseDays => Some(pause_days(value)),
        Kind::List(inner) => {
            let items = value.as_array().into_iter().flatten();
            let items: Vec<String> = items.filter_map(|item| plain(inner, item)).collect();
            Some(format!("[{}]", items.join(", ")))
        }
        // A list without rows has no head to stand under.
        Kind::Rows(_) => value.as_array().filter(|rows| rows.is_empty()).map(|_| "[]".to_owned()),
        Kind::Table(_) => None,
    }
}

fn weekday(value: &Value) -> String {
    format!("\"{}\"", value.as_str().unwrap_or_default().to_lowercase())
}

fn pause_days(value: &Value) -> String {
    let between = value.get("between").and_then(Value::as_array);
    match between.map(Vec::as_slice) {
        Some([Value::String(first), Value::String(last)]) => format!("\"{first}/{last}\""),
        _ => weekday(value.get("weekday").unwrap_or(&Value::Null)),
    }
}

/// Whole rupiah with `_` between thousands.
fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::from(if amount < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}
