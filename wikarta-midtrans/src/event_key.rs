//! Event key v1: tells a repeat of a notification apart from news.
//!
//! The plain part, SHA-256 over order id, status and settlement time, would take a second partial
//! refund or a settlement of another amount for a repeat. So a fingerprint of the other facts follows
//! it. Both are made from the texts as received: the key never depends on how we read them.

use sha2::{Digest, Sha256};
use wikarta_core::id::hex;

use crate::transaction::TransactionFacts;

/// `<64 hex>-<16 hex>`: what makes this notification different from others of the same order.
#[must_use]
pub fn event_key(facts: &TransactionFacts) -> String {
    format!("{}-{}", plain(facts), fingerprint(facts))
}

fn plain(facts: &TransactionFacts) -> String {
    let digest = Sha256::new()
        .chain_update(facts.order_id.as_bytes())
        .chain_update(facts.transaction_status.as_bytes())
        .chain_update(facts.settlement_time.as_deref().unwrap_or_default().as_bytes())
        .finalize();
    hex(&digest)
}

fn fingerprint(facts: &TransactionFacts) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        // The length in front keeps neighbouring texts apart.
        hash.update(text.len().to_string().as_bytes());
        hash.update(b":");
        hash.update(text.as_bytes());
    };
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    add(&or_empty(&facts.transaction_id));
    add(&facts.status_code);
    add(&or_empty(&facts.fraud_status));
    add(&facts.gross_amount);
    add(&or_empty(&facts.currency));
    add(&or_empty(&facts.refund_amount));
    add(&facts.refunds.len().to_string());
    let mut refunds: Vec<_> = facts.refunds.iter().collect();
    refunds.sort();
    for refund in refunds {
        add(&refund.key);
        add(&refund.amount);
        add(if refund.confirmed { "1" } else { "0" });
    }
    hex(&hash.finalize()).chars().take(16).collect()
}
