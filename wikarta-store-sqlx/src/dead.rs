//! Work that was given up: listed with its reason, and sent round again.

use sqlx::FromRow;
use wikarta_core::id::{AccountId, TraceId};
use wikarta_core::ports::{DeadLetterId, Fault};
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// Something that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its name.
    pub id: DeadLetterId,
    /// What it is: the kind of effect, or `notification`.
    pub kind: String,
    /// The order that it is about, when it is about one.
    pub order_id: Option<String>,
    /// The account that it concerns, when known.
    pub account: Option<AccountId>,
    /// Why it was given up, without secrets or personal data.
    pub reason: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it was put there.
    pub since: Timestamp,
    /// When it was given up.
    pub ended: Timestamp,
    /// The request that it came from.
    pub trace: TraceId,
}

#[derive(FromRow)]
struct Kept {
    id: String,
    kind: String,
    order_id: Option<String>,
    account_id: Option<String>,
    reason: String,
    tries: i64,
    since: i64,
    ended: i64,
    trace: String,
}

impl Kept {
    fn read(self) -> Result<DeadLetter, Fault> {
        let id = self.id.parse().map_err(|error| fault::broken("a queue", &self.id, &error))?;
        let account = self.account_id.map(|account| {
            account.parse().map_err(|error| fault::broken("a queue", &account, &error))
        });
        Ok(DeadLetter {
            id,
            kind: self.kind,
            order_id: self.order_id,
            account: account.transpose()?,
            reason: self.reason,
            tries: u32::try_from(self.tries).unwrap_or(u32::MAX),
            since: micros(self.since)?,
            ended: micros(self.ended)?,
            trace: TraceId::new(&self.trace),
        })
    }
}

impl SqlxStore {
    /// What was given up, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn dead_letters(&self, limit: u32) -> Result<Vec<DeadLetter>, Fault> {
        let rows: Vec<Kept> = sqlx::query_as(sqlite::DEAD_LETTERS)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        rows.into_iter().map(Kept::read).collect()
    }

    pub(crate) async fn send_round(
        &self,
        id: &DeadLetterId,
        due: Timestamp,
    ) -> Result<bool, Fault> {
        let (id, due) = (id.clone(), due.as_micros());
        let make = move || match &id {
            DeadLetterId::Effect(id) => {
                sqlx::query(sqlite::REDRIVE_EFFECT).bind(id.to_string()).bind(due)
            }
            DeadLetterId::Notification(key) => sqlx::query(sqlite::REDRIVE_PARKED)
                .bind(key.order_id.to_string())
                .bind(key.event_key.clone())
                .bind(due),
        };
        Ok(self.writer.submit(make).await? > 0)
    }
}
