//! Money, time, ids, numbers: the values that everything stands on.

use chrono::NaiveDate;
use proptest::prelude::*;
use wikarta_core::customer::{CustomerCode, Personal};
use wikarta_core::id::{AccountId, CommandId, InvoiceId, OrderId, TraceId};
use wikarta_core::money::{Part, Rate, Rupiah, round_half_up};
use wikarta_core::series::{InvoiceNumber, Series};
use wikarta_core::time::{Month, Timestamp, Zone};

use crate::world::{at, month, rupiah};

const LIMIT: i64 = Rupiah::LIMIT;

/// Half up by definition: the nearest whole number, the larger of two equally near (of magnitudes).
fn naive_half_up(numerator: i128, denominator: i128) -> i128 {
    let magnitude = numerator.abs();
    let below = magnitude / denominator;
    // `2 × (magnitude − below × denominator) ≥ denominator`: at least half a rupiah is left.
    let above = i128::from(2 * (magnitude - below * denominator) >= denominator);
    (below + above) * numerator.signum()
}

proptest! {
    #[test]
    fn rounding_is_half_up(numerator in -(1_i128 << 90)..(1_i128 << 90), denominator in 1..1_i128 << 60) {
        prop_assert_eq!(round_half_up(numerator, denominator), naive_half_up(numerator, denominator));
        prop_assert_eq!(round_half_up(-numerator, denominator), -round_half_up(numerator, denominator));
    }

    #[test]
    fn money_adds_up(a in -LIMIT..=LIMIT, b in -LIMIT..=LIMIT, c in -LIMIT..=LIMIT) {
        let (ra, rb) = (rupiah(a), rupiah(b));
        prop_assert_eq!(ra.plus(rb), rb.plus(ra));
        prop_assert_eq!(ra.plus(rb).is_ok(), (a + b).abs() <= LIMIT);
        if let Ok(sum) = ra.plus(rb) {
            prop_assert_eq!(sum.minus(rb), Ok(ra));
            prop_assert_eq!(ra.saturating_plus(rb), sum);
        }
        prop_assert_eq!(ra.negated().negated(), ra);
        prop_assert!(ra.less(rb).get() >= 0);
        prop_assert!(ra.less(rb).get() <= LIMIT, "never outside the range");
        if b >= 0 && a >= b {
            prop_assert_eq!(ra.less(rb).get(), a - b);
        }
        let all: Rupiah = [a, b, c].map(rupiah).into_iter().sum();
        prop_assert!(all.get().abs() <= LIMIT);
    }

    #[test]
    fn what_is_printed_is_read_again(amount in 0..=LIMIT) {
        let money = rupiah(amount);
        for text in [money.to_string(), money.grouped(), amount.to_string()] {
            prop_assert_eq!(Rupiah::parse_typed(&text), Ok(money), "{}", text);
        }
        let comma = money.grouped().replace('.', ",");
        prop_assert_eq!(Rupiah::parse_typed(&format!("{comma}.00")), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rupiah>(&json).unwrap(), money);
    }

    #[test]
    fn no_text_makes_parsing_panic(text in "\\PC{0,40}") {
        let _ = Rupiah::parse_typed(&text);
        let _ = text.parse::<Month>();
        let _ = text.parse::<Timestamp>();
        let _ = text.parse::<InvoiceNumber>();
        let _ = text.parse::<OrderId>();
        let _ = text.parse::<AccountId>();
        let _ = text.parse::<CustomerCode>();
        let _ = Personal::new(&text, &text, &text, &text);
        let _ = text.parse::<wikarta_core::aggregate::AggregateId>();
    }

    #[test]
    fn a_text_that_is_a_month_is_how_the_month_is_written(text in "[-+0-9]{4}-[-+0-9]{2}") {
        if let Ok(month) = text.parse::<Month>() {
            prop_assert_eq!(month.to_string(), text);
        }
    }

    #[test]
    fn a_text_that_is_an_invoice_number_is_one_of_its_two_forms(text in "INV[/-]20[0-9]{2}[/-][01][0-9][/-][0-9]{5,8}") {
        if let Ok(number) = text.parse::<InvoiceNumber>() {
            prop_assert!(text == number.to_string() || text == number.dashed(), "{} is {}", text, number);
            prop_assert!(number.sequence() >= 1);
        }
    }

    #[test]
    fn instants_survive_text(micros in 946_684_800_000_000_i64..7_258_118_400_000_000) {
        let instant = Timestamp::from_micros(micros).unwrap();
        prop_assert_eq!(instant.to_string().parse::<Timestamp>(), Ok(instant));
        for zone in Zone::ALL {
            let day = instant.day_in(zone);
            let civil = instant.civil_in(zone);
            prop_assert_eq!(Timestamp::from_civil(civil, zone), Ok(instant));
            if let (Ok(first), Ok(last)) = (Timestamp::start_of_day(day, zone), Timestamp::end_of_day(day, zone)) {
                prop_assert!(first <= instant && instant <= last);
                prop_assert_eq!(last.as_micros() - first.as_micros(), 86_400_000_000 - 1);
            }
        }
    }

    #[test]
    fn months_go_round(year in 2000..2199_i32, number in 1..=12_u32, step in 0..1_200_u32) {
        let start = Month::new(year, number).unwrap();
        prop_assert_eq!(start.to_string().parse::<Month>(), Ok(start));
        prop_assert_eq!(Month::of(start.first_day()), start);
        prop_assert_eq!(Month::of(start.last_day()), start);
        prop_assert_eq!(start.last_day().succ_opt().unwrap(), start.next().first_day());
        if i64::from(year) * 12 + i64::from(number) + i64::from(step) <= 2199 * 12 + 12 {
            prop_assert_eq!(start.plus_months(step).minus_months(step), start);
        }
    }

    #[test]
    fn ids_survive_text_and_follow_from_their_command(command in "\\PC{0,300}", n in 0..1_000_u32) {
        let command = CommandId::new(command);
        let id = InvoiceId::derived(&command, n);
        prop_assert_eq!(id.to_string().parse::<InvoiceId>(), Ok(id.clone()));
        prop_assert_eq!(InvoiceId::derived(&command, n), id.clone());
        prop_assert_ne!(InvoiceId::derived(&command, n + 1), id.clone());
        prop_assert!(id.to_string().parse::<AccountId>().is_err(), "the prefix says what it names");
        prop_assert!(command.as_str().len() <= 200);
    }

    #[test]
    fn parts_of_a_command_cannot_be_shifted(a in "[a-z:0-9]{0,8}", b in "[a-z:0-9]{0,8}", c in "[a-z:0-9]{0,8}") {
        let one = CommandId::from_parts(&[&format!("{a}{b}"), &c]);
        let other = CommandId::from_parts(&[&a, &format!("{b}{c}")]);
        prop_assert_eq!(one == other, b.is_empty());
    }

    #[test]
    fn parts_and_rates_agree_with_plain_arithmetic(amount in 0..=LIMIT / 1_000, points in 0..=10_000_u16, n in 1..50_u32, d in 1..50_u32) {
        let (rate, part) = (Rate::of_basis_points(points).unwrap(), Part::new(n, d).unwrap());
        let expected = naive_half_up(i128::from(amount) * i128::from(points) * i128::from(n), 10_000 * i128::from(d));
        prop_assert_eq!(i128::from(rate.of(rupiah(amount), part).unwrap().get()), expected);
        let expected = naive_half_up(i128::from(amount) * i128::from(n), i128::from(d));
        prop_assert_eq!(i128::from(part.of(rupiah(amount)).unwrap().get()), expected);
    }
}

#[test]
fn money_is_held_at_the_limit_on_either_side() {
    for (amount, held) in
        [(LIMIT + 5, LIMIT), (LIMIT, LIMIT), (7, 7), (-LIMIT, -LIMIT), (-LIMIT - 5, -LIMIT)]
    {
        assert_eq!(Rupiah::clamped(amount), rupiah(held), "{amount}");
    }
    let (most, least) = (rupiah(LIMIT), rupiah(-LIMIT));
    assert_eq!((most.saturating_plus(rupiah(1)), least.saturating_plus(rupiah(-1))), (most, least));
}

#[test]
fn zeros_in_front_are_read_within_24_characters() {
    assert_eq!(Rupiah::parse_typed(&format!("{:0>24}", 1)), Ok(rupiah(1)));
    assert!(Rupiah::parse_typed(&format!("{:0>25}", 1)).is_err());
}

#[test]
fn rounding_examples_of_the_regulation() {
    assert_eq!(round_half_up(150_000_049, 100), 1_500_000);
    assert_eq!(round_half_up(190_000_050, 100), 1_900_001);
    assert_eq!(round_half_up(-1, 2), -1);
    for numerator in [i128::MIN, i128::MAX] {
        for denominator in [1, 2, 3, i128::MAX] {
            let _ = round_half_up(numerator, denominator); // never overflows
        }
    }
    assert_eq!(round_half_up(7, 0), 0);
}

#[test]
fn typed_amounts() {
    for (text, amount) in [
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("Rp1.234.567", 1_234_567),
        ("Rp 1.234.567", 1_234_567),
        (" 1,234,567.00 ", 1_234_567),
        ("1.234.567,00", 1_234_567),
        ("1.234.567,-", 1_234_567),
        ("0", 0),
    ] {
        assert_eq!(Rupiah::parse_typed(text), Ok(rupiah(amount)), "{text}");
    }
    for text in [
        "",
        "Rp",
        "1.5",
        "1,5",
        "1.23",
        "12.34.567",
        "1.234,567",
        "1234.567",
        "-5",
        "1e6",
        "1.000.00",
        "1,000,00",
        "1,000,-",
        "0x10",
        "١٢٣",
        "1 000",
        "99999999999999999999",
        "1000000000000001",
    ] {
        assert!(Rupiah::parse_typed(text).is_err(), "{text}");
    }
}

#[test]
fn amounts_outside_the_range_are_refused_wherever_they_enter() {
    for amount in [LIMIT + 1, -LIMIT - 1, i64::MAX, i64::MIN] {
        assert!(Rupiah::new(amount).is_err());
        assert!(serde_json::from_str::<Rupiah>(&amount.to_string()).is_err());
    }
    for text in ["1.0", "\"5\"", "null", "1e3"] {
        assert!(serde_json::from_str::<Rupiah>(text).is_err(), "{text}");
    }
    assert!(Rate::of_basis_points(10_001).is_err());
    assert!(Part::new(1, 0).is_err() && Part::new(0, 1).is_err());
}

#[test]
fn invoice_numbers() {
    let mut series = Series::new(month("2026-11"));
    let first = series.next();
    assert_eq!(
        (first.to_string(), first.dashed()),
        ("INV/2026/11/000001".into(), "INV-2026-11-000001".into())
    );
    series.last = 999_999;
    assert_eq!(series.next().to_string(), "INV/2026/11/1000000");
    for text in [
        "INV/2026/11/000000",
        "INV/2026/13/000001",
        "INV/2026-11/000001",
        "INV/2026/11/0000001",
        "INV/2026/11/1",
        "INV/2026/11/+00001",
        "inv/2026/11/000001",
    ] {
        assert!(text.parse::<InvoiceNumber>().is_err(), "{text}");
    }
}

#[test]
fn months_and_instants_outside_the_calendar() {
    for text in [
        "2026-13", "2026-00", "1999-12", "2200-01", "2026-+1", "+026-01", "2026-1", "26-01",
        "2026-011",
    ] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
    for text in [
        "2026-02-30T00:00:00Z",
        "2026-01-01",
        "2026-01-01T24:00:01Z",
        "9999-01-01T00:00:00Z",
        "yesterday",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
    assert_eq!(at("2026-01-01T07:00:00+07:00"), at("2026-01-01T00:00:00Z"));
    let leap = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
    assert_eq!(month("2028-02").last_day(), leap);
    assert_eq!(
        at("2026-08-01T00:00:00Z").plus_seconds(i64::MAX).plus_seconds(i64::MIN),
        at("2000-01-01T00:00:00Z")
    );
}

#[test]
fn order_ids_and_their_links() {
    let parent =
        |text: &str| text.parse::<OrderId>().unwrap().link_parent().map(|id| id.to_string());
    assert_eq!(parent("INV-2026-000123-1785553200000"), Some("INV-2026-000123".to_owned()));
    for text in [
        "INV-2026-000123",
        "INV-2026-11-000123-01-abcde",
        "-1785553200000",
        "X-178555320000",
        "X-17855532000000",
    ] {
        assert_eq!(parent(text), None, "{text}");
    }
    for text in ["", "a b", "INV/1", "ü", "a\0b", &"x".repeat(51)] {
        assert!(text.parse::<OrderId>().is_err(), "{text:?}");
    }
    assert_eq!(TraceId::new("a b\n\"c\"-_").as_str(), "abc-_");
    assert_eq!(TraceId::new(&"x".repeat(99)).as_str().len(), 64);
}

#[test]
fn personal_values_are_checked() {
    let made = |name: &str, phone: &str, email: &str| {
        Personal::new(name, phone, email, "Jl. Melati").is_ok()
    };
    assert!(made("H. Ma'ruf Yosepina, S.E.", "+6281234567890", "a@b.test"));
    for name in ["", "   ", "a\nb", "a\u{202e}b", "a\u{feff}b", "a\u{2060}b", &"x".repeat(201)] {
        assert!(!made(name, "+6281234567890", "a@b.test"), "{name:?}");
    }
    for phone in ["081234567890", "+62 812", "+1", "+6281234567890123", "+62a1234567"] {
        assert!(!made("a", phone, "a@b.test"), "{phone}");
    }
    for email in ["", "a", "@b", "a@", "a b@c", "a@b@c", "a@b\nBcc: c@d", "a\t@b", "a@b\u{202e}c"] {
        assert!(!made("a", "+6281234567890", email), "{email:?}");
    }
}
