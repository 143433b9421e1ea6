//! A row as it stood earlier, and an account as it stood at an instant, from the trail alone.

use serde_json::Value;

use super::chain::Entry;
use super::diff::FieldChange;
use crate::account::{Account, AccountEvent};
use crate::aggregate::AggregateId;
use crate::time::Timestamp;

/// A row as it stood before some changes, from what it is now. The changes are those of this row,
/// oldest first and without gaps up to now; `None` when the first of them made the row.
#[must_use]
pub fn rewound(now: Value, later: &[FieldChange]) -> Option<Value> {
    let Value::Object(mut fields) = now else { return None };
    for change in later.iter().rev() {
        if names_the_row(change) {
            return None;
        }
        if change.before.is_null() {
            // Absent and null are the same to whoever reads a row.
            fields.remove(&change.field);
        } else {
            fields.insert(change.field.clone(), change.before.clone());
        }
    }
    Some(Value::Object(fields))
}

/// Whether a change gave the row its name, which happens once, when it is made.
fn names_the_row(change: &FieldChange) -> bool {
    let naming = change.field == "id" || change.field == "order_id";
    naming && change.before.is_null() && change.after.as_str() == Some(change.id.as_str())
}

/// Why the past of an account cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// An entry's event cannot be read.
    #[error("entry {seq} of the account's chain cannot be read: {why}")]
    Unreadable {
        /// The entry.
        seq: u64,
        /// What is wrong with it.
        why: String,
    },
}

/// An account as it stood at an instant: its events from the first on, until the first that came
/// later. `None` when it was not there yet. The entries are those of one account's chain, oldest
/// first; entries of other chains are passed over.
///
/// # Errors
/// [`ReplayError`] for an entry that cannot be read.
pub fn account_at<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    at: Timestamp,
) -> Result<Option<Account>, ReplayError> {
    let mut account = None;
    for entry in entries.take_while(|entry| entry.at <= at) {
        let AggregateId::Account(id) = &entry.aggregate else { continue };
        let event: AccountEvent = serde_json::from_str(&entry.data)
            .map_err(|error| ReplayError::Unreadable { seq: entry.seq, why: error.to_string() })?;
        account = Account::after(account, id, &event);
    }
    Ok(account)
}
