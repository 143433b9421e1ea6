//! The seller's policy, version by version.

use sqlx::sqlite::SqliteRow;
use wikarta_core::id::UserId;
use wikarta_core::policy::Policy;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::page::{body, column};
use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// A policy that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// The policy.
    pub policy: Policy,
    /// Since when.
    pub since: Timestamp,
    /// Who proposed it; absent for the one that an installation starts with.
    pub proposed_by: Option<UserId>,
    /// Who agreed.
    pub approved_by: Option<UserId>,
    /// Why it was changed.
    pub reason: Option<String>,
}

impl SqlxStore {
    /// Every policy that is or was in force, newest first, at most 200.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn policies(&self) -> Result<Vec<PolicyVersion>, Fault> {
        self.every(sqlx::query(sqlite::POLICIES), version).await
    }

    /// One of them; `None` when there is none with this number.
    ///
    /// # Errors
    /// A [`Fault`] of the database; [`Fault::Permanent`] for a text that this program cannot read.
    pub async fn policy(&self, number: u32) -> Result<Option<PolicyVersion>, Fault> {
        self.one(sqlx::query(sqlite::POLICY).bind(number), version).await
    }
}

fn version(row: &SqliteRow) -> Result<PolicyVersion, Fault> {
    let person = |name| match column::<Option<&str>>(row, name)? {
        Some(id) => id.parse().map(Some).map_err(|error| fault::broken("policies", id, &error)),
        None => Ok(None),
    };
    Ok(PolicyVersion {
        policy: body("a policy")(row)?,
        since: Timestamp::clamped(column(row, "stored_at")?),
        proposed_by: person("proposed_by")?,
        approved_by: person("approved_by")?,
        reason: column(row, "reason")?,
    })
}
