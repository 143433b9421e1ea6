//! Amounts and times in the vendor's texts.

use chrono::NaiveDateTime;
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};

/// Reads an amount as the vendor writes it: digits, then nothing, `.0` or `.00`.
///
/// No sign, no group separators, no exponent, no leading zero (`0` itself is fine): a leading zero
/// would let a digit of `status_code` wander into the amount under the same signature. A fraction
/// other than zero is refused, never rounded. At most 15 digits, held by [`Rupiah::LIMIT`].
#[must_use]
pub fn whole_rupiah(text: &str) -> Option<Rupiah> {
    let digits = match text.split_once('.') {
        Some((whole, "0" | "00")) => whole,
        Some(_) => return None,
        None => text,
    };
    let plain = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    if !plain || leading_zero {
        return None;
    }
    Rupiah::new(digits.parse().ok()?).ok()
}

/// An amount as the vendor writes it in answers and notifications: two decimals.
#[must_use]
pub fn two_decimals(amount: Rupiah) -> String {
    format!("{}.00", amount.get())
}

const CIVIL: &str = "%Y-%m-%d %H:%M:%S";

/// Reads `2026-08-01 10:42:03`, which is always Western Indonesian time and never says so.
///
/// Anything else is `None`: a time is for people and reports here, no rule hangs on its order.
#[must_use]
pub fn wib_time(text: &str) -> Option<Timestamp> {
    // chrono would also take one-digit fields; the vendor's form has exactly 19 characters.
    if text.len() != 19 {
        return None;
    }
    let civil = NaiveDateTime::parse_from_str(text, CIVIL).ok()?;
    Timestamp::from_civil(civil, Zone::Wib).ok()
}

/// `2026-08-01 10:42:03` in Western Indonesian time, as in answers and notifications.
#[must_use]
pub fn wib_text(at: Timestamp) -> String {
    at.civil_in(Zone::Wib).format(CIVIL).to_string()
}

/// `2026-08-01 10:00:00 +0700`, as requests carry times.
#[must_use]
pub fn wib_text_with_offset(at: Timestamp) -> String {
    format!("{} +0700", wib_text(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_sent_or_not_at_all() {
        let read = |text: &str| whole_rupiah(text).map(Rupiah::get);
        for (text, expected) in [
            ("275000.00", Some(275_000)),
            ("275000.0", Some(275_000)),
            ("275000", Some(275_000)),
            ("0.00", Some(0)),
            ("1000000000000000", Some(1_000_000_000_000_000)),
            ("1000000000000001", None),
            ("275000.50", None),
            ("275000.000", None),
            ("275000.", None),
            (".00", None),
            ("", None),
            ("-1.00", None),
            ("+1.00", None),
            ("1.5e5", None),
            ("150.000,00", None),
            ("007.00", None),
            (" 1.00", None),
            ("1.00 ", None),
            ("１.00", None),
            ("9999999999999999999999999999999999999999", None),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn times_are_western_indonesian() {
        let at = wib_time("2026-08-01 10:42:03").unwrap();
        assert_eq!(at.to_string(), "2026-08-01T03:42:03Z");
        assert_eq!(wib_text(at), "2026-08-01 10:42:03");
        assert_eq!(wib_text_with_offset(at), "2026-08-01 10:42:03 +0700");
    }

    #[test]
    fn odd_times_are_no_times() {
        for odd in [
            "",
            "2026-02-30 10:00:00",
            "2026-08-01 24:00:00",
            "9999-01-01 00:00:00",
            "2026-08-01T10:42:03",
            "2026-08-01 10:42:03 +0700",
            "2026-8-1 10:42:03",
        ] {
            assert_eq!(wib_time(odd), None, "{odd:?}");
        }
    }
}
