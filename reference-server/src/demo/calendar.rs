//! Civil days and hours of one zone, and the hours at which people act.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use wikarta_core::time::{Month, Timestamp, Zone};

use wikarta_core::testkit::Dice;

/// Seconds in a minute.
pub const MINUTE: i64 = 60;
/// Seconds in an hour.
pub const HOUR: i64 = 3600;
/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// How often people pay at each hour of their day: half of it from 18 to 21.
const HOURS: [(i64, u32); 18] = [
    (6, 1),
    (7, 2),
    (8, 3),
    (9, 4),
    (10, 4),
    (11, 4),
    (12, 5),
    (13, 4),
    (14, 3),
    (15, 3),
    (16, 4),
    (17, 6),
    (18, 13),
    (19, 15),
    (20, 13),
    (21, 10),
    (22, 4),
    (23, 1),
];

/// How much likelier people pay around payday (25th to 1st) than on another day.
const PAYDAY_WEIGHT: u32 = 4;

/// Turns civil days of a zone into instants by plain arithmetic from one known instant.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    anchor: Timestamp,
    zone: Zone,
}

impl Calendar {
    /// The calendar of a zone; any instant near the days in question will do as the anchor.
    #[must_use]
    pub fn new(anchor: Timestamp, zone: Zone) -> Self {
        let whole = Timestamp::from_micros(anchor.as_seconds() * 1_000_000);
        Self { anchor: whole.unwrap_or(anchor), zone }
    }

    /// The instant `second` seconds after midnight of a civil day.
    #[must_use]
    pub fn at(self, day: NaiveDate, second: i64) -> Timestamp {
        let civil = self.anchor.civil_in(self.zone);
        let days = day.signed_duration_since(civil.date()).num_days();
        let since_midnight = i64::from(civil.num_seconds_from_midnight());
        self.anchor.plus_seconds(days * DAY - since_midnight + second)
    }

    /// The last whole second of a civil day.
    #[must_use]
    pub fn end_of(self, day: NaiveDate) -> Timestamp {
        self.at(day, DAY - 1)
    }

    /// The civil day of an instant.
    #[must_use]
    pub fn day(self, at: Timestamp) -> NaiveDate {
        at.day_in(self.zone)
    }

    /// A moment between two instants, both included, at an hour and on a day when people pay.
    ///
    /// Falls back to any second of a span too short to hold such an hour; `from` when it is empty.
    pub fn moment(self, dice: &mut Dice, from: Timestamp, to: Timestamp) -> Timestamp {
        let (first, last) = (self.day(from), self.day(to));
        let span = last.signed_duration_since(first).num_days().clamp(0, 400);
        let days: Vec<(NaiveDate, u32)> =
            (0..=span).map(|n| plus_days(first, n)).map(|day| (day, day_weight(day))).collect();
        for _ in 0..8 {
            let (Some(day), Some(hour)) = (dice.weighted(&days), dice.weighted(&HOURS)) else {
                break;
            };
            let at = self.at(day, hour * HOUR + dice.between(0, HOUR - 1));
            if (from..=to).contains(&at) {
                return at;
            }
        }
        from.plus_seconds(dice.between(0, to.seconds_since(from)))
    }
}

fn day_weight(day: NaiveDate) -> u32 {
    if day.day() >= 25 || day.day() == 1 { PAYDAY_WEIGHT } else { 1 }
}

/// The day `days` later (earlier when negative); the same day outside the calendar.
#[must_use]
pub fn plus_days(day: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days).and_then(|delta| day.checked_add_signed(delta)).unwrap_or(day)
}

/// The months that the demo covers, by the seller's calendar (WIB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first month with bills.
    pub first: Month,
    /// The month that `now` lies in.
    pub last: Month,
    /// The first instant of the first month: where the virtual clock starts.
    pub from: Timestamp,
    /// The present: nothing happens after it.
    pub now: Timestamp,
}

impl Window {
    /// From the 1st of the month `months` months ago to `now`.
    #[must_use]
    pub fn ending(now: Timestamp, months: u32) -> Self {
        let last = Month::of(now.day_in(Zone::Wib));
        let first = last.minus_months(months);
        let from = Calendar::new(now, Zone::Wib).at(first.first_day(), 0);
        Self { first, last, from, now }
    }

    /// All months, first to last.
    pub fn months(self) -> impl Iterator<Item = Month> {
        std::iter::successors(Some(self.first), |month| Some(month.next()))
            .take_while(move |month| *month <= self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn civil_days_become_the_instants_that_the_zones_say() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        for zone in Zone::ALL {
            for anchor in ["2026-11-23T07:05:00.123456Z", "2026-02-28T23:59:59Z"] {
                let calendar = Calendar::new(instant(anchor), zone);
                assert_eq!(calendar.at(day, 0), Timestamp::start_of_day(day, zone).unwrap());
                assert_eq!(calendar.day(calendar.at(day, DAY - 1)), day);
            }
        }
    }

    #[test]
    fn the_window_begins_on_the_first_in_the_sellers_zone() {
        let window = Window::ending(instant("2026-11-30T18:00:00Z"), 3);
        assert_eq!(window.last.to_string(), "2026-12");
        assert_eq!(window.from, instant("2026-08-31T17:00:00Z"));
        assert_eq!(window.months().count(), 4);
    }

    #[test]
    fn moments_stay_inside_and_gather_in_the_evening_and_at_payday() {
        let calendar = Calendar::new(instant("2026-11-23T07:05:00Z"), Zone::Wita);
        let (from, to) = (instant("2026-09-10T05:00:00Z"), instant("2026-10-09T04:00:00Z"));
        let mut dice = Dice::of(5, "moment", 0);
        let (mut evening, mut payday) = (0, 0);
        for _ in 0..1000 {
            let at = calendar.moment(&mut dice, from, to);
            assert!((from..=to).contains(&at));
            let civil = at.civil_in(Zone::Wita);
            evening += usize::from((18..=21).contains(&civil.hour()));
            payday += usize::from(civil.day() >= 25 || civil.day() == 1);
        }
        assert!((450..=600).contains(&evening), "{evening} of 1000 in the evening");
        assert!((450..=620).contains(&payday), "{payday} of 1000 on 7 days of 30");
        assert_eq!(calendar.moment(&mut dice, from, from), from);
    }
}
