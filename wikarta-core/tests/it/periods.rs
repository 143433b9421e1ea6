//! Billing periods: every day in exactly one, no gap, no overlap, no drift.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use wikarta_core::billing::{
    Anchor, BillingMode, Cycle, Period, PeriodLength, bill_on, due_on, next_period,
    period_containing, period_of_month,
};
use wikarta_core::time::Month;

use crate::world::month;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn months(count: u8) -> PeriodLength {
    PeriodLength::new(count).unwrap()
}

fn every(anchor: u32) -> Cycle {
    Cycle::Anniversary { anchor: Anchor::new(anchor).unwrap() }
}

fn cycles() -> impl Iterator<Item = Cycle> {
    std::iter::once(Cycle::Calendar).chain((1..=31).map(every))
}

/// `from..until` of the period around a day.
fn around(cycle: Cycle, length: u8, first: &str, at: &str) -> String {
    match period_containing(cycle, months(length), day(first), day(at)) {
        Some(period) => format!("{}..{}", period.from, period.until),
        None => "none".to_owned(),
    }
}

#[test]
fn periods_of_the_reference() {
    for (cycle, length, first, at, expected) in [
        (every(31), 1, "2026-01-31", "2026-01-31", "2026-01-31..2026-02-28"),
        (every(31), 1, "2026-01-31", "2026-03-30", "2026-02-28..2026-03-31"),
        (every(31), 1, "2026-01-31", "2026-03-31", "2026-03-31..2026-04-30"),
        (every(29), 12, "2024-02-29", "2025-02-27", "2024-02-29..2025-02-28"),
        (every(29), 12, "2024-02-29", "2025-02-28", "2025-02-28..2026-02-28"),
        (every(29), 12, "2024-02-29", "2028-02-29", "2028-02-29..2029-02-28"),
        (Cycle::Calendar, 1, "2026-11-20", "2026-11-25", "2026-11-20..2026-12-01"),
        (Cycle::Calendar, 1, "2026-11-20", "2026-12-25", "2026-12-01..2027-01-01"),
        (Cycle::Calendar, 3, "2026-11-20", "2027-01-31", "2026-11-20..2027-02-01"),
        (Cycle::Calendar, 3, "2026-11-20", "2027-02-01", "2027-02-01..2027-05-01"),
        (Cycle::Calendar, 1, "2026-11-20", "2026-11-19", "none"),
        (every(5), 1, "2026-01-03", "2026-01-04", "2026-01-03..2026-01-05"),
        (every(5), 1, "2026-01-03", "2026-01-05", "2026-01-05..2026-02-05"),
    ] {
        assert_eq!(around(cycle, length, first, at), expected, "{cycle} {length} {first} {at}");
    }
}

#[test]
fn the_first_period_is_cut_and_remembers_the_whole() {
    let cut = period_containing(
        Cycle::Calendar,
        PeriodLength::MONTH,
        day("2026-11-20"),
        day("2026-11-20"),
    )
    .unwrap();
    assert_eq!((cut.days(), cut.whole_days()), (11, 30));
    assert_eq!((cut.last_day(), cut.month()), (day("2026-11-30"), month("2026-11")));
    for start in ["2026-01-01", "2026-02-28", "2026-04-30", "2028-02-29", "2026-12-31"] {
        let cycle = Cycle::anniversary_of(day(start));
        let first = period_containing(cycle, PeriodLength::MONTH, day(start), day(start)).unwrap();
        assert_eq!((first.from, first.opens), (day(start), day(start)), "an anniversary is whole");
    }
}

/// Walks from 2024 to 2040 and checks each day's period against the ones before it.
fn walk(cycle: Cycle, length: PeriodLength) {
    let (first, last) = (day("2024-01-01"), day("2040-12-31"));
    let mut current: Option<Period> = None;
    let mut names = BTreeSet::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let period = period_containing(cycle, length, first, day).unwrap();
        assert!(period.from <= day && day < period.until, "{cycle}: {day} is in {period:?}");
        if current == Some(period) {
            continue;
        }
        // A new period begins on the day on which the one before ended, and has a name of its own.
        if let Some(before) = current {
            assert_eq!((before.until, period.from), (day, day), "{cycle}: gap or overlap");
            assert_eq!(next_period(cycle, length, before), Some(period), "{cycle}");
            assert_eq!(period.opens, period.from, "{cycle}: only the first is cut");
        }
        assert!(names.insert(period.month()), "{cycle}: {} names two periods", period.month());
        assert_eq!(period_of_month(cycle, length, first, period.month()), Some(period));
        current = Some(period);
    }
    assert!(names.len() >= 17 * 12 / usize::from(length.months()));
}

#[test]
fn every_day_of_seventeen_years_is_in_one_period_of_every_cycle() {
    for length in [1, 3, 6, 12] {
        cycles().for_each(|cycle| walk(cycle, months(length)));
    }
}

#[test]
fn months_in_which_no_period_begins_name_none() {
    let first = day("2026-11-20");
    let named = |cycle, length, name| period_of_month(cycle, months(length), first, month(name));
    assert_eq!(named(Cycle::Calendar, 1, "2026-10"), None, "before service");
    assert_eq!(named(Cycle::Calendar, 3, "2026-12"), None, "within a period");
    assert!(named(Cycle::Calendar, 3, "2027-02").is_some());
    assert_eq!(named(every(25), 1, "2026-10").unwrap().from, first, "the rest before the anchor");
    assert_eq!(named(every(25), 1, "2026-11").unwrap().from, day("2026-11-25"));
}

#[test]
fn the_calendar_ends() {
    let last = Month::new(2199, 12).unwrap().first_day();
    let period = period_containing(Cycle::Calendar, PeriodLength::MONTH, last, last).unwrap();
    assert_eq!(next_period(Cycle::Calendar, PeriodLength::MONTH, period), None);
    for odd in [NaiveDate::MIN, NaiveDate::MAX, day("1999-12-31"), day("2200-02-01")] {
        assert_eq!(period_containing(every(31), months(12), odd, odd), None, "{odd}");
    }
}

#[test]
fn when_a_period_is_billed_and_falls_due() {
    let november =
        period_of_month(Cycle::Calendar, PeriodLength::MONTH, day("2026-01-01"), month("2026-11"))
            .unwrap();
    let (prepaid, postpaid) = (BillingMode::Prepaid, BillingMode::Postpaid);
    assert_eq!(bill_on(november, prepaid, 7), day("2026-10-25"));
    assert_eq!(bill_on(november, postpaid, 7), day("2026-12-01"));
    for (mode, issued, due) in [
        (prepaid, "2026-10-25", "2026-11-01"),
        (prepaid, "2026-10-27", "2026-11-01"),
        (prepaid, "2026-10-28", "2026-11-02"),
        (prepaid, "2026-11-10", "2026-11-15"),
        (postpaid, "2026-12-01", "2026-12-16"),
        (postpaid, "2026-12-05", "2026-12-20"),
    ] {
        assert_eq!(due_on(november, mode, day(issued), 15, 5), day(due), "{mode} {issued}");
    }
    assert_eq!(due_on(november, postpaid, day("2026-12-01"), 2, 5), day("2026-12-06"));
    assert_eq!(due_on(november, postpaid, NaiveDate::MAX, 2, 5), NaiveDate::MAX);
}

#[test]
fn cycles_have_one_text() {
    for cycle in cycles() {
        assert_eq!(cycle.to_string().parse::<Cycle>(), Ok(cycle));
        let json = serde_json::to_string(&cycle).unwrap();
        assert_eq!(serde_json::from_str::<Cycle>(&json).unwrap(), cycle);
    }
    assert_eq!(every(31).to_string(), "anniversary-31");
    for text in ["", "Calendar", "anniversary", "anniversary-", "anniversary-0", "anniversary-32"] {
        assert!(text.parse::<Cycle>().is_err(), "{text}");
    }
    for text in ["anniversary-+1", "anniversary-01", "anniversary-1 "] {
        assert!(text.parse::<Cycle>().is_err(), "{text}");
    }
    assert!(Anchor::new(0).is_err() && Anchor::new(32).is_err());
    assert!(PeriodLength::new(0).is_err() && PeriodLength::new(13).is_err());
    assert!(serde_json::from_str::<PeriodLength>("13").is_err());
}

proptest! {
    #[test]
    fn any_first_day_starts_a_seamless_row(
        start in 0..6_000_u64, anchor in 0..=31_u32, length in 1..=12_u8, periods in 1..40_usize
    ) {
        let first = day("2024-01-01").checked_add_days(Days::new(start)).unwrap();
        let cycle = if anchor == 0 { Cycle::Calendar } else { every(anchor) };
        let length = months(length);
        let mut period = period_containing(cycle, length, first, first).unwrap();
        prop_assert_eq!(period.from, first);
        prop_assert!(period.days() >= 1 && period.days() <= period.whole_days());
        if cycle == Cycle::Calendar || cycle == Cycle::anniversary_of(first) {
            prop_assert_eq!(period.month(), Month::of(first), "named after its first day");
        }
        for _ in 0..periods {
            let next = next_period(cycle, length, period).unwrap();
            prop_assert_eq!(next.from, period.until);
            prop_assert!(next.month() > period.month(), "every period has a name of its own");
            for at in [next.from, next.last_day()] {
                prop_assert_eq!(period_containing(cycle, length, first, at), Some(next));
            }
            prop_assert_eq!(period_of_month(cycle, length, first, next.month()), Some(next));
            period = next;
        }
    }
}
