//! The Core API as a caller: the only part of this crate that reaches out to a network.
//!
//! Every call has one try and ends within a bounded time; what may be tried again, and when, is for
//! the caller to decide, because only the caller knows what was done before. Bodies and the meaning
//! of answers live in [`crate::charge`], [`crate::lifecycle`], [`crate::order`], [`crate::snap`] and
//! [`crate::card`].

mod calls;
mod extras;
mod http;
mod transport;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use wikarta_core::id::OrderId;
use wikarta_core::ports::{
    ChargeOutcome, ChargeRequest, EndOutcome, Gateway, GatewayRefusal, RefundOutcome,
    RefundRequest, StatusOutcome,
};

pub use extras::{Extras, ExtrasError, IdempotencyKey, Notify, NotifyUrls};
#[cfg(feature = "emulator")]
pub(crate) use http::is_loopback;
pub use http::{ClientError, HttpOptions, HttpTransport};
#[cfg(feature = "snap-bi")]
pub(crate) use http::{bare_client, bounded, doubt, safe_base};
pub use transport::{Call, Method, Transport};

use crate::answer::{Answer, Doubt};
use crate::charge::{self, ChargeBody};
use crate::lifecycle;
use crate::signature::ServerKey;

/// The vendor's address for real money.
pub const PRODUCTION: &str = "https://api.midtrans.com";
/// The vendor's address for play money.
pub const SANDBOX: &str = "https://api.sandbox.midtrans.com";

/// Midtrans as a [`Gateway`]. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Midtrans {
    transport: Arc<dyn Transport>,
}

impl fmt::Debug for Midtrans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Midtrans(…)")
    }
}

impl Midtrans {
    /// The vendor's sandbox.
    pub fn sandbox(key: ServerKey) -> Result<Self, ClientError> {
        Self::at(SANDBOX, key)
    }

    /// The vendor's production system.
    pub fn production(key: ServerKey) -> Result<Self, ClientError> {
        Self::at(PRODUCTION, key)
    }

    /// Another address, such as the emulator's: `https`, or `http` on the loopback. A path in the
    /// address is kept in front of the vendor's own paths.
    pub fn at(base_url: &str, key: ServerKey) -> Result<Self, ClientError> {
        Ok(Self::over(HttpTransport::new(base_url, key, &HttpOptions::default())?))
    }

    /// Any other way to carry calls.
    #[must_use]
    pub fn over(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }

    /// Asks for a transaction. One try: after [`ChargeOutcome::Unknown`] the order has to be read.
    pub async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        let body = match ChargeBody::new(request) {
            Ok(body) => body,
            Err(error) => return charge::not_sent(&error),
        };
        let Ok(body) = serde_json::to_vec(&body) else {
            return charge::unknown(&Doubt::Unreachable);
        };
        match self.transport.send(Call::post("/v2/charge", body)).await {
            Ok(answer) => charge::outcome(request, &answer),
            Err(doubt) => charge::unknown(&doubt),
        }
    }

    /// Reads what the gateway holds about an order.
    pub async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        match self.about(order_id, "status", Call::get).await {
            Ok(answer) => lifecycle::status_outcome(&answer),
            Err(doubt) => StatusOutcome::Unknown { reason: doubt.to_string() },
        }
    }

    /// Cancels a transaction that has not been paid.
    pub async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        self.end(order_id, "cancel").await
    }

    /// Lets a pending transaction expire now.
    pub async fn expire(&self, order_id: &OrderId) -> EndOutcome {
        self.end(order_id, "expire").await
    }

    async fn end(&self, order_id: &OrderId, verb: &str) -> EndOutcome {
        let post = |path: String| Call::post(path, Vec::new());
        match self.about(order_id, verb, post).await {
            Ok(answer) => lifecycle::end_outcome(&answer),
            Err(doubt) => EndOutcome::Unknown { reason: doubt.to_string() },
        }
    }

    async fn about(
        &self,
        order_id: &OrderId,
        verb: &str,
        call: impl FnOnce(String) -> Call,
    ) -> Result<Answer, Doubt> {
        // Every other order id is made of characters that an address carries as they are.
        if matches!(order_id.as_str(), "." | "..") {
            return Err(Doubt::Unaddressable);
        }
        self.transport.send(call(format!("/v2/{order_id}/{verb}"))).await
    }
}

#[async_trait]
impl Gateway for Midtrans {
    async fn charge(&self, request: &ChargeRequest) -> ChargeOutcome {
        Self::charge(self, request).await
    }

    async fn status(&self, order_id: &OrderId) -> StatusOutcome {
        Self::status(self, order_id).await
    }

    async fn cancel(&self, order_id: &OrderId) -> EndOutcome {
        Self::cancel(self, order_id).await
    }

    async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        match lifecycle::RefundRequest::try_from(request) {
            Ok(own) => Self::refund(self, &own).await.into(),
            Err(error) => RefundOutcome::Refused(GatewayRefusal {
                code: "not_sent".to_owned(),
                message: error.to_string(),
            }),
        }
    }
}
