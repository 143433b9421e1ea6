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

/// A whole number.
///
/// # Errors
/// 422 that names the field.
pub fn number<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Problem> {
    text.trim().parse().map_err(|_| wrong(field, "Tulis angka bulat.", "Type a whole number."))
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
        assert!(number::<u16>("n", "12").is_ok() && number::<u16>("n", "-1").is_err());
    }
}
