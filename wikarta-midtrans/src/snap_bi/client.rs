//! BI-SNAP as a caller. Each call has one try; one access token serves all of them until shortly
//! before it ends.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde::Serialize;
use tokio::sync::Mutex;
use wikarta_core::money::Rupiah;
use wikarta_core::ports::GatewayRefusal;
use wikarta_core::time::Timestamp;

use super::answer::{self, QrisMade, Service, SnapReading, VaMade};
use super::body::{
    Account, QrisBody, QrisName, QrisNamed, QrisRefund, QrisRefundBody, QrisRequest, SnapBodyError,
    VaBody, VaNamed, VaRequest,
};
use super::signature::{ClientSecret, MerchantKey, SignedCall};
use super::time::timestamp;
use crate::answer::{Answer, Doubt};
use crate::client::{ClientError, HttpOptions, bare_client, bounded, doubt, safe_base};
use crate::outcome::Outcome;

/// The vendor's address for real money.
pub const PRODUCTION: &str = "https://merchants.midtrans.com";
/// The vendor's address for play money.
pub const SANDBOX: &str = "https://merchants.sbx.midtrans.com";

/// Who a merchant is at BI-SNAP.
#[derive(Debug)]
pub struct Credentials {
    /// `G123456789`.
    pub merchant_id: String,
    /// `X-CLIENT-KEY` of the token call.
    pub client_key: String,
    /// Signs the token call.
    pub key: MerchantKey,
    /// Signs every other call.
    pub secret: ClientSecret,
    /// `X-PARTNER-ID`.
    pub partner_id: String,
    /// `CHANNEL-ID`, five digits.
    pub channel_id: String,
}

/// BI-SNAP. Cheap to clone; clones share connections and the access token.
#[derive(Clone)]
pub struct SnapBi {
    inner: Arc<Inner>,
}

struct Inner {
    client: reqwest::Client,
    base: String,
    options: HttpOptions,
    credentials: Credentials,
    token: Mutex<Option<Token>>,
}

/// An access token, and until when it is used.
struct Token {
    text: String,
    until: Timestamp,
}

/// How long before its end a token is given up, in seconds.
const MARGIN_SECONDS: i64 = 60;

impl fmt::Debug for SnapBi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapBi").field("base", &self.inner.base).finish_non_exhaustive()
    }
}

impl SnapBi {
    /// A client for an address: `https`, or `http` on the loopback. Nothing is sent yet.
    pub fn at(
        base_url: &str,
        credentials: Credentials,
        options: &HttpOptions,
    ) -> Result<Self, ClientError> {
        let base: Url = safe_base(base_url)?;
        let client = bare_client(&base, options)?;
        let base = base.as_str().trim_end_matches('/').to_owned();
        let (options, token) = (options.clone(), Mutex::new(None));
        Ok(Self { inner: Arc::new(Inner { client, base, options, credentials, token }) })
    }

    /// Asks for a virtual account. After [`Outcome::Unknown`] read it; asked again under the same
    /// order id it is [`Outcome::Exists`] or the same account.
    pub async fn va_create(&self, request: &VaRequest, now: Timestamp) -> Outcome<VaMade> {
        let order_id = request.order_id.as_str();
        let body = VaBody::new(request, &self.inner.credentials.merchant_id);
        let read = |answer: &Answer| answer::va_made(order_id, request.amount, answer);
        self.call(Service::VaCreate, order_id, body, now)
            .await
            .map_or_else(|told| told.into(), |a| read(&a))
    }

    /// Reads what the gateway holds about a virtual account.
    pub async fn va_status(
        &self,
        name: (&wikarta_core::id::OrderId, &Account),
        now: Timestamp,
    ) -> Outcome<SnapReading> {
        let body = VaNamed::to_read(name.0, name.1, &self.inner.credentials.merchant_id);
        let answered = self.call(Service::VaStatus, name.0.as_str(), body, now).await;
        answered.map_or_else(|told| told.into(), |answer| answer::va_reading(&answer))
    }

    /// Cancels a virtual account that has not been paid.
    pub async fn va_cancel(
        &self,
        name: (&wikarta_core::id::OrderId, &Account),
        now: Timestamp,
    ) -> Outcome<()> {
        let body = VaNamed::to_end(name.0, name.1, &self.inner.credentials.merchant_id);
        let answered = self.call(Service::VaDelete, name.0.as_str(), body, now).await;
        answered.map_or_else(|told| told.into(), |answer| answer::ended(Service::VaDelete, &answer))
    }

    /// Asks for a QR code.
    pub async fn qris_create(&self, request: &QrisRequest, now: Timestamp) -> Outcome<QrisMade> {
        let order_id = request.order_id.as_str();
        let body = QrisBody::new(request, &self.inner.credentials.merchant_id);
        let answered = self.call(Service::QrisCreate, order_id, body, now).await;
        answered.map_or_else(|told| told.into(), |answer| answer::qris_made(order_id, &answer))
    }

    /// Reads what the gateway holds about a QR code.
    pub async fn qris_status(&self, name: &QrisName, now: Timestamp) -> Outcome<SnapReading> {
        let body = QrisNamed::to_read(name, &self.inner.credentials.merchant_id);
        let answered = self.call(Service::QrisStatus, name.order_id.as_str(), body, now).await;
        answered.map_or_else(|told| told.into(), |answer| answer::qris_reading(&answer))
    }

    /// Cancels a QR code that has not been paid.
    pub async fn qris_cancel(&self, name: &QrisName, reason: &str, now: Timestamp) -> Outcome<()> {
        let body = QrisNamed::to_end(name, &self.inner.credentials.merchant_id, reason);
        let answered = self.call(Service::QrisCancel, name.order_id.as_str(), body, now).await;
        answered
            .map_or_else(|told| told.into(), |answer| answer::ended(Service::QrisCancel, &answer))
    }

    /// Gives money back: rupiah of this refund. After [`Outcome::Unknown`] look for the key in the
    /// code's refunds before the same key is sent again.
    pub async fn qris_refund(&self, request: &QrisRefund, now: Timestamp) -> Outcome<Rupiah> {
        let key = request.refund_key.as_str();
        let body = QrisRefundBody::new(request, &self.inner.credentials.merchant_id);
        let answered = self.call(Service::QrisRefund, key, body, now).await;
        answered.map_or_else(|told| told.into(), |answer| answer::qris_refunded(key, &answer))
    }

    async fn call<B: Serialize>(
        &self,
        service: Service,
        external_id: &str,
        body: Result<B, SnapBodyError>,
        now: Timestamp,
    ) -> Result<Answer, NoAnswer> {
        let body = serde_json::to_vec(&body.map_err(NoAnswer::NotSent)?)
            .map_err(|_| NoAnswer::Doubt(Doubt::Unreachable))?;
        let token = self.token(now).await?;
        let stamp = timestamp(now);
        let (method, path) = ("POST", service.path());
        let signed = SignedCall { method, path, token: &token, body: &body, timestamp: &stamp };
        let Inner { credentials, client, base, .. } = &*self.inner;
        let signature = credentials.secret.sign(&signed);
        let request = client
            .post(format!("{base}{path}"))
            .bearer_auth(&token)
            .header("x-timestamp", &stamp)
            .header("x-partner-id", &credentials.partner_id)
            .header("x-external-id", external_id)
            .header("channel-id", &credentials.channel_id)
            .header("x-signature", signature)
            .body(body);
        let answer = self.sent(request).await.map_err(NoAnswer::Doubt)?;
        if answer.http_status == 401 {
            // Nothing was done; the next call asks for a fresh token.
            *self.inner.token.lock().await = None;
        }
        Ok(answer)
    }

    async fn sent(&self, request: reqwest::RequestBuilder) -> Result<Answer, Doubt> {
        let Inner { options, .. } = &*self.inner;
        let request = request.header(ACCEPT, "application/json");
        let request = request.header(CONTENT_TYPE, "application/json");
        let response = request.send().await.map_err(|error| doubt(&error, options))?;
        bounded(response, options).await
    }

    /// The token of all calls; only one caller at a time asks for a new one.
    async fn token(&self, now: Timestamp) -> Result<String, NoAnswer> {
        let mut kept = self.inner.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| now < token.until) {
            return Ok(token.text.clone());
        }
        let Inner { credentials, client, base, .. } = &*self.inner;
        let stamp = timestamp(now);
        let signature = credentials.key.sign_token_call(&credentials.client_key, &stamp);
        let unsent = NoAnswer::Doubt(Doubt::Unreachable);
        let request = client
            .post(format!("{base}{}", Service::Token.path()))
            .header("x-client-key", &credentials.client_key)
            .header("x-timestamp", &stamp)
            .header("x-signature", signature.ok_or(unsent)?)
            .body(r#"{"grantType":"client_credentials"}"#);
        // Whatever happens here, the call itself has not been sent.
        let answer = self.sent(request).await.map_err(|_| NoAnswer::Doubt(Doubt::Unreachable))?;
        let judged = answer::judged(Service::Token, &answer, |said| {
            let odd = |what| Doubt::OddAnswer { what };
            let text = said.text("accessToken").ok_or_else(|| odd("has no token"))?;
            let seconds = said.object.token("expiresIn").ok().flatten();
            let seconds = seconds.and_then(|text| text.parse::<i64>().ok());
            Ok((text, seconds.ok_or_else(|| odd("does not say how long it holds"))?))
        });
        let (text, seconds) = match judged {
            Outcome::Done(token) => token,
            Outcome::Refused(refusal) => return Err(NoAnswer::Refused(refusal)),
            Outcome::Limited { retry_after } => {
                return Err(NoAnswer::Doubt(Doubt::RateLimited { retry_after }));
            }
            _ => return Err(NoAnswer::Doubt(Doubt::Unreachable)),
        };
        let until = now.plus_seconds((seconds - MARGIN_SECONDS).clamp(0, 900));
        *kept = Some(Token { text: text.clone(), until });
        Ok(text)
    }
}

/// Why there is no answer to judge.
enum NoAnswer {
    NotSent(SnapBodyError),
    Refused(GatewayRefusal),
    Doubt(Doubt),
}

impl<T> From<NoAnswer> for Outcome<T> {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::NotSent(error) => {
                let code = "not_sent".to_owned();
                Self::Refused(GatewayRefusal { code, message: error.to_string() })
            }
            NoAnswer::Refused(refusal) => Self::Refused(refusal),
            NoAnswer::Doubt(doubt) => doubt.into(),
        }
    }
}
