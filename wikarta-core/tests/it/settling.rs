//! A settlement file against our bookings, line by line.

use wikarta_core::fees::{FeeClass, FeeTable};
use wikarta_core::money::Rupiah;
use wikarta_core::reconcile::{BookedThere, Difference, SettlementRow, match_settlements};

use crate::market::day;
use crate::world::rupiah;

/// A line about a virtual account: 4.000 and 440 of tax are kept.
fn row(line: u32, order: &str, gross: i64) -> SettlementRow {
    SettlementRow {
        line,
        order_id: order.parse().unwrap(),
        transaction_id: None,
        class: None,
        gross: rupiah(gross),
        fee: rupiah(4_000),
        tax: rupiah(440),
        net: rupiah(gross - 4_440),
        settled_on: None,
        paid_out_on: None,
        bank_reference: None,
    }
}

fn booked(order: &str, amount: i64) -> BookedThere {
    BookedThere {
        order_id: order.parse().unwrap(),
        class: FeeClass::VirtualAccount,
        amount: rupiah(amount),
        settled_on: day("2026-08-01"),
    }
}

/// What is said about each line of the register.
fn said(rows: &[SettlementRow], ours: &[BookedThere]) -> Vec<Option<Difference>> {
    let fees = FeeTable::published_2026().unwrap();
    let report = match_settlements(rows, ours, &fees).unwrap();
    let differing = report.differing().count();
    assert_eq!(report.matched as usize + differing, report.register.len());
    report.register.into_iter().map(|check| check.difference).collect()
}

#[test]
fn lines_that_agree_match_and_are_added_up() {
    let fees = FeeTable::published_2026().unwrap();
    let rows = [row(2, "INV-1", 277_500), row(3, "INV-2", 150_000)];
    let ours = [booked("INV-1", 277_500), booked("INV-2", 150_000)];
    let report = match_settlements(&rows, &ours, &fees).unwrap();
    assert_eq!((report.matched, report.differing().count()), (2, 0));
    assert_eq!(
        (report.gross, report.kept, report.net),
        (rupiah(427_500), rupiah(8_880), rupiah(418_620))
    );
}

#[test]
fn each_way_to_differ_has_its_name() {
    let ours = [booked("INV-1", 277_500)];
    let only = |row: SettlementRow| said(&[row], &ours);
    let plain = row(2, "INV-1", 277_500);
    let booked_here = Difference::Amount { booked: rupiah(277_500) };
    assert_eq!(only(row(2, "INV-1", 277_501)), [Some(booked_here)]);
    let short = SettlementRow { net: rupiah(273_059), ..plain.clone() };
    assert_eq!(only(short), [Some(Difference::Sum { net: rupiah(273_060) })]);
    // A rupiah is rounding, two are not.
    let kept = |fee: i64| SettlementRow {
        fee: rupiah(fee),
        net: rupiah(277_500 - 440 - fee),
        ..plain.clone()
    };
    assert_eq!((only(kept(4_001)), only(kept(3_999))), (vec![None], vec![None]));
    let agreed = Some(Difference::Fee { agreed: rupiah(4_440) });
    assert_eq!((only(kept(4_002)), only(kept(3_998))), (vec![agreed], vec![agreed]));
    assert_eq!(
        said(&[row(2, "INV-9", 277_500)], &ours),
        [Some(Difference::UnknownHere), Some(Difference::NotInFile)]
    );
}

#[test]
fn an_order_that_stands_twice_counts_once() {
    let fees = FeeTable::published_2026().unwrap();
    let rows = [row(2, "INV-1", 277_500), row(5, "INV-1", 277_500)];
    let report = match_settlements(&rows, &[booked("INV-1", 277_500)], &fees).unwrap();
    assert_eq!(report.register[1].difference, Some(Difference::Twice { line: 2 }));
    assert_eq!((report.matched, report.gross), (1, rupiah(277_500)));
}

#[test]
fn what_the_file_does_not_name_stands_at_its_end() {
    let fees = FeeTable::published_2026().unwrap();
    let ours = [booked("INV-1", 277_500), booked("INV-2", 150_000)];
    let report = match_settlements(&[row(2, "INV-1", 277_500)], &ours, &fees).unwrap();
    let last = report.register.last().unwrap();
    assert_eq!(last.difference, Some(Difference::NotInFile));
    assert_eq!((last.row.line, last.row.gross, last.row.net), (0, rupiah(150_000), Rupiah::ZERO));
    assert_eq!(last.row.class, Some(FeeClass::VirtualAccount));
    assert_eq!(report.gross, rupiah(277_500), "the sums are those of the file");
}

/// What the file says about way and day goes before what we believe.
#[test]
fn the_fee_follows_the_way_and_the_day_of_the_file() {
    let ours = [booked("INV-1", 250_000)];
    let qris = SettlementRow {
        class: Some(FeeClass::Qris),
        fee: rupiah(1_750),
        tax: Rupiah::ZERO,
        net: rupiah(248_250),
        ..row(2, "INV-1", 250_000)
    };
    assert_eq!(said(&[qris], &ours), [None]);
    let before_any_fee = SettlementRow {
        settled_on: Some(day("2025-12-31")),
        fee: rupiah(1),
        tax: Rupiah::ZERO,
        net: rupiah(249_999),
        ..row(2, "INV-1", 250_000)
    };
    assert_eq!(said(&[before_any_fee], &ours), [None], "nothing was agreed for that day");
}
