//! Money that came and went, settlements, and refunds with everybody's hand in them.

use std::collections::{BTreeSet, HashMap};

use sqlx::FromRow;
use sqlx::sqlite::SqliteRow;
use wikarta_core::account::{AccountEvent, Attempt, RefundCase};
use wikarta_core::audit::FieldChange;
use wikarta_core::id::{AccountId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::Fault;
use wikarta_core::provider::Channel;
use wikarta_core::report::{CashMove, Means, cash_moves, suspense_moves};
use wikarta_core::suspense::SuspenseItem;
use wikarta_core::time::Timestamp;

use super::past::{Past, stood};
use super::{Buyer, Span};
use crate::dialect::sqlite;
use crate::views::page::{body, column};
use crate::{SqlxStore, fault, micros};

/// A movement of money with when the books took it in.
#[derive(Debug, Clone)]
pub struct MoneyMove {
    /// When.
    pub at: Timestamp,
    /// Whose; absent under an order that nobody here knows.
    pub account: Option<AccountId>,
    /// What moved.
    pub moved: CashMove,
    /// How it was paid, for money under an order of ours.
    pub channel: Option<Channel>,
}

/// An attempt whose money came.
#[derive(Debug, Clone)]
pub struct SettlementRow {
    /// The attempt as it stood.
    pub attempt: Attempt,
    /// Whose.
    pub buyer: Buyer,
    /// The oldest bill's number.
    pub number: Option<String>,
}

/// A refund of the register.
#[derive(Debug, Clone)]
pub struct RefundEntry {
    /// The refund as it stood.
    pub refund: RefundCase,
    /// Whose.
    pub buyer: Buyer,
    /// The bill's number.
    pub number: Option<String>,
    /// How it had been paid.
    pub channel: Option<Channel>,
}

#[derive(FromRow)]
struct Moved {
    aggregate: String,
    at: i64,
    data: String,
    changes: String,
}

impl SqlxStore {
    /// Money that moved between the house and the world, by when the books took it in. A day that
    /// is over never changes: what is corrected later is a movement of a later day.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn money_moves(&self, span: Span) -> Result<Vec<MoneyMove>, Fault> {
        let found: Vec<Moved> = sqlx::query_as(sqlite::REPORT_MOVES)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let mut moves = Vec::new();
        for entry in &found {
            moves.append(&mut entry.moves()?);
        }
        let orders: BTreeSet<&OrderId> = moves.iter().filter_map(order_of).collect();
        let channels = self.channels(&orders).await?;
        for one in &mut moves {
            one.channel = order_of(one).and_then(|order| channels.get(order.as_str()).copied());
        }
        Ok(moves)
    }

    async fn channels(
        &self,
        orders: &BTreeSet<&OrderId>,
    ) -> Result<HashMap<String, Channel>, Fault> {
        let orders: Vec<&str> = orders.iter().map(|order| order.as_str()).collect();
        let found: Vec<(String, String)> = sqlx::query_as(sqlite::REPORT_CHANNELS)
            .bind(fault::list(&orders))
            .fetch_all(&self.readers)
            .await
            .map_err(fault::of)?;
        let known = |(order, channel): (String, String)| {
            let channel = channel.parse().map_err(|e| fault::broken("payments", &order, &e))?;
            Ok((order, channel))
        };
        found.into_iter().map(known).collect()
    }

    /// What came in and has not gone out, over all there is, now.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn money_held(&self) -> Result<Rupiah, Fault> {
        let held: i64 = sqlx::query_scalar(sqlite::REPORT_HELD)
            .fetch_one(&self.readers)
            .await
            .map_err(fault::of)?;
        Rupiah::new(held).map_err(|error| fault::broken("an amount", "held", &error))
    }

    /// Attempts whose money came in a span by the gateway's time, as the books stood at an instant,
    /// oldest settlement first. One that the gateway gave no time for counts from when it was opened.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn settled_payments(
        &self,
        span: Span,
        as_of: Timestamp,
    ) -> Result<Vec<SettlementRow>, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut past = Past::since(&mut snapshot, "payment", as_of).await?;
        let found = sqlx::query(sqlite::REPORT_SETTLEMENTS)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .bind(past.rows())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let mut rows = Vec::new();
        for row in &found {
            let now: Attempt = body("a payment")(row)?;
            let later = past.take(now.order_id.as_str());
            let Some(attempt) = stood(&now, &later, as_of)? else { continue };
            if settled_at(&attempt).is_some_and(|at| span.holds(at)) {
                rows.push(SettlementRow {
                    attempt,
                    buyer: Buyer::of(row)?,
                    number: column(row, "number")?,
                });
            }
        }
        rows.sort_by(|a, b| {
            let key =
                |row: &SettlementRow| (settled_at(&row.attempt), row.attempt.order_id.clone());
            key(a).cmp(&key(b))
        });
        Ok(rows)
    }

    /// Refunds that were asked for in a span, as they stood at an instant, oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn refund_register(
        &self,
        span: Span,
        as_of: Timestamp,
    ) -> Result<Vec<RefundEntry>, Fault> {
        let mut snapshot = self.readers.begin().await.map_err(fault::of)?;
        let mut past = Past::since(&mut snapshot, "refund", as_of).await?;
        let found = sqlx::query(sqlite::REPORT_REFUNDS)
            .bind(span.from.as_micros())
            .bind(span.until.as_micros())
            .fetch_all(&mut *snapshot)
            .await
            .map_err(fault::of)?;
        let mut rows = Vec::new();
        for row in &found {
            let now: RefundCase = body("a refund")(row)?;
            let later = past.take(now.id.as_str());
            let Some(refund) = stood(&now, &later, as_of)? else { continue };
            let (buyer, number) = (Buyer::of(row)?, column(row, "number")?);
            rows.push(RefundEntry { refund, buyer, number, channel: channel(row)? });
        }
        Ok(rows)
    }
}

/// When money came, as the gateway says; else when the attempt was opened.
fn settled_at(attempt: &Attempt) -> Option<Timestamp> {
    let booking = attempt.booking.as_ref()?;
    Some(booking.settled_at.unwrap_or(attempt.opened_at))
}

fn channel(row: &SqliteRow) -> Result<Option<Channel>, Fault> {
    let text: Option<&str> = column(row, "channel")?;
    text.map(|text| text.parse().map_err(|error| fault::broken("payments", text, &error)))
        .transpose()
}

fn order_of(one: &MoneyMove) -> Option<&OrderId> {
    match &one.moved.means {
        Means::Gateway(order) => Some(order),
        Means::Hand(..) | Means::Transfer => None,
    }
}

impl Moved {
    fn moves(&self) -> Result<Vec<MoneyMove>, Fault> {
        let at = micros(self.at)?;
        let owner = self.aggregate.strip_prefix("account:");
        let (account, moved) = match owner {
            Some(id) => {
                let account: AccountId =
                    id.parse().map_err(|error| fault::broken("audit_logs", id, &error))?;
                let event: AccountEvent = fault::read("an event", &self.data)?;
                (Some(account), cash_moves(&event))
            }
            None => {
                let item: SuspenseItem = fault::read("an unknown order", &self.data)?;
                let changes: Vec<FieldChange> = fault::read("changes", &self.changes)?;
                (None, suspense_moves(&item.order_id, &changes, item.settled_at))
            }
        };
        let row = |moved| MoneyMove { at, account: account.clone(), moved, channel: None };
        Ok(moved.into_iter().map(row).collect())
    }
}
