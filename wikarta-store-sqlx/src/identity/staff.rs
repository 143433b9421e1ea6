//! Who works here, as the page about access needs it.

use sqlx::FromRow;
use wikarta_core::ports::Fault;
use wikarta_core::roster::Roster;
use wikarta_core::staff::User;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// A member of staff. Roles, built-in ones and those made here, are in the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// The person.
    pub user: User,
    /// Whether the person has a password.
    pub can_sign_in: bool,
    /// When a session of the person was last used, of those that are still kept.
    pub seen_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Listed {
    body: String,
    can_sign_in: bool,
    seen_at: Option<i64>,
}

impl SqlxStore {
    /// Members of staff by address, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn staff(&self, after: &str, limit: u32) -> Result<Vec<StaffRow>, Fault> {
        let found: Vec<Listed> = sqlx::query_as(sqlite::STAFF)
            .bind(after)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let row = |listed: Listed| {
            Ok(StaffRow {
                user: fault::read("a user", &listed.body)?,
                can_sign_in: listed.can_sign_in,
                seen_at: listed.seen_at.map(micros).transpose()?,
            })
        };
        found.into_iter().map(row).collect()
    }

    /// Everybody's access with its version: members, roles made here, changes that wait, the
    /// emergency. `None` before the first person was enrolled.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn roster(&self) -> Result<Option<(Roster, u64)>, Fault> {
        let found: Option<(String, i64)> = sqlx::query_as(sqlite::ROSTER)
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |(body, version): (String, i64)| {
            Ok((fault::read("the roster", &body)?, u64::try_from(version).unwrap_or_default()))
        };
        found.map(read).transpose()
    }
}
