//! Where a key belongs that stands in the wrong place.

use super::super::check::below;
use super::super::fields::{FIELDS, Field, Kind};

/// The table in which there is a key that was written under another head; empty for the top.
pub(super) fn elsewhere(key: &str) -> Option<String> {
    search(FIELDS, "", key)
}

fn search(fields: &[Field], path: &str, key: &str) -> Option<String> {
    if fields.iter().any(|field| field.key == key) {
        return Some(path.to_owned());
    }
    fields.iter().find_map(|field| match field.kind {
        Kind::Table(inner) => search(inner, &below(path, field.key), key),
        _ => None,
    })
}
