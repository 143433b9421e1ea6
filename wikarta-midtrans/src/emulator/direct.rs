//! The client without a network: calls go straight into the emulator of the same process.

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::api::ApiCall;
use super::store::Emulator;
use crate::answer::{Answer, Doubt};
use crate::client::{Call, Method, Midtrans, Transport};
use crate::signature::ServerKey;

struct Direct {
    emulator: Emulator,
    key: ServerKey,
}

#[async_trait]
impl Transport for Direct {
    async fn send(&self, call: Call) -> Result<Answer, Doubt> {
        let emulator = self.emulator.clone();
        let authorization = format!("Basic {}", STANDARD.encode(format!("{}:", self.key.expose())));
        let answered = tokio::task::spawn_blocking(move || {
            let method = match call.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Delete => "DELETE",
            };
            let header = |wanted: &str| {
                let found = call.headers.iter().find(|(name, _)| *name == wanted);
                found.map(|(_, value)| value.as_str())
            };
            let headers: Vec<(&str, &str)> =
                call.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            emulator.perform(&ApiCall {
                headers: &headers,
                method,
                path: &call.path,
                authorization: Some(&authorization),
                idempotency_key: header("idempotency-key"),
                body: &call.body,
                ..ApiCall::default()
            })
        });
        let performed = answered.await.map_err(|_| Doubt::Broken)?;
        tokio::time::sleep(performed.wait).await;
        let reply = performed.reply.ok_or(Doubt::Broken)?;
        let http_status = reply.http_status;
        let retry_after = performed.retry_after.map(Duration::from_secs);
        Ok(Answer { http_status, body: reply.into_bytes().0, retry_after })
    }
}

impl Emulator {
    /// The ordinary client, calling this emulator as its first merchant without a socket. Needs a
    /// Tokio runtime.
    #[must_use]
    pub fn client(&self) -> Midtrans {
        let key = self.config().merchants.first().map(|merchant| merchant.server_key.clone());
        match key {
            Some(key) => self.client_with(key),
            // An emulator has at least one merchant.
            None => Midtrans::over(Nobody),
        }
    }

    /// The same with another server key.
    #[must_use]
    pub fn client_with(&self, key: ServerKey) -> Midtrans {
        Midtrans::over(Direct { emulator: self.clone(), key })
    }
}

struct Nobody;

#[async_trait]
impl Transport for Nobody {
    async fn send(&self, _: Call) -> Result<Answer, Doubt> {
        Err(Doubt::Unreachable)
    }
}
