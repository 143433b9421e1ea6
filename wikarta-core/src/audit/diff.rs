//! What an event changed, field by field.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::row::Row;

/// One field of one entity, before and after. Absent values are null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The kind of thing: `invoice`, `payment`, `customer`, …
    pub entity: String,
    /// Which one.
    pub id: String,
    /// Its field.
    pub field: String,
    /// The value before.
    pub before: Value,
    /// The value after.
    pub after: Value,
}

/// The fields that differ in changed rows.
#[must_use]
pub fn changes(rows: &[(Option<Row>, Row)]) -> Vec<FieldChange> {
    let mut found = Vec::new();
    for (before, after) in rows {
        let older = before.as_ref().map(Row::fields);
        let older = older.as_ref().and_then(Value::as_object);
        if let Value::Object(newer) = after.fields() {
            compare(after, older, newer, &mut found);
        }
    }
    found
}

fn compare(
    row: &Row,
    older: Option<&Map<String, Value>>,
    newer: Map<String, Value>,
    found: &mut Vec<FieldChange>,
) {
    let gone: Vec<(String, Value)> = older
        .into_iter()
        .flatten()
        .filter(|(field, before)| !newer.contains_key(*field) && !before.is_null())
        .map(|(field, before)| (field.clone(), before.clone()))
        .collect();
    for (field, after) in newer {
        let before = older.and_then(|fields| fields.get(&field)).cloned().unwrap_or(Value::Null);
        if before != after {
            let (entity, id) = (row.entity().to_owned(), row.id());
            found.push(FieldChange { entity, id, field, before, after });
        }
    }
    // A field that is left out when it is empty has become empty.
    for (field, before) in gone {
        let (entity, id) = (row.entity().to_owned(), row.id());
        found.push(FieldChange { entity, id, field, before, after: Value::Null });
    }
}
