//! Snap: the vendor's hosted payment page. Pure; [`crate::client`] carries the bytes.
//!
//! Until the payer picks a method no transaction exists: a status read says *missing*, and an
//! abandoned page sends no notification at all. Whoever makes a page has to end it by a timer.

use serde::Serialize;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::GatewayRefusal;

use crate::answer::{Answer, Doubt};
use crate::document::Object;
use crate::malformed::Limits;
use crate::order::{Details, Item, ItemBody, OrderError, item_bodies, reference};
use crate::outcome::Outcome;

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapRequest {
    /// Our name for the attempt. Asked again before the payment it gives a new page and revokes the
    /// old one.
    pub order_id: OrderId,
    /// Whole rupiah, more than zero.
    pub amount: Rupiah,
    /// The vendor's names of the ways to offer (`bca_va`, `gopay`, `other_qris`, …); none offers all.
    pub enabled: Vec<String>,
    /// How long the transaction may be paid once a method was picked, in whole minutes up to 7 days.
    pub open_minutes: Option<u32>,
    /// How long the page itself may be used, in whole minutes.
    pub page_minutes: Option<u32>,
    /// Where the page leads the payer afterwards. What stands in its query is no proof of anything.
    pub finish_url: Option<String>,
    /// The lines, or none; given, they add up to the amount.
    pub items: Vec<Item>,
    /// Comes back as `custom_field1`; at most 255 characters.
    pub reference: Option<String>,
}

/// The body of `POST /snap/v1/transactions`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnapBody {
    transaction_details: Details,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enabled_payments: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_expiry: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callbacks: Option<Callbacks>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item_details: Vec<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_field1: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Minutes {
    unit: &'static str,
    duration: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Callbacks {
    finish: String,
}

const OPEN_MINUTES_MAX: u32 = 7 * 24 * 60;

impl SnapBody {
    /// Makes the body for a request.
    pub fn new(request: &SnapRequest) -> Result<Self, OrderError> {
        if !request.amount.is_positive() {
            return Err(OrderError::AmountNotPositive(request.amount));
        }
        let minutes = |asked: Option<u32>| match asked {
            Some(duration) if !(1..=OPEN_MINUTES_MAX).contains(&duration) => {
                let (min, max) = (60, i64::from(OPEN_MINUTES_MAX) * 60);
                Err(OrderError::OpenSeconds { min, max, asked: i64::from(duration) * 60 })
            }
            asked => Ok(asked.map(|duration| Minutes { unit: "minute", duration })),
        };
        let order_id = request.order_id.as_str().to_owned();
        Ok(Self {
            transaction_details: Details { order_id, gross_amount: request.amount.get() },
            enabled_payments: request.enabled.clone(),
            expiry: minutes(request.open_minutes)?,
            page_expiry: minutes(request.page_minutes)?,
            callbacks: request.finish_url.clone().map(|finish| Callbacks { finish }),
            item_details: item_bodies(&request.items, request.amount)?,
            custom_field1: reference(request.reference.as_deref())?,
        })
    }
}

/// A page that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapPage {
    /// For the vendor's script in a browser. Opaque.
    pub token: String,
    /// Where to send the payer.
    pub redirect_url: String,
}

const LIMITS: Limits = Limits { max_bytes: 64 * 1024, max_depth: 16, max_text: 2_048 };

/// What the answer to `POST /snap/v1/transactions` means. Snap has no `status_code`: HTTP's status is
/// the answer, and `error_messages` the reason.
pub fn snap_outcome(answer: &Answer) -> Outcome<SnapPage> {
    match by_http(answer, page) {
        // A page that is made knows nothing that could be missing.
        Outcome::Missing => Doubt::Unspoken { http_status: answer.http_status }.into(),
        other => other,
    }
}

/// Judges an answer of a part of the API where HTTP's status is the answer and a list of messages the
/// reason.
pub(crate) fn by_http<T>(
    answer: &Answer,
    done: impl FnOnce(&Object<'_>) -> Result<T, Doubt>,
) -> Outcome<T> {
    let http_status = answer.http_status;
    match http_status {
        300..=399 => return Doubt::Redirected { http_status }.into(),
        429 => return Doubt::RateLimited { retry_after: answer.retry_after }.into(),
        500.. => return Doubt::Fault { code: http_status }.into(),
        _ => {}
    }
    let Ok(object) = Object::parse(&answer.body, &LIMITS) else {
        return Doubt::NotJson { http_status }.into();
    };
    match http_status {
        200 | 201 => done(&object).map_or_else(Outcome::from, Outcome::Done),
        400 | 401 | 403 | 404 | 405 | 406 | 413 => {
            let said = object.texts("error_messages");
            if said.is_empty() {
                return Doubt::Unspoken { http_status }.into();
            }
            // The name was used by an earlier request of ours.
            let told = said.join("; ");
            let used = ["has already been taken", "has been paid and utilized"];
            if used.iter().any(|words| told.contains(words)) {
                return Outcome::Exists;
            }
            if http_status == 404 {
                return Outcome::Missing;
            }
            let message = told.chars().filter(|c| !c.is_control()).take(300).collect();
            Outcome::Refused(GatewayRefusal { code: http_status.to_string(), message })
        }
        code => Doubt::OddCode { code }.into(),
    }
}

fn page(object: &Object<'_>) -> Result<SnapPage, Doubt> {
    let odd = |what| Doubt::OddAnswer { what };
    let text = |name| object.text(name).ok().flatten().filter(|text| !text.is_empty());
    Ok(SnapPage {
        token: text("token").ok_or_else(|| odd("has no token"))?,
        redirect_url: text("redirect_url").ok_or_else(|| odd("does not say where to go"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> SnapRequest {
        SnapRequest {
            order_id: "INV-1".parse().unwrap(),
            amount: Rupiah::new(150_000).unwrap(),
            enabled: vec!["bca_va".to_owned(), "other_qris".to_owned()],
            open_minutes: Some(1_440),
            page_minutes: Some(60),
            finish_url: Some("https://x.test/done".to_owned()),
            items: Vec::new(),
            reference: Some("inv_1".to_owned()),
        }
    }

    #[test]
    fn the_body_is_the_vendors() {
        let expected = serde_json::json!({
            "transaction_details": {"order_id": "INV-1", "gross_amount": 150_000},
            "enabled_payments": ["bca_va", "other_qris"],
            "expiry": {"unit": "minute", "duration": 1_440},
            "page_expiry": {"unit": "minute", "duration": 60},
            "callbacks": {"finish": "https://x.test/done"},
            "custom_field1": "inv_1",
        });
        assert_eq!(serde_json::to_value(SnapBody::new(&request()).unwrap()).unwrap(), expected);
        let long = SnapRequest { open_minutes: Some(OPEN_MINUTES_MAX + 1), ..request() };
        assert!(matches!(SnapBody::new(&long), Err(OrderError::OpenSeconds { .. })));
    }

    #[test]
    fn http_is_the_answer_and_messages_are_the_reason() {
        let told = |http_status, body: &str| snap_outcome(&Answer::new(http_status, body));
        let page = r#"{"token":"t","redirect_url":"https://app.test/t"}"#;
        assert!(matches!(told(201, page), Outcome::Done(page) if page.token == "t"));
        let taken = r#"{"error_messages":["transaction_details.order_id has already been taken"]}"#;
        assert_eq!(told(400, taken), Outcome::Exists);
        let no = r#"{"error_messages":["gross_amount is required"]}"#;
        assert!(matches!(told(400, no), Outcome::Refused(no) if no.code == "400"));
        for (http_status, body) in
            [(201, "{}"), (201, "<html>"), (400, "{}"), (302, page), (503, page), (418, no)]
        {
            let told = told(http_status, body);
            assert!(matches!(told, Outcome::Unknown { .. }), "{http_status} {told:?}");
        }
    }
}
