//! Any text as a place in a list: refused, or a place that is written as a text which reads as it.

use wikarta_server::api::cursor::{read_invoice, read_text, write_invoice, write_text};

/// What holds of any input, as it comes and within our own wrapping.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for cursor in [text.to_owned(), write_text(text)] {
        if let Ok(inner) = read_text(&cursor) {
            assert!(inner.len() <= 100 && !inner.chars().any(char::is_control));
            assert_eq!(read_text(&write_text(&inner)).ok(), Some(inner));
        }
        if let Ok(place) = read_invoice(&cursor) {
            let again = read_invoice(&write_invoice(&place)).ok();
            assert_eq!(again.map(|one| (one.due, one.id)), Some((place.due, place.id)));
        }
    }
}
