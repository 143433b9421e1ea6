//! Calls of this crate's own, wider than the core's port. Each has one try; see [`Outcome`] for what
//! may be sent again.

use serde::Serialize;
use wikarta_core::id::OrderId;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::GatewayRefusal;
use wikarta_core::provider::Reading;

use super::Midtrans;
use super::extras::Extras;
use super::transport::{Call, Method};
use crate::answer::{Answer, Doubt};
use crate::card::{self, CaptureBody, Verdict};
use crate::lifecycle::{self, RefundBody, RefundOutcome, RefundRequest};
use crate::order::{self, OrderBody, OrderError, OrderRequest, Ordered};
use crate::outcome::Outcome;
use crate::payment_link::{self, LinkBody, LinkReading, LinkRequest};
use crate::snap::{self, SnapBody, SnapPage, SnapRequest};

impl Midtrans {
    /// Asks for a transaction by any way to pay. After [`Outcome::Unknown`] read the order; asked
    /// again under the same order id it comes to one transaction.
    pub async fn order(&self, request: &OrderRequest, extras: &Extras) -> Outcome<Ordered> {
        let body = match OrderBody::new(request) {
            Ok(body) => body,
            Err(error) => return not_sent(&error),
        };
        match self.posted("/v2/charge", &body, extras).await {
            Ok(answer) => order::order_outcome(request, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Makes a hosted payment page. No transaction exists until the payer picks a method, so asking
    /// again after a doubt costs nothing: the newest page is the valid one.
    pub async fn snap(&self, request: &SnapRequest, extras: &Extras) -> Outcome<SnapPage> {
        let body = match SnapBody::new(request) {
            Ok(body) => body,
            Err(error) => return not_sent(&error),
        };
        match self.posted("/snap/v1/transactions", &body, extras).await {
            Ok(answer) => snap::snap_outcome(&answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Makes a payment link: the address to hand out. After [`Outcome::Unknown`] read it; asked again
    /// under the same order id it is [`Outcome::Exists`].
    pub async fn payment_link(&self, request: &LinkRequest, extras: &Extras) -> Outcome<String> {
        let body = match LinkBody::new(request) {
            Ok(body) => body,
            Err(error) => return not_sent(&error),
        };
        match self.posted("/v1/payment-links", &body, extras).await {
            Ok(answer) => payment_link::link_outcome(&request.order_id, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Reads what came of a payment link.
    pub async fn payment_link_read(&self, order_id: &OrderId) -> Outcome<LinkReading> {
        match self.about_link(order_id, Method::Get).await {
            Ok(answer) => payment_link::link_reading(order_id, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Takes a payment link back. What was begun there may still be paid: cancel it by its own order id.
    pub async fn payment_link_delete(&self, order_id: &OrderId) -> Outcome<()> {
        match self.about_link(order_id, Method::Delete).await {
            Ok(answer) => payment_link::link_deleted(&answer),
            Err(doubt) => doubt.into(),
        }
    }

    async fn about_link(&self, order_id: &OrderId, method: Method) -> Result<Answer, Doubt> {
        if matches!(order_id.as_str(), "." | "..") {
            return Err(Doubt::Unaddressable);
        }
        let call = Call::get(format!("/v1/payment-links/{order_id}"));
        self.transport.send(Call { method, ..call }).await
    }

    /// Says yes or no to a card that the fraud check left open.
    pub async fn judge(&self, order_id: &OrderId, verdict: Verdict) -> Outcome<Reading> {
        let post = |path: String| Call::post(path, Vec::new());
        match self.about(order_id, verdict.as_str(), post).await {
            Ok(answer) => card::verdict_outcome(verdict, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Takes the money that a card only held, all of it or a part.
    pub async fn capture(&self, transaction_id: &str, amount: Rupiah) -> Outcome<Reading> {
        let body = CaptureBody::new(transaction_id, amount);
        match self.posted("/v2/capture", &body, &Extras::NONE).await {
            Ok(answer) => card::capture_outcome(amount, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    /// Gives money back. One try: after [`RefundOutcome::Unknown`] look for the key in the
    /// transaction's refunds before the same key is sent again.
    pub async fn refund(&self, request: &RefundRequest) -> RefundOutcome {
        self.refunded(request, "refund").await
    }

    /// Gives money back through the provider at once, for merchants whose contract still has this
    /// form; the provider's no is [`RefundOutcome::Denied`].
    pub async fn refund_direct(&self, request: &RefundRequest) -> RefundOutcome {
        self.refunded(request, "refund/online/direct").await
    }

    async fn refunded(&self, request: &RefundRequest, verb: &str) -> RefundOutcome {
        let Ok(body) = serde_json::to_vec(&RefundBody::new(request)) else {
            return Doubt::Unreachable.into();
        };
        let post = |path: String| Call::post(path, body);
        match self.about(&request.order_id, verb, post).await {
            Ok(answer) => lifecycle::refund_outcome(request, &answer),
            Err(doubt) => doubt.into(),
        }
    }

    async fn posted(
        &self,
        path: &str,
        body: &impl Serialize,
        extras: &Extras,
    ) -> Result<Answer, Doubt> {
        let body = serde_json::to_vec(body).map_err(|_| Doubt::Unreachable)?;
        self.transport.send(Call { headers: extras.headers(), ..Call::post(path, body) }).await
    }
}

fn not_sent<T>(error: &OrderError) -> Outcome<T> {
    let code = match error {
        OrderError::AmountNotPositive(_) => "amount_not_positive",
        OrderError::OpenSeconds { .. } => "expiry_out_of_range",
        OrderError::Items { .. } => "items_do_not_add_up",
        OrderError::OrderIdTooLong(_) => "order_id_too_long",
        OrderError::NeverOpen => "never_open",
        OrderError::Reference => "reference_too_long",
    };
    let (code, message) = (code.to_owned(), error.to_string());
    Outcome::Refused(GatewayRefusal { code, message })
}
