//! People who use the JSON API, and the bills they work on.

use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use super::harness::{PASSWORD, Server, http_client};

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// Sends a request and reads everything.
    pub async fn to(request: RequestBuilder) -> Self {
        Self::try_to(request).await.unwrap()
    }

    /// As [`Answer::to`], of a server that may be gone.
    pub async fn try_to(request: RequestBuilder) -> reqwest::Result<Self> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Self { status, headers, text: answer.text().await? })
    }

    /// The body.
    pub fn json(&self) -> Value {
        let bad = |error| panic!("{error}: {} {}", self.status, self.text);
        serde_json::from_str(&self.text).unwrap_or_else(bad)
    }

    /// The body of an answer with this status.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }

    /// Checks a refusal: its status, its code, and the shape that all of them have.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.is(status);
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(problem["status"], status);
        for text in ["type", "title", "detail", "trace_id"] {
            assert!(
                problem[text].as_str().is_some_and(|text| !text.is_empty()),
                "{text}: {problem}"
            );
        }
        assert!(problem["allowed"].is_array() && problem.get("rule").is_some(), "{problem}");
        problem
    }
}

/// Somebody with a bearer token.
pub struct Person {
    pub client: Client,
    pub url: String,
    pub token: String,
}

impl Server {
    /// Signs in as `keuangan`, `supervisor`, …
    pub async fn person(&self, name: &str) -> Person {
        let client = http_client();
        let body = json!({"email": format!("{name}@demo.test"), "password": PASSWORD});
        let request = client.post(format!("{}/api/tokens", self.url)).json(&body);
        let token = Answer::to(request).await.is(200);
        let token = token["access_token"].as_str().unwrap().to_owned();
        Person { client, url: self.url.clone(), token }
    }
}

/// A bill that waits for its payment.
#[derive(Debug, Clone)]
pub struct Bill {
    pub id: String,
    pub total: i64,
    pub order_id: String,
}

impl Person {
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(body)
    }

    /// A good answer's body.
    pub async fn read(&self, path: &str) -> Value {
        Answer::to(self.get(path)).await.is(200)
    }

    pub async fn send(&self, path: &str, body: Value) -> Answer {
        Answer::to(self.post(path, &body)).await
    }

    /// Asks, and looks at the status alone.
    pub async fn send_get(&self, path: &str, status: u16) {
        let answer = Answer::to(self.get(path)).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }

    /// Sends a change under a key of its own.
    pub async fn act(&self, path: &str, body: Value) -> Answer {
        self.act_as(&fresh_key(), path, &body).await
    }

    /// Sends a change under a key.
    pub async fn act_as(&self, key: &str, path: &str, body: &Value) -> Answer {
        Answer::to(self.post(path, body).header("idempotency-key", key)).await
    }

    /// The subscription of some customer, and a month that it was never billed for.
    pub async fn unbilled(&self) -> (String, String) {
        static MONTHS: AtomicU32 = AtomicU32::new(0);
        let customers = self.read("/api/customers").await;
        let mut subscriptions = customers["items"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| one["subscriptions"].as_array().unwrap());
        let subscription = subscriptions.find(|one| one["status"] == "ACTIVE").unwrap();
        let month = MONTHS.fetch_add(1, Ordering::Relaxed);
        let period = format!("{}-{:02}", 2040 + month / 12, month % 12 + 1);
        (subscription["id"].as_str().unwrap().to_owned(), period)
    }

    /// A fresh draft.
    pub async fn draft(&self) -> Value {
        let (subscription, period) = self.unbilled().await;
        let body = json!({"subscription_id": subscription, "period": period});
        self.send("/api/invoices", body).await.is(201)
    }

    /// A fresh issued invoice that nobody has tried to pay.
    pub async fn issued(&self) -> Value {
        let draft = self.draft().await;
        self.send(&format!("/api/invoices/{}/issue", text(&draft["id"])), json!({})).await.is(200)
    }

    /// Asks for a way to pay.
    pub async fn charge(&self, invoice: &str, channel: &str) -> Answer {
        self.send(&format!("/api/invoices/{invoice}/transactions"), json!({"channel": channel}))
            .await
    }

    /// A fresh invoice with a way to pay.
    pub async fn bill(&self, channel: &str) -> Bill {
        let invoice = self.issued().await;
        let id = text(&invoice["id"]);
        let attempt = self.charge(&id, channel).await.is(201);
        let total = invoice["total"].as_i64().unwrap();
        assert_eq!(attempt["amount"], total);
        Bill { id, total, order_id: text(&attempt["order_id"]) }
    }

    pub async fn invoice(&self, id: &str) -> Value {
        self.read(&format!("/api/invoices/{id}")).await
    }
}

/// A key that no other request has.
pub fn fresh_key() -> String {
    static KEYS: AtomicU32 = AtomicU32::new(0);
    format!("key-{}-{}", std::process::id(), KEYS.fetch_add(1, Ordering::Relaxed))
}

/// A text within JSON.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
