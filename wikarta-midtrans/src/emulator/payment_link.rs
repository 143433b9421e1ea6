//! Payment links: an address that a merchant hands out. Each time a payer picks a method there, a
//! transaction of its own comes to be, under the link's order id with `-` and the instant appended.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::time::{Timestamp, Zone};

use super::address::Audience;
use super::config::Merchant;
use super::desk::{Desk, Plan, Step};
use super::intake;
use super::rail::Rail;
use super::record::{Change, Transaction};
use super::reply::{Refusal, Reply};
use super::shelf::Shelved;
use super::snap::PICKABLE;
use super::wanted::{self, Loose, Wanted};
use crate::status::TransactionStatus;

/// One payment link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLink {
    /// The merchant's id and the link's order id: what it is found by.
    pub key: String,
    /// The end of its address.
    pub slug: String,
    /// The merchant's id for what is paid; at most 36 characters.
    pub order_id: String,
    /// Whose link it is.
    pub merchant_id: String,
    /// What is to be paid each time.
    pub gross_amount: Rupiah,
    /// How often it may be paid.
    pub usage_limit: u32,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether the merchant took it back.
    pub deleted: bool,
    /// The order ids of the transactions that came of it, oldest first.
    #[serde(default)]
    pub purchases: Vec<String>,
    /// `custom_field1..3` and `metadata`, echoed as given.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub echo: Map<String, Value>,
    /// Who is told about the transactions.
    #[serde(default, skip_serializing_if = "Audience::is_usual")]
    pub audience: Audience,
}

impl Shelved for PaymentLink {
    fn id(&self) -> &str {
        &self.key
    }
}

/// A link is open for a day unless it says otherwise.
const DAY: i64 = 86_400;
/// The vendor appends 14 characters to an order id of at most 50.
const ORDER_ID_MAX: usize = 36;

fn key(merchant: &Merchant, order_id: &str) -> String {
    format!("{}/{order_id}", merchant.merchant_id)
}

impl Desk<'_> {
    /// `POST /v1/payment-links`.
    pub(super) fn link_create(&self, merchant: &Merchant, body: &[u8], audience: Audience) -> Step {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut link = self.read_link(merchant, &body)?;
        link.audience = audience;
        let known =
            |link: &PaymentLink| self.book.links.get(&link.key).is_some_and(|one| !one.deleted);
        let taken = self.book.links.iter().any(|one| one.slug == link.slug && !one.deleted);
        if known(&link) || taken {
            let fault = "order_id or payment_link_id has already been taken";
            return Err(refusal(400, vec![format!("transaction_details.{fault}")]));
        }
        let answer = json!({ "order_id": link.order_id, "payment_url": self.address(&link) });
        Ok((Change { links: vec![link], ..Change::default() }, Reply::json(200, answer)))
    }

    fn read_link(&self, merchant: &Merchant, body: &Value) -> Result<PaymentLink, Refusal> {
        let mut wrong = Vec::new();
        let order_id = body.loose_text("/transaction_details/order_id").unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~.".contains(&byte);
        if order_id.is_empty() {
            wrong.push("transaction_details.order_id is required".to_owned());
        } else if order_id.len() > ORDER_ID_MAX || !order_id.bytes().all(plain) {
            wrong.push(
                "transaction_details.order_id is at most 36 of A-Z a-z 0-9 - _ ~ .".to_owned(),
            );
        }
        let gross_amount = intake::read_amount(body, &mut wrong);
        intake::check_items(body, gross_amount, &mut wrong);
        let whole = |pointer: &str| body.loose_text(pointer).map(|text| text.parse::<u32>().ok());
        let usage_limit = whole("/usage_limit").unwrap_or(Some(1)).filter(|limit| *limit > 0);
        let duration =
            whole("/expiry/duration").unwrap_or(Some(1)).filter(|n| (1..=10_000).contains(n));
        let unit = match body.loose_text("/expiry/unit").as_deref() {
            Some("minutes" | "minute") => 60,
            Some("hours" | "hour") => 3_600,
            _ => DAY,
        };
        let start = body.loose_text("/expiry/start_time");
        let starts_at = start.as_deref().and_then(read_time).unwrap_or(self.now);
        let (Some(gross_amount), Some(usage_limit), Some(duration), true) =
            (gross_amount, usage_limit, duration, wrong.is_empty())
        else {
            if wrong.is_empty() {
                wrong.push("usage_limit and expiry.duration are whole numbers above 0".to_owned());
            }
            return Err(refusal(400, wrong));
        };
        let slug = body.loose_text("/transaction_details/payment_link_id");
        let slug = slug.filter(|slug| !slug.is_empty() && slug.bytes().all(plain));
        let own = || self.names.digits("link", &order_id, self.book.links.count(), 13);
        Ok(PaymentLink {
            key: key(merchant, &order_id),
            slug: slug.unwrap_or_else(own),
            order_id,
            merchant_id: merchant.merchant_id.clone(),
            gross_amount,
            usage_limit,
            starts_at,
            expires_at: starts_at.plus_seconds(i64::from(duration) * unit),
            deleted: false,
            purchases: Vec::new(),
            echo: body.as_object().map(wanted::echo).unwrap_or_default(),
            audience: Audience::AsConfigured,
        })
    }

    fn address(&self, link: &PaymentLink) -> String {
        format!("{}/payment-links/{}", self.config.public_url, link.slug)
    }

    fn link(&self, merchant: &Merchant, order_id: &str) -> Result<&PaymentLink, Refusal> {
        let own = self.book.links.get(&key(merchant, order_id)).filter(|link| !link.deleted);
        own.ok_or_else(|| refusal(404, vec!["Payment link not found".to_owned()]))
    }

    /// `GET /v1/payment-links/{order_id}`.
    pub(super) fn link_shown(&self, merchant: &Merchant, order_id: &str) -> Step {
        let link = self.link(merchant, order_id)?;
        let purchases: Vec<Value> = self.purchases(link).map(purchase).collect();
        let (duration, unit) = lasting(link.expires_at.seconds_since(link.starts_at));
        let body = json!({
            "id": self.names.digits("link id", &link.key, 0, 7),
            "payment_link_url": self.address(link),
            "order_id": link.order_id,
            "payment_link_type": "FIXED_AMOUNT",
            "merchant_id": link.merchant_id,
            "payment_link_id": link.slug,
            "usage_limit": link.usage_limit,
            "gross_amount": link.gross_amount.get(),
            "expiry_start": written(link.starts_at),
            "expiry_duration": duration,
            "expiry_unit": unit,
            "usage": self.used(link),
            "purchases": purchases,
        });
        Ok((Change::default(), Reply::json(200, body)))
    }

    fn purchases<'a>(&'a self, link: &'a PaymentLink) -> impl Iterator<Item = &'a Transaction> {
        let newest = |id: &String| self.book.find(&link.merchant_id, id);
        link.purchases.iter().filter_map(newest)
    }

    /// How often money came for it.
    fn used(&self, link: &PaymentLink) -> u32 {
        let paid = self.purchases(link).filter(|one| one.settled_at.is_some()).count();
        u32::try_from(paid).unwrap_or(u32::MAX)
    }

    /// `DELETE /v1/payment-links/{order_id}`.
    pub(super) fn link_delete(&self, merchant: &Merchant, order_id: &str) -> Step {
        let link = PaymentLink { deleted: true, ..self.link(merchant, order_id)?.clone() };
        let body = json!({ "message": format!("Payment Link with Order ID {order_id} deleted") });
        Ok((Change { links: vec![link], ..Change::default() }, Reply::json(200, body)))
    }

    /// The link at an address.
    pub(super) fn link_at(&self, slug: &str) -> Option<&PaymentLink> {
        self.book.links.iter().rfind(|link| link.slug == slug && !link.deleted)
    }

    /// Whether a payer can still pay by it.
    pub(super) fn is_link_open(&self, link: &PaymentLink) -> bool {
        (link.starts_at..link.expires_at).contains(&self.now) && self.used(link) < link.usage_limit
    }

    /// The payer picks a method: a transaction under an order id of its own.
    pub(super) fn link_pick(&self, slug: &str, rail: Rail) -> Result<(Change, ()), Refusal> {
        let link = self.link_at(slug).ok_or(Refusal::NotFound)?;
        let merchant = self.config.merchant(&link.merchant_id).ok_or(Refusal::NotFound)?;
        if !self.is_link_open(link) || !PICKABLE.contains(&rail) {
            return Err(Refusal::NotInThisState);
        }
        if self.book.is_full() {
            return Err(Refusal::Failed);
        }
        let free = |millis: &i64| {
            let known = self.book.find(&link.merchant_id, &format!("{}-{millis}", link.order_id));
            known.is_none_or(|known| known.status == TransactionStatus::Cancel)
        };
        let first = self.now.as_micros() / 1_000;
        let millis = (first..first + 1_000).find(free).ok_or(Refusal::Failed)?;
        let order_id = format!("{}-{millis}", link.order_id);
        let mut link = link.clone();
        link.purchases.push(order_id.clone());
        let transaction = self.make(merchant, &Wanted::of_link(&link, order_id, rail));
        let told = self.told(transaction, &Plan::default())?;
        Ok((Change { links: vec![link], ..told }, ()))
    }
}

/// `2026-08-01 18:00 +0700`.
fn written(at: Timestamp) -> String {
    at.civil_in(Zone::Wib).format("%Y-%m-%d %H:%M +0700").to_string()
}

fn read_time(text: &str) -> Option<Timestamp> {
    let formats = ["%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S %z"];
    let mut read =
        formats.iter().filter_map(|form| chrono::DateTime::parse_from_str(text, form).ok());
    Timestamp::from_micros(read.next()?.timestamp_micros()).ok()
}

/// A span in the largest unit that says it whole.
const fn lasting(seconds: i64) -> (i64, &'static str) {
    match seconds {
        days if days % DAY == 0 => (days / DAY, "days"),
        hours if hours % 3_600 == 0 => (hours / 3_600, "hours"),
        other => (other / 60, "minutes"),
    }
}

fn purchase(transaction: &Transaction) -> Value {
    json!({
        "id": transaction.number,
        "order_id": transaction.order_id,
        "payment_status": transaction.status.as_str().to_ascii_uppercase(),
        "payment_method": transaction.rail.facts().payment_type.to_ascii_uppercase(),
        "amount_value": transaction.gross_amount.get(),
        "amount_currency": "IDR",
    })
}

/// A no of this part of the API.
pub(super) fn refusal(http_status: u16, messages: Vec<String>) -> Refusal {
    Refusal::Own(Reply::json(http_status, json!({ "error_messages": messages })))
}
