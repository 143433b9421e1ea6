//! Settlement files: what is read, and what is said about those that cannot be.

use proptest::prelude::*;
use wikarta_core::fees::{FeeClass, FeeTable};
use wikarta_core::money::Rupiah;
use wikarta_core::reconcile::{BookedThere, Difference, match_settlements};
use wikarta_midtrans::settlement::{SettlementFile, read};

const TWO: &[u8] = include_bytes!("../fixtures/settlement/two.csv");

fn rupiah(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

fn two() -> SettlementFile {
    read(TWO).unwrap()
}

fn booked(order: &str, class: FeeClass, amount: i64) -> BookedThere {
    let settled_on = "2026-08-01".parse().unwrap();
    BookedThere { order_id: order.parse().unwrap(), class, amount: rupiah(amount), settled_on }
}

fn ours() -> Vec<BookedThere> {
    vec![
        booked("INV-2026-08-000001-01-abcde", FeeClass::VirtualAccount, 277_500),
        booked("INV-2026-08-000002-01-fghjk", FeeClass::Qris, 250_000),
    ]
}

#[test]
fn a_file_is_read_to_the_rupiah() {
    let file = two();
    assert_eq!((file.rows.len(), file.passed_over), (2, 1));
    let lines: Vec<_> = file
        .rows
        .iter()
        .map(|row| (row.line, row.gross.get(), row.kept().get(), row.net.get(), row.class))
        .collect();
    assert_eq!(
        lines,
        [
            (2, 277_500, 4_440, 273_060, Some(FeeClass::VirtualAccount)),
            (3, 250_000, 1_750, 248_250, Some(FeeClass::Qris)),
        ]
    );
    let first = &file.rows[0];
    assert_eq!(first.bank_reference.as_deref(), Some("BCA-778812"));
    assert_eq!(first.settled_on.unwrap().to_string(), "2026-08-01");
    assert_eq!(first.paid_out_on.unwrap().to_string(), "2026-08-02");
}

#[test]
fn a_file_that_agrees_matches_line_by_line() {
    let fees = FeeTable::published_2026().unwrap();
    let report = match_settlements(&two().rows, &ours(), &fees).unwrap();
    assert_eq!((report.matched, report.differing().count()), (2, 0));
    assert_eq!(
        (report.gross.get(), report.kept.get(), report.net.get()),
        (527_500, 6_190, 521_310)
    );
}

#[test]
fn every_way_to_differ_is_named() {
    let fees = FeeTable::published_2026().unwrap();
    let head = "Order ID,Gross Amount,Fee,VAT,Net Amount,Settlement Time\n";
    let case = |lines: &str, ours: &[BookedThere]| {
        let rows = read(format!("{head}{lines}").as_bytes()).unwrap().rows;
        let report = match_settlements(&rows, ours, &fees).unwrap();
        report.differing().map(|check| check.difference.unwrap()).collect::<Vec<_>>()
    };
    let va = |amount| vec![booked("A-1", FeeClass::VirtualAccount, amount)];
    let line = "A-1,277500,4000,440,273060,2026-08-01\n";
    assert_eq!(case(line, &va(277_500)), []);
    assert_eq!(case("A-1,277500,4000,439,273061,2026-08-01\n", &va(277_500)), [], "a rupiah");
    let agreed = rupiah(4_440);
    assert_eq!(
        case("A-1,277500,4000,442,273058,2026-08-01\n", &va(277_500)),
        [Difference::Fee { agreed }]
    );
    assert_eq!(
        case("A-1,277500,4000,440,273000,2026-08-01\n", &va(277_500)),
        [Difference::Sum { net: rupiah(273_060) }]
    );
    let booked_less = rupiah(200_000);
    assert_eq!(case(line, &va(200_000)), [Difference::Amount { booked: booked_less }]);
    assert_eq!(case(line, &[]), [Difference::UnknownHere]);
    assert_eq!(case(&format!("{line}{line}"), &va(277_500)), [Difference::Twice { line: 2 }]);
    let two = [va(277_500), vec![booked("A-2", FeeClass::Qris, 1_000)]].concat();
    assert_eq!(case(line, &two), [Difference::NotInFile]);
    // Before any fee was agreed there is nothing to hold it against.
    assert_eq!(case("A-1,277500,9,0,277491,2025-08-01\n", &va(277_500)), []);
}

#[test]
fn a_file_that_cannot_be_read_says_where_and_what_was_expected() {
    let head = "Order ID,Gross Amount,Fee,Net Amount,Settlement Time\n";
    let row = "A-1,277500,4440,273060,2026-08-01\n";
    let table: &[(&str, String, &str)] = &[
        ("nothing", String::new(), "line 1: the file has no lines below its heading"),
        ("heading only", head.to_owned(), "line 1: the file has no lines below its heading"),
        (
            "semicolons",
            head.replace(',', ";"),
            "line 1: columns are divided by `;`; export the file with `,`",
        ),
        (
            "a column lacks",
            format!("Order ID,Gross Amount,Fee\n{row}"),
            "line 1: a column is missing: what is paid out (`Net Amount`)",
        ),
        (
            "a column twice",
            format!("Order ID,order_id,Gross Amount,Fee,Net Amount\n{row}"),
            "line 1, column `order_id`: two columns mean the same: the order (`Order ID`)",
        ),
        (
            "an amount with dots",
            format!("{head}A-1,277.500,4440,273060,2026-08-01\n"),
            "line 2, column `Gross Amount`: `277.500` is not whole rupiah: write 277500 or \
             277500.00, without dots between thousands",
        ),
        (
            "a fraction",
            format!("{head}{row}A-2,277500,4440.50,273060,2026-08-01\n"),
            "line 3, column `Fee`: `4440.50` is not whole rupiah: write 277500 or 277500.00, \
             without dots between thousands",
        ),
        (
            "a day of another order",
            format!("{head}A-1,277500,4440,273060,01/02/2026\n"),
            "line 2, column `Settlement Time`: `01/02/2026` is not a day: write 2026-08-01 or \
             2026-08-01 10:42:03",
        ),
        (
            "an order with blanks",
            format!("{head}A 1,277500,4440,273060,2026-08-01\n"),
            "line 2, column `Order ID`: `A 1` is not an order id: 1 to 50 of A-Z a-z 0-9 - _ ~ .",
        ),
        (
            "a cell too few",
            format!("{head}A-1,277500\n"),
            "line 2: 2 cells where the heading has 5",
        ),
        (
            "a quote that does not end",
            format!("{head}\"A-1,277500\n"),
            "line 2: a quote does not end, or stands in the middle of a cell",
        ),
    ];
    for (name, text, expected) in table {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), *expected, "{name}");
    }
    let latin = read(b"Order ID,Gross Amount,Fee,Net Amount\nA-1,1,\xe9,1\n").unwrap_err();
    assert_eq!(latin.to_string(), "line 2: the text is not UTF-8; export the file as UTF-8");
}

#[test]
fn a_quoted_line_break_does_not_move_the_line_numbers() {
    let text = "Order ID,Gross Amount,Fee,Net Amount,Notes\r\n\
                A-1,1000,7,993,\"satu\r\ndua \"\"tiga\"\"\"\r\n\r\nA-2,x,7,993,\r\n";
    let error = read(text.as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column.as_deref()), (5, Some("Gross Amount")));
}

proptest! {
    /// Whatever happens to a file on its way, it is read or refused, and what is read adds up.
    #[test]
    fn a_mutated_file_is_read_or_refused(
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_u8..3), 0..8)
    ) {
        let mut bytes = TWO.to_vec();
        for (index, byte, how) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = index.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        match read(&bytes) {
            Ok(file) => {
                let fees = FeeTable::published_2026().unwrap();
                let report = match_settlements(&file.rows, &ours(), &fees).unwrap();
                let lines = file.rows.len();
                prop_assert!(report.matched as usize <= lines);
                prop_assert!(report.register.len() >= lines);
                prop_assert!(report.register.len() <= lines + ours().len());
            }
            Err(error) => prop_assert!(error.line >= 1 && !error.to_string().is_empty()),
        }
    }
}
