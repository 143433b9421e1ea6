//! The worked examples of the calendar, and every due date of a year as a table.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use wikarta_core::dunning::{
    Billed, Bundle, Calendar, HolidayError, HolidayKind, Holidays, JointLeave, Pause, PauseDays,
    Planned, Reminder, SendingError, SendingPolicy, Shift, SkipReason, Stage, Timeliness, bundles,
};
use wikarta_core::id::{AccountId, CommandId, InvoiceId};
use wikarta_core::time::{Timestamp, Zone};

use crate::world::{at, rupiah};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn holidays() -> Holidays {
    Holidays::indonesia_2026().unwrap()
}

/// The instant of a civil time such as `2026-12-12T09:00:00` in a zone.
pub fn local(text: &str, zone: Zone) -> Timestamp {
    Timestamp::from_civil(text.parse().unwrap(), zone).unwrap()
}

fn local_plan(due: &str, issued: &str, zone: Zone) -> Vec<String> {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
    let bill = Billed { due: day(due), issued_at: local(issued, zone) };
    calendar.plan(bill).into_iter().map(|(stage, planned)| shown(stage, planned, zone)).collect()
}

fn shown(stage: Stage, planned: Planned, zone: Zone) -> String {
    match planned {
        Planned::At(at) => format!("{stage} {}", at.civil_in(zone).format("%a %d %b %H.%M")),
        Planned::Skipped(reason) => format!("{stage} {reason}"),
    }
}

/// due | issued | what follows, local. The first two are the examples of the domain reference.
const EXAMPLES: &str = "
2026-12-20 | 2026-12-01T10:00:00 | ISSUE Tue 01 Dec 10.00, T-7 Sat 12 Dec 09.00, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-22 | 2026-12-01T10:00:00 | ISSUE Tue 01 Dec 10.00, T-7 Tue 15 Dec 09.00, T-3 Sat 19 Dec 09.00, T-1 Mon 21 Dec 09.00, T+3 Sat 26 Dec 09.00
2026-12-20 | 2026-12-12T09:00:00 | ISSUE Sat 12 Dec 09.00, T-7 issued_late, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-20 | 2026-12-13T07:00:00 | ISSUE Mon 14 Dec 08.00, T-7 issued_late, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-20 | 2026-12-11T09:00:00 | ISSUE Fri 11 Dec 09.00, T-7 Sat 12 Dec 09.00, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-20 | 2026-12-11T09:00:01 | ISSUE Fri 11 Dec 09.00, T-7 too_soon_after_notice, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-20 | 2026-12-10T20:00:00 | ISSUE Fri 11 Dec 08.00, T-7 Sat 12 Dec 09.00, T-3 Thu 17 Dec 09.00, T-1 Sat 19 Dec 09.00, T+3 Wed 23 Dec 09.00
2026-12-20 | 2026-12-19T21:00:00 | ISSUE Mon 21 Dec 08.00, T-7 issued_late, T-3 issued_late, T-1 issued_late, T+3 Wed 23 Dec 09.00
2026-03-25 | 2026-03-01T07:59:59 | ISSUE Mon 02 Mar 08.00, T-7 superseded, T-3 superseded, T-1 Tue 17 Mar 09.00, T+3 Sat 28 Mar 09.00
2026-03-18 | 2026-03-01T08:00:00 | ISSUE Mon 02 Mar 08.00, T-7 Wed 11 Mar 09.00, T-3 Sat 14 Mar 09.00, T-1 Tue 17 Mar 09.00, T+3 Wed 25 Mar 09.00
";

#[test]
fn the_worked_examples_hold_in_every_zone() {
    for line in EXAMPLES.trim().lines() {
        let parts: Vec<&str> = line.split(" | ").collect();
        for zone in Zone::ALL {
            assert_eq!(local_plan(parts[0], parts[1], zone).join(", "), parts[2], "{zone} {line}");
        }
    }
}

#[test]
fn every_due_date_of_2026_as_people_read_it() {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let mut table = String::from(
        "Issued 14 days before at 10.00. Local times are the same in every zone; 09.00 is 02:00Z \
         (WIB), 01:00Z (WITA), 00:00Z (WIT).\n`<` superseded by the next stage, \
         `late` issued late, `soon` within 24 h of the notice, `!` shifted.\n\n",
    );
    for due in day("2026-01-01").iter_days().take(365) {
        let mut rows = Zone::ALL.map(|zone| {
            let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
            let issued = due - chrono::Days::new(14);
            let issued_at = local(&format!("{issued}T10:00:00"), zone);
            let plan = calendar.plan(Billed { due, issued_at });
            plan.iter()
                .map(|(stage, planned)| cell(*stage, *planned, due, zone))
                .collect::<String>()
        });
        rows.sort();
        assert_eq!(rows[0], rows[2], "local times differ by zone");
        let mark = holidays.on(due).map_or("", |holiday| match holiday.kind {
            HolidayKind::National => "  H",
            HolidayKind::JointLeave => "  J",
        });
        let line = format!("{}{}{mark}", due.format("%Y-%m-%d %a"), rows[0]);
        table += line.trim_end();
        table.push('\n');
    }
    crate::docs::compare(
        "dunning-2026.md",
        &format!(
            "# When bills due in 2026 are reminded of\n\nPrinted by \
             `wikarta-core/tests/it/dunning/calendar.rs` from the calendar that decides.\n\n\
             ```text\n{table}```\n"
        ),
    );
    insta::assert_snapshot!(table);
}

fn cell(stage: Stage, planned: Planned, due: NaiveDate, zone: Zone) -> String {
    let text = match planned {
        Planned::At(at) => {
            let civil = at.civil_in(zone);
            let wanted = i64::from(stage.offset().unwrap_or(-14));
            let mark =
                if civil.date() == due + chrono::TimeDelta::days(wanted) { " " } else { "!" };
            let nine = civil.time() == NaiveTime::from_hms_opt(9, 0, 0).unwrap();
            let hour = if nine { String::new() } else { civil.format(" %H.%M").to_string() };
            format!("{}{hour}{mark}", civil.format("%a %d %b"))
        }
        Planned::Skipped(SkipReason::Superseded) => "<".into(),
        Planned::Skipped(SkipReason::IssuedLate) => "late".into(),
        Planned::Skipped(SkipReason::TooSoonAfterNotice) => "soon".into(),
        Planned::Skipped(other) => other.to_string(),
    };
    let width = if stage == Stage::ISSUE { 18 } else { 12 };
    format!(" | {stage} {text:<width$}")
}

#[test]
fn the_shipped_holidays_are_those_of_the_decree() {
    let holidays = holidays();
    let of = |kind| {
        let days = holidays.iter().filter(|(_, holiday)| holiday.kind == kind);
        days.map(|(day, _)| format!("{}/{}", day.day(), day.month())).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        of(HolidayKind::National),
        "1/1 16/1 17/2 19/3 21/3 22/3 3/4 5/4 1/5 14/5 27/5 31/5 1/6 16/6 17/8 25/8 25/12"
    );
    assert_eq!(of(HolidayKind::JointLeave), "16/2 18/3 20/3 23/3 24/3 15/5 28/5 24/12");
    assert!(holidays.covers(2026) && !holidays.covers(2027));
}

#[test]
fn a_broken_file_of_holidays_says_where() {
    let head = "date,kind,name_id,name_en\n";
    let parse = |rows: &str| Holidays::parse(&format!("{head}{rows}")).map(|_| ());
    assert_eq!(parse("2026-12-25,NATIONAL,Natal,Christmas\r\n\n"), Ok(()));
    assert_eq!(parse("2026-12-25,NATIONAL,Natal"), Err(HolidayError::Fields { line: 2 }));
    assert_eq!(parse("\n2026-12-25,NATIONAL,,X"), Err(HolidayError::Fields { line: 3 }));
    let text = "25/12/2026".to_owned();
    assert_eq!(parse("25/12/2026,NATIONAL,a,b"), Err(HolidayError::Day { line: 2, text }));
    let text = "CUTI".to_owned();
    assert_eq!(parse("2026-12-25,CUTI,a,b"), Err(HolidayError::Kind { line: 2, text }));
    let twice = HolidayError::Twice { line: 3, day: day("2026-12-25") };
    assert_eq!(parse("2026-12-25,NATIONAL,a,b\n2026-12-25,JOINT_LEAVE,a,b"), Err(twice));
    assert_eq!(Holidays::parse("x").unwrap_err(), HolidayError::Head("x".into()));
}

#[test]
fn joint_leave_counts_by_policy() {
    let holidays = holidays();
    let mut rules = SendingPolicy::default().rules().clone();
    rules.joint_leave = JointLeave::Working;
    let working = SendingPolicy::new(rules).unwrap();
    let zone = Zone::Wib;
    let bill = Billed { due: day("2026-12-21"), issued_at: at("2026-12-01T03:00:00Z") };
    let moment = |policy: &SendingPolicy| {
        Calendar { policy, holidays: &holidays, zone }.moment(Stage::AFTER_3, bill)
    };
    assert_eq!(moment(&working), Planned::At(local("2026-12-24T09:00:00", zone)));
    let strict = moment(&SendingPolicy::default());
    assert_eq!(strict, Planned::At(local("2026-12-26T09:00:00", zone)));
}

#[test]
fn pauses_move_a_message_to_their_end() {
    let holidays = holidays();
    let time = |text: &str| text.parse::<NaiveTime>().unwrap();
    let mut rules = SendingPolicy::default().rules().clone();
    let days = PauseDays::Weekday(Weekday::Fri);
    rules.pauses = vec![Pause { days, from: time("11:30:00"), until: time("13:00:00") }];
    let days = PauseDays::Between(day("2026-02-18"), day("2026-03-20"));
    rules.pauses.push(Pause { days, from: time("17:30:00"), until: time("23:59:59") });
    let policy = SendingPolicy::new(rules).unwrap();
    let calendar = Calendar { policy: &policy, holidays: &holidays, zone: Zone::Wit };
    for (from, to) in [
        ("2026-12-11T11:29:59", "2026-12-11T11:29:59"),
        ("2026-12-11T11:30:00", "2026-12-11T13:00:00"),
        ("2026-12-11T12:59:59", "2026-12-11T13:00:00"),
        ("2026-12-10T12:00:00", "2026-12-10T12:00:00"),
        ("2026-03-03T17:30:00", "2026-03-04T08:00:00"),
        ("2026-12-12T20:00:00", "2026-12-14T08:00:00"),
    ] {
        let next = calendar.next_allowed(local(from, Zone::Wit));
        assert_eq!(next, Some(local(to, Zone::Wit)), "{from}");
        assert_eq!(calendar.allows(local(from, Zone::Wit)), from == to, "{from}");
    }
}

#[test]
fn a_window_has_four_hours_within_the_day() {
    let (policy, holidays) = (SendingPolicy::default(), holidays());
    let zone = Zone::Wita;
    let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
    let window = calendar.window(local("2026-12-12T09:00:00", zone));
    assert_eq!(window.closes, local("2026-12-12T13:00:00", zone));
    assert_eq!(window.at(local("2026-12-12T08:59:59", zone)), Timeliness::Early);
    assert_eq!(window.at(window.opens), Timeliness::Open);
    assert_eq!(window.at(window.closes), Timeliness::Missed);
    let late = calendar.window(local("2026-12-12T18:30:00", zone));
    assert_eq!(late.closes, local("2026-12-12T20:00:00", zone));
}

#[test]
fn rules_that_do_not_hold_together_are_refused() {
    let broken = |change: &dyn Fn(&mut wikarta_core::dunning::SendingRules)| {
        let mut rules = SendingPolicy::default().rules().clone();
        change(&mut rules);
        SendingPolicy::new(rules).unwrap_err()
    };
    let time = |text: &str| text.parse::<NaiveTime>().unwrap();
    assert_eq!(broken(&|r| r.stages.swap(1, 2)), SendingError::Order(Stage::BEFORE_7));
    assert_eq!(broken(&|r| r.days.clear()), SendingError::NoDays);
    assert_eq!(broken(&|r| r.opens = r.closes), SendingError::Hours);
    assert_eq!(broken(&|r| r.send_at = time("20:00:00")), SendingError::SendAt(time("20:00:00")));
    assert_eq!(broken(&|r| r.window_hours = 0), SendingError::Window);
    let wrong = SendingError::Shift { stage: Stage::BEFORE_3, shift: Shift::Next };
    assert_eq!(broken(&|r| r.stages[2].shift = Shift::Next), wrong);
    let json = serde_json::to_string(&SendingPolicy::default()).unwrap();
    assert_eq!(serde_json::from_str::<SendingPolicy>(&json).unwrap(), SendingPolicy::default());
    assert!(serde_json::from_str::<SendingPolicy>(&json.replace("T-3", "T-9")).is_err());
}

#[test]
fn a_stage_reads_as_it_is_written() {
    for text in ["ISSUE", "T-7", "T+0", "T+3", "T+120"] {
        assert_eq!(text.parse::<Stage>().unwrap().to_string(), text);
    }
    for text in ["", "issue", "T", "T3", "T-0", "T+03", "T+121", "T-", "T+3 "] {
        assert!(text.parse::<Stage>().is_err(), "{text}");
    }
}

fn reminder(customer: &str, bill: &str, due: &str, stage: Stage, moment: &str) -> Reminder {
    Reminder {
        account: AccountId::derived(&CommandId::new(customer), 0),
        zone: Zone::Wib,
        invoice: InvoiceId::derived(&CommandId::new(bill), 0),
        due: day(due),
        open: rupiah(100_000 + i64::try_from(bill.len()).unwrap()),
        stage,
        at: local(moment, Zone::Wib),
    }
}

#[test]
fn several_bills_of_a_customer_on_one_day_are_one_message() {
    let nine = "2026-12-23T09:00:00";
    let all = [
        reminder("budi", "a", "2026-12-24", Stage::BEFORE_1, nine),
        reminder("budi", "bb", "2026-12-20", Stage::AFTER_3, nine),
        reminder("budi", "ccc", "2026-12-30", Stage::BEFORE_7, "2026-12-22T09:00:00"),
        reminder("sri", "dddd", "2026-12-20", Stage::AFTER_3, nine),
        reminder("budi", "eeeee", "2027-01-10", Stage::ISSUE, nine),
    ];
    let bundles: Vec<Bundle> = bundles(&all);
    assert_eq!(bundles.len(), 4);
    let of_budi = AccountId::derived(&CommandId::new("budi"), 0);
    let two = bundles.iter().find(|bundle| bundle.reminders.len() == 2).unwrap();
    assert_eq!((&two.account, two.stage, two.due), (&of_budi, Stage::AFTER_3, day("2026-12-20")));
    assert_eq!((two.total, two.at), (rupiah(200_003), local(nine, Zone::Wib)));
    assert_eq!(bundles[0].reminders[0], all[2], "by time");
    let money: i64 = bundles.iter().map(|bundle| bundle.total.get()).sum();
    assert_eq!(money, all.iter().map(|reminder| reminder.open.get()).sum::<i64>());
}
