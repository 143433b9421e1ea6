//! An emulator with a clock in the test's hand.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use serde_json::{Value, json};
use wikarta_core::money::Rupiah;
use wikarta_core::ports::ChargeRequest;
use wikarta_core::provider::Channel;
use wikarta_core::time::Timestamp;
use wikarta_midtrans::emulator::{
    Action, ApiCall, Emulator, EmulatorConfig, ManualClock, Reply, Wish,
};

use crate::facts::{KEY, key};

/// 2026-08-01 10:00:00 WIB, when the transactions of the fixtures are made.
pub const START: &str = "2026-08-01T03:00:00Z";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub struct World {
    pub emulator: Emulator,
    pub clock: ManualClock,
}

pub fn config(clock: &ManualClock) -> EmulatorConfig {
    let mut config = EmulatorConfig::new(key());
    config.clock = Arc::new(clock.clone());
    config.public_url = "https://api.sandbox.midtrans.com".to_owned();
    config
}

impl World {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut EmulatorConfig)) -> Self {
        let clock = ManualClock::at(at(START));
        let mut config = config(&clock);
        change(&mut config);
        Self { emulator: Emulator::open(config).unwrap(), clock }
    }

    pub fn call(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.call_as(KEY, method, path, body)
    }

    pub fn call_as(&self, key: &str, method: &str, path: &str, body: &Value) -> Reply {
        let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{key}:"));
        let authorization = format!("Basic {encoded}");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.emulator.answer(&ApiCall {
            method,
            path,
            authorization: Some(&authorization),
            body: body.as_bytes(),
            ..ApiCall::default()
        })
    }

    pub fn json(&self, method: &str, path: &str, body: &Value) -> Value {
        serde_json::from_slice(&self.call(method, path, body).into_bytes().0).unwrap()
    }

    pub fn charge(&self, order_id: &str, method: Value) -> Value {
        let mut body = json!({
            "transaction_details": { "order_id": order_id, "gross_amount": 150_000 },
        });
        body.as_object_mut().unwrap().extend(method.as_object().unwrap().clone());
        let answer = self.json("POST", "/v2/charge", &body);
        assert_eq!(answer["status_code"], "201", "{answer}");
        answer
    }

    pub fn charge_bca(&self, order_id: &str) -> Value {
        self.charge(order_id, bca())
    }

    pub fn charge_qris(&self, order_id: &str) -> Value {
        self.charge(order_id, json!({ "payment_type": "qris" }))
    }

    pub fn act(&self, order_id: &str, action: Action) -> Value {
        self.emulator.act(order_id, action, &Wish::default()).unwrap()
    }

    pub fn act_with(&self, order_id: &str, action: Action, wish: &Value) -> Value {
        let wish = Wish::read(wish.to_string().as_bytes()).unwrap();
        self.emulator.act(order_id, action, &wish).unwrap()
    }

    pub fn status(&self, order_id: &str) -> String {
        let path = format!("/v2/{order_id}/status");
        let answer = self.json("GET", &path, &Value::Null);
        answer["transaction_status"].as_str().unwrap_or("missing").to_owned()
    }

    /// The states told by what waits, in the order of leaving; all of it is taken.
    pub fn drained(&self) -> Vec<String> {
        let told = |body: Vec<u8>| {
            let body: Value = serde_json::from_slice(&body).unwrap();
            body["transaction_status"].as_str().unwrap().to_owned()
        };
        self.emulator.drain().into_iter().map(|outgoing| told(outgoing.body)).collect()
    }

    /// Collects every body that is delivered from now on; each is answered with `status`.
    pub fn inbox(&self, status: u16) -> Inbox {
        let inbox = Inbox { bodies: Arc::default(), status: Arc::new(Mutex::new(status)) };
        let (bodies, answer) = (inbox.bodies.clone(), inbox.status.clone());
        self.emulator.deliver_with(move |body| {
            bodies.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
            let status = *answer.lock().unwrap();
            async move { status }
        });
        inbox
    }
}

pub struct Inbox {
    bodies: Arc<Mutex<Vec<Value>>>,
    status: Arc<Mutex<u16>>,
}

impl Inbox {
    pub fn told(&self) -> Vec<String> {
        let bodies = self.bodies.lock().unwrap();
        bodies.iter().map(|body| body["transaction_status"].as_str().unwrap().to_owned()).collect()
    }

    pub fn bodies(&self) -> Vec<Value> {
        self.bodies.lock().unwrap().clone()
    }

    pub fn answer(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }
}

pub fn bca() -> Value {
    json!({ "payment_type": "bank_transfer", "bank_transfer": { "bank": "bca" } })
}

pub fn request(order_id: &str, channel: Channel) -> ChargeRequest {
    ChargeRequest {
        order_id: order_id.parse().unwrap(),
        invoice: "inv_7k2ma".parse().unwrap(),
        amount: Rupiah::new(150_000).unwrap(),
        channel,
        at: at(START),
        expires_at: at("2026-08-02T03:00:00Z"),
        description: "Internet Agu 2026".to_owned(),
    }
}
