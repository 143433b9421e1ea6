//! What changed since an instant, and rows with that taken back.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{FromRow, SqliteConnection};
use wikarta_core::audit::{FieldChange, rewound};
use wikarta_core::ports::Fault;
use wikarta_core::report::Later;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{fault, micros};

/// What changed rows of one kind since an instant, by row, oldest first.
pub(super) struct Past(HashMap<String, Later>);

#[derive(FromRow)]
struct Changed {
    at: i64,
    id: String,
    change: String,
}

impl Past {
    /// Reads it from one snapshot, the one that the rows are read from as well.
    pub(super) async fn since(
        snapshot: &mut SqliteConnection,
        entity: &str,
        since: Timestamp,
    ) -> Result<Self, Fault> {
        let first: Option<i64> = sqlx::query_scalar(sqlite::REPORT_BOUNDARY)
            .bind(since.as_micros())
            .fetch_one(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let Some(first) = first else { return Ok(Self(HashMap::new())) };
        let changed: Vec<Changed> = sqlx::query_as(sqlite::REPORT_LATER)
            .bind(first)
            .bind(entity)
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let mut by_row: HashMap<String, Later> = HashMap::new();
        for one in changed {
            let change = fault::read("a change", &one.change)?;
            by_row.entry(one.id).or_default().push((micros(one.at)?, change));
        }
        Ok(Self(by_row))
    }

    /// The rows that changed, as a JSON list.
    pub(super) fn rows(&self) -> String {
        let ids: Vec<&String> = self.0.keys().collect();
        serde_json::to_string(&ids).unwrap_or_else(|_| "[]".to_owned())
    }

    /// What changed one row.
    pub(super) fn take(&mut self, row: &str) -> Later {
        self.0.remove(row).unwrap_or_default()
    }
}

/// A row as it stood before what changed it from `until` on; `None` when it was not there yet.
///
/// # Errors
/// [`Fault::Permanent`] when what the trail tells of the row cannot be read as one.
pub fn stood<T: Serialize + DeserializeOwned + Clone>(
    now: &T,
    later: &Later,
    until: Timestamp,
) -> Result<Option<T>, Fault> {
    let first = later.iter().position(|(at, _)| *at >= until).unwrap_or(later.len());
    let undone: Vec<FieldChange> =
        later.iter().skip(first).map(|(_, change)| change.clone()).collect();
    if undone.is_empty() {
        return Ok(Some(now.clone()));
    }
    let unreadable = |error: serde_json::Error| fault::broken("the trail", "a row", &error);
    let fields = serde_json::to_value(now).map_err(unreadable)?;
    rewound(fields, &undone).map(serde_json::from_value).transpose().map_err(unreadable)
}
