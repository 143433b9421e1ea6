//! Users as sign-in needs them.

use sqlx::FromRow;
use wikarta_core::id::UserId;
use wikarta_core::ports::Fault;
use wikarta_core::staff::User;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// A user with what proves who it is.
#[derive(Clone)]
pub struct Secret {
    /// The user, roles of this moment included.
    pub user: User,
    /// The password hash in PHC form; `None` for a person who cannot sign in.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret").field("user", &self.user.id).finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Listed {
    body: String,
    password_hash: Option<String>,
}

impl SqlxStore {
    /// The user who signs in with an address (lower case).
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<Secret>, Fault> {
        let found: Option<Listed> = sqlx::query_as(sqlite::USER_BY_EMAIL)
            .bind(email)
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let secret = |listed: Listed| {
            let user = fault::read("a user", &listed.body)?;
            Ok(Secret { user, password_hash: listed.password_hash })
        };
        found.map(secret).transpose()
    }

    /// A user by id.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn user(&self, id: &UserId) -> Result<Option<User>, Fault> {
        let found: Option<String> = sqlx::query_scalar(sqlite::USER_BY_ID)
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        found.map(|body| fault::read("a user", &body)).transpose()
    }

    /// Users by address, those after `after`, at most `limit`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn users(&self, after: &str, limit: u32) -> Result<Vec<User>, Fault> {
        let bodies: Vec<String> = sqlx::query_scalar(sqlite::USERS)
            .bind(after)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        bodies.iter().map(|body| fault::read("a user", body)).collect()
    }

    /// Keeps a password hash; answers whether there is such a user.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn set_password_hash(&self, email: &str, hash: &str) -> Result<bool, Fault> {
        let (email, hash) = (email.to_owned(), hash.to_owned());
        let make = move || sqlx::query(sqlite::SET_PASSWORD).bind(email.clone()).bind(hash.clone());
        Ok(self.writer.submit(make).await? > 0)
    }
}
