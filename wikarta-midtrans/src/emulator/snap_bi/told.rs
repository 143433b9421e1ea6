//! What the gateway posts to a merchant of BI-SNAP.

use serde_json::{Value, json};

use super::super::config::Merchant;
use super::super::record::{SnapBiNames, Transaction};
use super::va::bank;
use super::{digits, pair, refund_history};
use crate::snap_bi::notification::SnapKind;
use crate::snap_bi::timestamp;

/// The path behind the merchant's prefix, and the body.
pub(in super::super) fn told(
    transaction: &Transaction,
    names: &SnapBiNames,
    merchant: &Merchant,
) -> (&'static str, Value) {
    if names.service_id.is_empty() {
        (SnapKind::Qris.path(), qris(transaction, names, merchant))
    } else {
        (SnapKind::Va.path(), va(transaction, names, merchant))
    }
}

fn va(transaction: &Transaction, names: &SnapBiNames, merchant: &Merchant) -> Value {
    let custom = |n: u8| transaction.echo.get(&format!("custom_field{n}"));
    json!({
        "partnerServiceId": names.service_id,
        "customerNo": names.customer_no,
        "virtualAccountNo": format!("{}{}", names.service_id, names.customer_no),
        "virtualAccountName": names.name,
        "trxId": transaction.order_id,
        "paymentRequestId": names.reference_no,
        "paidAmount": pair(transaction.gross_amount),
        "trxDateTime": timestamp(transaction.created_at),
        "additionalInfo": {
            "bank": bank(transaction.rail),
            "merchantId": merchant.merchant_id,
            "paymentFlagStatus": digits(transaction.status).0,
            "paymentFlagReason": { "english": transaction.status.as_str() },
            "paidTime": transaction.settled_at.map(timestamp),
            "customField": { "1": custom(1), "2": custom(2), "3": custom(3) },
        },
    })
}

fn qris(transaction: &Transaction, names: &SnapBiNames, merchant: &Merchant) -> Value {
    let (digits, word) = digits(transaction.status);
    let kind = if transaction.off_us { "OFF-US" } else { "ON-US" };
    json!({
        "originalReferenceNo": names.reference_no,
        "originalPartnerReferenceNo": transaction.order_id,
        "latestTransactionStatus": digits,
        "transactionStatusDesc": word,
        "amount": pair(transaction.gross_amount),
        "paidTime": transaction.settled_at.map(timestamp),
        "additionalInfo": {
            "merchantId": merchant.merchant_id,
            "qris": { "acquirerName": transaction.rail.acquirer(), "transactionType": kind },
            "refundHistory": refund_history(transaction),
        },
    })
}
