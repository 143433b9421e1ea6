//! Any bytes as the gateway's answer, HTTP status first: every call comes to a typed outcome, and a
//! success is about what was asked.

use wikarta_core::money::Rupiah;
use wikarta_core::ports::{ChargeOutcome, ChargeRequest};
use wikarta_core::provider::Channel;
use wikarta_midtrans::answer::Answer;
use wikarta_midtrans::lifecycle::{self, RefundRequest};
use wikarta_midtrans::order::{self, Method, OrderRequest};
use wikarta_midtrans::outcome::Outcome;
use wikarta_midtrans::{charge, snap};

fn requests() -> Option<(ChargeRequest, RefundRequest, OrderRequest)> {
    let amount = Rupiah::new(275_000).ok()?;
    let charge = ChargeRequest {
        order_id: "INV-2026-000123".parse().ok()?,
        invoice: "inv_1".parse().ok()?,
        amount,
        channel: Channel::BcaVa,
        at: "2026-08-01T03:00:00Z".parse().ok()?,
        expires_at: "2026-08-02T03:00:00Z".parse().ok()?,
        description: "x".to_owned(),
    };
    let refund = RefundRequest {
        order_id: charge.order_id.clone(),
        refund_key: "RF-1".parse().ok()?,
        amount: None,
        reason: String::new(),
    };
    let order = OrderRequest {
        order_id: charge.order_id.clone(),
        amount,
        method: Method::Gopay { callback_url: None },
        open_seconds: None,
        items: Vec::new(),
        reference: None,
    };
    Some((charge, refund, order))
}

/// What holds of any input.
pub fn run(input: &[u8]) {
    let Some((charge, refund, order)) = requests() else { return };
    let Some((status, body)) = input.split_first_chunk::<2>() else { return };
    let answer = Answer::new(u16::from_be_bytes(*status) % 700, body);
    if let ChargeOutcome::Accepted { transaction_id, .. } = charge::outcome(&charge, &answer) {
        // Neither half of this would be so were it about another order.
        let text = String::from_utf8_lossy(body);
        assert!(!transaction_id.is_empty() || text.contains("transaction_id"));
        assert!(text.contains("2750"));
    }
    let _ = lifecycle::status_outcome(&answer);
    let _ = lifecycle::end_outcome(&answer);
    let _ = lifecycle::refund_outcome(&refund, &answer);
    if let Outcome::Done(page) = snap::snap_outcome(&answer) {
        assert!(!page.token.is_empty());
    }
    let _ = order::order_outcome(&order, &answer);
}
