//! What customers have bought.

use sqlx::sqlite::SqliteRow;
use wikarta_core::id::{AccountId, SubscriptionId};
use wikarta_core::ports::Fault;
use wikarta_core::subscription::{Subscription, SubscriptionStatus};
use wikarta_core::time::Zone;

use super::PAGE_MAX;
use super::page::{self, Bound, body, column, parsed};
use crate::SqlxStore;
use crate::dialect::sqlite;

/// A subscription with whose it is.
#[derive(Debug, Clone)]
pub struct Sold {
    /// All of it.
    pub subscription: Subscription,
    /// Whose.
    pub account: AccountId,
    /// The customer's number.
    pub customer_code: String,
    /// The customer's name; empty once erased.
    pub customer_name: String,
    /// The customer's zone: it rules the days of bills.
    pub zone: Zone,
    /// Counts the changes of the account.
    pub version: u64,
}

impl SqlxStore {
    /// One subscription; `None` when there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscription(&self, id: &SubscriptionId) -> Result<Option<Sold>, Fault> {
        self.one(sqlx::query(sqlite::SUBSCRIPTION).bind(id.to_string()), sold).await
    }

    /// Everything that a customer has bought, oldest first, ended ones included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscriptions_of(&self, account: &AccountId) -> Result<Vec<Sold>, Fault> {
        let bound = sqlx::query(sqlite::SUBSCRIPTIONS_OF_CUSTOMER).bind(account.to_string());
        self.every(bound, sold).await
    }

    /// Subscriptions in a status by id, those after `after`, at most `limit` or [`PAGE_MAX`]. Fewer
    /// than asked for: there are no more.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscriptions_in(
        &self,
        status: SubscriptionStatus,
        after: Option<&SubscriptionId>,
        limit: u32,
    ) -> Result<Vec<Sold>, Fault> {
        let bound = sqlx::query(sqlite::SUBSCRIPTIONS).bind(status.as_str());
        self.sold_after(bound, after, limit).await
    }

    /// Subscriptions whose end was asked for and not yet agreed to, as
    /// [`SqlxStore::subscriptions_in`].
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscriptions_ending(
        &self,
        after: Option<&SubscriptionId>,
        limit: u32,
    ) -> Result<Vec<Sold>, Fault> {
        self.sold_after(sqlx::query(sqlite::SUBSCRIPTIONS_ENDING), after, limit).await
    }

    /// What a billing run has to look at: running and isolated subscriptions, and ended ones with
    /// charges or days that no bill has, as [`SqlxStore::subscriptions_in`].
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subscriptions_to_bill(
        &self,
        after: Option<&SubscriptionId>,
        limit: u32,
    ) -> Result<Vec<Sold>, Fault> {
        self.sold_after(sqlx::query(sqlite::SUBSCRIPTIONS_TO_BILL), after, limit).await
    }

    async fn sold_after(
        &self,
        bound: Bound,
        after: Option<&SubscriptionId>,
        limit: u32,
    ) -> Result<Vec<Sold>, Fault> {
        let after = after.map(ToString::to_string).unwrap_or_default();
        self.every(bound.bind(after).bind(limit.clamp(1, PAGE_MAX)), sold).await
    }
}

fn sold(row: &SqliteRow) -> Result<Sold, Fault> {
    Ok(Sold {
        subscription: body("a subscription")(row)?,
        account: parsed(row, "account_id")?,
        customer_code: column(row, "code")?,
        customer_name: column(row, "name")?,
        zone: page::zone(row)?,
        version: page::version(row)?,
    })
}
