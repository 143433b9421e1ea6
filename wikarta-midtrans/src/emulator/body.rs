//! The vendor's JSON, field for field: what a transaction looks like in each kind of message.

use serde_json::{Map, Value, json};

use super::card;
use super::config::Merchant;
use super::identity::Names;
use super::rail::Rail;
use super::record::{Code, Fraud, Refund, Transaction};
use crate::amount::{two_decimals, wib_text};
use crate::signature::Signature;
use crate::status::TransactionStatus;

type Fields = Map<String, Value>;

/// Sets a field of an object.
pub(super) fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

/// Fields that stand in every message about a transaction.
fn common(transaction: &Transaction, code: &str, message: &str) -> Fields {
    let facts = transaction.rail.facts();
    let mut fields = Fields::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), value.into());
    put("status_code", code);
    put("status_message", message);
    put("transaction_id", &transaction.transaction_id);
    put("order_id", &transaction.order_id);
    put("merchant_id", &transaction.merchant_id);
    put("gross_amount", &two_decimals(transaction.gross_amount));
    put("currency", "IDR");
    put("payment_type", facts.payment_type);
    put("transaction_time", &wib_text(transaction.created_at));
    put("transaction_status", transaction.status.as_str());
    if facts.fraud_checked {
        put("fraud_status", transaction.fraud.as_str());
    }
    fields
}

/// What the payer needs, as far as every later message repeats it.
fn method(transaction: &Transaction, fields: &mut Fields) {
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    match (&transaction.code, transaction.rail) {
        (Code::Va(number), Rail::PermataVa) => {
            put("permata_va_number", number.as_str().into());
        }
        (Code::Va(number), rail) => {
            put("va_numbers", json!([{ "bank": rail.bank(), "va_number": number }]));
        }
        (Code::Bill { biller_code, bill_key }, _) => {
            put("biller_code", biller_code.as_str().into());
            put("bill_key", bill_key.as_str().into());
        }
        (Code::Payment(code), rail) => {
            put("payment_code", code.as_str().into());
            put("store", rail.store().into());
        }
        (Code::Qr(_), rail) => {
            put("acquirer", rail.acquirer().into());
        }
        (Code::Card(masked), _) => {
            for (name, value) in card::fields(masked, transaction.created_at) {
                put(name, value);
            }
        }
        (Code::Link(_), _) => {}
    }
}

/// Where the emulator can be reached, for the addresses in `actions`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) public_url: &'a str,
}

/// The answer to a charge.
pub(super) fn charged(transaction: &Transaction, links: Links<'_>) -> Value {
    let code = notified_code(transaction);
    let mut fields = common(transaction, code, transaction.rail.facts().created);
    method(transaction, &mut fields);
    // The vendor's ShopeePay answer does not say until when.
    if transaction.rail != Rail::Shopeepay {
        fields.insert("expiry_time".to_owned(), wib_text(transaction.expires_at).into());
    }
    match &transaction.code {
        Code::Qr(text) => {
            fields.insert("qr_string".to_owned(), text.as_str().into());
            fields.insert("actions".to_owned(), qr_actions(transaction, links));
        }
        Code::Link(link) => wallet_fields(transaction, link, links, &mut fields),
        // A card that its bank asks about first.
        Code::Card(_) if transaction.status == TransactionStatus::Pending => {
            let id = &transaction.transaction_id;
            let url = format!("{}/v2/token/rba/redirect/{id}", links.public_url);
            fields.insert("redirect_url".to_owned(), url.into());
        }
        Code::Va(_) | Code::Bill { .. } | Code::Payment(_) | Code::Card(_) => {}
    }
    fields.into()
}

fn qr_actions(transaction: &Transaction, Links { public_url }: Links<'_>) -> Value {
    let id = &transaction.transaction_id;
    json!([
        action("generate-qr-code", "GET", format!("{public_url}/v2/qris/{id}/qr-code")),
        action("generate-qr-code-v2", "GET", format!("{public_url}/v4/qris/{id}/qr-code")),
    ])
}

fn action(name: &str, method: &str, url: String) -> Value {
    json!({ "name": name, "method": method, "url": url })
}

fn wallet_fields(
    transaction: &Transaction,
    link: &str,
    Links { public_url }: Links<'_>,
    fields: &mut Fields,
) {
    if matches!(transaction.rail, Rail::CimbClicks | Rail::BriEpay) {
        fields.insert("redirect_url".to_owned(), link.into());
        return;
    }
    let id = &transaction.transaction_id;
    let deeplink = action("deeplink-redirect", "GET", link.to_owned());
    let (code, message, actions) = if transaction.rail == Rail::Gopay {
        let mut cancel = action("cancel", "POST", format!("{public_url}/v2/{id}/cancel"));
        put(&mut cancel, "fields", json!([]));
        let actions = json!([
            action("generate-qr-code", "GET", format!("{public_url}/v2/gopay/{id}/qr-code")),
            deeplink,
            action("get-status", "GET", format!("{public_url}/v2/{id}/status")),
            cancel,
        ]);
        ("200", "Success", actions)
    } else {
        ("0", "success", json!([deeplink]))
    };
    fields.insert("channel_response_code".to_owned(), code.into());
    fields.insert("channel_response_message".to_owned(), message.into());
    fields.insert("actions".to_owned(), actions);
}

/// The answer to a cancel or an expire.
pub(super) fn ended(transaction: &Transaction, code: &str, message: &str) -> Value {
    let mut fields = common(transaction, code, message);
    method(transaction, &mut fields);
    fields.insert("expiry_time".to_owned(), wib_text(transaction.expires_at).into());
    fields.into()
}

/// The answer to a refund.
pub(super) fn refunded(transaction: &Transaction, refund: &Refund, message: &str) -> Value {
    let mut fields = common(transaction, "200", message);
    if let Some(at) = transaction.settled_at {
        fields.insert("settlement_time".to_owned(), wib_text(at).into());
    }
    fields.insert("refund_chargeback_id".to_owned(), refund.id.into());
    fields.insert("refund_amount".to_owned(), two_decimals(refund.amount).into());
    fields.insert("refund_key".to_owned(), refund.key.as_str().into());
    fields.into()
}

/// The answer to a status read. Its code tells the state, and its signature covers that code.
pub(super) fn status(transaction: &Transaction, merchant: &Merchant, names: Names) -> Value {
    let code = match transaction.status {
        TransactionStatus::Pending => "201",
        TransactionStatus::Expire => "407",
        TransactionStatus::Deny | TransactionStatus::Failure => "202",
        _ => "200",
    };
    told(transaction, (code, "Success, transaction is found"), merchant, names)
}

/// The code that a notification, and the answer to a charge, carries.
fn notified_code(transaction: &Transaction) -> &'static str {
    match (transaction.status, transaction.fraud) {
        (TransactionStatus::Pending, _) | (TransactionStatus::Capture, Fraud::Challenge) => "201",
        (
            TransactionStatus::Expire
            | TransactionStatus::Cancel
            | TransactionStatus::Deny
            | TransactionStatus::Failure,
            _,
        ) => "202",
        _ => "200",
    }
}

/// The body of a notification.
pub(super) fn notification(transaction: &Transaction, merchant: &Merchant, names: Names) -> Value {
    let code = notified_code(transaction);
    told(transaction, (code, "midtrans payment notification"), merchant, names)
}

fn told(
    transaction: &Transaction,
    (code, message): (&str, &str),
    merchant: &Merchant,
    names: Names,
) -> Value {
    let mut fields = common(transaction, code, message);
    method(transaction, &mut fields);
    after_payment(transaction, names, &mut fields);
    refunds(transaction, &mut fields);
    fields.insert("expiry_time".to_owned(), wib_text(transaction.expires_at).into());
    let amount = two_decimals(transaction.gross_amount);
    let signature = Signature::of(&transaction.order_id, code, &amount, &merchant.server_key);
    fields.insert("signature_key".to_owned(), signature.to_hex().into());
    for (name, value) in &transaction.echo {
        fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
    fields.into()
}

/// What only a payment brings to light.
fn after_payment(transaction: &Transaction, names: Names, fields: &mut Fields) {
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    let paid = transaction.settled_at.map(|at| (wib_text(at), &transaction.transaction_id));
    match transaction.rail {
        // Filled for BNI only, as at the vendor.
        Rail::BniVa => {
            let amount = two_decimals(transaction.gross_amount);
            let entry = |(at, _): &(String, _)| json!({ "paid_at": at, "amount": amount });
            put("payment_amounts", paid.iter().map(entry).collect());
        }
        Rail::BcaVa | Rail::BriVa | Rail::CimbVa => {
            put("payment_amounts", json!([]));
        }
        _ => {}
    }
    let Some((at, id)) = paid else { return };
    put("settlement_time", at.into());
    match transaction.rail {
        Rail::QrisGopay | Rail::QrisShopee => {
            let word = if transaction.off_us { "off-us" } else { "on-us" };
            put("transaction_type", word.into());
            let gopay = transaction.rail == Rail::QrisGopay;
            let own = if gopay { "gopay" } else { "airpay shopee" };
            put("issuer", if transaction.off_us { "dana" } else { own }.into());
            put("merchant_cross_reference_id", names.uuid("cross", id, 0).into());
        }
        Rail::Gopay => {
            put("payment_option_type", "GOPAY_WALLET".into());
        }
        Rail::Shopeepay => {
            put("shopeepay_reference_number", names.digits("shopee", id, 0, 18).into());
            put("reference_id", format!("DL-{}", names.digits("reference", id, 0, 22)).into());
        }
        Rail::Indomaret => {
            put("approval_code", names.digits("approval", id, 0, 12).into());
        }
        _ => {}
    }
}

fn refunds(transaction: &Transaction, fields: &mut Fields) {
    if transaction.refunds.is_empty() {
        return;
    }
    let entry = |refund: &Refund| {
        let mut entry = json!({
            "refund_chargeback_id": refund.id,
            "refund_amount": two_decimals(refund.amount),
            "created_at": wib_text(refund.created_at),
            "reason": refund.reason,
        });
        if !refund.chargeback {
            put(&mut entry, "refund_key", refund.key.as_str().into());
            put(&mut entry, "refund_method", "online".into());
        }
        if refund.confirmed {
            put(&mut entry, "bank_confirmed_at", wib_text(refund.confirms_at).into());
        }
        entry
    };
    let total = two_decimals(transaction.refunded());
    fields.insert("refund_amount".to_owned(), total.into());
    fields.insert("refunds".to_owned(), transaction.refunds.iter().map(entry).collect());
}
