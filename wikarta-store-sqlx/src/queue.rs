//! The two queues that workers draw from: effects to do, parked notifications to look into.
//!
//! A lease is a point in time, not a lock: a taker that dies loses it by the clock, and the try
//! counts. Looking for work disturbs no writer; only taking it writes.

use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{FromRow, Row};
use wikarta_core::account::CaseKind;
use wikarta_core::event::Effect;
use wikarta_core::id::{EffectId, OrderId, TraceId};
use wikarta_core::ports::{Fault, InboxKey, Lapsed, Return, Take, Taken};
use wikarta_core::provider::Hint;
use wikarta_core::time::Timestamp;

use crate::dialect::sqlite;
use crate::fault;
use crate::writer::{Ready, Writer};
use crate::{SqlxStore, micros};

/// A row of work, before its JSON is read.
#[derive(FromRow)]
struct Drawn {
    work: String,
    tries: i64,
    tries_this_round: i64,
    trace: String,
    since: i64,
    due: i64,
}

impl SqlxStore {
    pub(crate) async fn draw_effects(&self, take: Take) -> Result<Vec<Taken<Effect>>, Fault> {
        if !any(&self.readers, sqlite::HAS_EFFECTS, take.now).await? {
            return Ok(Vec::new());
        }
        let query = sqlx::query(sqlite::TAKE_EFFECTS)
            .bind(take.now.as_micros())
            .bind(take.lease_until.as_micros())
            .bind(take.limit);
        let rows = drawn(&self.writer, query).await?;
        sorted(&rows, |row| row.try_get("id"))
    }

    pub(crate) async fn draw_effect(
        &self,
        id: &EffectId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Taken<Effect>>, Fault> {
        let query = sqlx::query(sqlite::TAKE_EFFECT)
            .bind(now.as_micros())
            .bind(lease_until.as_micros())
            .bind(id.to_string());
        let rows = drawn(&self.writer, query).await?;
        Ok(sorted(&rows, |row| row.try_get("id"))?.pop())
    }

    pub(crate) async fn end_effect(&self, id: &EffectId, back: Return) -> Result<(), Fault> {
        let id = id.to_string();
        let make = move || match &back {
            Return::Done(at) => {
                sqlx::query(sqlite::END_EFFECT).bind(id.clone()).bind(at.as_micros())
            }
            Return::Retry { due, reason } => sqlx::query(sqlite::RETRY_EFFECT)
                .bind(id.clone())
                .bind(due.as_micros())
                .bind(reason.clone()),
            Return::Dead { at, reason } => sqlx::query(sqlite::BURY_EFFECT)
                .bind(id.clone())
                .bind(at.as_micros())
                .bind(reason.clone()),
        };
        self.writer.submit(make).await.map(drop)
    }

    pub(crate) async fn draw_parked(&self, take: Take) -> Result<Vec<Taken<Hint>>, Fault> {
        if !any(&self.readers, sqlite::HAS_PARKED, take.now).await? {
            return Ok(Vec::new());
        }
        let query = sqlx::query(sqlite::TAKE_PARKED)
            .bind(take.now.as_micros())
            .bind(take.lease_until.as_micros())
            .bind(take.limit);
        let rows = drawn(&self.writer, query).await?;
        sorted(&rows, |row| {
            let (order, key): (String, String) =
                (row.try_get("order_id")?, row.try_get("event_key")?);
            Ok(format!("{order}:{key}"))
        })
    }

    pub(crate) async fn end_parked(&self, key: &InboxKey, back: Return) -> Result<(), Fault> {
        let key = key.clone();
        let make = move || {
            let (script, at, reason) = match &back {
                Return::Done(at) => (sqlite::END_PARKED, at, ""),
                Return::Retry { due, reason } => (sqlite::RETRY_PARKED, due, reason.as_str()),
                Return::Dead { at, reason } => (sqlite::BURY_PARKED, at, reason.as_str()),
            };
            sqlx::query(script)
                .bind(key.order_id.to_string())
                .bind(key.event_key.clone())
                .bind(at.as_micros())
                .bind(reason.to_owned())
        };
        self.writer.submit(make).await.map(drop)
    }

    pub(crate) async fn overdue(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrderId>, Fault> {
        let orders: Vec<String> = sqlx::query_scalar(sqlite::OVERDUE_ATTEMPTS)
            .bind(before.as_micros())
            .bind(limit)
            .bind(CaseKind::StillPending.as_str())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |order: String| {
            order.parse().map_err(|error| fault::broken("payments", &order, &error))
        };
        orders.into_iter().map(read).collect()
    }

    pub(crate) async fn lapsed_cases(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Lapsed>, Fault> {
        let found: Vec<(String, String, i64)> = sqlx::query_as(sqlite::LAPSED)
            .bind(now.as_micros())
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let read = |(kind, id, _): (String, String, i64)| {
            let case = if kind == "refund" {
                id.parse().map(Lapsed::Refund)
            } else {
                id.parse().map(Lapsed::Void)
            };
            case.map_err(|error| fault::broken("a case", &id, &error))
        };
        found.into_iter().map(read).collect()
    }
}

async fn any(readers: &SqlitePool, look: &'static str, now: Timestamp) -> Result<bool, Fault> {
    let look = sqlx::query_scalar(look).bind(now.as_micros());
    look.fetch_one(readers).await.map_err(fault::of)
}

async fn drawn(writer: &Writer, query: Ready) -> Result<Vec<SqliteRow>, Fault> {
    let mut turn = writer.turn().await?;
    let answer = turn.finish(query).await;
    if answer.is_err() {
        turn.rollback().await;
    }
    answer.map_err(fault::of)
}

/// The rows as work, oldest first and then by name: an UPDATE answers its rows in no order.
fn sorted<T: DeserializeOwned>(
    rows: &[SqliteRow],
    name: impl Fn(&SqliteRow) -> Result<String, sqlx::Error>,
) -> Result<Vec<Taken<T>>, Fault> {
    let mut taken = Vec::with_capacity(rows.len());
    for row in rows {
        let id = name(row).map_err(fault::of)?;
        let drawn = Drawn::from_row(row).map_err(fault::of)?;
        let work = serde_json::from_str(&drawn.work)
            .map_err(|error| fault::broken("the queue", &id, &error))?;
        let count = |tries| u32::try_from(tries).unwrap_or(u32::MAX);
        let (tries, tries_this_round) = (count(drawn.tries), count(drawn.tries_this_round));
        let (trace, since) = (TraceId::new(&drawn.trace), micros(drawn.since)?);
        // An order's name ends where its notifications' begin.
        let order = (drawn.due, since, id.replacen(':', "\0", 1));
        taken.push((order, Taken { id, work, tries, tries_this_round, trace, since }));
    }
    taken.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(taken.into_iter().map(|(_, work)| work).collect())
}
