//! At which instant each step of a bill goes, or why it does not.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::holidays::{HolidayKind, Holidays};
use super::policy::{JointLeave, Pause, PauseDays, SendingPolicy};
use super::stage::{Shift, StageRule};
use crate::message::{SkipReason, Stage, Window};
use crate::time::{Timestamp, Zone};

/// Enough for the longest run of holidays; days without end have no sending day either.
const DAYS_LOOKED_AT: u64 = 400;

/// When messages may be sent to a customer: the seller's rules and the holidays, in the customer's
/// zone.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// The seller's rules.
    pub policy: &'a SendingPolicy,
    /// The holidays.
    pub holidays: &'a Holidays,
    /// The customer's zone.
    pub zone: Zone,
}

/// What a plan needs to know of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Billed {
    /// The civil day it falls due, in the customer's zone.
    pub due: NaiveDate,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// What becomes of a step of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    /// It goes at this instant, if it still has to.
    At(Timestamp),
    /// It does not go.
    Skipped(SkipReason),
}

impl Calendar<'_> {
    /// Whether anything is sent on a civil day.
    #[must_use]
    pub fn is_sending_day(&self, day: NaiveDate) -> bool {
        let rules = self.policy.rules();
        rules.days.contains(&day.weekday()) && !self.is_holiday(day)
    }

    /// Whether a civil day is a national holiday, or joint leave that counts as one.
    #[must_use]
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        match self.holidays.on(day).map(|holiday| holiday.kind) {
            None => false,
            Some(HolidayKind::National) => true,
            Some(HolidayKind::JointLeave) => {
                self.policy.rules().joint_leave == JointLeave::NonWorking
            }
        }
    }

    /// Whether something may be sent at this instant.
    #[must_use]
    pub fn allows(&self, at: Timestamp) -> bool {
        self.next_allowed(at) == Some(at)
    }

    /// The first instant, not before this one, at which something may be sent.
    #[must_use]
    pub fn next_allowed(&self, at: Timestamp) -> Option<Timestamp> {
        let civil = at.civil_in(self.zone);
        let opens = self.policy.rules().opens;
        let mut from = civil.time().max(opens);
        for day in civil.date().iter_days().take(DAYS_LOOKED_AT as usize) {
            if let Some(found) = self.time_on(day, from) {
                return Timestamp::from_civil(found, self.zone).ok();
            }
            from = opens;
        }
        None
    }

    /// The moment of a step of a bill.
    #[must_use]
    pub fn moment(&self, stage: Stage, bill: Billed) -> Planned {
        let plan = self.plan(bill);
        let found = plan.into_iter().find(|(planned, _)| *planned == stage);
        found.map_or(Planned::Skipped(SkipReason::NotInPolicy), |(_, planned)| planned)
    }

    /// The moments of all steps of a bill, in the order of the steps.
    ///
    /// A step on a day that is none goes to the sending day before (steps before the due date) or
    /// after. A step whose moment is not after the issue is skipped, as is one within 24 hours of
    /// the notice; of two steps on one day only the later goes.
    #[must_use]
    pub fn plan(&self, bill: Billed) -> Vec<(Stage, Planned)> {
        let mut plan: Vec<(Stage, Planned)> = Vec::new();
        let rules = &self.policy.rules().stages;
        let notice = self.policy.rule(Stage::ISSUE).and_then(|_| self.next_allowed(bill.issued_at));
        for rule in rules {
            let planned = match rule.stage.offset() {
                None => notice.map_or(Planned::Skipped(SkipReason::NoMoment), Planned::At),
                Some(offset) => self.reminder(rule, offset, bill, notice),
            };
            plan.push((rule.stage, planned));
        }
        let mut taken = None;
        for (_, planned) in plan.iter_mut().rev() {
            let Planned::At(at) = *planned else { continue };
            let day = at.day_in(self.zone);
            if taken == Some(day) {
                *planned = Planned::Skipped(SkipReason::Superseded);
            }
            taken = Some(day);
        }
        plan
    }

    /// From when until when a step may be sent whose moment this is: as many hours as the seller
    /// gives it, but not past the end of that day's sending hours.
    #[must_use]
    pub fn window(&self, moment: Timestamp) -> Window {
        let rules = self.policy.rules();
        let hours = moment.plus_seconds(i64::from(rules.window_hours) * 3_600);
        let night = moment.day_in(self.zone).and_time(rules.closes);
        let night = Timestamp::from_civil(night, self.zone).unwrap_or(hours);
        Window { opens: moment, closes: hours.min(night).max(moment) }
    }

    /// The steps whose moment has come at an instant, each with the last due day for whose bills it
    /// has. Nothing outside the sending hours: no step comes then.
    #[must_use]
    pub fn come(&self, now: Timestamp) -> Vec<(Stage, NaiveDate)> {
        if !self.allows(now) {
            return Vec::new();
        }
        let last = |rule: &StageRule| match rule.stage.offset() {
            None => Some((rule.stage, NaiveDate::MAX)),
            Some(offset) => {
                let has_come = |due: &NaiveDate| {
                    let wanted = moved(*due, offset);
                    let moment = wanted.and_then(|day| self.sending_moment(day, rule.shift));
                    moment.is_some_and(|moment| moment <= now)
                };
                // Moments keep the order of the due days.
                let today = moved(now.day_in(self.zone), offset.saturating_neg())?;
                let later = today.iter_days().take(DAYS_LOOKED_AT as usize);
                let coming = later.take_while(has_come).last();
                let earlier = || {
                    let back = (1..DAYS_LOOKED_AT).map(Days::new);
                    back.filter_map(|days| today.checked_sub_days(days)).find(has_come)
                };
                Some((rule.stage, coming.or_else(earlier)?))
            }
        };
        self.policy.rules().stages.iter().filter_map(last).collect()
    }

    fn reminder(
        &self,
        rule: &StageRule,
        offset: i16,
        bill: Billed,
        notice: Option<Timestamp>,
    ) -> Planned {
        let moment = moved(bill.due, offset).and_then(|day| self.sending_moment(day, rule.shift));
        let Some(moment) = moment else { return Planned::Skipped(SkipReason::NoMoment) };
        let gap = i64::from(self.policy.rules().notice_gap_hours) * 3_600;
        if moment <= bill.issued_at {
            Planned::Skipped(SkipReason::IssuedLate)
        } else if notice.is_some_and(|notice| moment < notice.plus_seconds(gap)) {
            Planned::Skipped(SkipReason::TooSoonAfterNotice)
        } else {
            Planned::At(moment)
        }
    }

    /// The time of sending on this day or on the sending day that the shift leads to.
    fn sending_moment(&self, day: NaiveDate, shift: Shift) -> Option<Timestamp> {
        let send_at = self.policy.rules().send_at;
        (0..DAYS_LOOKED_AT).map(Days::new).find_map(|days| {
            let day = match shift {
                Shift::Previous => day.checked_sub_days(days)?,
                Shift::Next => day.checked_add_days(days)?,
            };
            Timestamp::from_civil(self.time_on(day, send_at)?, self.zone).ok()
        })
    }

    /// The first time of a day, not before `from`, at which something may be sent.
    fn time_on(&self, day: NaiveDate, from: NaiveTime) -> Option<NaiveDateTime> {
        if !self.is_sending_day(day) {
            return None;
        }
        let rules = self.policy.rules();
        let mut time = from;
        // Each pause can move the time once.
        for _ in &rules.pauses {
            let silent = |pause: &&Pause| holds_on(pause, day) && is_within(pause, time);
            time = rules.pauses.iter().find(silent).map_or(time, |pause| pause.until);
        }
        (time >= rules.opens && time < rules.closes).then(|| day.and_time(time))
    }
}

fn moved(day: NaiveDate, offset: i16) -> Option<NaiveDate> {
    let days = Days::new(u64::from(offset.unsigned_abs()));
    if offset < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

fn holds_on(pause: &Pause, day: NaiveDate) -> bool {
    match pause.days {
        PauseDays::Weekday(weekday) => day.weekday() == weekday,
        PauseDays::Between(first, last) => first <= day && day <= last,
    }
}

fn is_within(pause: &Pause, time: NaiveTime) -> bool {
    pause.from <= time && time < pause.until
}
