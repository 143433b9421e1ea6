//! The HTTP answer to a command, kept so that its repeat reads the same, byte for byte.

use sqlx::FromRow;
use wikarta_core::id::CommandId;
use wikarta_core::ports::Fault;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault};

/// What is remembered of a command that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// SHA-256 of the request that was carried out.
    pub request: [u8; 32],
    /// Status and content of the answer, once they were kept.
    pub http: Option<(u16, String)>,
}

#[derive(FromRow)]
struct Kept {
    request: Vec<u8>,
    http_status: Option<i64>,
    http_content: Option<String>,
}

impl SqlxStore {
    /// Keeps the answer that was given to a command, the first one for good. Answers whether it was
    /// kept: a command that changed nothing has no row to keep it in.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remember_answer(
        &self,
        command: &CommandId,
        status: u16,
        content: &str,
    ) -> Result<bool, Fault> {
        let (command, content) = (command.to_string(), content.to_owned());
        let make = move || {
            sqlx::query(sqlite::REMEMBER_ANSWER)
                .bind(command.clone())
                .bind(i64::from(status))
                .bind(content.clone())
        };
        Ok(self.writer.submit(make).await? > 0)
    }

    /// What is remembered of a command; `None` when it was never carried out.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn answer_of(&self, command: &CommandId) -> Result<Option<KeptAnswer>, Fault> {
        let found: Option<Kept> = sqlx::query_as(sqlite::ANSWER_OF)
            .bind(command.to_string())
            .fetch_optional(&self.readers)
            .await
            .map_err(fault::of)?;
        let Some(kept) = found else { return Ok(None) };
        let request = kept.request.as_slice().try_into();
        let status = kept.http_status.and_then(|status| u16::try_from(status).ok());
        Ok(Some(KeptAnswer {
            request: request
                .map_err(|error| fault::broken("command_keys", command.as_str(), &error))?,
            http: status.zip(kept.http_content),
        }))
    }
}
