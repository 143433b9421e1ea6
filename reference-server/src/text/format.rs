//! Money, dates, times, durations and masked values as people read them.
//!
//! Money reads the same in both languages (`Rp1.234.567`, minus U+2212). A clock reads `14.05 WIB`
//! in Indonesian and `14:05 WIB` in English; the zone is part of every clock that stands alone.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Month, Timestamp, Zone};

use super::Lang;

const MONTHS: [(&str, &str, &str, &str); 12] = [
    ("Januari", "Jan", "January", "Jan"),
    ("Februari", "Feb", "February", "Feb"),
    ("Maret", "Mar", "March", "Mar"),
    ("April", "Apr", "April", "Apr"),
    ("Mei", "Mei", "May", "May"),
    ("Juni", "Jun", "June", "Jun"),
    ("Juli", "Jul", "July", "Jul"),
    ("Agustus", "Agu", "August", "Aug"),
    ("September", "Sep", "September", "Sep"),
    ("Oktober", "Okt", "October", "Oct"),
    ("November", "Nov", "November", "Nov"),
    ("Desember", "Des", "December", "Dec"),
];

fn month_name(month: u32, lang: Lang) -> (&'static str, &'static str) {
    let index = month.saturating_sub(1) as usize;
    let (long_id, short_id, long_en, short_en) =
        MONTHS.get(index).copied().unwrap_or(("–", "–", "–", "–"));
    match lang {
        Lang::Id => (long_id, short_id),
        Lang::En => (long_en, short_en),
    }
}

/// Money with its sign: `Rp1.234.567`, `−Rp75.000`.
#[must_use]
pub fn money(amount: Rupiah) -> String {
    amount.to_string()
}

/// Money in a column headed (Rp): `1.234.567`, `−75.000`; zero stays `0`.
#[must_use]
pub fn figure(amount: Rupiah) -> String {
    amount.grouped()
}

/// A count with thousands grouped: `1.018`.
#[must_use]
pub fn count(number: u64) -> String {
    i64::try_from(number)
        .ok()
        .and_then(|n| Rupiah::new(n).ok())
        .map_or_else(|| number.to_string(), Rupiah::grouped)
}

/// A share of `whole` with one decimal: `85,6%` (`85.6%` in English); `–` when nothing is the whole.
#[must_use]
pub fn percent(part: Rupiah, whole: Rupiah, lang: Lang) -> String {
    if whole.get() <= 0 {
        return "–".to_owned();
    }
    let tenths =
        wikarta_core::money::round_half_up(i128::from(part.get()) * 1000, i128::from(whole.get()));
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let mark = lang.pick(",", ".");
    format!("{sign}{whole}{mark}{tenth}%")
}

/// `November 2026`
#[must_use]
pub fn month(month: Month, lang: Lang) -> String {
    format!("{} {}", month_name(month.month(), lang).0, month.year())
}

/// `23 November 2026`
#[must_use]
pub fn day(day: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", day.day(), month_name(day.month(), lang).0, day.year())
}

/// `23 Nov`, or `23 Nov 2025` when it is not `today`'s year.
#[must_use]
pub fn short_day(day: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let month = month_name(day.month(), lang).1;
    if day.year() == today.year() {
        format!("{} {month}", day.day())
    } else {
        format!("{} {month} {}", day.day(), day.year())
    }
}

/// A span of days, both included: `1–30 November 2026`, `20 Okt – 19 Nov 2026`.
#[must_use]
pub fn span(first: NaiveDate, last: NaiveDate, lang: Lang) -> String {
    if first.year() == last.year() && first.month() == last.month() {
        return format!("{}–{}", first.day(), day(last, lang));
    }
    let (from, to) = (month_name(first.month(), lang).1, month_name(last.month(), lang).1);
    if first.year() == last.year() {
        return format!("{} {from} – {} {to} {}", first.day(), last.day(), last.year());
    }
    format!("{} {from} {} – {} {to} {}", first.day(), first.year(), last.day(), last.year())
}

fn hour_minute(civil: NaiveDateTime, lang: Lang) -> String {
    let mark = lang.pick(".", ":");
    format!("{:02}{mark}{:02}", civil.hour(), civil.minute())
}

/// `14.05 WIB`
#[must_use]
pub fn clock(at: Timestamp, zone: Zone, lang: Lang) -> String {
    format!("{} {zone}", hour_minute(at.civil_in(zone), lang))
}

/// `14.05.12` without the zone, for lists that name the zone once.
#[must_use]
pub fn seconds(at: Timestamp, zone: Zone, lang: Lang) -> String {
    let civil = at.civil_in(zone);
    let mark = lang.pick(".", ":");
    format!("{}{mark}{:02}", hour_minute(civil, lang), civil.second())
}

/// `09.41.07,112`: to the millisecond, for the stages of a webhook.
#[must_use]
pub fn millis(at: Timestamp, zone: Zone, lang: Lang) -> String {
    let part = at.as_micros().rem_euclid(1_000_000) / 1_000;
    format!("{}{}{part:03}", seconds(at, zone, lang), lang.pick(",", "."))
}

/// `23 November 2026, 14.05 WIB`
#[must_use]
pub fn moment(at: Timestamp, zone: Zone, lang: Lang) -> String {
    format!("{}, {}", day(at.day_in(zone), lang), clock(at, zone, lang))
}

/// `23 Nov 14.05`, with the year when it is not `today`'s; for lists that name the zone once.
#[must_use]
pub fn short_moment(at: Timestamp, zone: Zone, today: NaiveDate, lang: Lang) -> String {
    format!("{} {}", short_day(at.day_in(zone), today, lang), hour_minute(at.civil_in(zone), lang))
}

/// `Sen 23 Nov 2026, 14.05 WIB`: the clock in the top bar.
#[must_use]
pub fn bar_clock(now: Timestamp, zone: Zone, lang: Lang) -> String {
    let today = now.day_in(zone);
    let weekday = weekday(today.weekday(), lang);
    let month = month_name(today.month(), lang).1;
    format!("{weekday} {} {month} {}, {}", today.day(), today.year(), clock(now, zone, lang))
}

const fn weekday(weekday: Weekday, lang: Lang) -> &'static str {
    match weekday {
        Weekday::Mon => lang.pick("Sen", "Mon"),
        Weekday::Tue => lang.pick("Sel", "Tue"),
        Weekday::Wed => lang.pick("Rab", "Wed"),
        Weekday::Thu => lang.pick("Kam", "Thu"),
        Weekday::Fri => lang.pick("Jum", "Fri"),
        Weekday::Sat => lang.pick("Sab", "Sat"),
        Weekday::Sun => lang.pick("Min", "Sun"),
    }
}

fn unit(number: i64, id: &str, one: &str, many: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("{number} {id}"),
        Lang::En if number == 1 => format!("1 {one}"),
        Lang::En => format!("{number} {many}"),
    }
}

/// `3 hari`, `1 day`
#[must_use]
pub fn days(number: i64, lang: Lang) -> String {
    unit(number, "hari", "day", "days", lang)
}

/// A remaining time in its two largest units: `1 hari 9 jam`, `14 menit`; under a minute `1 menit`.
#[must_use]
pub fn duration(seconds: i64, lang: Lang) -> String {
    let minutes = (seconds.max(0) + 59) / 60;
    let (whole_days, hours, left) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let hours_text = || unit(hours, "jam", "hour", "hours", lang);
    let minutes_text = |number| unit(number, "menit", "minute", "minutes", lang);
    match (whole_days, hours, left) {
        (0, 0, minutes) => minutes_text(minutes.max(1)),
        (0, _, 0) => hours_text(),
        (0, _, minutes) => format!("{} {}", hours_text(), minutes_text(minutes)),
        (some, 0, _) => days(some, lang),
        (some, _, _) => format!("{} {}", days(some, lang), hours_text()),
    }
}

/// Digits in groups of four: `8808 0812 0000 1872`. Copying uses the ungrouped number.
#[must_use]
pub fn groups_of_four(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index.is_multiple_of(4) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// The last four of a number, the rest masked: `•••• 1872`.
#[must_use]
pub fn tail(number: &str) -> String {
    let skip = number.chars().count().saturating_sub(4);
    format!("•••• {}", number.chars().skip(skip).collect::<String>())
}

/// A name as a stranger may see it: `Sri Wahyuni` reads `Sr* Wah****`.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let mask = |word: &str| -> String {
        let length = word.chars().count();
        let shown = (length - length / 2).min(3).min(length.saturating_sub(1).max(1));
        word.chars()
            .enumerate()
            .map(|(index, letter)| if index < shown { letter } else { '*' })
            .collect()
    };
    name.split_whitespace().map(mask).collect::<Vec<_>>().join(" ")
}

/// The first characters of a hash: `9b1c44ae…`.
#[must_use]
pub fn short_hash(hash: &str) -> String {
    if hash.chars().count() <= 8 {
        return hash.to_owned();
    }
    format!("{}…", hash.chars().take(8).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rp(amount: i64) -> Rupiah {
        Rupiah::new(amount).unwrap()
    }

    #[test]
    fn money_and_shares() {
        assert_eq!(money(rp(1_234_567)), "Rp1.234.567");
        assert_eq!(figure(rp(-75_000)), "\u{2212}75.000");
        assert_eq!(count(1018), "1.018");
        assert_eq!(percent(rp(918), rp(1000), Lang::Id), "91,8%");
        assert_eq!(percent(rp(918), rp(1000), Lang::En), "91.8%");
        assert_eq!(percent(rp(1), Rupiah::ZERO, Lang::Id), "–");
    }

    #[test]
    fn days_and_clocks_in_the_readers_zone() {
        let instant = at("2026-11-23T07:05:12.112Z");
        assert_eq!(moment(instant, Zone::Wib, Lang::Id), "23 November 2026, 14.05 WIB");
        assert_eq!(moment(instant, Zone::Wit, Lang::En), "23 November 2026, 16:05 WIT");
        assert_eq!(bar_clock(instant, Zone::Wib, Lang::Id), "Sen 23 Nov 2026, 14.05 WIB");
        assert_eq!(millis(instant, Zone::Wib, Lang::Id), "14.05.12,112");
        let today = on("2026-11-23");
        assert_eq!(short_moment(instant, Zone::Wib, today, Lang::Id), "23 Nov 14.05");
        assert_eq!(short_day(on("2025-08-01"), today, Lang::Id), "1 Agu 2025");
        assert_eq!(short_day(on("2026-08-01"), today, Lang::En), "1 Aug");
        assert_eq!(month("2026-05".parse().unwrap(), Lang::Id), "Mei 2026");
    }

    #[test]
    fn spans_say_each_part_once() {
        assert_eq!(span(on("2026-11-01"), on("2026-11-30"), Lang::Id), "1–30 November 2026");
        assert_eq!(span(on("2026-10-20"), on("2026-11-19"), Lang::Id), "20 Okt – 19 Nov 2026");
        assert_eq!(span(on("2025-12-20"), on("2026-01-19"), Lang::En), "20 Dec 2025 – 19 Jan 2026");
    }

    #[test]
    fn durations_show_two_units_and_never_zero() {
        assert_eq!(duration(33 * 3600, Lang::Id), "1 hari 9 jam");
        assert_eq!(duration(14 * 60, Lang::Id), "14 menit");
        assert_eq!(duration(3600, Lang::En), "1 hour");
        assert_eq!(duration(3 * 3600 + 61, Lang::En), "3 hours 2 minutes");
        assert_eq!(duration(86_400, Lang::En), "1 day");
        assert_eq!(duration(-5, Lang::Id), "1 menit");
    }

    #[test]
    fn masks_hide_at_least_half() {
        assert_eq!(masked_name("Sri Wahyuni"), "Sr* Wah****");
        assert_eq!(masked_name("Sutrisno"), "Sut*****");
        assert_eq!(masked_name("Al"), "A*");
        assert_eq!(masked_name("I Made"), "I Ma**");
        assert_eq!(tail("8808081200001872"), "•••• 1872");
        assert_eq!(groups_of_four("8808081200001872"), "8808 0812 0000 1872");
        assert_eq!(short_hash("9b1c44ae00112233"), "9b1c44ae…");
    }
}
