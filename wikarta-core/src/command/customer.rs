//! Customers after they were taken in.

use crate::customer::{CustomerKey, Kind, Personal, TaxTreatment};
use crate::id::AccountId;

/// What may be asked about customers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a command is made once and never kept in numbers")]
pub enum CustomerCommand {
    /// Change values.
    Change(ChangeCustomer),
    /// Delete a customer (soft): no new sales; bills and money stay.
    Delete {
        /// Who.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Erase the personal values with their key; bills and money stay, and so does every proof.
    Erase {
        /// Whose.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
    /// Look at full personal values; kept with the reason.
    Reveal {
        /// Whose.
        account: AccountId,
        /// Why, at least 10 characters.
        reason: String,
    },
}

/// Values to change. The caller knows the personal values and their key; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq)]
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
