//! Tables as files that a spreadsheet opens and does not obey.

use chrono::NaiveDate;

use crate::money::Rupiah;

/// A field of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, as typed by anybody.
    Text(String),
    /// Whole rupiah, written as a plain number so that it can be summed.
    Amount(Rupiah),
    /// A number.
    Number(i64),
    /// A day, as `2026-11-23`.
    Day(NaiveDate),
    /// Nothing.
    Empty,
}

/// The table as CSV: a byte order mark, so that spreadsheets read UTF-8; lines end with CR LF; text
/// that would be a formula (it begins with `=`, `+`, `-`, `@`, a tab or a break, also after spaces
/// and in full width) gets an apostrophe in front and is put between quotes.
///
/// ```
/// use wikarta_core::report::{Cell, csv};
///
/// let row = vec![Cell::Text("=1+1".into()), Cell::Number(-5)];
/// assert_eq!(csv(&["nama", "sisa"], &[row]), "\u{feff}nama,sisa\r\n\"'=1+1\",-5\r\n");
/// ```
#[must_use]
pub fn csv(head: &[&str], rows: &[Vec<Cell>]) -> String {
    let mut out = String::from("\u{feff}");
    line(&mut out, head.iter().map(|name| text(name)));
    for row in rows {
        line(&mut out, row.iter().map(written));
    }
    out
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&field);
    }
    out.push_str("\r\n");
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => text(words),
        Cell::Amount(amount) => amount.get().to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

fn text(words: &str) -> String {
    let blank = |c: char| c == ' ' || c == '\u{a0}' || c == '\u{feff}' || c == '\u{200b}';
    let begins = words.trim_start_matches(blank).chars().next();
    let formula = begins.is_some_and(|c| "=+-@\t\r\n＝＋－＠".contains(c));
    // A semicolon separates fields where the comma is the decimal mark, as in Indonesia.
    let special = words.contains([',', ';', '"', '\r', '\n', '\t']) || words.trim() != words;
    let doubled = words.replace('"', "\"\"");
    match (formula, special) {
        (true, _) => format!("\"'{doubled}\""),
        (false, true) => format!("\"{doubled}\""),
        (false, false) => doubled,
    }
}
