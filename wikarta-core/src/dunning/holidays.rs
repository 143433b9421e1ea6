//! Public holidays and joint leave, read from a data file.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What makes a day special (the yearly decree of three ministers, *SKB 3 Menteri*).
    HolidayKind {
        /// A national holiday.
        National = "NATIONAL",
        /// Joint leave (*cuti bersama*); whether it is a working day is the seller's choice.
        JointLeave = "JOINT_LEAVE",
    }
}

/// A special day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// National holiday or joint leave.
    pub kind: HolidayKind,
    /// Its name in Indonesian.
    pub name_id: String,
    /// Its name in English.
    pub name_en: String,
}

/// The special days of some years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holidays(BTreeMap<NaiveDate, Holiday>);

/// Why a file of holidays was refused. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HolidayError {
    /// The first line is another one.
    #[error("the first line is `{0}`; it must be {HEAD}")]
    Head(String),
    /// A line without four fields, none empty.
    #[error("line {line}: four fields without quotes are needed, none empty")]
    Fields {
        /// The line.
        line: usize,
    },
    /// Not a day.
    #[error("line {line}: `{text}` is not a day; write it as 2026-12-25")]
    Day {
        /// The line.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// Not a kind.
    #[error("line {line}: `{text}` is not a kind; write NATIONAL or JOINT_LEAVE")]
    Kind {
        /// The line.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A day that stands there already.
    #[error("line {line}: {day} stands there twice")]
    Twice {
        /// The line.
        line: usize,
        /// The day.
        day: NaiveDate,
    },
}

const HEAD: &str = "date,kind,name_id,name_en";

impl Holidays {
    /// The file that ships with this crate, `data/holidays-2026.csv`: the joint decree of 2025 for
    /// 2026. It is sometimes amended within the year; a host brings the newer file.
    pub fn indonesia_2026() -> Result<Self, HolidayError> {
        Self::parse(include_str!("../../data/holidays-2026.csv"))
    }

    /// Reads lines of `date,kind,name_id,name_en` below that head. Empty lines are passed over.
    pub fn parse(text: &str) -> Result<Self, HolidayError> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let head = lines.next().unwrap_or_default().trim();
        if head != HEAD {
            return Err(HolidayError::Head(head.chars().take(60).collect()));
        }
        let mut days = BTreeMap::new();
        for (index, row) in lines.enumerate() {
            let line = index + 2;
            if row.trim().is_empty() {
                continue;
            }
            let (day, holiday) = Self::row(row, line)?;
            if days.insert(day, holiday).is_some() {
                return Err(HolidayError::Twice { line, day });
            }
        }
        Ok(Self(days))
    }

    fn row(row: &str, line: usize) -> Result<(NaiveDate, Holiday), HolidayError> {
        let fields: Vec<&str> = row.split(',').map(str::trim).collect();
        let [date, kind, name_id, name_en] = fields.as_slice() else {
            return Err(HolidayError::Fields { line });
        };
        if row.contains('"') || fields.iter().any(|field| field.is_empty()) {
            return Err(HolidayError::Fields { line });
        }
        let cut = |text: &str| text.chars().take(40).collect();
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d")
            .map_err(|_| HolidayError::Day { line, text: cut(date) })?;
        let kind = kind.parse().map_err(|_| HolidayError::Kind { line, text: cut(kind) })?;
        let names = ((*name_id).to_owned(), (*name_en).to_owned());
        Ok((day, Holiday { kind, name_id: names.0, name_en: names.1 }))
    }

    /// These and others; a day that stands in both is taken from `newer`.
    #[must_use]
    pub fn with(mut self, newer: Self) -> Self {
        self.0.extend(newer.0);
        self
    }

    /// What makes a day special.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Holiday> {
        self.0.get(&day)
    }

    /// Whether any day of a year is known. Of a year that is not covered every day counts as plain:
    /// a host warns before it begins.
    #[must_use]
    pub fn covers(&self, year: i32) -> bool {
        self.0.keys().any(|day| day.year() == year)
    }

    /// All days in order.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &Holiday)> {
        self.0.iter().map(|(day, holiday)| (*day, holiday))
    }
}
