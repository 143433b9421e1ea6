//! The other side: the demo's own emulator, and notifications signed by hand.

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};
use wikarta_core::id::hex;
use wikarta_server::config::DEMO_SERVER_KEY;

use super::client::{Answer, Bill, text};
use super::harness::{Server, http_client, until};

/// Where the demo keeps its emulator.
const MOUNTED: &str = "/emulator/midtrans";

/// An emulator and the endpoint that it notifies.
pub struct Gateway {
    pub client: Client,
    emulator: String,
    webhook: String,
}

impl Server {
    /// The demo's own emulator.
    pub fn gateway(&self) -> Gateway {
        Gateway::at(&format!("{}{MOUNTED}", self.url), &self.url)
    }
}

impl Gateway {
    /// An emulator at an address, and the server that it serves.
    pub fn at(emulator: &str, server: &str) -> Self {
        let webhook = format!("{server}/api/webhooks/midtrans");
        Self { client: http_client(), emulator: emulator.to_owned(), webhook }
    }

    /// Makes something happen at the gateway.
    pub async fn act(&self, order_id: &str, action: &str, wish: Value) -> Answer {
        let url = format!("{}/_control/transactions/{order_id}/{action}", self.emulator);
        Answer::to(self.client.post(url).json(&wish)).await
    }

    /// Makes the next call of a kind go wrong.
    pub async fn fails(&self, call: &str, kind: &str, count: u32) {
        self.inject(json!({"call": call, "kind": kind, "count": count})).await;
    }

    /// Makes the next call of a kind do its work and answer so much later.
    pub async fn answers_late(&self, call: &str, delay_ms: u32) {
        self.inject(json!({"call": call, "kind": "slow", "delay_ms": delay_ms})).await;
    }

    async fn inject(&self, fault: Value) {
        let url = format!("{}/_control/faults", self.emulator);
        let answer = Answer::to(self.client.post(url).json(&fault)).await;
        assert!((200..300).contains(&answer.status), "{}", answer.text);
    }

    /// One transaction as a status read would show it.
    pub async fn transaction(&self, order_id: &str) -> Value {
        let mut all = self.transactions().await.into_iter();
        all.find(|one| one["order_id"] == order_id).expect("a transaction")
    }

    /// What the gateway has told, or holds back, about an order: newest first.
    pub async fn deliveries(&self, order_id: &str) -> Vec<Value> {
        let url = format!("{}/_control/deliveries", self.emulator);
        let all = Answer::to(self.client.get(url)).await.is(200);
        let own = all["items"].as_array().unwrap().iter();
        own.filter(|one| one["order_id"] == order_id).cloned().collect()
    }

    /// The genuine notification of a status, whether it was sent or not.
    pub async fn genuine(&self, order_id: &str, status: &str) -> Value {
        let deliveries = self.deliveries(order_id).await;
        let mut told = deliveries.into_iter().filter(|one| one["transaction_status"] == status);
        told.next().unwrap_or_else(|| panic!("nothing told {status}"))["body"].clone()
    }

    /// Every transaction that the gateway knows, as a status read would show it.
    pub async fn transactions(&self) -> Vec<Value> {
        let url = format!("{}/_control/transactions", self.emulator);
        let all = Answer::to(self.client.get(url)).await.is(200);
        all["items"].as_array().unwrap().clone()
    }

    /// Makes a transaction that no bill of ours asked for, as another shop of the merchant would.
    pub async fn charge_elsewhere(&self, order_id: &str, amount: i64) -> Answer {
        let body = json!({
            "payment_type": "bank_transfer",
            "transaction_details": {"order_id": order_id, "gross_amount": amount},
            "bank_transfer": {"bank": "bca"},
        });
        let request = self.client.post(format!("{}/v2/charge", self.emulator)).json(&body);
        Answer::to(request.basic_auth(DEMO_SERVER_KEY, Some(""))).await
    }

    /// Waits until nothing is on its way, whatever the order.
    pub async fn is_quiet(&self) {
        let url = format!("{}/_control/deliveries", self.emulator);
        until("the deliveries", async || {
            let all = Answer::to(self.client.get(&url)).await.is(200);
            let mut items = all["items"].as_array().unwrap().iter();
            items.all(|one| one["state"] != "waiting").then_some(())
        })
        .await;
    }

    /// Waits until every notification of an order was taken.
    pub async fn all_delivered(&self, order_id: &str) {
        until("the deliveries", async || {
            let open = self.deliveries(order_id).await;
            open.iter().all(|one| one["state"] == "done").then_some(())
        })
        .await;
    }

    /// A notification as bytes, not yet sent.
    pub fn post(&self, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.client.post(&self.webhook).header("content-type", "application/json");
        request.body(body)
    }

    /// Notifies.
    pub async fn notify(&self, body: &Value) -> Answer {
        Answer::to(self.post(body.to_string())).await
    }

    /// Notifies, and gives the word of the answer.
    pub async fn told(&self, body: &Value) -> String {
        let answer = self.notify(body).await.is(200);
        assert!(!text(&answer["trace_id"]).is_empty());
        text(&answer["result"])
    }
}

/// A settlement of a virtual account at BCA as the gateway would tell it, signed.
pub fn settlement(bill: &Bill) -> Value {
    settlement_with(bill, DEMO_SERVER_KEY)
}

/// As [`settlement`], by another key.
pub fn settlement_with(bill: &Bill, key: &str) -> Value {
    let body = json!({
        "order_id": bill.order_id,
        "status_code": "200",
        "gross_amount": format!("{}.00", bill.total),
        "transaction_status": "settlement",
        "fraud_status": "accept",
        "payment_type": "bank_transfer",
        "va_numbers": [{"bank": "bca", "va_number": "1234567890"}],
        "currency": "IDR",
        "settlement_time": "2026-08-01 10:42:03",
    });
    signed_with(body, key)
}

/// The same body with a right signature over what it says now.
pub fn signed(body: Value) -> Value {
    signed_with(body, DEMO_SERVER_KEY)
}

/// As [`signed`], by another key.
pub fn signed_with(mut body: Value, key: &str) -> Value {
    let part = |name: &str| match &body[name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let parts = [part("order_id"), part("status_code"), part("gross_amount"), key.to_owned()];
    body["signature_key"] = hex(&Sha512::digest(parts.concat())).into();
    body
}

/// The same body with other fields; the signature stays what it was.
pub fn rewritten(body: &Value, fields: &Value) -> Value {
    let mut body = body.clone();
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}
