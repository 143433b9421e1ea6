//! What was asked for: days, the day of the books, and whose rows.

use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use wikarta_core::customer::Kind as CustomerKind;
use wikarta_core::time::{Month, Timestamp, Zone};
use wikarta_store_sqlx::views::report::{Buyer, Span};

use super::kind::{Kind, Over};
use super::ours;
use super::periods::{Days, after};
use crate::answer::{Problem, codes};
use crate::panel::typed;
use crate::text::{Lang, format, report as words};

/// The longest span of a report, in days.
const DAYS_MAX: i64 = 366;

/// The query of a report. An empty value is none, as forms send it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    month: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    as_of: String,
    /// Only customers of this type.
    #[serde(default)]
    pub kind: String,
    /// Only customers in this zone.
    #[serde(default)]
    pub zone: String,
    /// Only bills of this package, by its code.
    #[serde(default)]
    pub package: String,
    /// `json` or `csv`.
    #[serde(default)]
    pub format: String,
    /// The first row of the page, from 0.
    #[serde(default)]
    pub offset: String,
    /// How many rows of it.
    #[serde(default)]
    pub limit: String,
}

impl Asked {
    /// The query as names and values, the place in the rows and the format left out.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("month", &self.month),
            ("from", &self.from),
            ("to", &self.to),
            ("as_of", &self.as_of),
            ("kind", &self.kind),
            ("zone", &self.zone),
            ("package", &self.package),
        ]
    }
}

/// The same, read against the present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    days: Days,
    as_of: NaiveDate,
    now: Timestamp,
    seller_zone: Zone,
    /// The end of the day of the books.
    books: Timestamp,
    /// Only customers of this type.
    pub kind: Option<CustomerKind>,
    /// Only customers in this zone.
    pub zone: Option<Zone>,
    /// Only bills of this package.
    pub package: Option<String>,
}

impl Ask {
    /// Reads a query about a report.
    ///
    /// # Errors
    /// 422 that names the field, 400 for a filter that the report does not have.
    pub fn read(
        asked: &Asked,
        report: Kind,
        (now, seller_zone): (Timestamp, Zone),
    ) -> Result<Self, Problem> {
        let today = now.day_in(seller_zone);
        let as_of = day("as_of", &asked.as_of)?.unwrap_or(today);
        not_after(today, "as_of", as_of)?;
        let days = days(asked, report, as_of)?;
        for (field, text, has) in [
            ("kind", &asked.kind, report.is_of_customers()),
            ("zone", &asked.zone, report.is_of_customers()),
            ("package", &asked.package, report.is_of_bills()),
        ] {
            if !text.trim().is_empty() && !has {
                return Err(Problem::of(&codes::UNKNOWN_FILTER).field(field));
            }
        }
        let books = Timestamp::start_of_day(after(as_of), seller_zone).map_err(|e| ours(&e))?;
        let package = asked.package.trim();
        Ok(Self {
            days,
            as_of,
            now,
            seller_zone,
            books,
            kind: word("kind", &asked.kind)?,
            zone: zone(&asked.zone)?,
            package: (!package.is_empty()).then(|| package.to_owned()),
        })
    }

    /// The days that it is about.
    #[must_use]
    pub const fn days(&self) -> Days {
        self.days
    }

    /// The day whose end the books stand at.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The first instant that the books do not know yet.
    #[must_use]
    pub const fn books(&self) -> Timestamp {
        self.books
    }

    /// The zone of days.
    #[must_use]
    pub const fn zone_of_days(&self) -> Zone {
        self.seller_zone
    }

    /// As of when the figures are true: now, or the end of a past day.
    #[must_use]
    pub fn stamp(&self) -> Timestamp {
        self.now.min(self.books.plus_seconds(-1))
    }

    /// The days as instants, as far as the books know them.
    ///
    /// # Errors
    /// Days beyond all time.
    pub fn span(&self) -> Result<Span, Problem> {
        let span = self.days.span(self.seller_zone).map_err(|error| ours(&error))?;
        Ok(Span { from: span.from, until: span.until.min(self.books).max(span.from) })
    }

    /// Whether a row is wanted.
    #[must_use]
    pub fn wants(&self, buyer: &Buyer) -> bool {
        self.kind.is_none_or(|kind| kind == buyer.kind)
            && self.zone.is_none_or(|zone| zone == buyer.zone)
    }

    /// Whether a row of a bill is wanted.
    #[must_use]
    pub fn wants_bill(&self, buyer: &Buyer, package: &str) -> bool {
        let named = self.package.as_deref().is_none_or(|wanted| wanted == package);
        named && self.wants(buyer)
    }
}

fn days(asked: &Asked, report: Kind, as_of: NaiveDate) -> Result<Days, Problem> {
    if report.over() == Over::Day {
        let from = day("from", &asked.from)?.unwrap_or(as_of);
        not_after(as_of, "from", from)?;
        return Ok(Days { from, to: from });
    }
    let month: Month = match asked.month.trim() {
        "" => Month::of(as_of),
        text => text.parse().map_err(|_| Problem::of(&codes::WRONG_TYPE).field("month"))?,
    };
    let whole = Days::of(month);
    let from = day("from", &asked.from)?.unwrap_or(whole.from);
    let days = Days { from, to: day("to", &asked.to)?.unwrap_or_else(|| whole.to.max(from)) };
    if !(1..=DAYS_MAX).contains(&days.count()) {
        return Err(invalid("to").say(
            format!("Rentang laporan 1 sampai {DAYS_MAX} hari."),
            format!("A report covers 1 to {DAYS_MAX} days."),
        ));
    }
    Ok(days)
}

fn day(field: &'static str, text: &str) -> Result<Option<NaiveDate>, Problem> {
    if text.trim().is_empty() { Ok(None) } else { typed::day(field, text).map(Some) }
}

fn not_after(last: NaiveDate, field: &'static str, day: NaiveDate) -> Result<(), Problem> {
    if day <= last {
        return Ok(());
    }
    let say = |lang| words::too_late(lang, format::day(last, lang));
    Err(invalid(field).say(say(Lang::Id), say(Lang::En)))
}

fn invalid(field: &'static str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid").field(field)
}

fn word(field: &'static str, text: &str) -> Result<Option<CustomerKind>, Problem> {
    let allowed = || CustomerKind::ALL.iter().map(|kind| kind.as_str());
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Problem::of(&codes::UNKNOWN_FILTER).field(field).allowed(allowed())),
    }
}

fn zone(text: &str) -> Result<Option<Zone>, Problem> {
    let known = [Zone::Wib, Zone::Wita, Zone::Wit];
    match text.trim() {
        "" => Ok(None),
        text => known.into_iter().find(|zone| zone.as_str() == text).map(Some).ok_or_else(|| {
            let allowed = known.map(Zone::as_str);
            Problem::of(&codes::UNKNOWN_FILTER).field("zone").allowed(allowed)
        }),
    }
}
