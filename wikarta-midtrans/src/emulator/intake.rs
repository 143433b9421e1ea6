//! Reading a charge as leniently as the sandbox does: numbers may be texts, method objects may be
//! missing, unknown fields are ignored.

use serde_json::Value;
use wikarta_core::money::Rupiah;
use wikarta_core::time::Timestamp;

use super::address::Audience;
use super::card::CardFacts;
use super::rail::Rail;
use super::reply::Refusal;
use super::wanted::{CardStep, CardWanted, Loose, Wanted, echo};
use crate::amount::whole_rupiah;

/// The longest body taken, in bytes; the vendor's own limit.
pub(super) const BODY_MAX: usize = 16 * 1024;

/// Reads a charge, or says everything that is wrong with it.
pub(super) fn read_charge(body: &[u8]) -> Result<Wanted, Refusal> {
    if body.len() > BODY_MAX {
        return Err(Refusal::NotJson);
    }
    let body: Value = if body.iter().all(u8::is_ascii_whitespace) {
        Value::Null
    } else {
        serde_json::from_slice(body).map_err(|_| Refusal::NotJson)?
    };
    let fields = match &body {
        Value::Object(fields) if !fields.is_empty() => fields,
        // The sandbox stumbles over nothing at all, and the SDKs' tests expect it to.
        Value::Null | Value::Object(_) => return Err(Refusal::Unexpected),
        _ => return Err(Refusal::NotJson),
    };
    let mut wrong = Vec::new();
    let order_id = read_order_id(&body, &mut wrong);
    let gross_amount = read_amount(&body, &mut wrong);
    let rail = read_rail(&body, &mut wrong)?;
    check_items(&body, gross_amount, &mut wrong);
    let (order_time, open_seconds) = read_expiry(&body, rail, &mut wrong);
    let card = if rail == Some(Rail::Card) { read_card(&body, &mut wrong)? } else { None };
    match (order_id, gross_amount, rail) {
        (Some(order_id), Some(gross_amount), Some(rail)) if wrong.is_empty() => Ok(Wanted {
            order_id,
            gross_amount,
            rail,
            number: text(&body, "/bank_transfer/va_number").filter(|digits| is_digits(digits)),
            order_time,
            open_seconds,
            card,
            audience: Audience::AsConfigured,
            echo: echo(fields),
        }),
        _ => Err(Refusal::Invalid(wrong)),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn text(body: &Value, pointer: &str) -> Option<String> {
    body.loose_text(pointer)
}

fn read_order_id(body: &Value, wrong: &mut Vec<String>) -> Option<String> {
    let order_id = text(body, "/transaction_details/order_id").unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
    let fault = if order_id.is_empty() {
        "is required"
    } else if order_id.len() > 50 {
        "must not be longer than 50 characters"
    } else if !order_id.bytes().all(plain) {
        "contains unsupported characters"
    } else {
        return Some(order_id);
    };
    wrong.push(format!("transaction_details.order_id {fault}"));
    None
}

pub(super) fn read_amount(body: &Value, wrong: &mut Vec<String>) -> Option<Rupiah> {
    let pointer = "/transaction_details/gross_amount";
    let Some(written) = text(body, pointer) else {
        wrong.push("transaction_details.gross_amount is required".to_owned());
        return None;
    };
    let amount = whole_rupiah(&written).filter(|amount| amount.is_positive());
    if amount.is_none() {
        let fault = "must be greater than or equal to 0.01";
        wrong.push(format!("transaction_details.gross_amount {fault}"));
    }
    amount
}

fn read_rail(body: &Value, wrong: &mut Vec<String>) -> Result<Option<Rail>, Refusal> {
    let Some(payment_type) = text(body, "/payment_type") else {
        wrong.push("payment_type is required".to_owned());
        return Ok(None);
    };
    let choice = |pointer| text(body, pointer).unwrap_or_default().to_ascii_lowercase();
    let rail = match payment_type.as_str() {
        "bank_transfer" => match choice("/bank_transfer/bank").as_str() {
            "bca" => Some(Rail::BcaVa),
            "bni" => Some(Rail::BniVa),
            "bri" => Some(Rail::BriVa),
            "cimb" => Some(Rail::CimbVa),
            // No bank named is no error at the sandbox.
            "permata" | "" => Some(Rail::PermataVa),
            _ => {
                wrong.push("bank_transfer.bank is not supported".to_owned());
                None
            }
        },
        "echannel" => Some(Rail::MandiriBill),
        "qris" => match choice("/qris/acquirer").as_str() {
            "airpay shopee" => Some(Rail::QrisShopee),
            _ => Some(Rail::QrisGopay),
        },
        "gopay" => Some(Rail::Gopay),
        "shopeepay" => Some(Rail::Shopeepay),
        "cstore" => match choice("/cstore/store").as_str() {
            "indomaret" => Some(Rail::Indomaret),
            "alfamart" => Some(Rail::Alfamart),
            _ => {
                wrong.push("cstore.store is not supported".to_owned());
                None
            }
        },
        "credit_card" => Some(Rail::Card),
        "cimb_clicks" => Some(Rail::CimbClicks),
        "bri_epay" => Some(Rail::BriEpay),
        _ => return Err(Refusal::PaymentTypeOff),
    };
    Ok(rail)
}

fn read_card(body: &Value, wrong: &mut Vec<String>) -> Result<Option<CardWanted>, Refusal> {
    let token = text(body, "/credit_card/token_id");
    let token = token.or_else(|| text(body, "/credit_card/saved_token_id")).unwrap_or_default();
    if token.is_empty() {
        wrong.push("credit_card.token_id is required".to_owned());
        return Ok(None);
    }
    let facts = CardFacts::from_token(&token).ok_or(Refusal::Token)?;
    let authenticate = body.pointer("/credit_card/authentication") == Some(&Value::Bool(true));
    let step = match text(body, "/credit_card/type").as_deref() {
        _ if authenticate => CardStep::Authenticate,
        Some("authorize") => CardStep::Authorize,
        _ => CardStep::Capture,
    };
    Ok(Some(CardWanted { facts, step }))
}

pub(super) fn check_items(body: &Value, gross_amount: Option<Rupiah>, wrong: &mut Vec<String>) {
    let Some(items) = body.get("item_details").and_then(Value::as_array) else { return };
    let number = |item: &Value, pointer: &str| -> Option<i64> {
        let written = text(item, pointer)?;
        let (sign, digits) = match written.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, written.as_str()),
        };
        Some(sign * whole_rupiah(digits)?.get())
    };
    let line = |item: &Value| number(item, "/price")?.checked_mul(number(item, "/quantity")?);
    let sum = items.iter().try_fold(0_i64, |sum, item| sum.checked_add(line(item)?));
    if items.is_empty() || sum == gross_amount.map(Rupiah::get) {
        return;
    }
    let fault = "is not equal to the sum of item_details";
    wrong.push(format!("transaction_details.gross_amount {fault}"));
}

fn read_expiry(
    body: &Value,
    rail: Option<Rail>,
    wrong: &mut Vec<String>,
) -> (Option<Timestamp>, i64) {
    let Some(facts) = rail.map(Rail::facts) else { return (None, 0) };
    let order_time = text(body, "/custom_expiry/order_time");
    let order_time = match order_time.as_deref().map(read_time) {
        Some(None) => {
            wrong.push("custom_expiry.order_time is invalid".to_owned());
            None
        }
        Some(time) => time,
        None => None,
    };
    let Some(duration) = text(body, "/custom_expiry/expiry_duration") else {
        return (order_time, facts.open_seconds);
    };
    let unit = match text(body, "/custom_expiry/unit").as_deref() {
        Some("second" | "seconds") => Some(1),
        Some("minute" | "minutes") | None => Some(60),
        Some("hour" | "hours") => Some(3_600),
        Some("day" | "days") => Some(86_400),
        Some(_) => None,
    };
    let seconds = duration.parse::<i64>().ok().zip(unit).and_then(|(n, unit)| n.checked_mul(unit));
    match seconds {
        Some(seconds) if (20..=facts.open_seconds_max).contains(&seconds) => (order_time, seconds),
        _ => {
            wrong.push("custom_expiry.expiry_duration is out of range".to_owned());
            (order_time, facts.open_seconds)
        }
    }
}

/// `2026-08-01 10:00:00 +0700`.
fn read_time(text: &str) -> Option<Timestamp> {
    let parsed = chrono::DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z").ok()?;
    Timestamp::from_micros(parsed.timestamp_micros()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(body: &Value) -> Result<Wanted, Refusal> {
        read_charge(body.to_string().as_bytes())
    }

    fn wrong(body: &Value) -> Vec<String> {
        match read(body) {
            Err(Refusal::Invalid(messages)) => messages,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_may_be_texts_and_method_objects_may_be_missing() {
        let wanted = read(&json!({
            "payment_type": "bank_transfer",
            "transaction_details": {"order_id": 1234, "gross_amount": "10000"},
            "item_details": [{"price": "12500", "quantity": "1"}, {"price": -2500, "quantity": 1}],
            "custom_expiry": {"expiry_duration": "2", "unit": "hour"},
            "custom_field1": "inv_1",
        }))
        .unwrap();
        assert_eq!(wanted.order_id, "1234");
        assert_eq!(wanted.gross_amount.get(), 10_000);
        assert_eq!((wanted.rail, wanted.open_seconds), (Rail::PermataVa, 7_200));
        assert_eq!(wanted.echo["custom_field1"], "inv_1");
    }

    #[test]
    fn nothing_at_all_is_an_unexpected_error() {
        for nothing in ["", " ", "null", "{}"] {
            assert_eq!(read_charge(nothing.as_bytes()), Err(Refusal::Unexpected), "{nothing:?}");
        }
        assert_eq!(read_charge(b"[]"), Err(Refusal::NotJson));
        assert_eq!(read_charge(b"{"), Err(Refusal::NotJson));
        assert_eq!(read_charge(&vec![b' '; BODY_MAX + 1]), Err(Refusal::NotJson));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let body = json!({
            "payment_type": "qris",
            "transaction_details": {"order_id": "a b", "gross_amount": 10.5},
            "custom_expiry": {"order_time": "tomorrow", "expiry_duration": 8, "unit": "day"},
        });
        let places: Vec<_> =
            wrong(&body).iter().map(|text| text.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(
            places,
            [
                "transaction_details.order_id",
                "transaction_details.gross_amount",
                "custom_expiry.order_time",
                "custom_expiry.expiry_duration",
            ]
        );
    }
}
