//! Sessions, kept under the hash of their id.

use sqlx::FromRow;
use wikarta_core::id::UserId;
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the id; the id itself is only with its holder.
    pub id_hash: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends in any case.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Listed {
    user_id: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

impl SqlxStore {
    /// Keeps a new session, and drops those whose time was over when it began.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn open_session(&self, session: &SessionRow) -> Result<(), Fault> {
        let session = session.clone();
        let make = move || {
            sqlx::query(sqlite::OPEN_SESSION)
                .bind(session.id_hash.to_vec())
                .bind(session.user.to_string())
                .bind(session.created_at.as_micros())
                .bind(session.seen_at.as_micros())
                .bind(session.expires_at.as_micros())
        };
        self.writer.submit(make).await.map(|_| ())
    }

    /// The session under a hash; `None` once it has ended.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn session(&self, id_hash: &[u8; 32]) -> Result<Option<SessionRow>, Fault> {
        let found: Option<Listed> = sqlx::query_as(sqlite::SESSION)
            .bind(id_hash.as_slice())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let row = |listed: Listed| {
            let user = listed.user_id.parse();
            Ok(SessionRow {
                id_hash: *id_hash,
                user: user.map_err(|error| fault::broken("sessions", &listed.user_id, &error))?,
                created_at: micros(listed.created_at)?,
                seen_at: micros(listed.seen_at)?,
                expires_at: micros(listed.expires_at)?,
            })
        };
        found.map(row).transpose()
    }

    /// Moves the time of last use forward, never back.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn touch_session(&self, id_hash: &[u8; 32], at: Timestamp) -> Result<(), Fault> {
        let id_hash = *id_hash;
        let make =
            move || sqlx::query(sqlite::TOUCH_SESSION).bind(id_hash.to_vec()).bind(at.as_micros());
        self.writer.submit(make).await.map(|_| ())
    }

    /// Ends a session; ending it twice changes nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session(&self, id_hash: &[u8; 32]) -> Result<(), Fault> {
        let id_hash = *id_hash;
        self.writer
            .submit(move || sqlx::query(sqlite::END_SESSION).bind(id_hash.to_vec()))
            .await
            .map(|_| ())
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_sessions_of(&self, user: &UserId) -> Result<(), Fault> {
        let user = user.to_string();
        self.writer
            .submit(move || sqlx::query(sqlite::END_SESSIONS_OF).bind(user.clone()))
            .await
            .map(|_| ())
    }
}
