//! BI-SNAP, the national open-API form of the same gateway: access tokens, signed calls, virtual
//! accounts and QRIS, and signed notifications.
//!
//! A merchant is here when its configuration has a [`super::SnapBiMerchant`].

mod caller;
mod qris;
mod told;
mod va;

use serde_json::{Map, Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};

pub(super) use caller::Tokens;
pub(super) use told::told;

use super::api::ApiCall;
use super::desk::{Desk, Step};
use super::record::Transaction;
use super::reply::{Refusal, Reply};
use super::wanted::Loose;
use crate::amount::{two_decimals, whole_rupiah};
use crate::snap_bi::answer::Service;
use crate::status::TransactionStatus;

const SERVICES: [Service; 8] = [
    Service::Token,
    Service::VaCreate,
    Service::VaStatus,
    Service::VaDelete,
    Service::QrisCreate,
    Service::QrisStatus,
    Service::QrisRefund,
    Service::QrisCancel,
];

/// The service behind a path.
pub(super) fn service(path: &str) -> Option<Service> {
    SERVICES.into_iter().find(|service| service.path() == path)
}

impl Desk<'_> {
    /// Any call of BI-SNAP.
    pub(super) fn snap_bi(
        &self,
        service: Service,
        call: &ApiCall<'_>,
        tokens: &mut Tokens,
    ) -> Step {
        if service == Service::Token {
            return self.access_token(call, tokens);
        }
        let merchant = self.snap_bi_caller(service, call, tokens)?;
        let body = serde_json::from_slice::<Value>(call.body).unwrap_or_default();
        if !body.is_object() {
            return Err(no(service, 400, "00", "Bad Request"));
        }
        let external = call.header("x-external-id").unwrap_or_default();
        tokens.unused(merchant, service, external, self.now)?;
        let done = match service {
            Service::Token => self.access_token(call, tokens),
            Service::VaCreate => self.va_create(merchant, &body),
            Service::VaStatus => self.va_status(merchant, &body),
            Service::VaDelete => self.va_delete(merchant, &body),
            Service::QrisCreate => self.qris_create(merchant, &body),
            Service::QrisStatus => self.qris_status(merchant, &body),
            Service::QrisRefund => self.qris_refund(merchant, &body),
            Service::QrisCancel => self.qris_cancel(merchant, &body),
        }?;
        tokens.used(merchant, service, external, self.now);
        Ok(done)
    }

    /// A name as the gateway gives them: `A1`, the instant, some letters, `ID`.
    fn reference(&self, of: &str) -> String {
        let stamp = self.now.civil_in(Zone::Wib).format("%Y%m%d%H%M%S");
        let tail: String =
            self.names.uuid("reference", of, 0).chars().filter(|c| *c != '-').collect();
        format!("A1{stamp}{}ID", tail.get(..10).unwrap_or_default())
    }
}

/// A no: HTTP's status, the service and the case in one code.
fn no(service: Service, http_status: u16, case: &str, message: &str) -> Refusal {
    let code = format!("{http_status}{}{case}", service.code());
    let body = json!({ "responseCode": code, "responseMessage": message });
    Refusal::Own(Reply::json(http_status, body))
}

/// A yes with its fields.
fn yes(service: Service, mut fields: Value) -> Reply {
    super::body::put(&mut fields, "responseCode", format!("200{}00", service.code()).into());
    let message = match service {
        Service::Token | Service::VaCreate | Service::VaStatus | Service::VaDelete => "Successful",
        Service::QrisCreate | Service::QrisStatus | Service::QrisRefund | Service::QrisCancel => {
            "Request has been processed successfully"
        }
    };
    super::body::put(&mut fields, "responseMessage", message.into());
    Reply::json(200, fields)
}

/// What the emulator's own rules say, in BI-SNAP's codes.
fn said(service: Service, refusal: &Refusal) -> Refusal {
    match refusal {
        Refusal::NotFound => no(service, 404, "01", "Transaction Not Found"),
        Refusal::OrderExists | Refusal::RefundExists => {
            no(service, 409, "01", "Duplicate partnerReferenceNo")
        }
        Refusal::RefundAmount => no(service, 404, "13", "Invalid Amount"),
        Refusal::NotInThisState => no(service, 403, "15", "Transaction Not Permitted"),
        _ => no(service, 500, "00", "General Error"),
    }
}

/// A text that must be there.
fn needed(service: Service, body: &Value, pointer: &str) -> Result<String, Refusal> {
    let text = body.loose_text(pointer).filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| {
        no(service, 400, "02", &format!("Invalid Mandatory Field {}", name(pointer)))
    })
}

fn wrong(service: Service, pointer: &str) -> Refusal {
    no(service, 400, "01", &format!("Invalid Field Format {}", name(pointer)))
}

fn name(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// An `{value, currency}` pair in whole rupiah above zero.
fn rupiah(service: Service, body: &Value, pointer: &str) -> Result<Rupiah, Refusal> {
    let value = needed(service, body, &format!("{pointer}/value"))?;
    let currency = needed(service, body, &format!("{pointer}/currency"))?;
    let amount = whole_rupiah(&value).filter(|amount| amount.is_positive() && currency == "IDR");
    amount.ok_or_else(|| wrong(service, pointer))
}

fn pair(amount: Rupiah) -> Value {
    json!({ "value": two_decimals(amount), "currency": "IDR" })
}

/// The order id: at most 36 characters of the vendor's alphabet.
fn order_id(service: Service, body: &Value, pointer: &str) -> Result<String, Refusal> {
    let text = needed(service, body, pointer)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
    if text.len() <= 36 && text.bytes().all(plain) {
        Ok(text)
    } else {
        Err(wrong(service, pointer))
    }
}

/// Until when, where the body says so.
fn until(
    service: Service,
    body: &Value,
    pointer: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = body.loose_text(pointer) else { return Ok(None) };
    let at = crate::snap_bi::timestamp_read(&text).ok_or_else(|| wrong(service, pointer))?;
    // The vendor's own samples ask for years; only what is over already makes no sense.
    if at.seconds_since(now) >= 20 { Ok(Some(at)) } else { Err(wrong(service, pointer)) }
}

/// BI-SNAP's two digits for a state, and the word that stands beside them.
const fn digits(status: TransactionStatus) -> (&'static str, &'static str) {
    match status {
        TransactionStatus::Capture | TransactionStatus::Settlement => ("00", "success"),
        TransactionStatus::Pending | TransactionStatus::Authorize | TransactionStatus::Unknown => {
            ("03", "pending")
        }
        TransactionStatus::Refund
        | TransactionStatus::PartialRefund
        | TransactionStatus::Chargeback
        | TransactionStatus::PartialChargeback => ("04", "refunded"),
        TransactionStatus::Cancel => ("05", "cancelled"),
        TransactionStatus::Failure => ("06", "failed"),
        TransactionStatus::Expire => ("08", "expired"),
        TransactionStatus::Deny => ("09", "denied"),
    }
}

/// Refunds so far, as notifications and status reads list them.
fn refund_history(transaction: &Transaction) -> Vec<Value> {
    let line = |refund: &super::record::Refund| {
        json!({
            "refundNo": refund.id.to_string(),
            "partnerReferenceNo": refund.key,
            "refundAmount": pair(refund.amount),
            "refundStatus": "00",
            "refundDate": crate::snap_bi::timestamp(refund.created_at),
            "reason": refund.reason,
        })
    };
    transaction.refunds.iter().map(line).collect()
}

/// `custom_field1..3` of the request, under the names that they have here.
fn echo(body: &Value) -> Map<String, Value> {
    let custom = body.pointer("/additionalInfo/customField").and_then(Value::as_object);
    let fields =
        custom.into_iter().flatten().filter(|(name, _)| matches!(name.as_str(), "1" | "2" | "3"));
    fields.map(|(name, value)| (format!("custom_field{name}"), value.clone())).collect()
}
