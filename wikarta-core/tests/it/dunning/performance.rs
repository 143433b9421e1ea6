//! How dunning went, counted from every planned step: what nobody wrote down cannot hide.

use std::collections::BTreeMap;

use wikarta_core::account::{Handed, Reminder, ReminderState};
use wikarta_core::dunning::{
    Billed, Calendar, DunnedBill, Fate, MessageChannel, PaidAfter, Payment, Performance, Period,
    SendingPolicy, Sla, Stage, StageFigures, Window,
};
use wikarta_core::id::{CommandId, InvoiceId};
use wikarta_core::message::{
    Accepted, CancelReason, ReceiptState, SkipReason, StopReason, Try, TryOutcome, Why,
};
use wikarta_core::report::fate_of;
use wikarta_core::time::{Timestamp, Zone};

use super::calendar::{day, holidays, local};
use crate::world::{at, rupiah};

use MessageChannel::{Email, Sms, WhatsApp};

/// Steps of a bill due on 22 December that was issued on 1 December at 10.00, in the default policy.
const MOMENTS: [(Stage, &str); 5] = [
    (Stage::ISSUE, "2026-12-01T10:00:00"),
    (Stage::BEFORE_7, "2026-12-15T09:00:00"),
    (Stage::BEFORE_3, "2026-12-19T09:00:00"),
    (Stage::BEFORE_1, "2026-12-21T09:00:00"),
    (Stage::AFTER_3, "2026-12-26T09:00:00"),
];

fn moment(stage: Stage, zone: Zone) -> Timestamp {
    let (_, text) = MOMENTS.iter().find(|(one, _)| *one == stage).unwrap();
    local(text, zone)
}

fn bill(name: &str, zone: Zone) -> DunnedBill {
    DunnedBill {
        invoice: InvoiceId::derived(&CommandId::new(name), 0),
        billed: Billed { due: day("2026-12-22"), issued_at: moment(Stage::ISSUE, zone) },
        settled: None,
        over_since: None,
        reminders: BTreeMap::new(),
    }
}

/// A step that was planned at its moment, with four hours to go.
fn step(bill: &DunnedBill, stage: Stage, zone: Zone) -> Reminder {
    let opens = moment(stage, zone);
    Reminder {
        id: Reminder::id_for(&bill.invoice, stage, bill.billed.due),
        invoice: bill.invoice.clone(),
        stage,
        due: bill.billed.due,
        window: Window { opens, closes: opens.plus_seconds(4 * 3_600) },
        lead: None,
        state: ReminderState::Scheduled,
        why: None,
        since: None,
        accepted: None,
        carriers: Vec::new(),
        tries: Vec::new(),
    }
}

/// A step that was planned, for whoever wants one.
pub fn planned() -> Reminder {
    step(&bill("planned", Zone::Wib), Stage::BEFORE_3, Zone::Wib)
}

fn handed(channel: MessageChannel, at: Timestamp, outcome: TryOutcome) -> Handed {
    Handed { tried: Try { channel, at, outcome }, provider_id: None, said: None }
}

/// Taken by a channel some seconds after its moment.
fn taken(step: Reminder, channel: MessageChannel, seconds: i64, state: ReminderState) -> Reminder {
    let at = step.window.opens.plus_seconds(seconds);
    let mut tries = step.tries.clone();
    tries.push(handed(channel, at, TryOutcome::Accepted(ReceiptState::Sent)));
    Reminder { state, accepted: Some(Accepted { channel, at }), tries, ..step }
}

fn put(bill: &mut DunnedBill, step: Reminder) {
    bill.reminders.insert(step.id.clone(), step);
}

fn december() -> Period {
    Period {
        from: at("2026-11-30T17:00:00Z"),
        until: at("2026-12-31T17:00:00Z"),
        now: at("2026-12-31T17:00:00Z"),
    }
}

fn counted(bills: &[(Zone, Vec<DunnedBill>)], period: Period) -> Performance {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let mut performance = Performance::default();
    for (zone, bills) in bills {
        let calendar = Calendar { policy: &policy, holidays: &holidays, zone: *zone };
        performance.count(bills, &calendar, period);
    }
    performance
}

/// One bill that lived through everything: read, arrived by the second channel, reached nobody, and
/// was paid before the last two steps, of which one was written down.
fn eventful(zone: Zone) -> DunnedBill {
    let mut bill = bill("eventful", zone);
    let paid = local("2026-12-20T20:00:00", zone);
    bill.settled = Some(Payment { at: paid, amount: rupiah(277_500) });
    bill.over_since = Some(paid);
    let issue = step(&bill, Stage::ISSUE, zone);
    put(&mut bill, taken(issue, Email, 60, ReminderState::Read));
    let mut week = step(&bill, Stage::BEFORE_7, zone);
    week.tries.push(handed(Email, week.window.opens, TryOutcome::Permanent));
    put(&mut bill, taken(week, WhatsApp, 4 * 3_600, ReminderState::Delivered));
    let days = step(&bill, Stage::BEFORE_3, zone);
    let why = Some(Why::Stopped(StopReason::Unreachable));
    put(&mut bill, Reminder { state: ReminderState::Failed, why, ..days });
    let eve = step(&bill, Stage::BEFORE_1, zone);
    let (why, since) = (Some(Why::Cancelled(CancelReason::Paid)), Some(paid));
    put(&mut bill, Reminder { state: ReminderState::Cancelled, why, since, ..eve });
    bill
}

#[test]
fn every_step_of_a_bill_is_counted_where_it_belongs() {
    let found = counted(&[(Zone::Wib, vec![eventful(Zone::Wib)])], december());
    let one = StageFigures { scheduled: 1, ..StageFigures::default() };
    let count = Sla { due: 1, ..Sla::default() };
    let sent = PaidAfter { sent: 1, ..PaidAfter::default() };
    let paid = BTreeMap::from([("paid", 1)]);
    let rows = [
        (
            (Stage::ISSUE, Some(Email)),
            StageFigures {
                sent: 1,
                delivered: 1,
                read: 1,
                sla: Sla { accepted_in_window: 1, ..count },
                paid_after: sent,
                ..one.clone()
            },
        ),
        (
            (Stage::BEFORE_7, Some(WhatsApp)),
            StageFigures {
                sent: 1,
                delivered: 1,
                fallback: 1,
                sla: Sla { accepted_late: 1, ..count },
                paid_after: sent,
                ..one.clone()
            },
        ),
        (
            (Stage::BEFORE_3, None),
            StageFigures { failed: 1, sla: Sla { unreachable: 1, ..count }, ..one.clone() },
        ),
        (
            (Stage::BEFORE_1, None),
            StageFigures {
                cancelled: paid.clone(),
                sla: Sla { cancelled_before: 1, ..count },
                ..one.clone()
            },
        ),
        (
            (Stage::AFTER_3, None),
            StageFigures { cancelled: paid, sla: Sla { cancelled_before: 1, ..count }, ..one },
        ),
    ];
    assert_eq!(found.rows, rows.into_iter().collect());
    let all = Sla {
        due: 5,
        accepted_in_window: 1,
        accepted_late: 1,
        cancelled_before: 2,
        unreachable: 1,
        ..Sla::default()
    };
    assert_eq!(found.all, all);
    assert_eq!(found.all.rate().percent(), "50,00 %", "two were promised, one went in time");
}

#[test]
fn what_nobody_wrote_down_was_not_sent_once_its_window_is_over() {
    let bills = vec![(Zone::Wib, vec![bill("forgotten", Zone::Wib)])];
    let found = counted(&bills, december());
    assert_eq!(found.all, Sla { due: 5, not_sent: 5, ..Sla::default() });
    assert!(found.rows.values().all(|row| (row.scheduled, row.failed) == (1, 1)));
    // Of a window that is still open nobody knows yet; it closes after four hours.
    let closes = moment(Stage::BEFORE_1, Zone::Wib).plus_seconds(4 * 3_600);
    let until = |now| counted(&bills, Period { now, ..december() }).all.due;
    assert_eq!((until(closes.plus_seconds(-1)), until(closes)), (3, 4));
}

#[test]
fn a_step_counts_in_the_period_in_which_its_window_opens() {
    let bills = vec![(Zone::Wib, vec![bill("forgotten", Zone::Wib)])];
    let (week, days) = (moment(Stage::BEFORE_7, Zone::Wib), moment(Stage::BEFORE_3, Zone::Wib));
    let between = |from, until| counted(&bills, Period { from, until, ..december() }).all.due;
    assert_eq!(between(week, days), 1, "from the first instant, without the last");
    assert_eq!(between(week.plus_seconds(1), days), 0);
    assert_eq!(between(week, days.plus_seconds(1)), 2);
}

#[test]
fn zones_add_up() {
    let both = [
        (Zone::Wib, vec![eventful(Zone::Wib)]),
        (Zone::Wit, vec![eventful(Zone::Wit), bill("forgotten", Zone::Wit)]),
    ];
    let found = counted(&both, december());
    let all = Sla {
        due: 15,
        accepted_in_window: 2,
        accepted_late: 2,
        cancelled_before: 4,
        unreachable: 2,
        not_sent: 5,
        ..Sla::default()
    };
    assert_eq!(found.all, all);
    let issue = &found.rows[&(Stage::ISSUE, Some(Email))];
    assert_eq!((issue.scheduled, issue.sent, issue.paid_after.sent), (2, 2, 2));
    assert_eq!(found.rows[&(Stage::ISSUE, None)].failed, 1);
}

#[test]
fn money_within_three_days_of_a_step_is_what_the_step_brought() {
    let mut bill = bill("prompt", Zone::Wib);
    let days = step(&bill, Stage::BEFORE_3, Zone::Wib);
    put(&mut bill, taken(days, Sms, 0, ReminderState::Sent));
    let paid = moment(Stage::BEFORE_3, Zone::Wib).plus_seconds(3_600);
    bill.settled = Some(Payment { at: paid, amount: rupiah(277_500) });
    bill.over_since = Some(paid);
    let found = counted(&[(Zone::Wib, vec![bill])], december());
    let row = &found.rows[&(Stage::BEFORE_3, Some(Sms))];
    assert_eq!(row.paid_after, PaidAfter { sent: 1, paid: 1, recovered: rupiah(277_500) });
    assert_eq!((row.delivered, row.read, row.fallback), (0, 0, 0), "taken is not arrived");
}

#[test]
fn what_became_of_a_reminder_by_an_instant() {
    let bill = bill("told", Zone::Wib);
    let plain = step(&bill, Stage::BEFORE_3, Zone::Wib);
    let (opens, closes) = (plain.window.opens, plain.window.closes);
    let fate = |reminder: Reminder, by| fate_of(&reminder, by).map(|stage| stage.fate);
    let why = |why| Reminder { why: Some(why), ..plain.clone() };
    let sent = taken(plain.clone(), Email, 5, ReminderState::Sent);
    let accepted = Fate::Accepted { channel: Email, at: opens.plus_seconds(5) };
    assert_eq!(fate(sent, closes), Some(accepted));
    let cancelled = why(Why::Cancelled(CancelReason::Paid));
    assert_eq!(fate(cancelled.clone(), closes), Some(Fate::Cancelled { since: opens }));
    let early = opens.plus_seconds(-60);
    let known = Reminder { since: Some(early), ..cancelled };
    assert_eq!(fate(known, closes), Some(Fate::Cancelled { since: early }));
    assert_eq!(fate(why(Why::Stopped(StopReason::Unreachable)), opens), Some(Fate::Unreachable));
    assert_eq!(fate(why(Why::Stopped(StopReason::AllFailed)), opens), Some(Fate::NotSent));
    assert_eq!(fate(why(Why::Skipped(SkipReason::Missed)), opens), Some(Fate::NotSent));
    assert_eq!(fate(why(Why::Skipped(SkipReason::Superseded)), closes), None, "never to go");
    let failed = Reminder { state: ReminderState::Failed, ..plain.clone() };
    assert_eq!(fate(failed, opens), Some(Fate::NotSent));
    assert_eq!(fate(plain.clone(), closes.plus_seconds(-1)), None, "its time is not over");
    assert_eq!(fate(plain, closes), Some(Fate::NotSent));
}
