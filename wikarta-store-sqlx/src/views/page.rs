//! Pages of lists that run newest first.

use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, Sqlite};
use wikarta_core::ports::Fault;
use wikarta_core::time::{Timestamp, Zone};

use super::PAGE_MAX;
use crate::{SqlxStore, fault, micros};

/// A place in a list: the instant by which it is ordered, and the id of what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The instant.
    pub at: Timestamp,
    /// The id as text.
    pub id: String,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins: *after* this place; `None` on the last page.
    pub next: Option<Place>,
}

/// A statement with what it is bound to so far.
pub(super) type Bound = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;

/// Which end of the list comes first.
#[derive(Clone, Copy)]
pub(super) enum Order {
    NewestFirst,
    OldestFirst,
}

impl SqlxStore {
    /// Reads a page: the statement's last three parameters are the place and the limit, its columns
    /// `at` and `id` say where a row stands.
    pub(super) async fn page<T>(
        &self,
        (bound, order): (Bound, Order),
        after: Option<&Place>,
        limit: u32,
        read: impl Fn(&SqliteRow) -> Result<T, Fault>,
    ) -> Result<Page<T>, Fault> {
        let (at, id) = match (after, order) {
            (Some(place), _) => (place.at.as_micros(), place.id.clone()),
            (None, Order::NewestFirst) => (i64::MAX, String::new()),
            (None, Order::OldestFirst) => (i64::MIN, String::new()),
        };
        let limit = limit.clamp(1, PAGE_MAX);
        let found = bound
            .bind(at)
            .bind(id)
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let shown = found.get(..limit as usize).unwrap_or(&found);
        let more = found.len() > shown.len();
        let next = shown.last().filter(|_| more).map(place_of).transpose()?;
        Ok(Page { rows: shown.iter().map(read).collect::<Result<_, _>>()?, next })
    }

    /// Reads the one row of a statement that is bound to its id.
    pub(super) async fn one<T>(
        &self,
        bound: Bound,
        read: impl Fn(&SqliteRow) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let found = bound.fetch_optional(&self.readers).await.map_err(fault::of)?;
        found.as_ref().map(read).transpose()
    }

    /// Reads every row of a statement.
    pub(super) async fn every<T>(
        &self,
        bound: Bound,
        read: impl Fn(&SqliteRow) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        bound.fetch_all(&self.readers).await.map_err(fault::of)?.iter().map(read).collect()
    }
}

#[derive(FromRow)]
struct Stands {
    at: i64,
    id: String,
}

fn place_of(row: &SqliteRow) -> Result<Place, Fault> {
    let Stands { at, id } = Stands::from_row(row).map_err(fault::of)?;
    Ok(Place { at: micros(at)?, id })
}

/// The body of a row.
pub(super) fn body<T: serde::de::DeserializeOwned>(
    what: &'static str,
) -> impl Fn(&SqliteRow) -> Result<T, Fault> {
    move |row| fault::read(what, row.try_get("body").map_err(fault::of)?)
}

/// A column of a row.
pub(super) fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T, Fault>
where
    T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    row.try_get(name).map_err(fault::of)
}

/// A column as the value that its text stands for.
pub(super) fn parsed<T>(row: &SqliteRow, name: &str) -> Result<T, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text: &str = column(row, name)?;
    text.parse().map_err(|error| fault::broken("a list", text, &error))
}

/// A column that counts.
pub(super) fn count(row: &SqliteRow, name: &str) -> Result<u32, Fault> {
    let value: i64 = column(row, name)?;
    Ok(u32::try_from(value).unwrap_or(u32::MAX))
}

/// The zone of a customer.
pub(super) fn zone(row: &SqliteRow) -> Result<Zone, Fault> {
    Ok(match column(row, "zone")? {
        "WITA" => Zone::Wita,
        "WIT" => Zone::Wit,
        _ => Zone::Wib,
    })
}

/// The version of the aggregate that a row belongs to.
pub(super) fn version(row: &SqliteRow) -> Result<u64, Fault> {
    let value: i64 = column(row, "version")?;
    Ok(u64::try_from(value).unwrap_or_default())
}

/// Words as the statements look for them: `,ONE,TWO,`; nothing means all.
pub(super) fn words<T: std::fmt::Display>(of: &[T]) -> String {
    if of.is_empty() {
        return String::new();
    }
    of.iter().fold(",".to_owned(), |list, one| format!("{list}{one},"))
}
