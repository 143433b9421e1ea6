//! What is open, as of any day.

use chrono::NaiveDate;
use proptest::prelude::*;
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::report::{Bucket, Change, ChangeKind, Receivable, aging};

use crate::world::rupiah;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn name(text: &str) -> InvoiceId {
    InvoiceId::derived(&CommandId::new(text), 0)
}

/// `kind day amount, …` of one bill.
fn bill(id: &str, issued: &str, due: &str, total: i64, changes: &str) -> Receivable {
    let change = |text: &str| {
        let parts: Vec<&str> = text.trim().split(' ').collect();
        let amount = rupiah(parts[2].parse().unwrap());
        Change { kind: parts[0].parse().unwrap(), on: day(parts[1]), amount }
    };
    let changes = changes.split(',').filter(|text| !text.trim().is_empty()).map(change).collect();
    Receivable {
        invoice: name(id),
        issued_on: day(issued),
        due: day(due),
        total: rupiah(total),
        changes,
    }
}

fn books() -> Vec<Receivable> {
    vec![
        bill("a", "2026-07-05", "2026-07-20", 277_500, ""),
        bill("b", "2026-08-05", "2026-08-20", 277_500, "payment 2026-09-30 100000"),
        bill("c", "2026-09-05", "2026-09-20", 277_500, "payment 2026-10-31 277500"),
        bill(
            "d",
            "2026-10-05",
            "2026-10-20",
            5_550_000,
            "payment 2026-10-20 5450000, withholding 2026-10-20 100000, withholding_rejected 2026-11-15 100000",
        ),
        bill("e", "2026-10-16", "2026-10-31", 199_000, "credit_note 2026-10-25 49000"),
        bill("f", "2026-10-16", "2026-10-31", 450_000, "void 2026-11-02 450000"),
        bill(
            "g",
            "2026-10-25",
            "2026-11-10",
            325_000,
            "payment 2026-10-26 325000, reversal 2026-10-27 325000",
        ),
        bill("h", "2026-11-01", "2026-11-16", 150_000, ""),
        bill("i", "2026-10-01", "2026-10-16", 150_000, "payment 2026-10-16 200000"),
    ]
}

/// as of | not due | 1–30 | 31–60 | 61–90 | over 90
const TABLE: &str = "
2026-07-04 |      0 |       0 |       0 |      0 |      0
2026-07-20 | 277500 |       0 |       0 |      0 |      0
2026-07-21 |      0 |  277500 |       0 |      0 |      0
2026-08-19 | 277500 |  277500 |       0 |      0 |      0
2026-08-20 | 277500 |       0 |  277500 |      0 |      0
2026-10-30 | 925000 |       0 |  277500 | 177500 | 277500
2026-10-31 | 925000 |       0 |       0 | 177500 | 277500
2026-11-02 | 475000 |  150000 |       0 | 177500 | 277500
2026-11-20 |      0 |  625000 |  100000 |      0 | 455000
";

#[test]
fn what_is_open_by_age_on_any_day() {
    for line in TABLE.trim().lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let report = aging(&books(), day(parts[0]));
        let sums: Vec<String> =
            Bucket::ALL.iter().map(|bucket| report.sum(*bucket).get().to_string()).collect();
        assert_eq!(sums, parts[1..], "{line}");
        let total: i64 = parts[1..].iter().map(|sum| sum.parse::<i64>().unwrap()).sum();
        assert_eq!(report.total(), rupiah(total));
    }
}

#[test]
fn the_longest_overdue_stands_first() {
    let report = aging(&books(), day("2026-10-30"));
    let ids: Vec<_> = report.rows.iter().map(|row| row.invoice.clone()).collect();
    let expected = ["a", "b", "c"].map(name);
    assert_eq!(ids[..3], expected);
    assert_eq!(report.rows[0].days, 102);
}

#[test]
fn buckets_begin_where_they_say() {
    for (days, bucket) in [
        (-5, Bucket::NotDue),
        (0, Bucket::NotDue),
        (1, Bucket::UpTo30),
        (30, Bucket::UpTo30),
        (31, Bucket::UpTo60),
        (60, Bucket::UpTo60),
        (61, Bucket::UpTo90),
        (90, Bucket::UpTo90),
        (91, Bucket::Over90),
    ] {
        assert_eq!(Bucket::of(days), bucket, "{days}");
    }
}

proptest! {
    /// What became known later must not change a report of a past day.
    #[test]
    fn a_past_day_looks_as_it_did_on_that_day(
        bills in proptest::collection::vec((0..60_u64, 0..30_u64, 1..1_000_i64,
            proptest::collection::vec((0..120_u64, 0..ChangeKind::ALL.len(), 1..500_i64), 0..6)), 0..8),
        as_of in 0..120_u64,
    ) {
        let start = day("2026-01-01");
        let at = |days| start + chrono::Days::new(days);
        let all: Vec<Receivable> = bills.iter().enumerate().map(|(index, (issued, terms, total, changes))| Receivable {
            invoice: name(&index.to_string()),
            issued_on: at(*issued),
            due: at(issued + terms),
            total: rupiah(*total),
            changes: changes.iter().map(|(on, kind, amount)| Change {
                on: at(*on), kind: ChangeKind::ALL[*kind], amount: rupiah(*amount),
            }).collect(),
        }).collect();
        let then: Vec<Receivable> = all.iter().filter(|bill| bill.issued_on <= at(as_of)).cloned().map(|mut bill| {
            bill.changes.retain(|change| change.on <= at(as_of));
            bill.changes.reverse();
            bill
        }).collect();
        let report = aging(&all, at(as_of));
        prop_assert_eq!(&report, &aging(&then, at(as_of)));
        let buckets: i64 = Bucket::ALL.iter().map(|bucket| report.sum(*bucket).get()).sum();
        prop_assert_eq!(report.total().get(), buckets);
        prop_assert!(report.rows.iter().all(|row| row.open.is_positive()));
    }
}
