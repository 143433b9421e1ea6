//! Changes of service, for the one who switches the network.

use wikarta_core::id::{AccountId, SubscriptionId};
use wikarta_core::ports::Fault;
use wikarta_core::time::Timestamp;

use super::page::{column, parsed};
use crate::dialect::sqlite;
use crate::{SqlxStore, micros};

/// Service was limited, or opened again.
#[derive(Debug, Clone)]
pub struct NetworkEvent {
    /// Its place in the journal: ask for what came after it.
    pub place: i64,
    /// `subscription.isolated` or `subscription.restored`.
    pub action: String,
    /// When it was decided.
    pub at: Timestamp,
    /// Of which subscription.
    pub subscription: SubscriptionId,
    /// Whose.
    pub account: AccountId,
    /// The customer's number.
    pub customer_code: String,
}

impl SqlxStore {
    /// Changes of service after a place in the journal, in the order in which they were written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn network_events(&self, after: i64, limit: u32) -> Result<Vec<NetworkEvent>, Fault> {
        let bound = sqlx::query(sqlite::NETWORK_EVENTS).bind(after).bind(i64::from(limit));
        self.every(bound, |row| {
            Ok(NetworkEvent {
                place: column(row, "place")?,
                action: column(row, "action")?,
                at: micros(column(row, "at")?)?,
                subscription: parsed(row, "subscription")?,
                account: parsed(row, "account_id")?,
                customer_code: column(row, "code")?,
            })
        })
        .await
    }
}
