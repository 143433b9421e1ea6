//! Places in lists, as opaque texts, and the other parts of a list's query.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wikarta_store_sqlx::views::{InvoiceCursor, PAGE_MAX};

use crate::answer::Problem;

/// Rows of a page when the caller does not say.
const PAGE: u32 = 50;

/// A text as a cursor.
#[must_use]
pub fn write_text(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// The text of a cursor.
///
/// # Errors
/// 400 for what is not one of our cursors.
pub fn read_text(cursor: &str) -> Result<String, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad_cursor())?;
    let text = String::from_utf8(bytes).map_err(|_| bad_cursor())?;
    if text.len() > 100 || text.chars().any(char::is_control) {
        return Err(bad_cursor());
    }
    Ok(text)
}

/// A place in the list of invoices as a cursor.
#[must_use]
pub fn write_invoice(place: &InvoiceCursor) -> String {
    write_text(&format!("{}~{}", place.due, place.id))
}

/// The place that a cursor names.
///
/// # Errors
/// 400 for what is not one of our cursors.
pub fn read_invoice(cursor: &str) -> Result<InvoiceCursor, Problem> {
    let text = read_text(cursor)?;
    let (due, id) = text.split_once('~').ok_or_else(bad_cursor)?;
    let due = due.parse().map_err(|_| bad_cursor())?;
    let id = id.parse().map_err(|_| bad_cursor())?;
    Ok(InvoiceCursor { due, id })
}

/// How many rows the caller wants.
///
/// # Errors
/// 400 outside 1 to 200.
pub fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked {
        None => Ok(PAGE),
        Some(limit) if (1..=PAGE_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "limit_invalid")
            .field("limit")
            .say(format!("Antara 1 dan {PAGE_MAX}."), format!("Between 1 and {PAGE_MAX}."))),
    }
}

/// The text to search for; an empty one is none.
#[must_use]
pub fn wanted_text(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().chars().take(100).collect::<String>())
        .filter(|text| !text.is_empty())
}

/// A cursor that is not of this list.
#[must_use]
pub fn bad_cursor() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "cursor_invalid").field("cursor").say(
        "Kursor ini bukan dari daftar ini. Mulai lagi dari halaman pertama.",
        "This cursor is not of this list. Begin again at the first page.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_and_nothing_else_passes() {
        let place =
            InvoiceCursor { due: "2026-11-20".parse().unwrap(), id: "inv_abc".parse().unwrap() };
        assert_eq!(read_invoice(&write_invoice(&place)).unwrap(), place);
        for bad in ["", "x", "!!!", "AAAA", &write_text("2026-11-20~usr_x"), &write_text("~")] {
            assert_eq!(read_invoice(bad).unwrap_err().code(), "cursor_invalid", "{bad}");
        }
    }
}
