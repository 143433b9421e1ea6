//! What holds for every bill, whenever it is issued.

use chrono::{Days, NaiveTime, TimeDelta, Timelike, Weekday};
use proptest::prelude::*;
use wikarta_core::dunning::{
    Billed, Calendar, Pause, PauseDays, Planned, SendingPolicy, SkipReason, Stage, StageRule,
};
use wikarta_core::time::Zone;

use super::calendar::{day, holidays, local};

/// More steps and a pause: the laws are not about the default.
fn rich() -> SendingPolicy {
    let mut rules = SendingPolicy::default().rules().clone();
    let like = rules.stages[4].clone();
    for days in [7, 14, 30] {
        rules.stages.push(StageRule { stage: Stage::days(days).unwrap(), ..like.clone() });
    }
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let days = PauseDays::Weekday(Weekday::Fri);
    rules.pauses = vec![Pause { days, from: time(8), until: time(13) }];
    SendingPolicy::new(rules).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_goes_outside_the_hours_before_the_issue_or_out_of_order(
        due in 0..365_u64,
        lead_minutes in -20_000..60_000_i64,
        zone in proptest::sample::select(Zone::ALL.to_vec()),
        richer in any::<bool>(),
    ) {
        let policy = if richer { rich() } else { SendingPolicy::default() };
        let holidays = holidays();
        let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
        let due = day("2026-01-01") + Days::new(due);
        let issued = due.and_hms_opt(12, 0, 0).unwrap() - TimeDelta::minutes(lead_minutes);
        let issued_at = local(&issued.format("%Y-%m-%dT%H:%M:%S").to_string(), zone);
        let plan = calendar.plan(Billed { due, issued_at });

        prop_assert_eq!(plan.len(), policy.rules().stages.len());
        let mut last = None;
        for (stage, planned) in &plan {
            let at = match planned {
                Planned::At(at) => *at,
                Planned::Skipped(SkipReason::Superseded) => {
                    prop_assert_ne!(*stage, Stage::ISSUE);
                    continue;
                }
                Planned::Skipped(reason) => {
                    prop_assert!(matches!(reason, SkipReason::IssuedLate | SkipReason::TooSoonAfterNotice));
                    continue;
                }
            };
            let civil = at.civil_in(zone);
            prop_assert!(calendar.is_sending_day(civil.date()));
            prop_assert!((8..20).contains(&civil.hour()), "{}", civil);
            prop_assert!(calendar.allows(at));
            prop_assert!(at >= issued_at);
            prop_assert!(last.is_none_or(|last| last < at), "the order of the stages is kept");
            if let Some(offset) = stage.offset() {
                let wanted = due + TimeDelta::days(i64::from(offset));
                let right_way = if offset < 0 { civil.date() <= wanted } else { civil.date() >= wanted };
                prop_assert!(right_way, "{}", civil);
            }
            let window = calendar.window(at);
            prop_assert!(window.opens < window.closes);
            prop_assert_eq!(window.closes.plus_seconds(-1).day_in(zone), civil.date());
            last = Some(at);
        }
        let days: Vec<_> = plan.iter().filter_map(|(_, planned)| match planned {
            Planned::At(at) => Some(at.day_in(zone)),
            Planned::Skipped(_) => None,
        }).collect();
        let distinct: std::collections::BTreeSet<_> = days.iter().collect();
        prop_assert_eq!(days.len(), distinct.len(), "one stage of a bill a day");
    }
}

#[test]
fn what_has_come_is_told_by_the_last_due_day_to_the_day() {
    let holidays = holidays();
    for stage in SendingPolicy::default().rules().stages.iter().map(|rule| rule.stage) {
        // One step alone, so that no other takes its place.
        let mut rules = SendingPolicy::default().rules().clone();
        rules.stages.retain(|rule| rule.stage == stage);
        let policy = SendingPolicy::new(rules).unwrap();
        for zone in Zone::ALL {
            let calendar = Calendar { policy: &policy, holidays: &holidays, zone };
            let moment = |due: chrono::NaiveDate| {
                let issued = due - Days::new(60);
                let issued_at = local(&format!("{issued}T10:00:00"), zone);
                calendar.moment(stage, Billed { due, issued_at })
            };
            for today in day("2026-01-10").iter_days().take(340) {
                for time in ["08:00:00", "08:59:59", "09:00:00", "19:59:00", "20:00:00"] {
                    let now = local(&format!("{today}T{time}"), zone);
                    let come = calendar.come(now);
                    assert_eq!(come.is_empty(), !calendar.allows(now), "{today} {time}");
                    let Some((_, last)) = come.first().filter(|_| stage != Stage::ISSUE) else {
                        continue;
                    };
                    let has = |due| matches!(moment(due), Planned::At(at) if at <= now);
                    assert!(has(*last), "{stage} {zone} {today} {time}: {last} has come");
                    let next = last.succ_opt().unwrap();
                    assert!(!has(next), "{stage} {zone} {today} {time}: {next} has not");
                }
            }
        }
    }
}
