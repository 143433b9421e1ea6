//! Isolation, promises and the way back.

use chrono::NaiveDate;
use proptest::prelude::*;
use wikarta_core::dunning::{
    Calendar, Debt, Isolation, IsolationRules, PendingMoney, Promise, PromiseError, PromiseRules,
    ReopenReason, Restore, RestoreOn, SendingPolicy, Standing, isolation, restore,
};
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::time::{Timestamp, Zone};

use super::calendar::{day, holidays, local};
use crate::world::rupiah;

const ZONE: Zone = Zone::Wit;

fn wit(text: &str) -> Timestamp {
    local(text, ZONE)
}

fn bill(name: &str) -> InvoiceId {
    InvoiceId::derived(&CommandId::new(name), 0)
}

fn debt(name: &str, due: &str, open: i64) -> Debt {
    Debt { invoice: bill(name), due: day(due), open: rupiah(open) }
}

fn asked(standing: &Standing<'_>, now: Timestamp) -> Isolation {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let calendar = Calendar { policy: &policy, holidays: &holidays, zone: ZONE };
    isolation(standing, now, IsolationRules::default(), &calendar)
}

fn owing(debts: &[Debt]) -> Standing<'_> {
    Standing { debts, pending: &[], promise: None }
}

/// due | when isolation is proposed first
const FIRST: &str = "
2026-11-30 | Thu 03 Dec 09.00
2026-12-01 | Fri 04 Dec 09.00
2026-12-02 | Mon 07 Dec 09.00
2026-12-03 | Mon 07 Dec 09.00
2026-12-04 | Mon 07 Dec 09.00
2026-12-05 | Tue 08 Dec 09.00
2026-12-21 | Mon 28 Dec 09.00
2026-12-22 | Mon 28 Dec 09.00
2026-03-14 | Tue 17 Mar 09.00
2026-03-15 | Wed 25 Mar 09.00
2026-05-11 | Mon 18 May 09.00
";

#[test]
fn isolation_is_proposed_after_the_grace_on_a_working_day() {
    for line in FIRST.trim().lines() {
        let (due, first) = line.split_once(" | ").unwrap();
        let debts = [debt("a", due, 250_000)];
        let before = Timestamp::start_of_day(day(due), ZONE).unwrap();
        let Isolation::Wait(Some(then)) = asked(&owing(&debts), before) else { panic!("{line}") };
        assert_eq!(then.civil_in(ZONE).format("%a %d %b %H.%M").to_string(), first);
        let proposed = Isolation::Propose { oldest: bill("a"), overdue: rupiah(250_000) };
        assert_eq!(asked(&owing(&debts), then), proposed);
        assert_eq!(asked(&owing(&debts), then.plus_seconds(-1)), Isolation::Wait(Some(then)));
    }
}

#[test]
fn a_late_run_proposes_in_office_hours_and_not_on_a_friday_afternoon() {
    let debts = [debt("a", "2026-11-30", 250_000)];
    for (now, next) in [
        ("2026-12-03T15:59:59", "2026-12-03T15:59:59"),
        ("2026-12-03T16:00:00", "2026-12-04T09:00:00"),
        ("2026-12-04T11:59:59", "2026-12-04T11:59:59"),
        ("2026-12-04T12:00:00", "2026-12-07T09:00:00"),
        ("2026-12-05T10:00:00", "2026-12-07T09:00:00"),
        ("2026-12-24T10:00:00", "2026-12-28T09:00:00"),
    ] {
        match asked(&owing(&debts), wit(now)) {
            Isolation::Propose { .. } => assert_eq!(now, next),
            other => assert_eq!(other, Isolation::Wait(Some(wit(next))), "{now}"),
        }
    }
}

#[test]
fn money_on_its_way_and_a_promise_keep_the_service_up() {
    let debts = [debt("a", "2026-12-01", 0), debt("b", "2026-11-30", 250_000)];
    let now = wit("2026-12-03T09:00:00");
    for money in PendingMoney::ALL {
        let standing = Standing { pending: &[*money], ..owing(&debts) };
        assert_eq!(asked(&standing, now), Isolation::MoneyPending(*money));
    }
    let promise = Some(Promise { given_at: wit("2026-12-02T10:00:00"), until: day("2026-12-05") });
    let standing = Standing { promise, ..owing(&debts) };
    assert_eq!(asked(&standing, now), Isolation::Promised(day("2026-12-05")));
    let after = wit("2026-12-07T09:00:00");
    assert!(matches!(asked(&standing, after), Isolation::Propose { .. }), "a broken promise");
    assert_eq!(asked(&owing(&debts[..1]), now), Isolation::Wait(None), "paid by a credit");
}

#[test]
fn service_comes_back_when_nothing_overdue_is_open_whatever_the_cause() {
    let now = wit("2026-12-13T23:00:00");
    let rules = IsolationRules::default();
    let oldest_only = IsolationRules { restore: RestoreOn::OldestPaid, ..rules };
    let both = [debt("a", "2026-11-30", 250_000), debt("b", "2026-12-05", 100_000)];
    let second = [debt("a", "2026-11-30", 0), debt("b", "2026-12-05", 100_000)];
    let none = [debt("b", "2026-12-13", 100_000)];
    let free = Restore::Reopen(ReopenReason::NothingOverdue);
    let asked = |debts: &[Debt], rules| restore(&owing(debts), now, &bill("a"), rules, ZONE);
    assert_eq!(asked(&both, rules), Restore::Stay(rupiah(350_000)));
    assert_eq!(asked(&second, rules), Restore::Stay(rupiah(100_000)));
    assert_eq!(asked(&second, oldest_only), free);
    assert_eq!(asked(&both, oldest_only), Restore::Stay(rupiah(250_000)));
    assert_eq!(asked(&none, rules), free, "due today is not overdue");
    assert_eq!(asked(&[], rules), free);
    let promise = Some(Promise { given_at: wit("2026-12-13T10:00:00"), until: day("2026-12-16") });
    let promised = Standing { promise, ..owing(&both) };
    let open = restore(&promised, now, &bill("a"), rules, ZONE);
    assert_eq!(open, Restore::Reopen(ReopenReason::Promise));
}

#[test]
fn a_promise_is_short_and_rare() {
    let given = wit("2026-12-30T23:30:00");
    let rules = PromiseRules::default();
    let take =
        |until: &str, before: &[Promise]| Promise::take(given, day(until), ZONE, before, rules);
    assert_eq!(take("2026-12-29", &[]), Err(PromiseError::Past(day("2026-12-29"))));
    assert_eq!(take("2026-12-30", &[]).unwrap().until, day("2026-12-30"));
    let third = take("2027-01-02", &[]).unwrap();
    let (wanted, latest) = (day("2027-01-03"), day("2027-01-02"));
    assert_eq!(take("2027-01-03", &[]), Err(PromiseError::TooLong { wanted, latest }));
    let too_many = PromiseError::TooMany { given: 1, allowed: 1 };
    assert_eq!(take("2026-12-31", &[third]), Err(too_many));
    let september = Promise { given_at: wit("2026-09-30T23:59:59"), until: day("2026-10-02") };
    assert!(take("2026-12-31", &[september]).is_ok(), "another quarter");
    let october = Promise { given_at: wit("2026-10-01T00:00:00"), until: day("2026-10-02") };
    assert_eq!(take("2026-12-31", &[october]), Err(too_many));
    let long = Promise::take(given, NaiveDate::MAX, ZONE, &[], rules);
    assert!(matches!(long, Err(PromiseError::TooLong { .. })));
    assert!(!third.runs(given.plus_seconds(-1), ZONE) && third.runs(given, ZONE));
}

proptest! {
    #[test]
    fn service_is_never_limited_out_of_hours(due in 0..360_u64, now in 0..400 * 24 * 60_i64, zone in proptest::sample::select(Zone::ALL.to_vec())) {
        let (policy, holidays) = (SendingPolicy::default(), holidays());
        let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
        let due = day("2026-01-01") + chrono::Days::new(due);
        let debts = [Debt { invoice: bill("a"), due, open: rupiah(1) }];
        let now = local("2026-01-01T00:00:00", zone).plus_seconds(now * 60);
        match isolation(&owing(&debts), now, IsolationRules::default(), &calendar) {
            Isolation::Propose { .. } => {
                let civil = now.civil_in(zone);
                let text = civil.format("%a %H").to_string();
                prop_assert!(!text.starts_with('S'), "{}", text);
                prop_assert!(!calendar.is_holiday(civil.date()));
                let hour: u32 = text[4..].parse().unwrap();
                prop_assert!((9..if text.starts_with("Fri") { 12 } else { 16 }).contains(&hour), "{}", text);
                prop_assert!(civil.date() >= due + chrono::Days::new(3));
            }
            Isolation::Wait(Some(then)) => {
                prop_assert!(then > now);
                let later = isolation(&owing(&debts), then, IsolationRules::default(), &calendar);
                let proposed = matches!(later, Isolation::Propose { .. });
                prop_assert!(proposed, "{:?}", later);
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
