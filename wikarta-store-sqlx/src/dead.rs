//! Work that was given up: listed with its reason, and sent round again.

use std::fmt;
use std::str::FromStr;

use sqlx::FromRow;
use wikarta_core::id::{AccountId, EffectId, OrderId, TraceId};
use wikarta_core::ports::{Fault, InboxKey};
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::{SqlxStore, fault, micros};

/// Names something that was given up: an effect by its id, a notification as `order:event-key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadLetterId {
    /// An effect.
    Effect(EffectId),
    /// A notification.
    Notification(InboxKey),
}

/// Not the name of an effect or notification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no effect or notification; take an id from the list of dead letters")]
pub struct NoDeadLetterId(String);

impl fmt::Display for DeadLetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Effect(id) => write!(f, "{id}"),
            Self::Notification(key) => write!(f, "{}:{}", key.order_id, key.event_key),
        }
    }
}

impl FromStr for DeadLetterId {
    type Err = NoDeadLetterId;
    fn from_str(text: &str) -> Result<Self, NoDeadLetterId> {
        let unknown = || NoDeadLetterId(text.chars().take(60).collect());
        let Some((order, key)) = text.split_once(':') else {
            return text.parse().map(Self::Effect).map_err(|_| unknown());
        };
        let order_id: OrderId = order.parse().map_err(|_| unknown())?;
        if key.is_empty() || key.len() > 200 {
            return Err(unknown());
        }
        Ok(Self::Notification(InboxKey { order_id, event_key: key.to_owned() }))
    }
}

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

    /// Sends what was given up round again, with all its tries, from `due` on. Answers whether it
    /// was dead.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn redrive(&self, id: &DeadLetterId, due: Timestamp) -> Result<bool, Fault> {
        match id {
            DeadLetterId::Effect(id) => self.redrive_effect(id, due).await,
            DeadLetterId::Notification(key) => self.redrive_parked(key, due).await,
        }
    }

    async fn redrive_effect(&self, id: &EffectId, due: Timestamp) -> Result<bool, Fault> {
        let id = id.to_string();
        let make =
            move || sqlx::query(sqlite::REDRIVE_EFFECT).bind(id.clone()).bind(due.as_micros());
        Ok(self.writer.submit(make).await? > 0)
    }

    async fn redrive_parked(&self, key: &InboxKey, due: Timestamp) -> Result<bool, Fault> {
        let key = key.clone();
        let make = move || {
            sqlx::query(sqlite::REDRIVE_PARKED)
                .bind(key.order_id.to_string())
                .bind(key.event_key.clone())
                .bind(due.as_micros())
        };
        Ok(self.writer.submit(make).await? > 0)
    }
}
