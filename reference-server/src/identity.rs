//! The memory of sign-in, kept in the books' database.

use async_trait::async_trait;
use wikarta_core::access::{Actor, Emergency, Grants, Role};
use wikarta_core::id::UserId;
use wikarta_core::ports::Fault;
use wikarta_core::staff::User;
use wikarta_core::time::Timestamp;
use wikarta_store_sqlx::SqlxStore;
use wikarta_store_sqlx::identity::{SecurityRow, SessionRow};

use crate::auth::identity::{Credentials, Identity, IdentityFault, SecurityNote, SessionRecord};
use crate::auth::{Email, SessionHash};

/// [`Identity`] over the store.
#[derive(Debug, Clone)]
pub struct StoredIdentity {
    store: SqlxStore,
}

impl StoredIdentity {
    /// Over these books.
    #[must_use]
    pub const fn new(store: SqlxStore) -> Self {
        Self { store }
    }
}

fn failed(fault: Fault) -> IdentityFault {
    IdentityFault(fault.to_string())
}

#[async_trait]
impl Identity for StoredIdentity {
    async fn find_user_by_email(
        &self,
        email: &Email,
    ) -> Result<Option<Credentials>, IdentityFault> {
        let found = self.store.user_by_email(email.as_str()).await.map_err(failed)?;
        Ok(found
            .map(|secret| Credentials { user: secret.user, password_hash: secret.password_hash }))
    }

    async fn user(&self, id: &UserId) -> Result<Option<User>, IdentityFault> {
        self.store.user(id).await.map_err(failed)
    }

    async fn actor(&self, user: &User, at: Timestamp) -> Result<Actor, IdentityFault> {
        let actor = Actor::staff(user.id.clone(), user.roles.iter().copied());
        // Only these two can have more than their roles give.
        if user.custom.is_empty() && !user.roles.contains(&Role::Superuser) {
            return Ok(actor);
        }
        let Some((roster, _)) = self.store.roster().await.map_err(failed)? else {
            return Ok(actor);
        };
        let made = user.custom.iter().filter_map(|code| roster.roles.get(code));
        let emergency = match roster.in_emergency(&user.id, at) {
            true => Emergency::Yes,
            false => Emergency::No,
        };
        Ok(actor.with(Grants { emergency, ..Grants::of(made) }))
    }

    async fn create_session(&self, session: &SessionRecord) -> Result<(), IdentityFault> {
        let row = SessionRow {
            id_hash: *session.hash.bytes(),
            user: session.user.clone(),
            created_at: session.created_at,
            seen_at: session.seen_at,
            expires_at: session.expires_at,
        };
        self.store.open_session(&row).await.map_err(failed)
    }

    async fn session(&self, hash: &SessionHash) -> Result<Option<SessionRecord>, IdentityFault> {
        let found = self.store.session(hash.bytes()).await.map_err(failed)?;
        Ok(found.map(|row| SessionRecord {
            hash: *hash,
            user: row.user,
            created_at: row.created_at,
            seen_at: row.seen_at,
            expires_at: row.expires_at,
        }))
    }

    async fn touch_session(&self, hash: &SessionHash, at: Timestamp) -> Result<(), IdentityFault> {
        self.store.touch_session(hash.bytes(), at).await.map_err(failed)
    }

    async fn end_session(&self, hash: &SessionHash) -> Result<(), IdentityFault> {
        self.store.end_session(hash.bytes()).await.map_err(failed)
    }

    async fn end_sessions_of(&self, user: &UserId) -> Result<(), IdentityFault> {
        self.store.end_sessions_of(user).await.map_err(failed)
    }

    async fn record_security(&self, note: &SecurityNote) -> Result<(), IdentityFault> {
        let row = SecurityRow {
            at: note.at,
            kind: note.kind.as_str().to_owned(),
            subject: note.subject_text(),
            detail: note.detail_text(),
            trace: note.trace.to_string(),
        };
        self.store.note_security(&row).await.map_err(failed)
    }
}
