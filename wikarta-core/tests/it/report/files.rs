//! Tables as files.

use proptest::prelude::*;
use wikarta_core::report::{Cell, csv};

use crate::world::rupiah;

/// A reader of RFC 4180 of its own.
fn read(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let field = rows.last_mut().unwrap().last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                rows.push(vec![String::new()]);
            }
            other => field.push(other),
        }
    }
    rows.pop();
    rows
}

#[test]
fn every_kind_of_cell() {
    let text = |text: &str| Cell::Text(text.into());
    let rows = vec![
        vec![
            text("Budi"),
            Cell::Amount(rupiah(-277_500)),
            Cell::Day("2026-11-23".parse().unwrap()),
        ],
        vec![text("Toko \"Maju\", Jaya"), Cell::Number(7), Cell::Empty],
        vec![text("+6281200000001"), text("-2+3"), text("@SUM(A1)")],
        vec![text("\t=1"), text(" =1"), text("＝1")],
        vec![text("a;b"), text("x\r\ny"), text("a-b=c")],
    ];
    let expected = "\u{feff}nama,sisa,tanggal\r\n\
        Budi,-277500,2026-11-23\r\n\
        \"Toko \"\"Maju\"\", Jaya\",7,\r\n\
        \"'+6281200000001\",\"'-2+3\",\"'@SUM(A1)\"\r\n\
        \"'\t=1\",\"' =1\",\"'＝1\"\r\n\
        \"a;b\",\"x\r\ny\",a-b=c\r\n";
    assert_eq!(csv(&["nama", "sisa", "tanggal"], &rows), expected);
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_and_never_a_formula(
        rows in proptest::collection::vec(proptest::collection::vec("[ -~]{0,12}|[=+@,;\"\r\n\t -]{0,6}|.{0,6}", 3), 0..6),
    ) {
        let cells: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().cloned().map(Cell::Text).collect()).collect();
        let text = csv(&["a", "b", "c"], &cells);
        let read = read(text.strip_prefix('\u{feff}').unwrap());
        prop_assert_eq!(read.len(), rows.len() + 1);
        for (written, wanted) in read[1..].iter().flatten().zip(rows.iter().flatten()) {
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{}", written);
            prop_assert_eq!(written.strip_prefix('\'').filter(|rest| rest == wanted).unwrap_or(written), wanted);
        }
    }
}
