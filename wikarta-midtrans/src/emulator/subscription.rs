//! Subscriptions: kept, shown and switched. The emulator does not charge them by itself.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use wikarta_core::time::Timestamp;

use super::body::put;
use super::config::Merchant;
use super::desk::{Desk, Step};
use super::record::Change;
use super::reply::{Refusal, Reply};
use super::shelf::Shelved;
use super::wanted::Loose;
use crate::amount::wib_text;

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The vendor's id, a UUID.
    pub id: String,
    /// Whose it is.
    pub merchant_id: String,
    /// Whether it charges.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the merchant gave, brought into the vendor's form.
    pub fields: Map<String, Value>,
}

impl Shelved for Subscription {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What is asked of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    Enable,
    Disable,
    Update,
}

/// Fields that the merchant gives and that are shown again.
const GIVEN: [&str; 8] = [
    "name",
    "amount",
    "currency",
    "payment_type",
    "token",
    "schedule",
    "metadata",
    "customer_details",
];

impl Desk<'_> {
    /// `POST /v1/subscriptions`.
    pub(super) fn subscribe(&self, merchant: &Merchant, body: &[u8]) -> Step {
        let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let given = read(&body)?;
        let id =
            self.names.uuid("subscription", &merchant.merchant_id, self.book.subscriptions.count());
        let subscription = Subscription {
            id,
            merchant_id: merchant.merchant_id.clone(),
            active: true,
            created_at: self.now,
            fields: given,
        };
        let shown = subscription.shown();
        let change = Change { subscriptions: vec![subscription], ..Change::default() };
        Ok((change, Reply::json(200, shown)))
    }

    fn subscription(&self, merchant: &Merchant, id: &str) -> Result<&Subscription, Refusal> {
        let own = |one: &&Subscription| one.merchant_id == merchant.merchant_id;
        let missing = || refusal(404, "Subscription doesn't exist.");
        self.book.subscriptions.get(id).filter(own).ok_or_else(missing)
    }

    /// `GET /v1/subscriptions/{id}`.
    pub(super) fn subscription_shown(&self, merchant: &Merchant, id: &str) -> Step {
        let shown = self.subscription(merchant, id)?.shown();
        Ok((Change::default(), Reply::json(200, shown)))
    }

    /// `POST /v1/subscriptions/{id}/enable`, `/disable`, and `PATCH /v1/subscriptions/{id}`.
    pub(super) fn switch(
        &self,
        merchant: &Merchant,
        id: &str,
        switch: Switch,
        body: &[u8],
    ) -> Step {
        let mut changed = self.subscription(merchant, id)?.clone();
        match switch {
            Switch::Enable => changed.active = true,
            Switch::Disable => changed.active = false,
            Switch::Update => {
                let body = serde_json::from_slice::<Value>(body).unwrap_or_default();
                changed.fields.extend(in_form(&body));
            }
        }
        let change = Change { subscriptions: vec![changed], ..Change::default() };
        let body = json!({ "status_message": "Subscription is updated." });
        Ok((change, Reply::json(200, body)))
    }
}

impl Subscription {
    fn shown(&self) -> Value {
        let mut shown = Value::Object(self.fields.clone());
        put(&mut shown, "id", self.id.as_str().into());
        let status = if self.active { "active" } else { "inactive" };
        put(&mut shown, "status", status.into());
        put(&mut shown, "created_at", wib_text(self.created_at).into());
        put(&mut shown, "transaction_ids", json!([]));
        shown
    }
}

pub(super) fn refusal(http_status: u16, message: &str) -> Refusal {
    let body = json!({ "status_code": http_status.to_string(), "status_message": message });
    Refusal::Own(Reply::json(http_status, body))
}

fn read(body: &Value) -> Result<Map<String, Value>, Refusal> {
    if body.as_object().is_none_or(Map::is_empty) {
        return Err(refusal(400, "Bad request"));
    }
    if !body.loose_text("/amount").is_some_and(|amount| is_positive(&amount)) {
        let message = "subscription.amount must be between 0.01 - 99999999999.00";
        return Err(refusal(400, message));
    }
    Ok(in_form(body))
}

/// Digits, perhaps with a fraction, not all of them zero.
fn is_positive(amount: &str) -> bool {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let within = whole.len() <= 11 && fraction.len() <= 2;
    within
        && digits(whole)
        && digits(fraction)
        && amount.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// The given fields in the vendor's types: the amount a text, the schedule's numbers numbers.
fn in_form(body: &Value) -> Map<String, Value> {
    let Some(fields) = body.as_object() else { return Map::new() };
    let given = fields.iter().filter(|(name, _)| GIVEN.contains(&name.as_str()));
    let mut given: Map<String, Value> =
        given.map(|(name, value)| (name.clone(), value.clone())).collect();
    if let Some(amount) = body.loose_text("/amount") {
        given.insert("amount".to_owned(), amount.into());
    }
    if let Some(Value::Object(schedule)) = given.get_mut("schedule") {
        for name in ["interval", "max_interval"] {
            let number = schedule
                .get(name)
                .and_then(Value::as_str)
                .and_then(|text| text.parse::<i64>().ok());
            if let Some(number) = number {
                schedule.insert(name.to_owned(), number.into());
            }
        }
    }
    given
}
