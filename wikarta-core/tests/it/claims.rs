//! What a gateway says, built in a few words.

use wikarta_core::account::Attempt;
use wikarta_core::id::{CommandId, OrderId};
use wikarta_core::money::Rupiah;
use wikarta_core::provider::{Hint, ProviderRefund, ProviderStatus, Reading};
use wikarta_core::time::Timestamp;

use crate::world::{at, rupiah};

/// What the gateway would say about an attempt it made, in a status.
pub fn reading(attempt: &Attempt, status: ProviderStatus) -> Reading {
    Reading {
        status,
        transaction_id: Some(format!("tx-{}", attempt.order_id)),
        amount: attempt.amount,
        payer_fee: Rupiah::ZERO,
        currency: Some("IDR".to_owned()),
        channel: Some(attempt.channel),
        instructions: None,
        expires_at: None,
        settled_at: status.means_money().then(settled_at),
        refunds: Vec::new(),
        refunded_total: None,
    }
}

pub fn settled_at() -> Timestamp {
    at("2026-08-01T03:42:03Z")
}

/// A notification that claims a reading. Its key tells every part of the claim apart, as the
/// gateway crate's does.
pub fn hint(order_id: &OrderId, reading: &Reading) -> Hint {
    let event_key = CommandId::from_parts(&[&format!("{reading:?}")]).as_str().to_owned();
    Hint { order_id: order_id.clone(), event_key, reading: reading.clone(), probe: false }
}

/// A notification about an attempt in a status, otherwise as it should be.
pub fn told(attempt: &Attempt, status: ProviderStatus) -> Hint {
    hint(&attempt.order_id, &reading(attempt, status))
}

pub fn refund(key: &str, amount: i64, confirmed: bool) -> ProviderRefund {
    ProviderRefund { key: key.to_owned(), amount: rupiah(amount), confirmed, chargeback: false }
}
