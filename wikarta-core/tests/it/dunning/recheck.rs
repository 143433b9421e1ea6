//! The last look before a message goes, line by line.

use wikarta_core::account::InvoiceStatus;
use wikarta_core::dunning::{
    Calendar, CancelReason, Facts, Promise, Reach, Recheck, SendingPolicy, recheck,
};
use wikarta_core::time::{Timestamp, Zone};

use super::calendar::{day, holidays, local};

const ZONE: Zone = Zone::Wita;

fn wita(time: &str) -> Timestamp {
    local(&format!("2026-12-{time}"), ZONE)
}

/// The answer at a time, for a step of Saturday the 12th at 09.00.
fn look(facts: &Facts, now: &str) -> Recheck {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let calendar = Calendar { policy: &policy, holidays: &holidays, zone: ZONE };
    recheck(facts, calendar.window(wita("12T09:00:00")), wita(now), &calendar)
}

fn owed() -> Facts {
    Facts::owed(wita("01T10:00:00"))
}

fn cancelled(reason: CancelReason, since: &str) -> Recheck {
    Recheck::Cancelled { reason, since: wita(since) }
}

#[test]
fn every_status_has_its_answer() {
    for status in InvoiceStatus::ALL {
        let facts = Facts { status: *status, ..owed() };
        let expected = match status {
            InvoiceStatus::Issued | InvoiceStatus::Pending | InvoiceStatus::Expired => Recheck::Go,
            InvoiceStatus::Paid => cancelled(CancelReason::Paid, "01T10:00:00"),
            InvoiceStatus::Void => cancelled(CancelReason::Void, "01T10:00:00"),
            InvoiceStatus::Refund => cancelled(CancelReason::Refunded, "01T10:00:00"),
            InvoiceStatus::Draft => cancelled(CancelReason::NotIssued, "01T10:00:00"),
        };
        assert_eq!(look(&facts, "12T09:00:00"), expected, "{status}");
        assert_eq!(status.payable(), expected == Recheck::Go, "as the rest of the house says");
    }
}

#[test]
fn what_speaks_against_a_message_cancels_it() {
    let since = "10T08:00:00";
    let dispute = Facts { in_dispute_since: Some(wita(since)), ..owed() };
    assert_eq!(look(&dispute, "12T09:00:00"), cancelled(CancelReason::InDispute, since));
    let erased = Facts { erased_at: Some(wita(since)), ..owed() };
    assert_eq!(look(&erased, "12T09:00:00"), cancelled(CancelReason::Erased, since));
    for (reach, reason) in
        [(Reach::OptedOut, CancelReason::OptedOut), (Reach::NoAddress, CancelReason::NoAddress)]
    {
        let facts = Facts { reach, reach_since: wita(since), ..owed() };
        assert_eq!(look(&facts, "12T09:00:00"), cancelled(reason, since));
        assert!(reason.tries_next_channel());
    }
    let all = Facts { status: InvoiceStatus::Paid, reach: Reach::NoAddress, ..dispute };
    assert_eq!(look(&all, "12T09:00:00"), cancelled(CancelReason::Paid, "01T10:00:00"));
}

#[test]
fn a_promise_holds_to_the_end_of_its_day() {
    let promise = |until| Some(Promise { given_at: wita("10T08:00:00"), until: day(until) });
    let today = Facts { promise: promise("2026-12-12"), ..owed() };
    assert_eq!(look(&today, "12T09:00:00"), cancelled(CancelReason::Promised, "10T08:00:00"));
    let yesterday = Facts { promise: promise("2026-12-11"), ..owed() };
    assert_eq!(look(&yesterday, "12T09:00:00"), Recheck::Go);
}

#[test]
fn a_payment_just_begun_keeps_the_message_back() {
    let begun = |at: &str| Facts { open_charge_since: Some(wita(at)), ..owed() };
    let later = |at: &str| Recheck::Later(wita(at));
    assert_eq!(look(&begun("12T06:59:59"), "12T09:00:00"), Recheck::Go);
    assert_eq!(look(&begun("12T07:00:00"), "12T09:00:00"), Recheck::Go, "two hours old");
    assert_eq!(look(&begun("12T07:00:01"), "12T09:00:00"), later("12T09:00:01"));
    assert_eq!(look(&begun("12T10:30:00"), "12T10:59:00"), later("12T12:30:00"));
    let too_late = cancelled(CancelReason::OpenCharge, "12T11:00:00");
    assert_eq!(look(&begun("12T11:00:00"), "12T11:30:00"), too_late, "the window closes at 13.00");
}

#[test]
fn nothing_goes_outside_the_window() {
    assert_eq!(look(&owed(), "12T08:59:59"), Recheck::Later(wita("12T09:00:00")));
    assert_eq!(look(&owed(), "12T12:59:59"), Recheck::Go);
    let closed = cancelled(CancelReason::WindowClosed, "12T13:00:00");
    assert_eq!(look(&owed(), "12T13:00:00"), closed);
    assert_eq!(look(&owed(), "14T09:00:00"), closed, "a missed step is not sent days later");
}
