//! The trail of one thing, as people read it.

use sqlx::FromRow;
use wikarta_core::audit::FieldChange;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// Whose trail, and how much of it.
#[derive(Debug, Clone)]
pub struct TrailFilter {
    /// The kind of thing: `invoice`, `payment`, `customer`, …
    pub entity: String,
    /// Which one.
    pub id: String,
    /// Only what this actor did, as the trail names actors.
    pub actor: Option<String>,
    /// At most so many, newest first.
    pub limit: u32,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Place in the chain of its aggregate.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as the trail names actors.
    pub actor: String,
    /// The person's name, for a member of staff.
    pub actor_name: Option<String>,
    /// The roles then.
    pub roles: String,
    /// What.
    pub action: String,
    /// The request.
    pub trace: String,
    /// What it changed, of everything.
    pub changes: Vec<FieldChange>,
    /// The event as JSON.
    pub data: String,
    /// The hash in hexadecimal.
    pub hash: String,
}

#[derive(FromRow)]
struct Listed {
    seq: i64,
    at: i64,
    actor: String,
    actor_name: Option<String>,
    roles: String,
    action: String,
    trace: String,
    changes: String,
    data: String,
    hash: String,
}

impl SqlxStore {
    /// The trail of one thing, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn trail(&self, filter: &TrailFilter) -> Result<Vec<AuditRow>, Fault> {
        let found: Vec<Listed> = sqlx::query_as(sqlite::TRAIL)
            .bind(&filter.entity)
            .bind(&filter.id)
            .bind(&filter.actor)
            .bind(i64::from(filter.limit))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let row = |listed: Listed| {
            Ok(AuditRow {
                seq: u64::try_from(listed.seq).unwrap_or_default(),
                at: micros(listed.at)?,
                actor: listed.actor,
                actor_name: listed.actor_name,
                roles: listed.roles,
                action: listed.action,
                trace: listed.trace,
                changes: fault::read("changes", &listed.changes)?,
                data: listed.data,
                hash: listed.hash,
            })
        };
        found.into_iter().map(row).collect()
    }
}
