//! Payment links: an address to hand out, which may be paid once or many times. Pure;
//! [`crate::client`] carries the bytes.
//!
//! Each payment is a transaction under an order id of its own: the link's with `-` and 13 digits
//! appended. Notifications carry that longer id; [`OrderId::link_parent`] finds the link, and
//! `custom_field1` carries the reference.

use serde::Serialize;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::provider::ProviderStatus;
use wikarta_core::time::{Timestamp, Zone};

use crate::answer::{Answer, Doubt};
use crate::document::Object;
use crate::order::{Item, ItemBody, OrderError, item_bodies, reference};
use crate::outcome::Outcome;
use crate::snap::by_http;
use crate::status::{FraudStatus, TransactionStatus, translate};

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRequest {
    /// Our name for the link; at most 36 characters, because the vendor appends 14.
    pub order_id: OrderId,
    /// Whole rupiah of each payment, more than zero.
    pub amount: Rupiah,
    /// How often it may be paid, at least once.
    pub usage_limit: u32,
    /// From when, and for how many whole days; absent leaves it to the vendor.
    pub open: Option<LinkSpan>,
    /// The end of the address; absent leaves it to the vendor, whose own cannot be guessed.
    pub slug: Option<String>,
    /// The vendor's names of the ways to offer; none offers all.
    pub enabled: Vec<String>,
    /// What the page says above the amount.
    pub title: Option<String>,
    /// The lines, or none; given, they add up to the amount.
    pub items: Vec<Item>,
    /// Comes back as `custom_field1`; at most 255 characters.
    pub reference: Option<String>,
}

/// How long a link is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkSpan {
    /// From when, to the minute.
    pub starts_at: Timestamp,
    /// For how many days, at least one.
    pub days: u32,
}

/// The body of `POST /v1/payment-links`, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkBody {
    transaction_details: LinkDetails,
    usage_limit: u32,
    customer_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<LinkExpiry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enabled_payments: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item_details: Vec<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_field1: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LinkDetails {
    order_id: String,
    gross_amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_link_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LinkExpiry {
    start_time: String,
    duration: u32,
    unit: &'static str,
}

/// The longest order id of a link, in characters.
pub const ORDER_ID_MAX: usize = 36;

impl LinkBody {
    /// Makes the body for a request. No personal data is sent.
    pub fn new(request: &LinkRequest) -> Result<Self, OrderError> {
        if !request.amount.is_positive() {
            return Err(OrderError::AmountNotPositive(request.amount));
        }
        let order_id = request.order_id.as_str().to_owned();
        if order_id.len() > ORDER_ID_MAX {
            return Err(OrderError::OrderIdTooLong(request.order_id.clone()));
        }
        if request.usage_limit == 0 || request.open.is_some_and(|open| open.days == 0) {
            return Err(OrderError::NeverOpen);
        }
        let expiry = request.open.map(|open| LinkExpiry {
            start_time: open
                .starts_at
                .civil_in(Zone::Wib)
                .format("%Y-%m-%d %H:%M +0700")
                .to_string(),
            duration: open.days,
            unit: "days",
        });
        Ok(Self {
            transaction_details: LinkDetails {
                order_id,
                gross_amount: request.amount.get(),
                payment_link_id: request.slug.clone(),
            },
            usage_limit: request.usage_limit,
            customer_required: false,
            expiry,
            enabled_payments: request.enabled.clone(),
            title: request.title.clone(),
            item_details: item_bodies(&request.items, request.amount)?,
            custom_field1: reference(request.reference.as_deref())?,
        })
    }
}

/// What the answer to `POST /v1/payment-links` means: the address to hand out.
pub fn link_outcome(order_id: &OrderId, answer: &Answer) -> Outcome<String> {
    by_http(answer, |object| {
        let odd = |what| Doubt::OddAnswer { what };
        if text(object, "order_id").is_some_and(|told| told != order_id.as_str()) {
            return Err(odd("is about another order"));
        }
        text(object, "payment_url").ok_or_else(|| odd("does not say where to go"))
    })
}

/// What the gateway holds about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReading {
    /// How often it was paid, where the answer says it.
    pub usage: Option<u32>,
    /// The transactions that came of it. A status here is for looking up, never for booking.
    pub purchases: Vec<Purchase>,
}

/// One transaction that came of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Its own order id: read this one.
    pub order_id: OrderId,
    /// The state that the list shows.
    pub status: ProviderStatus,
}

/// What the answer to `GET /v1/payment-links/{order_id}` means.
pub fn link_reading(order_id: &OrderId, answer: &Answer) -> Outcome<LinkReading> {
    by_http(answer, |object| {
        if text(object, "order_id").as_deref() != Some(order_id.as_str()) {
            return Err(Doubt::OddAnswer { what: "is about another order" });
        }
        let lines = object.objects("purchases").unwrap_or_default();
        let purchase = |line: &Object<'_>| {
            let word = text(line, "payment_status").unwrap_or_default();
            let status = translate(TransactionStatus::read(&word), FraudStatus::Absent);
            Some(Purchase { order_id: text(line, "order_id")?.parse().ok()?, status })
        };
        let usage = object.token("usage").ok().flatten().and_then(|text| text.parse().ok());
        Ok(LinkReading { usage, purchases: lines.iter().filter_map(purchase).collect() })
    })
}

/// What the answer to `DELETE /v1/payment-links/{order_id}` means: nobody can open it any more. What
/// was begun there may still be paid.
pub fn link_deleted(answer: &Answer) -> Outcome<()> {
    by_http(answer, |_| Ok(()))
}

fn text(object: &Object<'_>, name: &str) -> Option<String> {
    object.long_text(name, 2_048).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> LinkRequest {
        let starts_at = "2026-08-01T11:00:00Z".parse().unwrap();
        LinkRequest {
            order_id: "INV-2026-000123".parse().unwrap(),
            amount: Rupiah::new(275_000).unwrap(),
            usage_limit: 1,
            open: Some(LinkSpan { starts_at, days: 7 }),
            slug: Some("inv-2026-000123".to_owned()),
            enabled: vec!["bca_va".to_owned(), "other_qris".to_owned()],
            title: None,
            items: Vec::new(),
            reference: None,
        }
    }

    #[test]
    fn the_body_is_the_printed_one_and_what_can_never_work_is_not_made() {
        let calls = include_str!("../tests/fixtures/api_calls.json");
        let calls: serde_json::Value = serde_json::from_str(calls).unwrap();
        let printed = &calls["calls"]["payment_link_create"];
        let made = serde_json::to_value(LinkBody::new(&request()).unwrap()).unwrap();
        assert_eq!(&made, &printed["request"]["body"]);
        let answer = Answer::new(200, printed["response"].to_string());
        let url = "https://app.sandbox.midtrans.com/payment-links/inv-2026-000123".to_owned();
        assert_eq!(link_outcome(&request().order_id, &answer), Outcome::Done(url));
        let other = "INV-2".parse().unwrap();
        assert!(matches!(link_outcome(&other, &answer), Outcome::Unknown { .. }));
        let long = LinkRequest { order_id: "x".repeat(37).parse().unwrap(), ..request() };
        assert!(matches!(LinkBody::new(&long), Err(OrderError::OrderIdTooLong(_))));
        let never = LinkRequest { usage_limit: 0, ..request() };
        assert_eq!(LinkBody::new(&never), Err(OrderError::NeverOpen));
    }

    #[test]
    fn the_list_of_purchases_is_read_by_name() {
        let body = r#"{"order_id":"INV-2026-000123","usage":1,"purchases":[
            {"order_id":"INV-2026-000123-1785553200000","payment_status":"SETTLEMENT"},
            {"order_id":"INV-2026-000123-1785553100000","payment_status":"EXPIRE"},{"id":7}]}"#;
        let told = link_reading(&request().order_id, &Answer::new(200, body));
        let Outcome::Done(told) = told else { panic!("{told:?}") };
        let states: Vec<_> = told.purchases.iter().map(|one| one.status).collect();
        assert_eq!(
            (told.usage, states),
            (Some(1), vec![ProviderStatus::Settled, ProviderStatus::Expired])
        );
        let parent = told.purchases[0].order_id.link_parent();
        assert_eq!(parent.as_ref(), Some(&request().order_id));
        let missing = Answer::new(404, r#"{"error_messages":["Payment link not found"]}"#);
        assert_eq!(link_deleted(&missing), Outcome::Missing);
        assert!(matches!(link_deleted(&Answer::new(404, "<html>")), Outcome::Unknown { .. }));
    }
}
