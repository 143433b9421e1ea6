//! Values as people type them into forms.

use axum::http::StatusCode;
use chrono::NaiveDate;
use wikarta_core::money::Rupiah;

use crate::answer::Problem;

fn wrong(field: &'static str, id: &'static str, en: &'static str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid").say(id, en).field(field)
}

/// Whole rupiah: `1234567`, `1.234.567`, `Rp 1.234.567`.
///
/// # Errors
/// 422 that names the field.
pub fn rupiah(field: &'static str, text: &str) -> Result<Rupiah, Problem> {
    Rupiah::parse_typed(text).map_err(|_| {
        wrong(
            field,
            "Tulis rupiah bulat, mis. 250000 atau Rp250.000.",
            "Type whole rupiah, such as 250000 or Rp250.000.",
        )
    })
}

/// A day: `2026-11-23`, `23/11/2026`, `23-11-2026`.
///
/// # Errors
/// 422 that names the field.
pub fn day(field: &'static str, text: &str) -> Result<NaiveDate, Problem> {
    let text = text.trim();
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .ok_or_else(|| {
            wrong(field, "Tulis tanggal, mis. 23/11/2026.", "Type a day, such as 23/11/2026.")
        })
}

/// Another customer's number than the one that is to be confirmed.
#[must_use]
pub fn other_code(field: &'static str) -> Problem {
    wrong(
        field,
        "Tulis nomor pelanggan ini untuk menegaskan.",
        "Type this customer's number to confirm.",
    )
}

/// A number that is none, or out of range.
#[must_use]
pub fn wrong_number(field: &'static str) -> Problem {
    wrong(field, "Tulis angka.", "Type a number.")
}

/// A number.
///
/// # Errors
/// 422 that names the field.
pub fn number<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Problem> {
    text.trim().parse().map_err(|_| wrong_number(field))
}

/// A part of a hundred with at most two decimals, in hundredths of a percent.
///
/// # Errors
/// 422 that names the field.
pub fn basis_points(field: &'static str, text: &str) -> Result<u16, Problem> {
    let text = text.trim().trim_end_matches('%').replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if part.len() > 2 {
        return Err(wrong_number(field));
    }
    let whole: u16 = number(field, whole)?;
    let part: u16 = number(field, &format!("{part:0<2}"))?;
    whole
        .checked_mul(100)
        .and_then(|points| points.checked_add(part))
        .ok_or_else(|| wrong_number(field))
}

/// One of a closed set, as a select sends it.
///
/// # Errors
/// 422 that names the field.
pub fn one_of<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| wrong(field, "Pilih salah satu.", "Choose one of them."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_type_money_and_days_in_several_ways() {
        for text in ["250000", "250.000", "Rp 250.000", "Rp250.000"] {
            assert_eq!(rupiah("amount", text).unwrap(), Rupiah::new(250_000).unwrap(), "{text}");
        }
        for text in ["2026-11-23", "23/11/2026", " 23-11-2026 "] {
            assert_eq!(day("on", text).unwrap().to_string(), "2026-11-23", "{text}");
        }
        assert_eq!(rupiah("amount", "banyak").unwrap_err().status(), 422);
        assert_eq!(day("on", "besok").unwrap_err().status(), 422);
        for (text, points) in [("10", 1_000), ("12,5", 1_250), ("2.75%", 275)] {
            assert_eq!(basis_points("value", text).unwrap(), points, "{text}");
        }
        assert!(basis_points("value", "1,234").is_err() && basis_points("value", "999").is_err());
        assert!(number::<u16>("n", "12").is_ok() && number::<u16>("n", "-1").is_err());
    }
}
