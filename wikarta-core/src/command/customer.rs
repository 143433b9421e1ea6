//! Customers after they were taken in.

use serde::{Deserialize, Serialize};

use super::written::Change;
use crate::customer::{CustomerKey, Kind, Personal, TaxTreatment};
use crate::id::AccountId;

/// What may be asked about customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "a command is made once and never kept in numbers")]
pub enum CustomerCommand {
    /// Change values.
    #[serde(rename = "change_customer")]
    Change(ChangeCustomer),
    /// Delete a customer (soft): no new sales; bills and money stay.
    #[serde(rename = "delete_customer")]
    Delete {
        /// Who.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Erase the personal values with their key; bills and money stay, and so does every proof.
    #[serde(rename = "erase_customer")]
    Erase {
        /// Whose.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Look at full personal values; kept with the reason.
    #[serde(rename = "reveal_customer")]
    Reveal {
        /// Whose.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
}

/// Values to change. The caller knows the personal values and their key; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Change", into = "Change")]
pub struct ChangeCustomer {
    /// Who.
    pub account: AccountId,
    /// Home or business.
    pub kind: Option<Kind>,
    /// How the customer's bills are taxed.
    pub treatment: Option<TaxTreatment>,
    /// All personal values as they are to be, with the key that seals them.
    pub personal: Option<(Personal, CustomerKey)>,
}
