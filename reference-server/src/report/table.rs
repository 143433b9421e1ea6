//! A report as a value, and its ways into JSON and CSV.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use wikarta_core::money::Rupiah;
use wikarta_core::report::{Cell, csv};
use wikarta_core::time::{Timestamp, Zone};

use super::kind::Kind;
use super::periods::Days;
use crate::text::Lang;
use crate::text::report::ReportTexts;

/// A report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which.
    pub kind: Kind,
    /// As of when it is true.
    pub as_of: Timestamp,
    /// The zone of its days.
    pub zone: Zone,
    /// The days that it is about, when it is about days.
    pub days: Option<Days>,
    /// What it says.
    pub table: Table,
}

/// Figures, heads and rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// What stands above the rows.
    pub figures: Vec<Figure>,
    /// The heads.
    pub columns: Vec<Column>,
    /// The rows; each has a value for each head.
    pub rows: Vec<Vec<Value>>,
    /// Open money by age with how many bills, where that is what it is about.
    pub ages: Option<[(u64, Rupiah); 5]>,
}

/// A figure above the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name in JSON.
    pub code: &'static str,
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: Value,
    /// What it is made of.
    pub detail: String,
}

/// A head.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in JSON.
    pub code: &'static str,
    /// What people read; spreadsheets get it in Indonesian.
    pub head: fn(&'static ReportTexts) -> &'static str,
    /// Whether it is summed up.
    pub sum: Sum,
}

/// Whether a column is summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// It is.
    Of,
    /// It says something else.
    No,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Words(String),
    /// A word of a closed set: its code, and what people read.
    Coded(&'static str, String),
    /// A record: what it is called, and where it is.
    Record(String, String),
    /// Whole rupiah.
    Money(Rupiah),
    /// A number.
    Count(i64),
    /// A civil day.
    Day(NaiveDate),
    /// An instant.
    Moment(Timestamp),
    /// Nothing applies.
    Nothing,
}

impl Column {
    /// A head over something that is not summed up.
    pub const fn of(code: &'static str, head: fn(&'static ReportTexts) -> &'static str) -> Self {
        Self { code, head, sum: Sum::No }
    }

    /// A head over figures that are summed up.
    pub const fn summed(
        code: &'static str,
        head: fn(&'static ReportTexts) -> &'static str,
    ) -> Self {
        Self { code, head, sum: Sum::Of }
    }
}

impl Value {
    /// Words, or nothing when there are none.
    pub fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Words(text) }
    }

    /// A day, or nothing.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// An instant, or nothing.
    #[must_use]
    pub fn moment(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Nothing, Self::Moment)
    }

    /// Whether it stands at the right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Money(_) | Self::Count(_))
    }

    const fn figure(&self) -> Option<i64> {
        match self {
            Self::Money(amount) => Some(amount.get()),
            Self::Count(count) => Some(*count),
            Self::Words(_)
            | Self::Coded(..)
            | Self::Record(..)
            | Self::Day(_)
            | Self::Moment(_)
            | Self::Nothing => None,
        }
    }

    fn json(&self) -> Json {
        match self {
            Self::Words(text) | Self::Record(text, _) => json!(text),
            Self::Coded(code, _) => json!(code),
            Self::Money(amount) => json!(amount.get()),
            Self::Count(count) => json!(count),
            Self::Day(day) => json!(day),
            Self::Moment(at) => json!(at),
            Self::Nothing => Json::Null,
        }
    }

    fn cell(&self, zone: Zone) -> Cell {
        match self {
            Self::Words(text) | Self::Coded(_, text) | Self::Record(text, _) => {
                Cell::Text(text.clone())
            }
            Self::Money(amount) => Cell::Amount(*amount),
            Self::Count(count) => Cell::Number(*count),
            Self::Day(day) => Cell::Day(*day),
            Self::Moment(at) => {
                Cell::Text(at.civil_in(zone).format("%Y-%m-%d %H:%M:%S").to_string())
            }
            Self::Nothing => Cell::Empty,
        }
    }
}

impl Table {
    /// The sum of a column over all rows, where it is summed up.
    #[must_use]
    pub fn sum(&self, column: usize) -> Option<Value> {
        self.columns.get(column).filter(|column| column.sum == Sum::Of)?;
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        let total = cells().filter_map(Value::figure).fold(0_i64, i64::saturating_add);
        let counts = cells().any(|cell| matches!(cell, Value::Count(_)));
        Some(if counts { Value::Count(total) } else { Value::Money(Rupiah::clamped(total)) })
    }

    /// Whether any column is summed up.
    #[must_use]
    pub fn is_summed(&self) -> bool {
        !self.rows.is_empty() && self.columns.iter().any(|column| column.sum == Sum::Of)
    }

    /// Whether a column holds figures: its head stands at the right.
    #[must_use]
    pub fn is_number(&self, column: usize) -> bool {
        let shown = |row: &Vec<Value>| row.get(column).is_some_and(Value::is_number);
        self.columns.get(column).is_some_and(|column| column.sum == Sum::Of)
            || self.rows.iter().any(shown)
    }
}

impl Report {
    /// The report for programs: figures, some of the rows, and the sums of all of them.
    #[must_use]
    pub fn json(&self, offset: usize, limit: usize) -> Json {
        let table = &self.table;
        let record = |row: &Vec<Value>| -> Json {
            let named = table.columns.iter().zip(row);
            Json::Object(
                named.map(|(column, value)| (column.code.to_owned(), value.json())).collect(),
            )
        };
        let figures: Map<String, Json> = table
            .figures
            .iter()
            .map(|figure| (figure.code.to_owned(), figure.value.json()))
            .collect();
        let sums: Map<String, Json> = (0..table.columns.len())
            .filter_map(|at| Some((table.columns.get(at)?.code.to_owned(), table.sum(at)?.json())))
            .collect();
        let shown = table.rows.iter().skip(offset).take(limit);
        let end = offset.saturating_add(limit);
        json!({
            "report": self.kind.code(),
            "as_of": self.as_of,
            "zone": self.zone.as_str(),
            "from": self.days.map(|days| days.from),
            "to": self.days.map(|days| days.to),
            "figures": figures,
            "items": shown.map(record).collect::<Vec<_>>(),
            "totals": sums,
            "count": table.rows.len(),
            "next_offset": (end < table.rows.len()).then_some(end),
        })
    }

    /// The rows for a spreadsheet, heads in Indonesian.
    #[must_use]
    pub fn csv(&self) -> String {
        let t = &Lang::Id.texts().report;
        let heads: Vec<&str> = self.table.columns.iter().map(|column| (column.head)(t)).collect();
        let cells = |row: &Vec<Value>| row.iter().map(|value| value.cell(self.zone)).collect();
        let rows: Vec<Vec<Cell>> = self.table.rows.iter().map(cells).collect();
        csv(&heads, &rows)
    }

    /// What the file is called.
    #[must_use]
    pub fn file_name(&self) -> String {
        let day = self.as_of.day_in(self.zone);
        match self.days {
            Some(days) => format!("{}-{}-{}.csv", self.kind.code(), days.from, days.to),
            None => format!("{}-{day}.csv", self.kind.code()),
        }
    }
}
